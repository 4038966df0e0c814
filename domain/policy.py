"""The council's policy settings: dated, changed by QA, with the defaults of DOMAIN."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from domain.errors import BadInputError
from domain.ladder import DEFAULT_LADDER, Ladder, read_ladder
from domain.themes import DEFAULT_THEMES, Themes, read_themes
from domain.words import Role


class MonthCloses(StrEnum):
    """With which day an audit month closes."""

    LATEST_DUE_DAY = "latest_due_day"
    LAST_DAY = "last_day"


class Closeness(StrEnum):
    """What becomes of an audit given to somebody who is close to the work in it."""

    REFUSED = "refused"
    WARNED = "warned"
    ALLOWED = "allowed"


class Moderated(StrEnum):
    """Which returned audits a moderator judges before they have their outcome."""

    NONE = "none"
    ALL = "all"
    SHARE = "share"
    LOOPS_DIFFER = "loops_differ"


class LeaveSilences(StrEnum):
    """What somebody's leave silences: nudges to them, or the whole ladder of what they have in hand."""

    PERSON = "person"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings in force on a day. Each field is one setting; its default is DOMAIN's.

    Attributes:
        qa_contact: whom a person without access is told to ask.
        emergency_contact: how the emergency duty team is reached, as it should be read out.
        council_closure_days: days off beside England's bank holidays.
        opens, closes: working hours in London for notices and nudges.
        framework: the audit framework for cycles that name none, or one that is not known.
        action_working_days: how many working days ahead an action's due day is suggested.
        children_in_care: how the council speaks of children in care.
        month_closes: with its latest due day, if that comes after its last day, or with its last day in any case.
        own_team_audits: whether an auditor may be given a record of their own team.
        line_managed_audits: whether an auditor may be given a record of somebody whose line manager they are.
        second_due_working_days: how many working days ahead the second due day of an audit sent back is suggested.
        moderated: which audits are moderated before anybody hears of their outcome.
        moderated_share: how many of a hundred returned audits are moderated, where `moderated` is a share.
        moderation_working_days: within how many working days an audit is to be moderated.
        moderator_rates_first: whether a moderator gives grades of their own before they see the auditor's.
        follow_up_minutes: for how long a question may go on from the one before ("and in July?").
        ladder: what is chased when, and who is told (`domain.ladder`).
        digest_from: from which London time on a working day's digests are decided.
        leave_silences: whether leave silences nudges to that person alone, or those above about their items too.
        survey_days: how many days after an audit's first return its impact is asked about.
        survey_within_days: for how many days after that it still is, where nobody was asked: an import of older returns
            asks nobody.
        dispute_tells: who is told of a dispute at stage 1, 2 and 3.
        feedback_themes: the QA team's themes of what families say, with the words that suggest each (`domain.themes`).
        put_off_times: how often an audit or an action may be put off ("I need until…", more time, blocked).
        put_off_working_days: how many working days ahead it may be put off at most.
        held_working_days: for how many working days what is blocked, or not its owner's to do, is not chased.
        verified_share: how many of a hundred completed actions QA checks, a month.
        concern_response_working_days: within how many working days a category 2 concern is responded to.
        alarm_again_hours: after how many hours an alarm that nobody acknowledged goes up the line, and again.
        watch_months: how many months ahead a child at risk of decline is reviewed.
        discretionary_a_year: how many exemptions a financial year an auditor has on their own word.
        exemption_approver: which director answers requests for an exemption: their e-mail address, or `director` for
            whoever has the role.
        keep_case_text_years: how many years after its month's close the words of an audit stay, and what leads back
            to the record (docs/retention.md has the reasons for this and the next four).
        keep_record_years: how many years the record of who did and saw what stays.
        keep_messages_years: how many years it stays known which messages went to whom.
        keep_leavers_years: how many years after their last day it stays known who somebody was.
        keep_reasons_years: how many years the reasons of exemptions stay, and days of leave.
    """

    qa_contact: str = "the quality assurance team"
    emergency_contact: str = "the emergency duty team"
    council_closure_days: tuple[date, ...] = ()
    opens: time = time(8)
    closes: time = time(18)
    framework: str = "seven-domains"
    action_working_days: int = 10
    children_in_care: str = "children in care"
    month_closes: MonthCloses = MonthCloses.LATEST_DUE_DAY
    own_team_audits: Closeness = Closeness.REFUSED
    line_managed_audits: Closeness = Closeness.REFUSED
    second_due_working_days: int = 10
    moderated: Moderated = Moderated.ALL
    moderated_share: int = 20
    moderation_working_days: int = 10
    moderator_rates_first: bool = True
    follow_up_minutes: int = 30
    ladder: Ladder = field(default_factory=lambda: read_ladder(DEFAULT_LADDER))
    digest_from: time = time(8)
    leave_silences: LeaveSilences = LeaveSilences.PERSON
    survey_days: int = 42
    survey_within_days: int = 14
    dispute_tells: tuple[Role, ...] = (Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
    feedback_themes: Themes = field(default_factory=lambda: read_themes(DEFAULT_THEMES))
    put_off_times: int = 2
    put_off_working_days: int = 20
    held_working_days: int = 5
    verified_share: int = 20
    concern_response_working_days: int = 10
    alarm_again_hours: int = 2
    watch_months: int = 3
    discretionary_a_year: int = 2
    exemption_approver: str = "director"
    keep_case_text_years: int = 6
    keep_record_years: int = 6
    keep_messages_years: int = 2
    keep_leavers_years: int = 2
    keep_reasons_years: int = 2


KNOWN = tuple(field.name for field in fields(Policy))


@dataclass(frozen=True, slots=True)
class Setting:
    """One stored change of a setting: its name, its value as text, and the day from which it holds."""

    name: str
    value: str
    effective_from: date


def _hour(text: str) -> time:
    hour = time.fromisoformat(text)
    if hour.tzinfo is not None:
        raise ValueError("London's clocks are meant, whatever their offset")
    return hour


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day.strip()) for day in text.split(",") if day.strip())


_WHOLE = 100


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError("nothing is counted in less than one")
    return count


def _percent(text: str) -> int:
    share = _count(text)
    if share > _WHOLE:
        raise ValueError("more than the whole")
    return share


def _share(text: str) -> int:
    share = _count(text)
    if share > 100:
        raise ValueError("no more than all of them")
    return share


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text.casefold()] if text.casefold() in {"yes", "no"} else _neither()


def _neither() -> bool:
    raise ValueError("neither yes nor no")


def _count_from_none(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError("nothing is counted in less than none")
    return count


_CAN_BE_TOLD = (Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA)


def _three_parts(text: str) -> tuple[Role, ...]:
    parts = tuple(Role(one.strip()) for one in text.split(","))
    if len(parts) != 3 or not set(parts) <= set(_CAN_BE_TOLD):
        raise ValueError("each of the three stages tells one")
    return parts


def _words(text: str) -> str:
    if not text:
        raise ValueError("a sentence would have a gap")
    return text


_YEARS = "Write a whole number of years, from 1 on."
# How a setting is read, and what to write where it can't be; every other setting is words.
_IN_WORDS: tuple[Callable[[str], Any], str] = (_words, "Write a word or a sentence.")
_READINGS: dict[str, tuple[Callable[[str], Any], str]] = {
    "council_closure_days": (_days, "Write days such as 2026-12-29, 2026-12-30."),
    "opens": (_hour, "Write a time such as 08:00."),
    "closes": (_hour, "Write a time such as 08:00."),
    "action_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "month_closes": (MonthCloses, "Write latest_due_day or last_day."),
    "own_team_audits": (Closeness, "Write refused, warned or allowed."),
    "line_managed_audits": (Closeness, "Write refused, warned or allowed."),
    "second_due_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "moderated": (Moderated, "Write none, all, share or loops_differ."),
    "moderated_share": (_share, "Write how many of a hundred, from 1 to 100."),
    "moderation_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "moderator_rates_first": (_yes_or_no, "Write yes or no."),
    "follow_up_minutes": (_count, "Write a whole number of minutes, from 1 on."),
    "ladder": (read_ladder, "Start from what 'auditbot policy show ladder' prints."),
    "digest_from": (_hour, "Write a time such as 08:00."),
    "concern_response_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "alarm_again_hours": (_count, "Write a whole number of hours, from 1 on."),
    "watch_months": (_count, "Write a whole number of months, from 1 on."),
    "leave_silences": (LeaveSilences, "Write person or ladder."),
    "survey_days": (_count, "Write a whole number of days, from 1 on."),
    "survey_within_days": (_count, "Write a whole number of days, from 1 on."),
    "dispute_tells": (
        _three_parts,
        "Write who is told at stage 1, 2 and 3, such as team_manager, head_of_service, director.",
    ),
    "feedback_themes": (read_themes, "Start from what 'auditbot policy show feedback_themes' prints."),
    "put_off_times": (_count, "Write a whole number, from 1 on."),
    "put_off_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "held_working_days": (_count, "Write a whole number of working days, from 1 on."),
    "verified_share": (_percent, "Write a whole number from 1 to 100."),
    "discretionary_a_year": (_count_from_none, "Write a whole number, 0 for none."),
    "exemption_approver": (_words, "Write the e-mail address of a director, or director for whoever has the role."),
    "keep_case_text_years": (_count, _YEARS),
    "keep_record_years": (_count, _YEARS),
    "keep_messages_years": (_count, _YEARS),
    "keep_leavers_years": (_count, _YEARS),
    "keep_reasons_years": (_count, _YEARS),
}


def read_setting(name: str, text: str) -> Any:
    """A setting's value from its stored text.

    Raises:
        BadInputError: no such setting, or the text is no value for it; the sentence says what to write.
    """
    if name not in KNOWN:
        raise BadInputError(f"There is no setting '{name}'. The settings are: {', '.join(KNOWN)}.")
    read, way_on = _READINGS.get(name, _IN_WORDS)
    try:
        return read(text.strip())
    except ValueError as problem:
        # A ladder is long, and what is wrong with it is in one of its lines.
        no_value = f"'{text}' is no value for the setting '{name}'."
        wrong = f"The ladder can't be read: {problem}." if name == "ladder" else no_value
        raise BadInputError(f"{wrong} {way_on}") from problem


def written(value: Any) -> str:
    """A setting's value as the text that `read_setting` reads."""
    match value:
        case Ladder() | Themes():
            return value.text
        case time():
            return f"{value:%H:%M}"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(one.isoformat() if isinstance(one, date) else str(one) for one in value)
        case _:
            return str(value)


def policy_on(day: date, settings: Iterable[Setting]) -> Policy:
    """The policy in force on a London day: of each setting the latest one effective by then; of one day, the last.

    One that no longer holds is not read, so that setting it anew mends what can't be. A name that is not known is
    another version's, which may serve beside this one.

    Raises:
        BadInputError: a setting in force can't be read, naming it.
    """
    effective = sorted((one for one in settings if one.effective_from <= day), key=lambda one: one.effective_from)
    held = {one.name: one.value for one in effective if one.name in KNOWN}
    return replace(Policy(), **{name: read_setting(name, value) for name, value in held.items()})
