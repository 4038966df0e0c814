"""Disputes in words, and the notices of them: who is told at which stage, and what they read."""

from collections.abc import Sequence

from cards.escalations import DisputeView, dispute_notice_card
from dialogs.turn import Message, OwedMessage, Turn
from domain.calendar import london_day, spoken_day
from domain.policy import Policy
from domain.words import EscalationRoute, EscalationStatus, QaTaskKind, Role, SendClass
from storage import escalations as store
from storage.escalation_sight import sight_of
from storage.escalations import Dispute, DisputeStep
from storage.outbox import owe
from storage.people import person_by_id
from storage.qa_tasks import raise_task
from storage.store import Unit

RESOLVED = "resolved"
ROUTES = {EscalationRoute.IRO: "IRO", EscalationRoute.CP_CHAIR: "CP chair"}
PARTS = {
    Role.TEAM_MANAGER: "team manager",
    Role.HEAD_OF_SERVICE: "head of service",
    Role.DIRECTOR: "director",
    Role.QA: "somebody of QA",
}


def stands(found: Dispute) -> str:
    """Where a dispute stands, in words."""
    if found.is_open:
        return f"Stage {found.stage}, in process"
    day = f" on {spoken_day(found.resolved_on)}" if found.resolved_on else ""
    return f"Resolved at stage {found.stage}{day}"


def view_of(unit: Unit, found: Dispute, note: str = "", moves: Sequence[tuple[str, str]] = ()) -> DisputeView:
    """A dispute with its history; `moves` are the titles and forms of what its reader can do."""
    history = [(_happened(step), step.words or "") for step in store.steps_of_dispute(unit, found.id)]
    who = found.raised_by or ""
    about = (found.id, found.ref, found.case_ref, found.team, found.theme, ROUTES[found.route], found.stage)
    return DisputeView(*about, stands(found), who, found.raised_on, history, moves, note)


def _happened(step: DisputeStep) -> str:
    who = step.who or ("the workbook" if step.source == "import" else "auditbot")
    if step.from_stage is None:
        what = f"raised at stage {step.to_stage}"
    elif step.to_status is EscalationStatus.RESOLVED:
        what = f"resolved at stage {step.to_stage}"
    else:
        what = f"moved from stage {step.from_stage} to stage {step.to_stage}"
    stood_in = f" for {step.for_whom}" if step.for_whom else ""
    return f"{spoken_day(step.on_day)}: {what}. By {who}{stood_in}."


def tell(turn: Turn, found: Dispute, rung: str) -> None:
    """Owe those of the stages so far the notice, and QA a task where nobody holds the part of this stage."""
    opens = turn.calendar.next_open(turn.unit.now)
    for person_id in store.told_at(turn.unit, found, turn.policy.dispute_tells, turn.today):
        if person_id != turn.viewer.id:
            owe(turn.unit, SendClass.NOTICE, store.DISPUTE, person_id, found.id, rung=rung, not_before=opens)
    part = turn.policy.dispute_tells[found.stage - 1]
    if not list(store.holders(turn.unit, found, part, turn.today)):
        about = (
            f"Nobody is down as the {PARTS[part]} of {found.team}, so nobody was told of dispute {found.ref} at stage "
            f"{found.stage}. Tell them, and put it right in the workbook."
        )
        raise_task(turn.unit, QaTaskKind.NOBODY_ABOVE, f"dispute:{found.id}:{found.stage}", about)


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That a dispute was raised, moved or resolved; not owed once it has moved on, or to who may not see it."""
    del policy
    found = store.dispute_of(unit, owed.subject_id)
    person = person_by_id(unit, owed.person_id)
    today = london_day(unit.now)
    if found is None or not person.is_current(today):
        return None
    if not store.may_see(unit, found, sight_of(unit, person.id, today)):
        return None
    stage = f"stage {found.stage}"
    if owed.rung != (stage if found.is_open else RESOLVED):
        return None
    why = _why(found)
    return Message(dispute_notice_card(view_of(unit, found), why, f"sent-{owed.id}"), why)


def _why(found: Dispute) -> str:
    if not found.is_open:
        return "A dispute about a child's plan was resolved."
    if found.stage == 1:
        return "A dispute about a child's plan was raised."
    return f"A dispute about a child's plan has moved to stage {found.stage}."
