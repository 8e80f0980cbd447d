"""Rules for other people's work: its licence is at hand, and each file is the one that was once looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from macros import evidence
from macros.load import Loaded
from macros.mistakes import Mistake
from macros.rules import references


def check_vendored(loaded: Loaded, root: Path) -> Iterator[Mistake]:
    document = loaded.documents["vendored"]
    for key, work in loaded.catalog.vendored.items():
        if work.tested_with and not (root / "tests").is_dir():
            continue  # the site can be built without its tests
        for index, name in enumerate(work.texts):
            if not (root / name).is_file():
                line = document.line((key, "texts", index))
                yield Mistake(document.file, line, f"the licence of '{key}' must be at hand, found no {name}")
        for name, wanted in work.files.items():
            line = document.line((key, "files", name))
            if not (root / name).is_file():
                yield Mistake(document.file, line, f"a file of '{key}' must exist, found no {name}")
            elif (found := hashlib.sha256((root / name).read_bytes()).hexdigest()) != wanted:
                text = f"{name} must be the file with this hash, found {found}"
                yield Mistake(document.file, line, text, "say the new version too, and look at what changed")
        for naked in evidence.naked(work.what):
            yield references.naked(naked.quantity, document.file, document.line((key, "what")))
