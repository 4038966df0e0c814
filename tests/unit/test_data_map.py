"""Every column of every table says whose data it is and what becomes of it; none is kept without a thought."""

from collections import Counter

import pytest
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - registers every table
from domain.policy import Policy
from storage.data_map import COLUMNS, TABLES, Fate, Ground, Stay
from storage.erasure_scope import WITHOUT_REFERENCE

_STORED = {(table.name, column.name) for table in SQLModel.metadata.sorted_tables for column in table.columns}


def test_every_column_of_every_table_is_declared_once_and_no_other_is() -> None:
    declared = Counter((one.table, one.column) for one in COLUMNS)
    assert sorted(_STORED - declared.keys()) == [], "say in storage/data_map whose data these are"
    assert sorted(declared.keys() - _STORED) == []
    assert [one for one, times in declared.items() if times > 1] == []


def test_a_row_goes_whole_or_not_at_all() -> None:
    for name in TABLES:
        for ground in Ground:
            fates = {one.fate(ground) for one in COLUMNS if one.table == name and not one.column.endswith("_id")}
            if Fate.ROW_DELETED in fates:
                assert fates == {Fate.ROW_DELETED}, (name, ground)


def test_what_belongs_to_a_record_or_to_somebody_says_through_which_column() -> None:
    for one in COLUMNS:
        kept = {Fate.KEPT, Fate.MENTIONS}
        if one.column == "content" and one.table == "chat_file":
            continue  # whatever waits goes: what lies in a file is not looked for
        is_found = TABLES[one.table].by_case or one.table in WITHOUT_REFERENCE
        assert one.fate(Ground.CASE) in kept or is_found, one
        assert one.fate(Ground.PERSON) in kept or TABLES[one.table].by_person, one


def test_those_columns_are_references_that_lead_to_it() -> None:
    tables = SQLModel.metadata.tables
    for one in TABLES.values():
        for column in (*one.by_case, *one.by_person):
            keys = [key.column.table.name for key in tables[one.name].c[column].foreign_keys]
            is_itself = (one.name, column) in {("case_record", "id"), ("person", "id")}
            assert is_itself or (keys and (keys[0] in TABLES)), (one.name, column)


@pytest.mark.parametrize("stay", [one for one in Stay if one.value.startswith("keep_")])
def test_how_long_is_a_setting_of_the_councils(stay: Stay) -> None:
    assert getattr(Policy(), stay.value) >= 1
