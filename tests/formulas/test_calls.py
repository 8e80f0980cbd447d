"""Retries in layers, against the example in the literature and sums by hand."""

from __future__ import annotations

import pytest

from macros.formulas import availability, calls


def test_three_layers_of_four_attempts_are_sixty_four() -> None:
    # Ulrich 2016: three layers with three retries each, so four attempts, make 4^3 = 64.
    assert calls.attempts_at_bottom(4, 3) == 64


def test_one_layer_multiplies_nothing() -> None:
    assert calls.attempts_at_bottom(4, 1) == 4
    assert calls.attempts_at_bottom(1, 5) == 1


def test_each_layer_multiplies_by_the_attempts() -> None:
    for layers in (1, 2, 3):
        assert calls.attempts_at_bottom(3, layers + 1) == 3 * calls.attempts_at_bottom(3, layers)


def test_pauses_that_double() -> None:
    # By hand: four attempts from one second on have pauses of 1, 2 and 4 s. Ten have 1 + 2 + ... + 256 = 511 s.
    assert calls.backoff_span(1, 4) == 7
    assert calls.backoff_span(1, 10) == 511
    assert calls.backoff_span(1, 1) == 0


def test_one_more_attempt_doubles_the_span_and_adds_the_first_pause() -> None:
    for attempts in (1, 2, 5, 12):
        assert calls.backoff_span(3, attempts + 1) == 2 * calls.backoff_span(3, attempts) + 3


def test_ten_parts_of_a_four_nines_service_need_five_nines_each() -> None:
    # By hand: 0.9999^(1/10) ≈ 1 - 0.0001 / 10 = 0.99999.
    assert calls.availability_each_needs(0.9999, 10) == pytest.approx(0.99999, abs=1e-8)
    assert calls.availability_each_needs(0.999, 1) == pytest.approx(0.999)


def test_what_each_needs_gives_the_target_again() -> None:
    for target, parts in ((0.99, 3), (0.9999, 12)):
        each = calls.availability_each_needs(target, parts)
        assert availability.all_up(each, parts) == pytest.approx(target)
