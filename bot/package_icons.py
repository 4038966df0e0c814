"""The two icons of the Teams app, drawn for auditbot: a clipboard with a tick.

Shapes are distances: how far a point lies outside (above 0) or inside (below 0) of what is drawn, in pixels of the
icon. The edge of a shape is one pixel wide and part see-through, so that curves look smooth.
"""

import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

Colour = tuple[int, int, int]
Shape = Callable[[float, float], float]
Layer = tuple[Colour, Shape]

COLOUR_SIZE = 192
OUTLINE_SIZE = 32
WHITE: Colour = (255, 255, 255)
TEAL: Colour = (11, 94, 99)
SAND: Colour = (244, 190, 96)
# A stored block of DEFLATE holds at most so many bytes (RFC 1951, 3.2.4).
_BLOCK = 65535


@cache
def colour_icon() -> bytes:
    """The colour icon: a PNG of 192 by 192 pixels; what is drawn keeps to the 120 in the middle, as Teams asks."""
    tick = _line([(72, 108), (89, 125), (121, 89)], 13)
    layers: list[Layer] = [
        (WHITE, _rounded((96, 102), (44, 52), 12)),
        (SAND, _rounded((96, 50), (23, 11), 8)),
        (TEAL, tick),
    ]
    return _png(COLOUR_SIZE, _drawn(COLOUR_SIZE, layers, ground=TEAL))


@cache
def outline_icon() -> bytes:
    """The outline icon: a PNG of 32 by 32 pixels, white on nothing, as Teams asks."""
    layers: list[Layer] = [
        (WHITE, _edge(_rounded((16, 17), (10, 11), 2.5), 2)),
        (WHITE, _rounded((16, 6), (5, 3), 1.5)),
        (WHITE, _line([(11.5, 17.5), (14.8, 20.8), (20.6, 14.1)], 2.2)),
    ]
    return _png(OUTLINE_SIZE, _drawn(OUTLINE_SIZE, layers, ground=None))


def _rounded(centre: tuple[float, float], half: tuple[float, float], radius: float) -> Shape:
    """A rectangle with round corners: its middle, half its width and height, the radius."""

    def distance(x: float, y: float) -> float:
        across = abs(x - centre[0]) - half[0] + radius
        down = abs(y - centre[1]) - half[1] + radius
        outside: float = (max(across, 0.0) ** 2 + max(down, 0.0) ** 2) ** 0.5
        return outside + min(max(across, down), 0.0) - radius

    return distance


def _edge(shape: Shape, width: float) -> Shape:
    """The edge of a shape alone, as wide as is said."""
    return lambda x, y: abs(shape(x, y)) - width / 2


def _line(points: Sequence[tuple[float, float]], width: float) -> Shape:
    """A line through points, with round ends."""
    return lambda x, y: min(_from_segment(x, y, start, end) for start, end in pairwise(points)) - width / 2


def _from_segment(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / (along[0] ** 2 + along[1] ** 2)
    share = min(max(share, 0.0), 1.0)
    away: float = ((x - start[0] - share * along[0]) ** 2 + (y - start[1] - share * along[1]) ** 2) ** 0.5
    return away


def _drawn(size: int, layers: Sequence[Layer], *, ground: Colour | None) -> list[bytes]:
    """The rows of an icon, four bytes a pixel; without a ground, what is not drawn is see-through white."""
    return [
        b"".join(_pixel(across + 0.5, down + 0.5, layers, ground) for across in range(size)) for down in range(size)
    ]


def _pixel(x: float, y: float, layers: Sequence[Layer], ground: Colour | None) -> bytes:
    colour, seen = ground or WHITE, 1.0 if ground else 0.0
    for over, shape in layers:
        share = min(max(0.5 - shape(x, y), 0.0), 1.0)
        if share:
            after = share + seen * (1 - share)
            red, green, blue = (
                round((new * share + old * seen * (1 - share)) / after) for new, old in zip(over, colour, strict=True)
            )
            colour, seen = (red, green, blue), after
    return bytes((*colour, round(seen * 255)))


def _png(size: int, rows: Sequence[bytes]) -> bytes:
    # Eight bits each of red, green, blue and how much is seen; every row without a filter.
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    pixels = b"".join(b"\x00" + row for row in rows)
    chunks = ((b"IHDR", header), (b"IDAT", _stored(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _stored(content: bytes) -> bytes:
    """The content as a zlib stream that is not compressed: the same bytes with every version of zlib."""
    blocks = [content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK)]
    stored = b"".join(
        struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks, start=1)
    )
    return b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(content))
