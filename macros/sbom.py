"""The list of everything the site is made with, as CycloneDX: `python -m macros.sbom` writes `sbom.json`.

Packages come from the lock file with the hashes that their installation asks for, their licences from what is installed;
vendored files from `data/vendored.yml`. Nothing in it depends on when or where it is made.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.load import ROOT, load
from macros.model import Vendored

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)


def packages(lock: str) -> Iterator[dict[str, Any]]:
    """The packages of a lock file, as components."""
    for name, version, hashes in _LOCKED.findall(lock):
        yield {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            **_licence(name),
            # One file of the package is installed; which, the machine decides.
            "properties": [
                {"name": "lock:sha256", "value": digest} for digest in re.findall(r"sha256:([0-9a-f]{64})", hashes)
            ],
        }


def _licence(name: str) -> dict[str, Any]:
    """What an installed package says of its licence: an SPDX expression, or else its classifiers."""
    try:
        told = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return {}
    for expression in told.get_all("License-Expression") or []:
        return {"licenses": [{"expression": expression}]}
    classifiers = [item.split(" :: ")[-1] for item in told.get_all("Classifier") or [] if item.startswith("License ::")]
    return {"licenses": [{"license": {"name": item}} for item in classifiers]} if classifiers else {}


def vendored(works: dict[str, Vendored]) -> Iterator[dict[str, Any]]:
    """The works that stand in the repository as files, as components."""
    for work in works.values():
        if not work.files or work.tested_with:
            continue  # it comes with a package, or is no part of the site
        purl = f"{work.origin}@{work.version}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": work.name,
            "version": work.version,
            "purl": purl,
            "licenses": [{"expression": work.license}],
            "components": [
                {
                    "type": "file",
                    "bom-ref": name,
                    "name": name,
                    "hashes": [{"alg": "SHA-256", "content": digest}],
                }
                for name, digest in work.files.items()
            ],
        }


def bill(works: dict[str, Vendored], root: Path = ROOT) -> dict[str, Any]:
    """The whole bill of materials of the site and its books. What only tests use is not in it."""
    locks = [(root / "requirements" / name).read_text(encoding="utf-8") for name in ("site.txt", "book.txt")]
    locked = {component["bom-ref"]: component for lock in locks for component in packages(lock)}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "system-design-tradeoffs",
                "name": "system-design-tradeoffs",
                "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
            }
        },
        "components": [*locked.values(), *vendored(works)],
    }


if __name__ == "__main__":
    Path("sbom.json").write_text(json.dumps(bill(load().catalog.vendored), indent=1) + "\n", encoding="utf-8")
