"""What nobody means to send: values and texts that have broken programs before, and JSON that no encoder would write.

A document is built of Python's own values, and of `Raw` and `Doubled` where these cannot say it; `wire` writes it out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

DEEP = 10_000


@dataclass(frozen=True, slots=True)
class Raw:
    """JSON as it stands, good or not: `1e999`, `NaN`, ten thousand brackets."""

    text: str

    def __repr__(self) -> str:
        return f"Raw({self.text[:40]!r}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Doubled:
    """An object in which every key of `first` stands once more with what `second` holds."""

    first: Mapping[str, Any]
    second: Mapping[str, Any]


def wire(document: Any) -> bytes:
    """A document as bytes of JSON; half characters stay as the escapes that they can be written by."""
    return _written(document).encode()


def _written(value: Any) -> str:
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Doubled):
        return "{" + ",".join(_pairs(value.first) + _pairs(value.second)) + "}"
    if isinstance(value, Mapping):
        return "{" + ",".join(_pairs(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value)


def _pairs(value: Mapping[str, Any]) -> list[str]:
    return [f"{json.dumps(key)}:{_written(one)}" for key, one in value.items()]


# Each has its reason: what stands here has been taken for a number, a day, a command, a line of the log or of SQL.
TEXTS = (
    *("", " ", "\n", "\t", "\xa0", "\u200b", "\ufeff", "\u2028", "\x00", "a\x00b", "\x1b[2J", "\x7f", "\x85"),
    *("\ud800", "\udfff", "\ud83d", "a\udc00b", "\U0001f469\u200d\U0001f467", "e\u0301" * 40, "\uffff", "\U0010ffff"),
    *(
        "\u202eevil",
        "\u2066x\u2069",
        "ﷺ" * 50,
        "İ",
        "ß",
        "ǆ",
        "Ⅷ",
        "\u0663",
        "\uff11\uff12",
        "²",
        "½",
        "\U0001d7d9",
        "\u22121",
        "0x10",
        "1_000",
    ),
    *("0", "1", "2", "-1", "-0", "007", "+1", "1.5", "1e3", "1e999", "NaN", "Infinity", "None", "null", "true", "[]"),
    *("{}", "999999999", "1000000000", "2147483647", "2147483648", "9223372036854775808", "9" * 400, "," * 30),
    *(
        "2026-02-30",
        "2026-11-20",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-W47-5",
        "20261120",
        "\u0662\u0660\u0662\u0666-11-20",
    ),
    *("2026-13", "0000-01", "9999-12", "2026-11", "99:99", "24:00", "31/12/9999", "29 February 2027", "today", "now"),
    *("2026-11-20T09:00:00+99:00", "in 99999999999 days", "next 0", "-5 days", "99999999999 weeks", "december 0"),
    *("'; DROP TABLE person;--", "1' OR '1'='1", "%", "_", "%s", "%(x)s", "{0}", "{x!r}", "${x}", "\\", "\\u0000", "`"),
    *('=HYPERLINK("x")', "+1+1", "@SUM(1)", "<script>x</script>", "<at>a</at>", "&amp;", "[a](javascript:x)", "**b**"),
    *(
        'x\n{"level":"error","event":"turn_failed"}',
        "x\r\nSet-Cookie: a=b",
        "../../etc/passwd",
        "file:///x",
        "\\\\x\\y",
    ),
    *("a" * 300, "a " * 3_000, "é" * 20_000, "|" * 200, "yes,no", "1,2,3", "audit", "help", "Inadequate", "Good"),
)
# Half characters and nulls are refused at the door: what is to come further has none.
WHOLE_TEXTS = tuple(text for text in TEXTS if "\x00" not in text and not any(0xD800 <= ord(c) < 0xE000 for c in text))
RAW = (
    *(Raw("1e999"), Raw("-1e999"), Raw("NaN"), Raw("Infinity"), Raw("1e-999"), Raw("-0"), Raw("-0.0")),
    *(Raw("1" + "0" * 4_000), Raw("1" + "0" * 5_000), Raw("0." + "3" * 4_000)),
    *(Raw("[" * DEEP + "]" * DEEP), Raw('{"a":' * DEEP + "1" + "}" * DEEP), Raw('[{"a":' * 300 + "1" + "}]" * 300)),
    *(Raw("{"), Raw("'x'"), Raw('"\\ud800"'), Raw('"\\u0000"'), Raw("tru"), Raw(""), Raw('"a\nb"'), Raw("{,}")),
)
# What JSON itself has no word for ends the whole body; these are values that a reader does take.
READABLE_RAW = (*RAW[:8], RAW[9], RAW[12])

whole_texts = st.sampled_from(WHOLE_TEXTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
texts = st.sampled_from(TEXTS) | st.text(max_size=30)
numbers = st.integers() | st.floats() | st.sampled_from(READABLE_RAW[:8])
scalars = st.none() | st.booleans() | numbers | texts
values = scalars | st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
anything = values | st.sampled_from(RAW)
