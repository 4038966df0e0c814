"""How each kind of cell is read."""

from datetime import date, datetime, time
from typing import Any

import pytest

from domain.words import Role, StandingKind
from storage.workbook.cells import (
    CASE_REFERENCE,
    DAY,
    EMAIL,
    FREE_TEXT,
    MONTH,
    OBJECT_ID,
    SHARE_OF_FULL_TIME,
    TEXT,
    WHOLE_NUMBER,
    YES_NO,
    Cell,
    CellError,
    Kind,
    one_of,
    plain,
    quoted,
    same_word,
    several_of,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (TEXT, "Alder Vale Team 1", "Alder Vale Team 1"),
        (TEXT, 5000037.0, "5000037"),
        (TEXT, 7, "7"),
        (TEXT, 1.5, "1.5"),
        (TEXT, "'=SUM(A1)", "=SUM(A1)"),
        (TEXT, "'-tagged", "-tagged"),
        (TEXT, "'tis", "'tis"),
        (TEXT, "''=1", "'=1"),
        (FREE_TEXT, "Neglect; visited 2019-08-02", "Neglect; visited 2019-08-02"),
        (CASE_REFERENCE, 5000037.0, "5000037"),
        (CASE_REFERENCE, "CR-12", "CR-12"),
        (EMAIL, "Ada.ELM@Council.Example", "ada.elm@council.example"),
        (OBJECT_ID, "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0FF", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff"),
        (EMAIL, "ada.elm@council.example\u200e", "ada.elm@council.example"),
        (WHOLE_NUMBER, 2_147_483_647.0, 2_147_483_647),
        (DAY, date(2019, 8, 23), date(2019, 8, 23)),
        (DAY, datetime(2019, 8, 23), date(2019, 8, 23)),  # noqa: DTZ001 - spreadsheets have no zones
        (DAY, "2019-08-23", date(2019, 8, 23)),
        (DAY, "2019-08-23 00:00:00", date(2019, 8, 23)),
        (DAY, "2020-02-29", date(2020, 2, 29)),
        (MONTH, "2019-08", "2019-08"),
        (MONTH, date(2019, 8, 1), "2019-08"),
        (MONTH, "2019-08-01", "2019-08"),
        (MONTH, "Aug-19", "2019-08"),
        (WHOLE_NUMBER, 2.0, 2),
        (WHOLE_NUMBER, "2", 2),
        (SHARE_OF_FULL_TIME, "0.6", 0.6),
        (SHARE_OF_FULL_TIME, 1, 1.0),
        (SHARE_OF_FULL_TIME, "50%", 0.5),
        (SHARE_OF_FULL_TIME, "60 %", 0.6),
        (SHARE_OF_FULL_TIME, "0,5", 0.5),
        (YES_NO, "Yes", True),
        (YES_NO, "FALSE", False),
        (YES_NO, True, True),
        (YES_NO, 0.0, False),
        (YES_NO, "1", True),
        (one_of(StandingKind), "Extended Absence", StandingKind.EXTENDED_ABSENCE),
        (one_of(("Requires Improvement",), also={"RI": "Requires Improvement"}), "ri", "Requires Improvement"),
        (several_of(Role), "Auditor; team_manager;", frozenset({Role.AUDITOR, Role.TEAM_MANAGER})),
        (several_of(Role), "qa;qa", frozenset({Role.QA})),
    ],
)
def test_a_cell_is_read_as_its_column_means_it(kind: Kind, cell: Cell, value: Any) -> None:
    read = kind.read(cell)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "cell", "what"),
    [
        (TEXT, True, "the spreadsheet has made TRUE of it"),
        (TEXT, date(2019, 8, 1), "the spreadsheet has made the date or time '2019-08-01' of it"),
        (TEXT, 9434765919000001.0, "a spreadsheet keeps 15 digits of a number, so the last of this one may be lost"),
        (CASE_REFERENCE, "Jo Elm", "it holds no digit, so it can't be the record system's number"),
        (FREE_TEXT, "see 943 476 5919", "the text holds an NHS number from its character 5 on"),
        (EMAIL, "ada.elm", "'ada.elm' is not an e-mail address"),
        (EMAIL, "a@x.example; b@x.example", "'a@x.example; b@x.example' is not an e-mail address"),
        (DAY, "23/08/2019", "'23/08/2019' is a date in an order that is not read"),
        (DAY, "08/23/2019", "'08/23/2019' is a date in an order that is not read"),
        (DAY, "3/8/2019", "'3/8/2019' doesn't say for sure which is the day and which the month"),
        (DAY, time(), "'00:00:00' is a time or 0, not a date"),
        (MONTH, "0019-08", "'0019-08' is no month of any audit"),
        (OBJECT_ID, "TBC", "'TBC' is no Entra object id"),
        (OBJECT_ID, 7.0, "'7' is no Entra object id"),
        (CASE_REFERENCE, 5000037.5, "'5000037.5' is a fraction or below 0, so it can't be the record system's number"),
        (WHOLE_NUMBER, "9" * 400, f"'{'9' * 60}…' is above 2147483647"),
        (WHOLE_NUMBER, 1e300, "'1e+300' is above 2147483647"),
        (WHOLE_NUMBER, 2_147_483_648.0, "'2147483648' is above 2147483647"),
        (WHOLE_NUMBER, "99999999999999999999", "'99999999999999999999' is above 2147483647"),
        (WHOLE_NUMBER, 1.5, "'1.5' is not a whole number"),
        (DAY, "3.8.19", "'3.8.19' doesn't say for sure which is the day and which the month"),
        (DAY, "29/02", "'29/02' doesn't say for sure which is the day and which the month"),
        (DAY, "31/02", "there is no day '31/02'"),
        (DAY, "31/02/2019", "there is no day '31/02/2019'"),
        (DAY, "29/02/19", "there is no day '29/02/19'"),
        (DAY, "20190823", "'20190823' is not a date"),
        (DAY, "2019-02-29", "there is no day '2019-02-29'"),
        (DAY, "2019-08-23T10:30", "'2019-08-23T10:30' is not a date"),
        (DAY, 43700.0, "'43700' is a number, not a date"),
        (DAY, True, "the spreadsheet has made TRUE of it"),
        (
            DAY,
            datetime(2019, 8, 23, 10, 30),  # noqa: DTZ001 - spreadsheets have no zones
            "'2019-08-23 10:30:00' has a time of day, and only the day belongs here",
        ),
        (DAY, date(1899, 12, 30), "'1899-12-30' is no day of a spreadsheet"),
        (DAY, time(10, 3), "'10:03:00' is a time or 0, not a date"),
        (MONTH, "2019-13", "there is no month '2019-13'"),
        (MONTH, "Aug 2019", "'Aug 2019' is not a month"),
        (MONTH, "Auk-19", "there is no month 'Auk-19'"),
        (MONTH, 201908.0, "'201908' is a number, not a month"),
        (WHOLE_NUMBER, 2.5, "'2.5' is not a whole number"),
        (WHOLE_NUMBER, "two", "'two' is not a number"),
        (WHOLE_NUMBER, True, "'True' is not a number"),
        (WHOLE_NUMBER, "1_000", "'1_000' is not a number"),
        (WHOLE_NUMBER, "1,234", "'1,234' is not a number"),
        (WHOLE_NUMBER, float("inf"), "'inf' is not a number"),
        (SHARE_OF_FULL_TIME, "nan", "'nan' is not a number"),
        (SHARE_OF_FULL_TIME, 50.0, "'50' is not a share of full time"),
        (SHARE_OF_FULL_TIME, -0.5, "'-0.5' is not a share of full time"),
        (YES_NO, "perhaps", "'perhaps' is neither yes nor no"),
        (YES_NO, 2.0, "'2' is neither yes nor no"),
        (one_of(StandingKind), "sabbatical", "the word 'sabbatical' is not known"),
        (several_of(Role), "auditor,qa", "the word 'auditor,qa' is not known"),
        (several_of(Role), ";", "';' names none"),
    ],
)
def test_a_cell_that_is_something_else_says_what_is_wrong(kind: Kind, cell: Cell, what: str) -> None:
    with pytest.raises(CellError) as refused:
        kind.read(cell)
    assert str(refused.value) == what


@pytest.mark.parametrize(
    ("cell", "allowed"),
    [
        ("20/08/2019", "2019-08-20"),
        ("08/20/19", "2019-08-20"),
        ("3/8/2019", ""),
        ("20/08", ""),
        ("31/02/2019", ""),
    ],
)
def test_a_day_in_another_order_is_told_how_it_is_written_where_it_can_be_one_only(cell: str, allowed: str) -> None:
    with pytest.raises(CellError) as refused:
        DAY.read(cell)
    assert refused.value.allowed == allowed


def test_a_vocabulary_lists_its_words() -> None:
    assert one_of(("odd", "even")).allowed == "one of: odd, even"
    assert several_of(Role).allowed.startswith("any of: auditor, moderator, external_moderator")


def test_spaces_at_the_ends_go_also_those_that_cannot_be_seen() -> None:
    assert plain(f" Alder Vale{NBSP}") == "Alder Vale"
    assert plain(f"Alder{NBSP}Vale") == "Alder Vale"
    assert plain("\N{ZERO WIDTH SPACE}a@x.example\N{ZERO WIDTH NO-BREAK SPACE}") == "a@x.example"
    assert plain(2.0) == 2.0


def test_words_are_the_same_without_regard_to_case_spaces_and_underscores() -> None:
    assert same_word("Standing Exemptions") == same_word("standing_exemptions") == same_word("STANDINGEXEMPTIONS ")
    assert same_word("due on") != same_word("due-on")


def test_a_long_cell_is_shortened_in_a_message_and_kept_on_its_line() -> None:
    assert quoted("two\nlines") == "'two lines'"
    assert quoted("x" * 61) == f"'{'x' * 60}…'"
