"""The table of jobs: each with its time and what does it. `bot.timetable` ticks."""

from datetime import timedelta
from functools import partial

from bot.job_runs import Job
from domain.calendar import WorkingCalendar, london_day
from duties import (
    allocation_notices,
    assign_moderators,
    audit_outcome,
    audit_started,
    chasing,
    chasing_watch,
    closures,
    concern_reminders,
    concern_review,
    escalate_concerns,
    exemption_notices,
    impact_surveys,
    leavers,
    reopenings,
    retention,
    seal_record,
    teams_named,
    uncertain_notices,
)
from storage import jobs, outbox
from storage.chat_files import erase_expired_files, forget_files_kept_before
from storage.pace import forget_silent_lines
from storage.policies import policy_on_day
from storage.pruning import forget_activities_handled_before
from storage.questions import forget_questions_asked_before
from storage.store import Unit
from storage.writing_over import write_over

KEPT = timedelta(days=30)


def _allocation_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"notices owed: {allocation_notices.record(unit, calendar)}"


def _colleague_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    begun = audit_started.record(unit, policy, calendar)
    return f"starts told: {begun}, outcomes told: {audit_outcome.record(unit, policy, calendar)}"


def _impact_surveys(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"people asked: {impact_surveys.record(unit, policy, calendar)}"


def _exemption_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"people told of a request for an exemption: {exemption_notices.record(unit, policy, calendar)}"


def _teams_named(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"heads of service told: {teams_named.record(unit, calendar)}"


def _chasing(unit: Unit, calendar: WorkingCalendar) -> str:
    return str(chasing.record(unit, policy_on_day(unit, london_day(unit.now)), calendar))


def _chasing_preview(unit: Unit, calendar: WorkingCalendar) -> list[str]:
    return chasing.preview(unit, policy_on_day(unit, london_day(unit.now)), calendar)


def _chasing_part(unit: Unit, calendar: WorkingCalendar) -> bool:
    return chasing.record_part(unit, policy_on_day(unit, london_day(unit.now)), calendar)


def _chasing_watch(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"working days without chasing: {chasing_watch.record(unit, policy, calendar)}"


def _escalate_concerns(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"alarms owed again: {escalate_concerns.record(unit, policy_on_day(unit, london_day(unit.now)))}"


def _concern_review(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"reviews owed: {concern_review.record(unit, policy, calendar)}"


def _concern_reminders(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"people and QA reminded: {concern_reminders.record(unit, policy, calendar)}"


def _leavers(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"leavers asked about: {leavers.record(unit)}"


def _verify_closures(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"closures to check: {closures.record(unit, policy_on_day(unit, london_day(unit.now)))}"


def _assign_moderators(unit: Unit, calendar: WorkingCalendar) -> str:
    return str(assign_moderators.record(unit, calendar))


def _reopenings(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"reopenings ended: {reopenings.record(unit, calendar)}"


def _outbox_upkeep(unit: Unit, _calendar: WorkingCalendar) -> str:
    taken_back = outbox.take_back_lapsed(unit)
    return f"messages taken back: {taken_back}, notices in doubt put before QA: {uncertain_notices.record(unit)}"


def _seal_record(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"lines of the record sealed: {seal_record.record(unit)}"


def _seal_record_part(unit: Unit, _calendar: WorkingCalendar) -> bool:
    return seal_record.record_part(unit)


def _chat_files(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"files erased: {erase_expired_files(unit)}"


def _forgetting(unit: Unit, _calendar: WorkingCalendar) -> str:
    handled = forget_activities_handled_before(unit, unit.now - KEPT)
    runs = jobs.forget_runs_before(unit, unit.now - KEPT)
    files = forget_files_kept_before(unit, unit.now - KEPT)
    questions = forget_questions_asked_before(unit, unit.now - KEPT)
    forget_silent_lines(unit, (unit.now - timedelta(days=1)).timestamp())
    forgotten = f"runs forgotten: {runs}, files forgotten: {files}, questions forgotten: {questions}"
    return f"handled activities forgotten: {handled}, {forgotten}"


def _retention(unit: Unit, _calendar: WorkingCalendar) -> str:
    return retention.report(unit, policy_on_day(unit, london_day(unit.now)))


def _retention_part(unit: Unit, _calendar: WorkingCalendar) -> bool:
    return bool(retention.record(unit, policy_on_day(unit, london_day(unit.now))))


def _retention_preview(unit: Unit, _calendar: WorkingCalendar) -> list[str]:
    return retention.preview(unit, policy_on_day(unit, london_day(unit.now)))


JOBS = (
    Job(
        "allocation_notices",
        "*/5 * * * *",
        "Owe each auditor the notice of what has been allocated to them.",
        _allocation_notices,
    ),
    Job(
        "colleague_notices",
        "*/5 * * * *",
        "Owe the social worker and the team manager the notice of an audit's start and of its outcome.",
        _colleague_notices,
    ),
    Job(
        "assign_moderators",
        "*/5 * * * *",
        "Give returned audits to moderators, and share out anew what leavers had to moderate (setting moderated).",
        _assign_moderators,
    ),
    Job(
        "exemption_notices",
        "*/5 * * * *",
        "Lay requests for an exemption before whoever answers them, and end those that need no answer any more.",
        _exemption_notices,
    ),
    Job(
        "chasing",
        "*/5 * * * *",
        "Decide each working day's digests, once, from 08:00 (setting digest_from).",
        _chasing,
        _chasing_preview,
        _chasing_part,
    ),
    Job(
        "chasing_watch",
        "*/15 * * * *",
        "Put before QA when nobody is chased, or was not on some days.",
        _chasing_watch,
    ),
    Job(
        "impact_surveys",
        "*/15 * * * *",
        "Ask the social worker and the team manager what an audit has changed (setting survey_days).",
        _impact_surveys,
    ),
    Job(
        "escalate_concerns",
        "*/2 * * * *",
        "Send a category 1 alarm that nobody acknowledged up the line, and again (setting alarm_again_hours).",
        _escalate_concerns,
    ),
    Job(
        "concern_review",
        "*/15 * * * *",
        "Owe QA the week's review of children of concern, once (setting ladder, its weekday).",
        _concern_review,
    ),
    Job(
        "concern_reminders",
        "7,37 * * * *",
        "Ask again for what is late about a child of concern, and QA where nobody is there or a review is due.",
        _concern_reminders,
    ),
    Job(
        "teams_named",
        "0 7 1 * *",
        "Name to heads of service the teams whose audits stand out, and those not audited.",
        _teams_named,
    ),
    Job(
        "leavers",
        "10 0 * * *",
        "Ask QA to give to others what is open in the names of people who have left.",
        _leavers,
    ),
    Job(
        "verify_closures",
        "20 6 1 * *",
        "Draw the closed actions of last month that QA checks (setting verified_share).",
        _verify_closures,
    ),
    Job(
        "reopenings",
        "5 0 * * *",
        "End the reopening of audits whose month has closed.",
        _reopenings,
    ),
    Job(
        "outbox_upkeep",
        "*/15 * * * *",
        "Take back messages whose sender has died, and put before QA the notices that may not have arrived.",
        _outbox_upkeep,
    ),
    Job(
        "seal_record",
        "*/15 * * * *",
        "Seal the new lines of the record, so that nobody can change them unseen (auditbot verify).",
        _seal_record,
        part=_seal_record_part,
    ),
    Job(
        "chat_files",
        "10 * * * *",
        "Erase files sent or asked for in chat that nobody did anything with for a day.",
        _chat_files,
    ),
    Job(
        "forgetting",
        "30 3 * * *",
        "Forget handled activities, runs of jobs and what became of files that are older than 30 days.",
        _forgetting,
    ),
    Job(
        "retention",
        "40 3 * * *",
        "Erase what was kept for as long as the council wants it (settings keep_…).",
        _retention,
        _retention_preview,
        _retention_part,
        partial(write_over, all_anew=False),
    ),
)
