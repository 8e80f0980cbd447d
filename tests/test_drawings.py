"""Drawings as they are printed."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET

from macros.book import drawings

SVG = "{http://www.w3.org/2000/svg}"
TWO_HEADS = """<svg xmlns="http://www.w3.org/2000/svg" class="dg" viewBox="0 0 100 100" width="100" height="100"><g>
<marker id="start" refX="3" refY="6"><polygon points="10,0 0,6 10,12" class="connection fill-B1" /></marker>
<path d="M 10 20 C 10 60 50 60 90 90" marker-start="url(#start)" class="connection stroke-B1" /></g></svg>"""


def test_the_head_at_the_beginning_of_a_curve_looks_away_from_it():
    image = drawings.printed(ET.fromstring(TWO_HEADS))
    svg = ET.fromstring(base64.b64decode(image.get("src").partition(",")[2]))
    head = next(group for group in svg.iter(f"{SVG}g") if group.get("transform"))

    assert head.get("transform") == "translate(10 20) rotate(90.0) translate(-3 -6)"
    assert head.find(f"{SVG}polygon").get("fill") == "#222"
    assert not [path for path in svg.iter(f"{SVG}path") if path.get("marker-start")]
