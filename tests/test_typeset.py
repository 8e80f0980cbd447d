import pytest

from macros import formulas
from macros.typeset import formula_in, rest_of, spoken, typeset


@pytest.mark.parametrize(
    ("says", "formula"),
    [
        ("The share of chains that fail: 1 - s^n. Assumes that steps fail alone.", "1 - s^n"),
        ("Bytes of the array: items × 1.23 / 8.", "items × 1.23 / 8"),
        ("How many are needed: (z / d)². `detection` of them count. More.", "(z / d)²"),
        ("The product of two counts.", ""),
        ("Events counted after a crash. Simulation: the first copy arrives late.", ""),
    ],
)
def test_the_formula_of_a_docstring_is_found(says, formula):
    assert formula_in(says) == formula


def test_what_is_set_apart_is_not_said_twice():
    assert rest_of("The share that fails: 1 - s^n. Assumes luck.") == "The share that fails. Assumes luck."


@pytest.mark.parametrize(
    ("formula", "html"),
    [
        ("1 - s^n", "1 − s<sup>n</sup>"),
        ("1 - (1 - a) ^ n", "1 − (1 − a)<sup>n</sup>"),
        ("(1 - e^(-k n/m))^k", "(1 − e<sup>−k n/m</sup>)<sup>k</sup>"),
        ("log2(1/p) < 3", "log<sub>2</sub>(1/p) &lt; 3"),
    ],
)
def test_powers_are_raised_and_signs_are_signs(formula, html):
    assert typeset(formula) == html


def test_most_formulas_are_stated_in_signs():
    stated = [formula for formula in formulas.load().values() if formula_in(formula.says)]

    assert len(stated) > 0.6 * len(formulas.load())


def test_names_in_a_docstring_are_code_and_nothing_else_is_markup():
    assert spoken("`hits` of <many>") == "<code>hits</code> of &lt;many&gt;"
