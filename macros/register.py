"""Registers the macros with mkdocs-macros: `render` decides what is drawn, this file only binds it to the catalogue."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from macros import check, links, render
from macros.catalog import Catalog
from macros.load import ROOT, load
from macros.mistakes import report
from macros.pages import KINDS


class CannotBuild(Exception):
    """Data or pages have mistakes: they are listed, and nothing is built."""


# Macros that draw a part of a record's page: called with the record's id, and the entry's id where there is one.
OF_A_RECORD = (
    render.lead,
    render.decision,
    render.table,
    render.diagram,
    render.steps,
    render.parameters,
    render.failures,
    render.asks,
    render.estimates,
    render.walk,
    render.clock,
    render.closing,
)
# Macros that draw a part of another page: called with that page's permanent path.
OF_A_PAGE = (
    render.home,
    render.index_of,
    render.served_by,
    render.matrix,
    render.numbers,
    render.all_corrections,
    render.bibliography,
    render.terms,
    render.sources,
    render.licences,
)


def register(env: Any) -> Catalog:
    """Load and check everything, then register the macros. With a mistake nothing is built."""
    catalog = _catalog(_state())

    def of_a_record(function: Any) -> Any:
        return lambda record_id, *entry: function(catalog, catalog.page_of(record_id), *entry)

    def of_a_page(function: Any) -> Any:
        return lambda page: function(catalog, page.strip("/"))

    for function in OF_A_RECORD:
        env.macro(of_a_record(function), function.__name__)
    for function in OF_A_PAGE:
        env.macro(of_a_page(function), function.__name__)

    @pass_context
    def fig(context: Context, figure_id: str) -> str:
        return render.fig(catalog, _page(context), figure_id)

    @pass_context
    def cite(context: Context, source_id: str) -> str:
        return render.cite(catalog, _page(context), source_id)

    env.macro(fig, "fig")
    env.macro(cite, "cite")
    env.macro(render.given, "given")
    return catalog


@functools.lru_cache(maxsize=1)
def _catalog(state: frozenset[tuple[Path, int]]) -> Catalog:
    """The catalogue of the files in this state: MkDocs asks once a build, its successors may ask for every page."""
    loaded = load(ROOT)
    mistakes = sorted({*check.check_loaded(loaded, ROOT)})
    if mistakes:
        raise CannotBuild(f"\n{report(mistakes)}")
    return loaded.catalog


def _state() -> frozenset[tuple[Path, int]]:
    files = (path for folder in ("data", "docs") for path in (ROOT / folder).rglob("*.*"))
    return frozenset((path, path.stat().st_mtime_ns) for path in files)


def _page(context: Context) -> str:
    """The page being written, from its front matter: `topic: cdn`, or `path: framework` on pages without a record."""
    for key, folder in KINDS.items():
        if key in context:
            return f"{folder}/{context[key]}"
    return str(context.get("path", links.HOME))
