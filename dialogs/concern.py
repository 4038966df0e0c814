"""An immediate concern: raised from any step, sent to those who must act, acknowledged in one tap."""

from collections.abc import Sequence

from cards.concern import AlarmView, ConcernForm, alarm_card, concern_form_card, concern_raised_card
from cards.verbs import MODERATION, REVISION, STEP
from dialogs.likely_names import keep_unasked
from dialogs.moderation import own_moderation
from dialogs.standing import on_behalf_of, own_audit
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day
from domain.errors import NotAllowedError
from domain.free_text import complaint_about
from domain.policy import Policy
from domain.words import ConcernStatus, QaTaskKind
from storage import record
from storage.addresses import addresses_of, hindrance_to
from storage.audits import AllocatedAudit
from storage.concern_alarms import had_of, round_of, sound, unanswered_for
from storage.concern_entries import Entry, entry_by_id, entry_of_audit, entry_of_raising
from storage.concern_judgements import alarmed, ask_qa_to_decide
from storage.concern_judgements import found_inadequate as inadequate
from storage.concern_scope import reach_of
from storage.concern_turns import tell_next
from storage.concerns import Raising, acknowledge, alarmed_about, latest_raising_by, raise_concern, raising
from storage.people import names_of
from storage.qa_tasks import raise_task
from storage.store import Unit


def form(turn: Turn, press: Press, kept: str = "", revision: int = 0, *, what: str = "", offered: str = "") -> Reply:
    """Ask what puts the child at risk.

    Args:
        turn: the turn.
        press: on a card of the audit.
        kept: what could not be stored of the step before (`dialogs.kept.carry`).
        revision: the revision of that step's answers that its reader has seen.
        what: the words of a typed alarm.
        offered: the whole message that they came in, for whoever goes back: it meant something else then.
    """
    given, moderation_id = _read_by(turn, press)
    record.write(turn.unit, "opened_concern_form", "allocation", given.id)
    emergency = turn.policy.emergency_contact
    asked = ConcernForm(
        given.id,
        given.case_ref,
        press.data.get(STEP, ""),
        emergency,
        kept,
        {"what": what},
        revision=str(revision),
        offered=offered,
        on_behalf_of="" if moderation_id else on_behalf_of(turn, given),
        moderation_id=moderation_id,
    )
    return Reply(concern_form_card(asked, turn.card_id))


def _read_by(turn: Turn, press: Press) -> tuple[AllocatedAudit, int]:
    """The audit that a card speaks of, and the moderation in which this person reads it; 0 where they audit it.

    Raises:
        NotAllowedError: it is neither theirs to audit nor to moderate.
    """
    if MODERATION in press.data:
        owed, given = own_moderation(turn, press)
        return given, owed.id
    return own_audit(turn, press), 0


def raise_now(turn: Turn, press: Press) -> Reply:
    """Raise an immediate concern: category 1, and its alarm to everybody who must act, at any hour."""
    given, moderation_id = _read_by(turn, press)
    what = press.inputs.get("what", "").strip()
    wrong = complaint_about(what, when_empty="Say in a sentence what puts the child at risk.")
    if wrong:
        asked = ConcernForm(
            given.id,
            given.case_ref,
            press.data.get(STEP, ""),
            turn.policy.emergency_contact,
            press.data.get("kept", ""),
            press.inputs,
            {"what": wrong},
            press.data.get(REVISION, ""),
            press.data.get("offered", ""),
            "" if moderation_id else on_behalf_of(turn, given),
            moderation_id,
        )
        return Reply(concern_form_card(asked, turn.card_id), is_refused=True)
    number = raise_concern(turn.unit, given, 1, what, turn.today, immediate=True)
    record.write(turn.unit, "raised_immediate_concern", "allocation", given.id, raising=number)
    # Nothing holds up an alarm: a likely name goes with it, and QA is told to look.
    _alarm(turn, given, number, may_name_somebody=keep_unasked(turn, given.id, "concern", {"what": what}))
    return _raised(turn, given, number, press)


def _raised(turn: Turn, given: AllocatedAudit, number: int, press: Press) -> Reply:
    told, unreached = _told(turn.unit, number)
    card = concern_raised_card(
        given.id,
        given.case_ref,
        told,
        turn.policy.emergency_contact,
        turn.card_id,
        press.data.get(STEP, ""),
        press.data.get("kept", ""),
        press.data.get(REVISION, ""),
        unreached,
        press.number(MODERATION) or 0,
    )
    return Reply(card)


def _told(unit: Unit, number: int) -> tuple[list[str], list[str]]:
    """The names of those who are being told, and of those whom Teams is known not to reach."""
    told = alarmed_about(unit, number)
    known = addresses_of(unit, [one.person_id for one in told])
    far = {person_id for person_id, address in known.items() if hindrance_to(address)}
    return [one.name for one in told if one.person_id not in far], [one.name for one in told if one.person_id in far]


def raised_again(turn: Turn, press: Press) -> Reply:
    """The same concern pressed twice: it was raised once, and the card says who is told."""
    given, _ = _read_by(turn, press)
    number = latest_raising_by(turn.unit, given.id, turn.viewer.id)
    return form(turn, press, press.data.get("kept", "")) if number is None else _raised(turn, given, number, press)


def _alarm(turn: Turn, given: AllocatedAudit, number: int, *, may_name_somebody: bool = False) -> None:
    """Owe the alarm, give QA a task, and tell those who respond (DOMAIN, cycle step 4)."""
    has_head = sound(turn.unit, number, given.team_id, turn.today)
    nobody = "" if has_head else " No head of service is down for this team: tell them yourselves."
    names = " Its words may name somebody: please look at them." if may_name_somebody else ""
    raise_task(
        turn.unit,
        QaTaskKind.IMMEDIATE_CONCERN,
        f"concern:{number}",
        f"{turn.viewer.name} raised an immediate concern in audit {given.ref} "
        f"(reference {given.case_ref}, {given.team}).{nobody}{names}",
        person_id=turn.viewer.id,
        allocation_id=given.id,
    )
    entry = entry_of_raising(turn.unit, number)
    if entry is not None:
        opens = turn.calendar.next_open(turn.unit.now)
        tell_next(turn.unit, entry, number, opens, but=alarmed(turn.unit, number))


def found_inadequate(turn: Turn, given: AllocatedAudit, category: int, what: str) -> None:
    """Open the child of concern of an audit returned as Inadequate; the alarm if it is a new category 1."""
    number = inadequate(turn.unit, turn.calendar, given.id, category, what)
    record.write(turn.unit, "opened_concern", "allocation", given.id, raising=number, category=category)


def no_longer_inadequate(turn: Turn, given: AllocatedAudit) -> None:
    """Let QA decide about the child of concern of an audit that was returned again as something better."""
    entry = entry_of_audit(turn.unit, given.id)
    if entry is not None and entry.what_is_wrong:
        ask_qa_to_decide(turn.unit, given.id)


def _view(unit: Unit, raised: Raising, viewer_id: int, unanswered: Sequence[str] = ()) -> AlarmView:
    told = alarmed_about(unit, raised.id)
    entry = entry_by_id(unit, raised.concern_id)
    return AlarmView(
        raising_id=raised.id,
        concern_id=raised.concern_id,
        case_ref=raised.case_ref,
        team=raised.team,
        category=raised.category,
        raised_by=raised.raised_by or "auditbot",
        raised_at=raised.raised_at,
        what=raised.what or "",
        acknowledged=[(one.name, one.acknowledged_at) for one in told if one.acknowledged_at is not None],
        is_acknowledged_by_viewer=any(one.acknowledged_at is not None for one in told if one.person_id == viewer_id),
        unanswered=unanswered,
        may_open=entry is not None and reach_of(unit, viewer_id, london_day(unit.now)).sees(entry.team_id),
    )


def alarm(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """The alarm; not repeated to somebody who has acknowledged it meanwhile, or where nobody waits for it any more."""
    del policy
    raised = raising(unit, owed.subject_id)
    entry = None if raised is None else entry_by_id(unit, raised.concern_id)
    if raised is None or entry is None or not _is_owed(unit, entry, owed) or _comes_again(unit, owed):
        return None
    others = [one for one in _unanswered(unit, owed) if one != owed.person_id]
    names = names_of(unit, others)
    view = _view(unit, raised, owed.person_id, [names[one] for one in others])
    if view.is_acknowledged_by_viewer:
        return None
    summary = "An immediate concern about a child has been raised. Please open it now."
    return Message(alarm_card(view, f"sent-{owed.id}"), summary, urgent=True)


def _is_owed(unit: Unit, entry: Entry, owed: OwedMessage) -> bool:
    # The alarm at once goes in any case: whoever it is for has to know. One that goes again has to be needed still.
    if not owed.rung:
        return True
    return entry.category == 1 and entry.status is not ConcernStatus.RESOLVED and bool(_unanswered(unit, owed))


def _comes_again(unit: Unit, owed: OwedMessage) -> bool:
    """Whether a later round says the same to the same person: who could not be reached for days has one alarm then."""
    had, acknowledged = had_of(unit, owed.subject_id)
    this = round_of(owed.rung)
    mine = set(unanswered_for(had, acknowledged, owed.person_id, this))
    later = {one.round for one in had if one.person_id == owed.person_id and one.round > this}
    return bool(mine) and any(mine <= set(unanswered_for(had, acknowledged, owed.person_id, one)) for one in later)


def _unanswered(unit: Unit, owed: OwedMessage) -> list[int]:
    had, acknowledged = had_of(unit, owed.subject_id)
    return unanswered_for(had, acknowledged, owed.person_id, round_of(owed.rung)) if owed.rung else []


def acknowledge_alarm(turn: Turn, press: Press) -> Reply:
    """Note that this person has the alarm.

    Raises:
        NotAllowedError: it was not sent to them.
    """
    number = press.number("raising")
    raised = None if number is None else raising(turn.unit, number)
    told = [] if raised is None else alarmed_about(turn.unit, raised.id)
    if raised is None or turn.viewer.id not in {one.person_id for one in told}:
        raise NotAllowedError("This alarm was not sent to you, so there is nothing for you to acknowledge.")
    if acknowledge(turn.unit, raised.id, turn.viewer.id):
        record.write(turn.unit, "acknowledged_concern", "concern", raised.concern_id, raising=raised.id)
    return Reply(alarm_card(_view(turn.unit, raised, turn.viewer.id), turn.card_id))
