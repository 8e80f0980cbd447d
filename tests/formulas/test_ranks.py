"""Ranks: doubles by hand and by what Python's own doubles do."""

import pytest

from macros.formulas import ranks


def test_room_beside_keeps_points_and_rest_apart() -> None:
    points, room = 10_000_000, 900_000_000
    assert room < ranks.room_beside(points) == pytest.approx(900_719_925, abs=1)
    best, second = (points - 1) * room + room - 1, (points - 1) * room + room - 2
    assert float(best) != float(second)


def test_time_in_a_fraction_is_coarse() -> None:
    # between 2^23 and 2^24 doubles are 2^-29 apart, and 10^10 s / 2^29 = 18.6 s
    step = ranks.time_step_in_fraction(10_000_000, 1e10)
    assert step == pytest.approx(1e10 / 2**29)
    assert 10_000_000 + 0.5 + 0.4 * step / 1e10 == 10_000_000 + 0.5
