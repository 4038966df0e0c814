"""The notices to an audit's social worker and team manager, made from the facts as they stand when they go."""

from cards.colleague_notices import DONE, STARTED, AuditedView, OutcomeView, outcome_card, started_card
from dialogs.turn import Message, OwedMessage
from domain.calendar import london_day
from domain.colleagues import to_tell
from domain.policy import Policy
from domain.words import AllocationStatus, ColleaguePart
from storage.colleagues import AuditedWork, audited_work, outcome_of, reads_alike, versions_told
from storage.people import names_of
from storage.store import Unit

_RETURNED = frozenset({AllocationStatus.RETURNED, AllocationStatus.MODERATED, AllocationStatus.UPLOADED})


def _theirs(unit: Unit, owed: OwedMessage) -> AuditedWork | None:
    """The audit that a notice is of, if its recipient still is one of those to tell."""
    work = audited_work(unit, owed.subject_id)
    if work is None or owed.person_id not in to_tell(work.colleagues, work.auditor_id, london_day(unit.now)):
        return None
    return work


def _view(unit: Unit, work: AuditedWork, person_id: int) -> AuditedView:
    worker = next(one for one in work.colleagues if one.part is ColleaguePart.SOCIAL_WORKER)
    return AuditedView(
        case_ref=work.case_ref,
        team=work.team,
        auditor=names_of(unit, [work.auditor_id])[work.auditor_id],
        month=work.month,
        theme=work.theme,
        is_manager=worker.person_id != person_id,
    )


def started_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit has begun; not owed once it is withdrawn, exempt or has its outcome, or to who has moved on.

    Whoever has heard its outcome knows that it has begun, even where it was sent back since.
    """
    work = _theirs(unit, owed)
    if work is None or not work.is_still_going_on(policy.moderated):
        return None
    if versions_told(unit, work.id, owed.person_id):
        return None
    return Message(started_card(_view(unit, work, owed.person_id)), STARTED)


def outcome_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What came of an audit; not owed while it is sent back or with a moderator, or once a later return is owed.

    Nor where it says nothing that they have not heard: a grade alone that was changed is none of its words.
    """
    del policy
    work = _theirs(unit, owed)
    if work is None or work.status not in _RETURNED or work.awaits_moderator or owed.rung != work.outcome_rung:
        return None
    told = max(versions_told(unit, work.id, owed.person_id), default=0)
    if told and reads_alike(unit, work.id, told, work.version):
        return None
    found = outcome_of(unit, work.id)
    actions = [(line.description, line.owner, line.due_on) for line in found.actions]
    view = OutcomeView(_view(unit, work, owed.person_id), found.strengths, actions, is_again=bool(told))
    return Message(outcome_card(view), DONE)
