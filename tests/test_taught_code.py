"""The Python that pages teach runs, and does what they say."""

from __future__ import annotations

import io
import itertools
import random
import re
from contextlib import redirect_stdout
from pathlib import Path
from types import SimpleNamespace
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


def test_the_ratchet_of_the_steps() -> None:
    """The steps' code, put together: both ends agree in any order, and a copied state opens neither past nor healed future."""
    record = yaml.load(
        (ROOT / "data/deep-dives/end-to-end-encryption.yml").read_text(encoding="utf-8"), yaml.CBaseLoader
    )
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)
    root_step, chain_step, receiver = (taught[name] for name in ("root_step", "chain_step", "Receiver"))

    root, chain = root_step(bytes(32), b"a secret of the handshake")
    keys, at = [], chain
    for _ in range(8):
        at, key = chain_step(at)
        keys.append(key)
    bob = receiver(chain)
    order = [2, 0, 1, 5, 3, 4]
    assert [bob.key_for(number) for number in order] == [keys[number] for number in order]
    assert not bob.skipped
    with pytest.raises(KeyError):  # each key once
        bob.key_for(3)

    thief = receiver(bob.chain)  # copied after six messages
    assert [thief.key_for(0), thief.key_for(1)] == keys[6:]  # what follows on this chain is open
    healed, _ = root_step(root, b"a secret of a pair made after the theft")
    assert healed not in (root, root_step(root, b"another")[0])

    with pytest.raises(ValueError, match="too far ahead"):
        bob.key_for(bob.next + receiver.JUMP + 1)
    bob.key_for(bob.next + receiver.JUMP)
    assert receiver.KEPT - 1 <= len(bob.skipped) <= receiver.KEPT


def test_the_watermark_and_the_minutes_of_the_steps() -> None:
    """The steps' code, put together: disorder within the bound loses nothing, and only the watermark says what is late."""
    record = yaml.load((ROOT / "data/deep-dives/multi-window-aggregation.yml").read_text("utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)

    minutes = taught["Minutes"]

    # Half an hour of events in four partitions, each up to 29 s behind the newest of its own: every total is right.
    chance, job, true = random.Random(5), minutes("abcd", 60_000), dict[tuple[int, int], int]()
    for now in range(60_000, 61_800):
        for partition in "abcd":
            at, campaign = now - chance.randrange(30), chance.randrange(3)
            assert job.add(partition, campaign, at, now, now) == "on time"
            true[campaign, at - at % 60] = true.get((campaign, at - at % 60), 0) + 1
    assert job.totals == true
    assert job.watermark == min(job.newest.values()) - 30

    # A straggler refines its minute within the hour. Later it is too late, though nothing was published in its minute.
    assert job.add("a", 1, 60_010, 61_800, 61_800) == "late"
    assert job.totals[1, 60_000] == true[1, 60_000] + 1
    assert job.add("a", 9, 61_800 - 9_000, 61_800, 61_800) == "too late"
    assert not any(campaign == 9 for campaign, _ in job.totals)

    # A clock from the future moves nothing, though the job lags by a day; a silent partition holds the watermark until it counts as idle.
    before = job.watermark
    assert job.add("a", 1, 61_800 + 86_400, 61_800, 61_800 + 90_000) == "wrong clock"
    assert job.watermark == before
    quiet = minutes("ab", 60_000)
    quiet.add("b", 1, 60_000, 60_000, 60_000)
    for now in range(60_000, 60_060):
        quiet.add("a", 1, now, now, now)
    assert quiet.watermark == 60_000 - 30
    quiet.add("a", 1, 60_060, 60_060, 60_060)
    assert quiet.watermark == 60_060 - 30

    # What is forgotten is what can no longer change.
    job.advance("a", 65_500, 65_500)
    job.forget()
    assert {start for _, start in job.totals} == {start for _, start in true if start + 60 + 3_600 > job.watermark}


def test_the_shedding_of_the_steps() -> None:
    """The steps' code: levels that do not flap, weights that add up, a line that serves nobody too late."""
    record = yaml.load((ROOT / "data/deep-dives/load-shedding.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)

    # Ten minutes at five times the load; from "sampling" on a fifth of the impressions is kept.
    levels, wait, seen = taught["Levels"](), 0.0, [(0, "normal")]
    for now in range(7200):
        load = 5.0 if now < 600 else 1.0
        if seen[-1][1] in ("sampling", "critical"):
            load *= 0.01 + 0.99 * 0.2
        wait = max(wait + (load - 1.5) / 1.5, 0.0)
        if (level := levels.update(wait, now)) != seen[-1][1]:
            seen.append((now, level))
    assert [level for _, level in seen] == ["normal", "elevated", "sampling", "elevated", "normal"]
    assert seen[1][0] == pytest.approx(13, abs=1)  # as the page's table says
    assert seen[2][0] == pytest.approx(129, abs=1)
    levels.level = 2
    assert levels.update(None, 9000) == "sampling"
    assert levels.update(9999, 9001) == "critical"
    assert levels.update(0, 9002) == levels.update(0, 9301) == "critical"
    assert levels.update(0, 9302) == "sampling"  # after the calm, by one

    weight, key = taught["weight"], b"key"
    chance = random.Random(3)
    requests = [chance.randbytes(16) for _ in range(40_000)]
    within, kept = 0, 0
    for at in range(0, 40_000, 2_000):  # twenty campaigns of two thousand
        weights = [weight(request, 2_000, key) for request in requests[at : at + 2_000]]
        kept += sum(1 for w in weights if w)
        error = 1.96 * sum(w * (w - 1) for w in weights) ** 0.5
        assert error < 220  # a tenth of 2,000, or a little more where many were kept
        within += abs(sum(weights) - 2_000) < error
    assert kept / 20 == pytest.approx(384, rel=0.05)
    assert within >= 17
    assert all(weight(request, 100, key) == 1 for request in requests[:100])
    assert all(weight(r, 1_000, key) for r in requests[:3_000] if weight(r, 9_000, key))  # nested

    lobby = taught["Lobby"](most=2, work=0.1)
    first, second, third = (SimpleNamespace(deadline=deadline) for deadline in (1.0, 1.2, 5.0))
    assert lobby.offer(first, 0.0)
    assert lobby.offer(second, 0.0)
    assert not lobby.offer(third, 0.0)  # two in line
    assert lobby.take(0.95) is second  # 50 ms left for the first, and 100 ms of work
    assert not lobby.offer(second, 1.15)
    assert lobby.take(1.15) is None


def test_the_merged_page_of_the_steps() -> None:
    """Pages over many nodes are the sorted whole, nothing twice and nothing lost, also when one node has nearly all rows."""
    record = yaml.load((ROOT / "data/deep-dives/cross-shard-queries.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)
    chance = random.Random(3)
    for skew in (0.0, 0.9):
        rows = [(number // 3, number) for number in range(500)]  # three rows share a time
        nodes: dict[int, list[tuple[int, int]]] = {node: [] for node in range(17)}
        for row in rows:
            nodes[0 if chance.random() < skew else chance.randrange(17)].append(row)

        def ask(
            node: int, before: tuple[int, int], limit: int, nodes: dict[int, list[tuple[int, int]]] = nodes
        ) -> list[tuple[int, int]]:
            return sorted((row for row in nodes[node] if row < before), reverse=True)[:limit]

        shown, before = [], (10**9, 0)
        while page := taught["newest"](list(nodes), before, 20, ask):
            assert len(page) == 20 or len(shown) + len(page) == 500
            shown += page
            before = page[-1]
        assert shown == sorted(rows, reverse=True)


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


def test_the_detector_of_the_steps() -> None:
    """The steps' code: an exact tail, a spread that an outlier cannot move, and a cut across all tests."""
    record = yaml.load((ROOT / "data/deep-dives/anomaly-detection.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)

    few, score, stand_out = taught["few"], taught["score"], taught["stand_out"]
    assert few(3, 10, 0.5) == pytest.approx(176 / 1024)  # 1 + 10 + 45 + 120 of ten coins
    assert few(0, 100, 0.01) == pytest.approx(0.99**100)
    assert few(64, 12_800, 0.01) < 1e-6 < few(90, 12_800, 0.01)  # half of 128 expected clicks, and seven tenths

    week = [150.0, 148, 152, 155, 149, 147, 153, 150]
    assert score(90, week) == pytest.approx(score(90, [*week, 1_000_000]), rel=0.05)
    assert score(90, week) < -4
    assert score(0, [0.0] * 8) == 0  # no division by zero
    assert score(100, [100.0] * 8) == 0

    # By hand for q = 0.05 and five tests: lines at 0.01, 0.02, 0.03, 0.04, 0.05. The third saves the second.
    assert stand_out([0.2, 0.001, 0.029, 0.9, 0.025], 0.05) == [1, 4, 2]
    assert stand_out([0.2, 0.3, 0.9], 0.05) == []
    # In quiet minutes about a share q of them has something that stands out, and all of it is false.
    chance = random.Random(5)
    alarmed = sum(1 for _ in range(2_000) if stand_out([chance.random() for _ in range(50)], 0.1))
    assert alarmed / 2_000 == pytest.approx(0.1, abs=0.03)  # four standard errors


def test_the_trends_of_the_steps() -> None:
    """The steps' code, put together: the ring slides, noise stays out, a burst is seen soon, and the list moves on."""
    record = yaml.load((ROOT / "data/deep-dives/trending-top-k.yml").read_text("utf-8"), yaml.CBaseLoader)
    code = [step["code"] for step in record["steps"] if "code" in step]
    taught: dict[str, Any] = {}
    exec("\n".join(part["text"] for part in code if part["language"] == "python"), taught)
    strongest, choose = taught["strongest"], taught["choose"]

    # The ring is the sum of the last minutes, whatever the order within the window.
    chance, ring, events = random.Random(9), taught["Ring"](0), list[tuple[int, int]]()
    for now in range(400):
        if now % 97 < 30:  # with gaps
            for minute in (now, now - chance.randrange(60)):
                ring.add(max(minute, 0), 3)
                events.append((max(minute, 0), 3))
        for minutes in (5, 60):
            assert ring.last(minutes, now) == sum(people for minute, people in events if now - minutes < minute <= now)
    ring.add(400 - 61, 1_000)
    assert ring.last(60, 400) < 1_000

    # Four people where a tenth is usual score nothing. A burst of fifty a minute is seen within five.
    noise, tag = taught["Ring"](0), taught["Ring"](0)
    noise.add(0, 4)
    assert strongest(noise, 0.1, 0) == 0
    for minute in range(180):
        tag.add(minute, 5 if minute % 3 else 0)  # 200 an hour
    assert strongest(tag, 200, 179) < 3
    for minute in range(180, 185):
        tag.add(minute, 50)
    assert strongest(tag, 200, 184) >= 3

    # Enter at three, stay until below two, and let the rank decay meanwhile.
    since: dict[str, int] = {}
    assert choose({"a": 2.9, "b": 8.0}, since, 0) == ["b"]
    assert choose({"a": 3.5, "b": 2.1}, since, 5) == ["a", "b"]
    assert choose({"a": 1.9, "b": 2.1}, since, 6) == ["b"]
    assert choose({"a": 3.1, "b": 9.0}, since, 12 * 60) == ["a", "b"]  # 9 × ¼ is less than 3.1
    assert since == {"a": 12 * 60, "b": 0}
