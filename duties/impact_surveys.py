"""Ask the social worker and the team manager what an audit has changed (DOMAIN, "The monthly cycle", 9)."""

from collections.abc import Iterable
from datetime import date, timedelta

from domain.calendar import WorkingCalendar, london_day
from domain.colleagues import Colleague
from domain.policy import Policy
from domain.survey import is_asked_on
from domain.words import ColleaguePart, QaTaskKind, SendClass
from storage.colleagues import AuditedWork, audited_work, matters_ever_raised
from storage.outbox import owe
from storage.qa_tasks import raise_task
from storage.store import Unit
from storage.surveys import SURVEY, ToAsk, fix_respondent, returned_unfixed, send_survey, unasked_respondents

_PARTS = {ColleaguePart.SOCIAL_WORKER: "social worker", ColleaguePart.TEAM_MANAGER: "team manager"}


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Note who is to be asked of audits that came back, and ask those whose weeks are over; how many were asked."""
    today = london_day(unit.now)
    oldest = today - timedelta(days=policy.survey_days + policy.survey_within_days)
    for allocation_id in returned_unfixed(unit, oldest):
        _fix(unit, allocation_id)
    due = unasked_respondents(unit, oldest, today - timedelta(days=policy.survey_days))
    asked = [one for one in due if is_asked_on(one.returned_on, today, policy.survey_days, policy.survey_within_days)]
    return _ask(unit, asked, today, calendar)


def _fix(unit: Unit, allocation_id: int) -> None:
    work = audited_work(unit, allocation_id)
    for one in () if work is None else work.colleagues:
        fix_respondent(unit, allocation_id, one.part, one.person_id)


def decide(one: ToAsk, work: AuditedWork, today: date) -> int | Colleague | None:
    """Whom to ask in place of one who was fixed: they themself, or whoever holds the part now if they have left.

    None where that is the auditor, who is not asked of their own audit; the empty part where nobody holds it.
    """
    if one.person_id is not None and (one.left_on is None or one.left_on >= today):
        return None if one.person_id == work.auditor_id else one.person_id
    holder = next(found for found in work.colleagues if found.part is one.part)
    if not holder.is_here(today):
        return holder
    return None if holder.person_id == work.auditor_id else holder.person_id


def _ask(unit: Unit, due: Iterable[ToAsk], today: date, calendar: WorkingCalendar) -> int:
    opens = calendar.next_open(unit.now)
    asked = 0
    for one in due:
        work = audited_work(unit, one.allocation_id)
        whom = None if work is None else decide(one, work, today)
        if isinstance(whom, Colleague) and work is not None:
            _tell_qa(unit, work, whom)
        elif isinstance(whom, int):
            survey = send_survey(unit, one.allocation_id, one.part, whom, london_day(opens))
            if survey is not None:
                owe(unit, SendClass.NOTICE, SURVEY, whom, survey, not_before=opens)
                asked += 1
    return asked


def _tell_qa(unit: Unit, work: AuditedWork, missing: Colleague) -> None:
    """Put before QA that nobody is there to be asked: once for somebody who left, for a team's post, or for a case."""
    whose = work.team if missing.part is ColleaguePart.TEAM_MANAGER else work.case_ref
    matter = f"survey:{missing.part}:{whose if missing.person_id is None else missing.person_id}"
    if matters_ever_raised(unit, [matter]):
        return
    part = _PARTS[missing.part]
    has_left = missing.person_id is not None
    who = f"{missing.name}, the {part}, has left" if has_left else f"Nobody is down as the {part}"
    raise_task(
        unit,
        QaTaskKind.LEAVERS_ITEMS if has_left else QaTaskKind.UNMATCHED_PERSON,
        matter,
        f"{who} in audit {work.ref} (reference {work.case_ref}, {work.team}), so nobody was asked what it has changed. "
        "Put it right in the workbook, and whoever has taken over is asked.",
        person_id=missing.person_id,
        allocation_id=work.id,
    )
