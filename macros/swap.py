"""Puts a finished site in the place of the old one, in one step: `python -m macros.swap site.new.1234 site`.

The two folders change names at the same instant, so that whoever looks, and whenever this is killed, there is one whole
site: the old or the new one. Linux and macOS can do that. Elsewhere, and on file systems that cannot, the old folder
steps aside first: a kill exactly between two renames then leaves it as `site.old.…`, whole, beside a missing `site`.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to where we are
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS


def swap(new: Path, site: Path) -> None:
    """Make `new` the site. What was there before is removed afterwards."""
    if not new.is_dir():
        raise FileNotFoundError(f"no finished site at {new}")
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        remove(new)
    else:
        aside = site.with_name(f"{site.name}.old.{os.getpid()}")
        site.rename(aside)
        new.rename(site)
        remove(aside)
    for left in leftovers(site):
        remove(left)


def remove(old: Path) -> None:
    """Remove an old site. Where it was a link to a folder, the folder is its owner's business."""
    if old.is_symlink():
        old.unlink()
    else:
        shutil.rmtree(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system cannot."""
    names = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _EXCHANGE) == 0)
    return False


def leftovers(site: Path) -> list[Path]:
    """Folders of builds that were killed: named by a process that is no longer there."""
    found = []
    for path in site.parent.glob(f"{site.name}.*"):
        match = re.fullmatch(r"\.(?:new|old)\.(\d+)", path.name.removeprefix(site.name))
        if match and path.is_dir() and not _runs(int(match[1])):
            found.append(path)
    return found


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it runs and belongs to someone else
    return True


def main() -> int:
    swap(Path(sys.argv[1]), Path(sys.argv[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
