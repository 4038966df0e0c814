"""A final audit on the child's record: said in one tap or by typing, and taken back within a day."""

from cards.uploads import UploadView, upload_card
from cards.verbs import AUDIT, DAY, FORM, Verb
from dialogs import digest
from dialogs.qa_audits import shown_after
from dialogs.standing import may_act_in
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.lifecycle import Part
from domain.words import AllocationStatus, Role
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, lock_audit
from storage.qa_finding import audits_by_reference
from storage.uploads import can_be_taken_off, may_be_placed, place_on_record, placed, take_off_record

_NOT_YOURS = "This audit is not one of yours. Type 'my audits' to see yours."
# Of one record there may be several audits: more of them than these are not told apart by a reference.
_MOST = 20


def _held(turn: Turn, audit_id: int | None) -> tuple[AllocatedAudit, Part]:
    """An audit of the person's own, or any where they are of QA, held until the end of the turn; whose part it is.

    Raises:
        NotAllowedError: it is somebody else's, or there is none; both read alike.
    """
    if audit_id is not None:
        lock_audit(turn.unit, audit_id)
    given = None if audit_id is None else allocated_audit(turn.unit, audit_id)
    if given is not None and may_act_in(turn, given):
        return given, Part.AUDITOR
    if given is None or not turn.viewer.is_a(Role.QA):
        raise NotAllowedError(_NOT_YOURS)
    return given, Part.QA


def place(turn: Turn, press: Press) -> Reply:
    """Note that the final audit is on the child's record."""
    given, part = _held(turn, press.number(AUDIT))
    note = _placed(turn, press, given, part)
    return _where_it_was_pressed(turn, press, given.id, note)


def _placed(turn: Turn, press: Press, given: AllocatedAudit, part: Part) -> str:
    """Note it, and what is said of it: that it is noted, was before, or, but in a digest, why it can't be."""
    if given.status is AllocationStatus.UPLOADED:
        return "It is down as on the child's record already."
    try:
        place_on_record(turn.unit, given, turn.policy.moderated, part, turn.today)
    except NotAllowedError as refusal:
        if press.data.get(DAY):
            raise
        return str(refusal)
    record.write(turn.unit, "audit_placed_on_record", "allocation", given.id)
    return "Thank you. It is down as on the child's record now."


def take_off(turn: Turn, press: Press) -> Reply:
    """Take back, within a day, that it is on the child's record."""
    given, part = _held(turn, press.number(AUDIT))
    try:
        take_off_record(turn.unit, given, part, turn.today)
    except NotAllowedError as refusal:
        return _where_it_was_pressed(turn, press, given.id, str(refusal))
    record.write(turn.unit, "audit_taken_off_record", "allocation", given.id)
    return _where_it_was_pressed(turn, press, given.id, "It is not down as on the child's record any more.")


def again(turn: Turn, press: Press) -> Reply:
    """The same press twice: how it stands now."""
    given, _ = _held(turn, press.number(AUDIT))
    return _where_it_was_pressed(turn, press, given.id, "")


def _where_it_was_pressed(turn: Turn, press: Press, audit_id: int, note: str) -> Reply:
    if press.data.get(DAY):
        return digest.show(turn, press)
    if FORM in press.data and turn.viewer.is_a(Role.QA):
        return shown_after(turn, audit_id, note)
    return _shown(turn, audit_id, note)


def _shown(turn: Turn, audit_id: int, note: str) -> Reply:
    given, _ = _held(turn, audit_id)
    is_there = given.status is AllocationStatus.UPLOADED
    last = placed(turn.unit, given.id) if is_there else None
    view = UploadView(
        audit_id=given.id,
        case_ref=given.case_ref,
        placed_on=(last.on_day if last else turn.today) if is_there else None,
        may_place=may_be_placed(turn.unit, given, turn.policy.moderated),
        may_take_off=can_be_taken_off(turn.unit, given),
        note=note,
    )
    return Reply(upload_card(view, turn.card_id))


def typed(turn: Turn, reference: str) -> Reply:
    """`uploaded AUD-7`: the audit of that reference, or the one of that record that is not there yet.

    Raises:
        NotAllowedError: nothing of theirs fits.
    """
    found = audits_by_reference(turn.unit, reference.strip(), _MOST)
    mine = [given for given in found if may_act_in(turn, given) or turn.viewer.is_a(Role.QA)]
    if not mine:
        raise NotAllowedError(f"{_NOT_YOURS} Then type 'uploaded' and the reference that stands there.")
    moderated = turn.policy.moderated
    given = min(mine, key=lambda one: not may_be_placed(turn.unit, one, moderated))
    held, part = _held(turn, given.id)
    return _shown(turn, held.id, _placed(turn, Press(Verb.MARK_UPLOADED), held, part))
