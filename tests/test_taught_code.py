"""The Python that pages teach runs, and does what they say."""

from __future__ import annotations

import io
import itertools
import random
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
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


def test_the_snowflake_generator_of_the_steps() -> None:
    """The steps' code, put together: unique in its reserved time, whatever the clock does, and refusing outside it."""
    record = yaml.load((ROOT / "data/deep-dives/snowflake-ids.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)
    generator, decode, refused, epoch = (taught[name] for name in ("Snowflake", "decode", "Refused", "EPOCH"))
    assert decode("105243476485447690") == (1_792_317_600_123, 378, 10)  # as the page's table takes it apart

    start, calls = epoch + 10**9, 0

    def ticking() -> int:  # a millisecond lasts 10,000 readings
        nonlocal calls
        calls += 1
        return int(start - 3 + calls // 10_000)

    one = generator(7, start, start + 5, ticking)
    ids = []
    with pytest.raises(refused, match="reserved time is over"):
        while True:
            ids.append(one.next_id())
    parts = [decode(str(number)) for number in ids]
    assert ids == sorted(set(ids))
    assert {(time, worker) for time, worker, _ in parts} == {(start + ms, 7) for ms in range(5)}
    for ms in range(5):  # each millisecond is used up, but for what its random start left out
        sequences = [sequence for time, _, sequence in parts if time == start + ms]
        assert sequences == list(range(sequences[0], 4096))
        assert sequences[0] < 64

    # Holders of one worker id, one after another, with clocks that jump: each stays in its own stretch of time.
    chance, seen, refusals = random.Random(7), set(), 0
    for holder in range(40):
        begin = start + holder * 100
        clock = [itertools.count()]
        held = generator(7, begin, begin + 100, lambda clock=clock: next(clock[0]))
        for _ in range(500):
            clock[0] = itertools.count(begin + chance.randrange(-50, 150))
            try:
                made = held.next_id()
            except refused:
                refusals += 1
                continue
            assert made not in seen
            assert begin <= decode(str(made))[0] < begin + 100
            seen.add(made)
    assert len(seen) > 400
    assert refusals > 4_000

    late = iter([start + 50, *range(start + 45, start + 60)])
    patient = generator(7, start, start + 100, lambda: next(late))
    assert patient.next_id() < patient.next_id()  # 5 ms behind: waits
    back = iter([start + 50, start + 44])
    strict = generator(7, start, start + 100, lambda: next(back))
    strict.next_id()
    with pytest.raises(refused, match="6 ms behind"):
        strict.next_id()


def test_who_gets_a_push() -> None:
    """Of a user's devices, only one that is surely written to, on a gateway whose lease still has its epoch, gets no push."""
    record = yaml.load((ROOT / "data/deep-dives/websocket-at-scale.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    taught: dict[str, Any] = {}
    exec(next(step["code"]["text"] for step in record["steps"] if step["id"] == "route"), taught)
    entries = {"phone": ("a", 1), "desk": ("b", 1), "tablet": ("b", 2), "watch": ("c", 1)}
    leases = {"a": 1, "b": 2}  # b has restarted, c is dead
    called = []

    def call(gateway: str, device: str) -> str:
        called.append((gateway, device))
        return "not here" if device == "tablet" else "written"

    devices = ["phone", "desk", "tablet", "watch", "laptop"]
    assert taught["wake"](devices, entries, leases, call) == ["desk", "tablet", "watch", "laptop"]
    assert called == [("a", "phone"), ("b", "tablet")]


def test_one_call_a_gateway() -> None:
    """Devices behind a living lease are grouped by gateway, all others are to be pushed to."""
    record = yaml.load(
        (ROOT / "data/deep-dives/group-message-fan-out.yml").read_text(encoding="utf-8"), yaml.CBaseLoader
    )
    taught: dict[str, Any] = {}
    exec(next(step["code"]["text"] for step in record["steps"] if step["id"] == "wake"), taught)
    entries = {"ann": ("a", 1), "ben": ("b", 1), "cem": ("b", 2), "dee": ("a", 1)}
    devices = ["ann", "ben", "cem", "dee", "eve"]
    assert taught["plan"](devices, entries, {"a": 1, "b": 2}) == ({"a": ["ann", "dee"], "b": ["cem"]}, ["ben", "eve"])
