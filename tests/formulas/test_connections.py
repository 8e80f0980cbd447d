import pytest

from macros.formulas.connections import servers_holding, silent_shown_least, silent_shown_mean, stale_shown


def test_half_a_billion_connections():
    # By hand: 7,692 × 65,000 = 499,980,000, so one more server is needed.
    assert servers_holding(500e6, 65_000) == 7_693
    assert servers_holding(500e6, 2e6) == 250
    assert servers_holding(500e6, 100_000) == 5_000


def test_a_key_of_seventy_seconds_renewed_every_thirty():
    # Dies between 0 and 30 s after the last renewal, uniformly; the key lasts 70 s from it: 40 to 70, mean 55.
    assert silent_shown_least(70, 30) == 40
    assert silent_shown_mean(70, 30) == 55


def test_the_mean_lies_between_the_ends():
    moments = [30 * (step + 0.5) / 1000 for step in range(1000)]
    shown = [40 - moment for moment in moments]
    assert silent_shown_mean(40, 30) == pytest.approx(sum(shown) / len(shown))
    assert silent_shown_least(40, 30) <= min(shown)
    assert max(shown) <= 40


def test_dead_members_of_a_group_that_show_as_online():
    # 128 connections of 600 s end at 0.2133 a second, a quarter of them silently, and each shows for 55 s more.
    assert stale_shown(128, 0.25, 600, 55) == pytest.approx(128 * 0.25 * 55 / 600)
    assert stale_shown(128, 0.25, 600, 55) == pytest.approx(2.9333, rel=1e-4)
    assert stale_shown(128, 0, 600, 55) == 0
