"""The macros of the site. mkdocs-macros imports this package and calls `define_env`."""

from typing import Any


def define_env(env: Any) -> None:
    """Hand over to `register`, imported here so that `python -m macros.check` runs without the site."""
    from macros.register import CannotBuild, register

    try:
        env.catalog = register(env)
    except CannotBuild as error:
        raise _for_builder(str(error)) from None


def on_pre_page_macros(env: Any) -> None:
    """Before a page: which headings its macros will draw, for the frame's table of contents."""
    from macros import render

    env.page.meta["contents"] = render.contents(env.catalog, env.page.url.strip("/"))


def on_post_build(env: Any) -> None:
    """After the pages, in `mkdocs build` and `serve` alike: the search index beside them."""
    from pathlib import Path

    from macros import search

    search.write(env.catalog, Path(env.conf["site_dir"]))


def _for_builder(message: str) -> Exception:
    """The builder's own kind of error, which it shows as one message instead of a traceback."""
    try:
        from mkdocs.exceptions import PluginError
    except ImportError:
        return RuntimeError(message)
    return PluginError(message)
