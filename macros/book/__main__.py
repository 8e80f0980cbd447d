"""`python -m macros.book site`: the books of a built site, into its `downloads/`, and the offer of them on its pages.

Names of books behind it (`url-shortener`) print these alone.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from macros.load import ROOT, load
from macros.mistakes import report

PANGO = """\
The book needs Pango, which sets its type: {error}
Install it, then run 'make book' again:
    Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    Fedora:         sudo dnf install pango
    macOS:          brew install pango
The site itself needs no Pango: 'make build' and 'make serve' work without it."""


def main() -> int:
    site, names = Path(sys.argv[1] if len(sys.argv) > 1 else "site"), sys.argv[2:]
    if not (site / "index.html").is_file():
        print(f"there is no site in {site}/: run 'make build' first", file=sys.stderr)
        return 1
    try:
        from macros.book.assemble import CannotPrint
        from macros.book.press import print_books, workers
    except OSError as error:  # the libraries of Pango are opened when WeasyPrint is imported
        print(PANGO.format(error=str(error).splitlines()[0]), file=sys.stderr)
        return 1
    with workers() as pool:
        loaded = load(ROOT)
        if loaded.mistakes:
            print(report(sorted(loaded.mistakes)), file=sys.stderr)
            return 1
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
        try:
            for book in print_books(pool, site, loaded.catalog, epoch, names):
                print(f"{book.path}: {book.pages} pages, {book.size / 1e6:.1f} MB")
        except CannotPrint as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
