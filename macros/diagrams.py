"""Diagrams: `docs/assets/diagrams/<id>.d2` rendered to a clean SVG beside it: `python -m macros.diagrams`.

The SVG is committed, so that building the site needs no renderer. Its colours are classes of the stylesheet; its text is
sized so that it is shown at least 12 px high in the column of a phone.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from macros import tidy
from macros.load import ROOT
from macros.mistakes import Mistake, report

DIAGRAMS = ROOT / "docs" / "assets" / "diagrams"
FONTS = Path(__file__).parent / "fonts"
SVG = "http://www.w3.org/2000/svg"
PHONE_COLUMN = 358  # px: a 390 px screen less the margins
LEAST_TEXT = 12.0  # px, as shown there
SHOWN_TEXT = 15.5  # px, as shown where there is room
# Classes that carry colour or type; everything else D2 writes is internal to it.
CLASSES = re.compile(r"(fill|stroke)-(N[1-7]|B[1-6]|AA[245]|AB[45])|text(-bold|-italic|-mono)?|connection|shape|md")


def render(source: Path) -> str:
    """The cleaned SVG of a D2 file, ending in a newline. Raises ValueError with D2's own words on a mistake in it."""
    d2 = Path(sys.executable).with_name("d2")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.svg")
        fonts = [
            f"--font-{style}={FONTS / f'LiberationSans-{style.title()}.ttf'}" for style in ("regular", "bold", "italic")
        ]
        command = [str(d2), "--omit-version", "--pad=4", "--layout=dagre", *fonts, str(source), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ValueError(done.stderr.strip().replace(f"{source}:", "line "))
        return clean(out.read_text(encoding="utf-8"), source.stem)


def clean(drawn: str, diagram_id: str) -> str:
    """Only shapes, text and classes: no style, no fonts, no colours, ids made of the diagram's own."""
    ET.register_namespace("", SVG)
    prefix = f"dg-{diagram_id}"
    root = ET.fromstring(re.sub(r"d2-\d+", prefix, drawn))
    inner = root.find(f"{{{SVG}}}svg")
    assert inner is not None, "D2 draws one SVG inside another"
    x, y, width, height = (float(part) for part in inner.attrib["viewBox"].split())
    children = [child for child in inner if not _is_noise(child, width, height)]
    svg = ET.Element(f"{{{SVG}}}svg", {"class": "dg", "viewBox": f"{x:g} {y:g} {width:g} {height:g}", "role": "img"})
    svg.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for tag in ("title", "desc"):
        ET.SubElement(svg, f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag}"}).text = " "
    svg.extend(children)
    for element in svg.iter():
        _strip(element)
    tidy.tidy(svg)
    _, _, width, height = tidy.view(svg)
    text = least_text(svg)
    svg.set("width", f"{width * min(1.0, SHOWN_TEXT / text):.0f}")
    svg.set("height", f"{height * min(1.0, SHOWN_TEXT / text):.0f}")
    written = ET.tostring(svg, encoding="unicode", short_empty_elements=True)
    written = re.sub(r">\s*\n\s*<", "><", written)
    return written.replace("> </title>", "></title>").replace("> </desc>", "></desc>") + "\n"


def least_text(svg: ET.Element) -> float:
    """The smallest type of a drawing, in its own units."""
    sizes = [float(element.get("font-size", "16").removesuffix("px")) for element in svg.iter(f"{{{SVG}}}text")]
    return min(sizes, default=16.0)


def phone_text(svg_text: str) -> float:
    """How high the smallest type is in a phone's column, in px."""
    svg = ET.fromstring(svg_text)
    width = float(svg.attrib["viewBox"].split()[2])
    shown = min(float(svg.attrib["width"]), PHONE_COLUMN)
    return least_text(svg) * shown / width


def _is_noise(element: ET.Element, width: float, height: float) -> bool:
    if element.tag == f"{{{SVG}}}style":
        return True
    background = element.tag == f"{{{SVG}}}rect" and "fill-N7" in element.get("class", "")
    return background and (element.get("width"), element.get("height")) == (f"{width:g}", f"{height:g}")


def _strip(element: ET.Element) -> None:
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = declaration.partition(":")
        if name.strip() in ("text-anchor", "font-size", "stroke-dasharray", "stroke-width"):
            element.attrib.setdefault(name.strip(), value.strip())
    inside_mask = element.tag == f"{{{SVG}}}mask" or element.get("fill") in ("white", "black")
    classes = [name for name in element.attrib.pop("class", "").split() if CLASSES.fullmatch(name) or name == "dg"]
    if not inside_mask:
        for name in ("fill", "stroke"):
            if any(found.startswith(f"{name}-") for found in classes):
                element.attrib.pop(name, None)
    if classes:
        element.set("class", " ".join(classes))


def main() -> int:
    mistakes = []
    for source in sorted(DIAGRAMS.glob("*.d2")):
        name = source.relative_to(ROOT).as_posix()
        try:
            drawn = render(source)
        except ValueError as error:
            mistakes.append(Mistake(name, 1, f"D2 must be able to draw it, found: {error}"))
            continue
        if phone_text(drawn) < LEAST_TEXT:
            hint = "fewer things side by side, shorter labels, or a larger font-size"
            text = f"the text must be at least {LEAST_TEXT:g} px high on a phone, found {phone_text(drawn):.1f} px"
            mistakes.append(Mistake(name, 1, text, hint))
        source.with_suffix(".svg").write_text(drawn, encoding="utf-8")
    if mistakes:
        print(report(mistakes), file=sys.stderr)
    return bool(mistakes)


if __name__ == "__main__":
    sys.exit(main())
