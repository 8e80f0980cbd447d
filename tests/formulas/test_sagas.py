import pytest

from macros.formulas.sagas import chain_trouble


def test_four_steps_at_three_nines():
    # By hand: 0.999^4 = 0.996005996, so 0.3994 % need help.
    assert chain_trouble(0.999, 4) == pytest.approx(1 - 0.996005996001)


def test_one_step_is_its_own_failure_rate():
    assert chain_trouble(0.99, 1) == pytest.approx(0.01)


def test_limits():
    assert chain_trouble(1.0, 10) == 0
    assert chain_trouble(0.0, 3) == 1


def test_grows_with_each_step():
    shares = [chain_trouble(0.999, steps) for steps in range(1, 20)]
    assert shares == sorted(shares)
    assert all(share < steps * 0.001 + 1e-12 for steps, share in enumerate(shares, start=1))
