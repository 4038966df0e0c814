"""The council's settings: dated, read from text, with the defaults of DOMAIN."""

from dataclasses import fields
from datetime import date, time

import pytest

from domain.errors import BadInputError
from domain.policy import Closeness, Moderated, MonthCloses, Policy, Setting, policy_on, read_setting, written

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


def test_without_settings_the_defaults_of_the_domain_hold() -> None:
    assert policy_on(NOVEMBER, []) == Policy(
        qa_contact="the quality assurance team",
        emergency_contact="the emergency duty team",
        council_closure_days=(),
        opens=time(8),
        closes=time(18),
        framework="seven-domains",
        action_working_days=10,
        children_in_care="children in care",
        month_closes=MonthCloses.LATEST_DUE_DAY,
        own_team_audits=Closeness.REFUSED,
        line_managed_audits=Closeness.REFUSED,
        second_due_working_days=10,
        moderated=Moderated.ALL,
    )


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 10, 31), "children in care"),
        (NOVEMBER, "looked after children"),
        (date(2026, 11, 30), "looked after children"),
        (DECEMBER, "children we look after"),
        (JANUARY, "children we look after"),
    ],
)
def test_a_setting_holds_from_its_day_until_the_next_one(day: date, held: str) -> None:
    settings = [
        Setting("children_in_care", "children we look after", DECEMBER),
        Setting("children_in_care", "looked after children", NOVEMBER),
    ]
    assert policy_on(day, settings).children_in_care == held


def test_of_two_changes_for_one_day_the_later_one_counts() -> None:
    settings = [Setting("qa_contact", "Rosa Vale", NOVEMBER), Setting("qa_contact", "Moira Fenn", NOVEMBER)]
    assert policy_on(NOVEMBER, settings).qa_contact == "Moira Fenn"


def test_a_setting_leaves_the_others_alone() -> None:
    changed = policy_on(NOVEMBER, [Setting("opens", "09:00", NOVEMBER)])
    others = [field.name for field in fields(Policy) if field.name != "opens"]
    assert changed.opens == time(9)
    assert all(getattr(changed, name) == getattr(Policy(), name) for name in others)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("qa_contact", "Rosa Vale on extension 12", "Rosa Vale on extension 12"),
        ("emergency_contact", " the duty team on 555 0100 ", "the duty team on 555 0100"),
        ("council_closure_days", "2026-12-29, 2026-12-30", (date(2026, 12, 29), date(2026, 12, 30))),
        ("council_closure_days", "", ()),
        ("opens", "09:30", time(9, 30)),
        ("closes", "17:00", time(17)),
        ("framework", "nine-elements", "nine-elements"),
        ("action_working_days", "15", 15),
        ("children_in_care", "looked after", "looked after"),
        ("month_closes", "last_day", MonthCloses.LAST_DAY),
        ("own_team_audits", "warned", Closeness.WARNED),
        ("line_managed_audits", "allowed", Closeness.ALLOWED),
        ("second_due_working_days", "5", 5),
    ],
)
def test_a_setting_is_read_from_its_text(name: str, text: str, value: object) -> None:
    assert read_setting(name, text) == value


def test_every_setting_is_read_back_from_the_text_of_its_default() -> None:
    for field in fields(Policy):
        assert read_setting(field.name, written(getattr(Policy(), field.name))) == getattr(Policy(), field.name)


def test_an_unknown_setting_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInputError) as refused:
        read_setting("colour", "green")
    assert "There is no setting 'colour'." in str(refused.value)
    for field in fields(Policy):
        assert field.name in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text", "way_on"),
    [
        ("opens", "eight", "Write a time such as 08:00."),
        ("opens", "08:00+01:00", "Write a time such as 08:00."),  # London's clocks are meant, whatever their offset
        ("closes", "25:00", "Write a time such as 08:00."),
        ("council_closure_days", "Christmas", "Write days such as 2026-12-29, 2026-12-30."),
        ("council_closure_days", "2026-12-29; 2026-12-30", "Write days such as 2026-12-29, 2026-12-30."),
        ("council_closure_days", "2026-02-30", "Write days such as 2026-12-29, 2026-12-30."),
        ("action_working_days", "ten", "Write a whole number of working days, from 1 on."),
        ("action_working_days", "0", "Write a whole number of working days, from 1 on."),
        ("action_working_days", "-3", "Write a whole number of working days, from 1 on."),
        ("action_working_days", "2.5", "Write a whole number of working days, from 1 on."),
        ("qa_contact", "  ", "Write a word or a sentence."),
        ("framework", "", "Write a word or a sentence."),
    ],
)
def test_a_text_that_is_no_value_is_refused_with_what_to_write(name: str, text: str, way_on: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_setting(name, text)
    assert str(refused.value) == f"'{text}' is no value for the setting '{name}'. {way_on}"


def test_a_stored_setting_that_cannot_be_read_is_named_from_its_day_on() -> None:
    settings = [Setting("opens", "eight", DECEMBER)]
    assert policy_on(NOVEMBER, settings) == Policy()
    with pytest.raises(BadInputError, match="'opens'"):
        policy_on(DECEMBER, settings)


def test_a_setting_that_cannot_be_read_is_mended_by_setting_it_anew_for_the_same_day() -> None:
    settings = [Setting("opens", "eight", NOVEMBER), Setting("opens", "09:00", NOVEMBER)]
    assert policy_on(DECEMBER, settings).opens.hour == 9


def test_a_setting_of_another_version_that_serves_beside_this_one_is_passed_over() -> None:
    assert policy_on(NOVEMBER, [Setting("colour_of_cards", "green", NOVEMBER)]) == Policy()
