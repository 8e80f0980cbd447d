"""The committed drawings are what their sources draw, and can be read on a phone."""

from __future__ import annotations

import re

import pytest

from macros import diagrams

SOURCES = sorted(diagrams.DIAGRAMS.glob("*.d2"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_drawing_and_source_agree(source):
    assert source.with_suffix(".svg").read_text(encoding="utf-8") == diagrams.render(source), "run 'make diagrams'"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_text_is_legible_on_a_phone(source):
    assert diagrams.phone_text(source.with_suffix(".svg").read_text(encoding="utf-8")) >= diagrams.LEAST_TEXT


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_colours_come_from_the_stylesheet(source):
    drawn = source.with_suffix(".svg").read_text(encoding="utf-8")

    assert "style" not in drawn and "font-family" not in drawn
    assert not re.search(r'(fill|stroke)="#', drawn)


def test_every_drawing_belongs_to_a_record(catalog):
    used = {diagram.id for record in catalog.pages.values() for diagram in record.diagrams}

    assert {source.stem for source in SOURCES} == used == {path.stem for path in diagrams.DIAGRAMS.glob("*.svg")}


def test_a_mistake_in_a_source_is_told(tmp_path):
    broken = tmp_path / "broken.d2"
    broken.write_text("a -> {", encoding="utf-8")

    with pytest.raises(ValueError, match="line 1"):
        diagrams.render(broken)
