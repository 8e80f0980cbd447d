"""The macros of the site. mkdocs-macros imports this package and calls `define_env`."""

from typing import Any


def define_env(env: Any) -> None:
    """Hand over to `register`, imported here so that `python -m macros.check` runs without the site."""
    from macros.register import CannotBuild, register

    try:
        register(env)
    except CannotBuild as error:
        raise _for_builder(str(error)) from None


def _for_builder(message: str) -> Exception:
    """The builder's own kind of error, which it shows as one message instead of a traceback."""
    try:
        from mkdocs.exceptions import PluginError
    except ImportError:
        return RuntimeError(message)
    return PluginError(message)
