"""docs/dpia.md: the page that a council's DPIA starts from, its tables made from `storage.data_map`.

`python -m tests.unit.dpia_page` writes it anew between its two marks; everything else on it is written by hand.
"""

from collections.abc import Iterator

from domain.policy import Policy
from storage.data_map import TABLES, DataTable, Fate, Ground, Stay, Whose
from storage.data_map.kinds import Group
from storage.subject_export_sheets import TITLES
from tests.unit.test_rooms import ROOT

PAGE = ROOT / "docs" / "dpia.md"
BEGIN = "<!-- From here on made by `python -m tests.unit.dpia_page` -->\n"
END = "<!-- Up to here -->\n"
_COLUMNS = ("table", "what for", "columns", "whose", "how long", "a case erased", "somebody erased")
_HEADING = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|\n"


def made() -> str:
    """The part of the page between its marks."""
    tables = sorted(TABLES.values(), key=lambda one: one.name)
    about = [one for one in tables if any(group.whose is not Whose.NOBODY for group in one.groups)]
    rest = [one for one in tables if one not in about]
    rows = [row for table in about for row in _rows(table)]
    names = ", ".join(f"`{one.name}`" for one in rest)
    columns = sum(len(group.columns.split()) for one in about for group in one.groups)
    said = f"{len(about)} tables tell of people, in {columns} columns. The {len(rest)} others tell of nobody: {names}."
    return f"\n{said}\n\n{_HEADING}{''.join(rows)}\n"


def page() -> str:
    """The whole page as it should stand."""
    written = PAGE.read_text(encoding="utf-8")
    before, after = written.partition(BEGIN)[0], written.partition(END)[2]
    return before + BEGIN + made() + END + after


def _rows(table: DataTable) -> Iterator[str]:
    title = f"`{table.name}`" + (f" ({TITLES[table.name]})" if table.name in TITLES else "")
    for place, group in enumerate(table.groups):
        cells = (
            title if place == 0 else "",
            group.what_for,
            ", ".join(f"`{one}`" for one in group.columns.split()),
            group.whose.value,
            _how_long(group.stay),
            _fate(group, Ground.CASE),
            _fate(group, Ground.PERSON),
        )
        yield f"| {' | '.join(cells)} |\n"


def _how_long(stay: Stay) -> str:
    if not stay.value.startswith("keep_"):
        return stay.value
    return f"`{stay.value}`: {getattr(Policy(), stay.value)} years unless set"


def _fate(group: Group, ground: Ground) -> str:
    return group.fates.get(ground, Fate.KEPT).value


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
