"""The outcome of a moderation in words and as a view, for whoever may see it."""

from cards.moderation_outcome import GradeLine, OutcomeView
from dialogs.turn import Turn
from domain.moderation_steps import OVERALL
from domain.words import Rating
from storage.audits import AllocatedAudit, allocated_audit
from storage.loops import is_called_off, meeting_of
from storage.moderation import AssignedModeration
from storage.moderation_reading import changed_grades_of, grades_of
from storage.people import names_of
from storage.store import Unit


def audit_of(unit: Unit, allocation_id: int) -> AllocatedAudit:
    """The audit that a moderation or a meeting is of.

    Raises:
        LookupError: there is none.
    """
    given = allocated_audit(unit, allocation_id)
    if given is None:
        message = f"There is no allocation {allocation_id}."
        raise LookupError(message)
    return given


def outcome_words(unit: Unit, judged: AssignedModeration) -> str:
    """What came of a moderation, in a few words: `changed, Good to Inadequate`."""
    if judged.met_standard is False:
        return "not to standard"
    auditors = grades_of(unit, judged.allocation_id).get(OVERALL)
    if judged.overall is not None and auditors is not None and judged.overall != auditors:
        return f"changed, {auditors} to {judged.overall}"
    return "domains changed" if changed_grades_of(unit, judged.allocation_id) else "confirmed"


def outcome_view(
    turn: Turn, given: AllocatedAudit, judged: AssignedModeration, *, note: str = "", typed: str = "", wrong: str = ""
) -> OutcomeView:
    """What came of a moderation, for its auditor where it is the viewer, else with the auditor's name."""
    is_own = given.auditor_id == turn.viewer.id
    return view_for(turn.unit, given, judged, is_own=is_own, note=note, typed=typed, wrong=wrong)


def view_for(
    unit: Unit,
    given: AllocatedAudit,
    judged: AssignedModeration,
    *,
    is_own: bool,
    note: str = "",
    typed: str = "",
    wrong: str = "",
) -> OutcomeView:
    """As `outcome_view`, for a message of the outbox as well."""
    people = [one for one in (given.auditor_id, judged.moderator_id) if one is not None]
    names = names_of(unit, people)
    auditors = grades_of(unit, given.id).get(OVERALL)
    meeting = meeting_of(unit, given.id)
    return OutcomeView(
        audit_id=given.id,
        ref=given.ref,
        case_ref=given.case_ref,
        team=given.team,
        month=given.month,
        moderated_on=judged.moderated_on,
        overall=GradeLine("Overall", _said(auditors), _said(judged.overall or auditors), judged.reason or ""),
        changed=[
            GradeLine(one.domain, _said(one.auditors), _said(one.moderators), one.reason)
            for one in changed_grades_of(unit, given.id)
        ],
        met_standard=judged.met_standard is not False,
        moderator=names.get(judged.moderator_id or 0, ""),
        answer=judged.answer or "",
        may_answer=is_own and judged.answer is None,
        typed_answer=typed,
        wrong=wrong,
        whose="" if is_own else names.get(given.auditor_id, ""),
        is_meeting=meeting is not None and meeting.settled_at is not None and not is_called_off(unit, meeting),
        note=note,
    )


def _said(rating: Rating | None) -> str:
    return str(rating) if rating else "no grade"
