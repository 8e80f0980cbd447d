"""A PDF as bytes, as small as its format allows: objects packed a few hundred together, the table of their places as
differences. pydyf packs them all into one, whose table alone would be a tenth of the book.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

PACKED = 1000  # objects in one stream: a reader unpacks only what it comes to
WIDTHS = (1, 4, 2)  # bytes of the three columns of the table
HEAD = b"%PDF-1.7\n%\xf0\x9f\x93\x96\n"


def write(pdf: Any) -> bytes:
    """The bytes of a `pydyf.PDF`, with an identifier made of its content."""
    pdf.add_object(pdf.info)
    written = bytearray(HEAD)
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    packed = []
    for made in pdf.objects[1:]:
        if made.compressible:
            packed.append(made)
        else:
            rows[made.number] = (1, len(written), 0)
            written += made.indirect + b"\n"
    number = len(pdf.objects)
    for start in range(0, len(packed), PACKED):
        batch = packed[start : start + PACKED]
        rows[number] = (1, len(written), 0)
        rows.update({made.number: (2, number, index) for index, made in enumerate(batch)})
        written += _stream(number, *_pack(batch))
        number += 1
    rows[number] = (1, len(written), 0)
    place = len(written)
    written += _stream(
        number, _table(pdf, rows, hashlib.md5(written, usedforsecurity=False).hexdigest()), _differences(rows)
    )
    return bytes(written) + b"startxref\n%d\n%%%%EOF\n" % place


def _stream(number: int, head: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"%d 0 obj\n<<%s/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        head,
        len(packed),
        packed,
    )


def _pack(batch: list[Any]) -> tuple[bytes, bytes]:
    """Objects one behind the other, with their numbers and places before them."""
    places, body = [], bytearray()
    for made in batch:
        places.append(b"%d %d" % (made.number, len(body)))
        body += made.data + b"\n"
    head = b" ".join(places) + b"\n"
    return b"/Type /ObjStm /N %d /First %d " % (len(batch), len(head)), head + bytes(body)


def _table(pdf: Any, rows: dict[int, tuple[int, int, int]], identifier: str) -> bytes:
    return (
        f"/Type /XRef /Size {len(rows)} /W [{WIDTHS[0]} {WIDTHS[1]} {WIDTHS[2]}] "
        f"/DecodeParms <</Predictor 12 /Columns {sum(WIDTHS)}>> /ID [<{identifier}> <{identifier}>] "
    ).encode() + b"/Root %s /Info %s " % (pdf.catalog.reference, pdf.info.reference)


def _differences(rows: dict[int, tuple[int, int, int]]) -> bytes:
    """The table of places, each row as its difference from the row above."""
    made, above = bytearray(), bytes(sum(WIDTHS))
    for number in range(len(rows)):
        row = b"".join(value.to_bytes(width, "big") for value, width in zip(rows[number], WIDTHS, strict=True))
        made.append(2)
        made += bytes((new - old) % 256 for new, old in zip(row, above, strict=True))
        above = row
    return bytes(made)
