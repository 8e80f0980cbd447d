"""Every mistake of data and pages, told at once: `python -m macros.check`.

`load` tells what is wrong with the form of a file; `rules` tells what must be true between records and pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from macros.load import ROOT, Loaded, load
from macros.mistakes import Mistake, report
from macros.rules.pages import check_pages
from macros.rules.records import check_records
from macros.rules.redirects import check_redirects
from macros.rules.spelling import check_spelling
from macros.rules.vendored import check_vendored
from macros.rules.wording import check_wording


def check(root: Path = ROOT) -> list[Mistake]:
    """Every mistake of data and pages below `root`."""
    return sorted({*check_loaded(load(root), root)})


def check_loaded(loaded: Loaded, root: Path) -> Iterator[Mistake]:
    """Every mistake of what was loaded from `root`."""
    yield from loaded.mistakes
    yield from check_records(loaded, root)
    yield from check_pages(loaded)
    yield from check_redirects(loaded)
    yield from check_spelling(loaded)
    yield from check_vendored(loaded, root)
    yield from check_wording(loaded)


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    mistakes = check(root)
    if mistakes:
        print(report(mistakes), file=sys.stderr)
        return 1
    print("data and pages: no mistake")
    return 0


if __name__ == "__main__":
    sys.exit(main())
