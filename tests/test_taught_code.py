"""The Python that pages teach runs, and does what they say."""

from __future__ import annotations

import io
import random
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent


def test_the_order_of_filter_and_store() -> None:
    """The two orders of a filter and an exact store, as the page prints their result behind the code."""
    page = (ROOT / "docs/topics/deduplication.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found
    said = [line.removeprefix("# ") for line in found[1].splitlines() if re.match(r"# \d", line)]
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(found[1], {})
    assert printed.getvalue().splitlines() == said
    assert said == ["1 copies: 1 1", "2 copies: 2 1", "3 copies: 2 1", "5 copies: 2 1"]


def test_the_bloom_filter_of_the_steps() -> None:
    """The steps' code, put together: no false negative, and errors at the planned rate."""
    record = yaml.load((ROOT / "data/deep-dives/bloom-filter.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    taught: dict[str, Any] = {}
    exec("\n".join(step["code"]["text"] for step in record["steps"] if "code" in step), taught)
    items, rate, chance = 20_000, 0.01, random.Random(11)
    bloom = taught["BloomFilter"](items, rate, key=b"a secret of sixteen bytes")
    assert (bloom.size, bloom.hashes) == (191_702, 7)  # 20,000 × 9.585 bits, 7 hashes
    ids = [chance.randbytes(12) for _ in range(items)]
    new = sum(bloom.add(item) for item in ids)
    assert new > 0.99 * items  # some errors on the way, fewer than at the end
    assert not any(bloom.add(item) for item in ids)  # no false negative
    before = bytes(bloom.bits)
    wrong = 0
    for _ in range(20_000):
        wrong += not bloom.add(chance.randbytes(12))
        bloom.bits[:] = before
    assert 0.008 * 20_000 < wrong < 0.0125 * 20_000
