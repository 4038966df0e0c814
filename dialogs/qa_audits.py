"""QA finds an audit, by its reference or its auditor's name, and sees where it stands and what happened to it."""

from collections.abc import Sequence

from cards.qa_audits import MOST_FOUND, MOST_LINES, AuditView, FoundAudit, Search, audit_card, search_card
from cards.verbs import AUDIT, Verb
from dialogs.qa_words import happened, stands
from dialogs.surveys import said_lines
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day, spoken_month
from domain.errors import NotAllowedError
from domain.lifecycle import Part, possible
from domain.words import AllocationStatus, Change, Role
from storage import record
from storage.acting import is_acting
from storage.audits import AllocatedAudit, allocated_audit, lock_audit
from storage.moderation import judgements_of, unjudged_of
from storage.months import has_closed
from storage.people import names_of, people_fitting
from storage.qa_finding import (
    audits_by_reference,
    audits_of_people,
    history_of,
    replacement_of,
)
from storage.uploads import may_be_placed

NOTHING_FITS = "Nothing fits that. Check the spelling, or type an e-mail address."
# What QA may do, by what the lifecycle calls it: the button, its verb, and its form where it has one.
CHANGES: Sequence[tuple[Change, str, Verb, str]] = (
    (Change.REASSIGN, "Reassign", Verb.QA_FORM, "reassign"),
    (Change.SEND_BACK, "Send back", Verb.QA_FORM, "send_back"),
    (Change.ACT_FOR, "Act for its auditor", Verb.QA_FORM, "act_for"),
    (Change.WITHDRAW, "Withdraw", Verb.QA_FORM, "withdraw"),
    (Change.REINSTATE, "Bring back", Verb.QA_FORM, "reinstate"),
    (Change.CORRECT_DUE_DAY, "Put a day right", Verb.QA_FORM, "correct"),
    (Change.GIVE_TO_MODERATOR, "Give to a moderator", Verb.QA_FORM, "moderator"),
    (Change.UPLOAD, "On the child's record", Verb.MARK_UPLOADED, ""),
    (Change.TAKE_OFF_RECORD, "Not on the record", Verb.TAKE_OFF_RECORD, ""),
)


def only_qa(turn: Turn) -> None:
    """Refuse everybody but the QA team, in one sentence whatever they asked about.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError("That is for the QA team. Type 'help' to see what you can do here.")


def any_audit(turn: Turn, press: Press) -> AllocatedAudit:
    """The audit that a card of QA's speaks of, held until the end of the turn.

    Raises:
        NotAllowedError: the person is not of the QA team, or there is no such audit.
    """
    only_qa(turn)
    number = press.number(AUDIT)
    if number is not None:
        lock_audit(turn.unit, number)
    given = None if number is None else allocated_audit(turn.unit, number)
    if given is None:
        raise NotAllowedError("There is no such audit. Type 'audit' and its reference to find one.")
    return given


def find(turn: Turn, press: Press) -> Reply:
    """The search, and what it found: an audit by its reference, else the audits of those so called."""
    only_qa(turn)
    text = press.inputs.get("find", "").strip()
    if not text:
        return Reply(search_card(Search(), turn.card_id))
    return _by_reference(turn, text) or _by_name(turn, text)


def typed_reference(turn: Turn, text: str) -> Reply:
    """`audit 2026-11-007`: the audit of that reference, or those of the record with that reference."""
    only_qa(turn)
    return _by_reference(turn, text) or _nothing(turn, text)


def typed_name(turn: Turn, text: str) -> Reply:
    """`audits of Rosa`: the latest audits of those so called, leavers among them."""
    only_qa(turn)
    return _by_name(turn, text)


def _by_reference(turn: Turn, text: str) -> Reply | None:
    found = audits_by_reference(turn.unit, text, MOST_FOUND + 1)
    if len(found) == 1:
        return shown(turn, found[0])
    return _listed(turn, text, found) if found else None


def _by_name(turn: Turn, text: str) -> Reply:
    people = people_fitting(turn.unit, text, None)
    found = audits_of_people(turn.unit, [one.id for one in people], MOST_FOUND + 1)
    if people and not found:
        problem = f"{', '.join(one.name for one in people[:4])}: no audit has been given to them yet."
        return Reply(search_card(Search(text[:200], problem=problem), turn.card_id))
    return _listed(turn, text, found) if found else _nothing(turn, text)


def _nothing(turn: Turn, text: str) -> Reply:
    return Reply(search_card(Search(text[:200], problem=NOTHING_FITS), turn.card_id))


def _listed(turn: Turn, text: str, found: Sequence[AllocatedAudit]) -> Reply:
    names = names_of(turn.unit, {given.auditor_id for given in found})
    lines = [
        FoundAudit(given.id, given.ref, given.case_ref, names[given.auditor_id], given.month, _stands(turn, given))
        for given in found[:MOST_FOUND]
    ]
    record.write(turn.unit, "found_audits", "allocation", audits=[given.id for given in found[:MOST_FOUND]])
    return Reply(search_card(Search(text[:200], lines, len(found) > MOST_FOUND), turn.card_id))


def _stands(turn: Turn, given: AllocatedAudit) -> str:
    is_closed = has_closed(turn.unit, turn.policy, given.month, turn.today)
    return stands(given, turn.today, is_month_closed=is_closed)


def show(turn: Turn, press: Press) -> Reply:
    """Where an audit stands, with its history and what can be done about it."""
    return shown(turn, any_audit(turn, press))


def shown(turn: Turn, given: AllocatedAudit, note: str = "") -> Reply:
    """The card of an audit; `note` says what was just done."""
    record.write(turn.unit, "saw_audit", "allocation", given.id)
    history = [(happened(line, given.due_on), line.reason or "") for line in history_of(turn.unit, given.id)]
    view = AuditView(
        audit_id=given.id,
        ref=given.ref,
        facts=_facts(turn, given),
        history=history[::-1][:MOST_LINES],
        more_history=max(len(history) - MOST_LINES, 0),
        changes=_changes(turn, given),
        note=note,
    )
    return Reply(audit_card(view, turn.card_id))


def shown_after(turn: Turn, audit_id: int, note: str) -> Reply:
    """The card of an audit as it stands after something was done to it."""
    given = allocated_audit(turn.unit, audit_id)
    return Reply(text=note) if given is None else shown(turn, given, note)


def _facts(turn: Turn, given: AllocatedAudit) -> list[tuple[str, str]]:
    auditor = names_of(turn.unit, [given.auditor_id])[given.auditor_id]
    pairs = [("Reference", given.case_ref), ("Auditor", auditor), ("Team", given.team)]
    pairs += [("Month", spoken_month(given.month)), ("Due by", spoken_day(given.due_on))]
    pairs += [("Due again by", spoken_day(given.second_due_on))] if given.second_due_on else []
    pairs += [("Returned on", spoken_day(given.returned_on))] if given.returned_on else []
    pairs += _moderator(turn, given)
    replacement = replacement_of(turn.unit, given.id)
    pairs += [("Replaced by", replacement)] if replacement else []
    return [*pairs, ("Stands", _stands(turn, given)), *said_lines(turn.unit, given.id)]


def _moderator(turn: Turn, given: AllocatedAudit) -> list[tuple[str, str]]:
    """Who is to moderate it, and by when; nothing where no moderation is owed."""
    owed = unjudged_of(turn.unit, given.id)
    if owed is None:
        return []
    name = names_of(turn.unit, [owed.moderator_id or 0]).get(owed.moderator_id or 0, "nobody yet")
    return [("Moderator", name), *([("To be moderated by", spoken_day(owed.due_on))] if owed.due_on else [])]


def _changes(turn: Turn, given: AllocatedAudit) -> list[tuple[str, Verb, str]]:
    may = possible(given.status, Part.QA)
    is_at_it = is_acting(turn.unit, given.id, turn.viewer.id)
    if given.auditor_id == turn.viewer.id or is_at_it or _has_nothing_to_do(given):
        may -= {Change.ACT_FOR}
    if given.framework_id is None:
        may -= {Change.SEND_BACK}
    if not may_be_placed(turn.unit, given, turn.policy.moderated):
        may -= {Change.UPLOAD}
    found = [(title, verb, form) for change, title, verb, form in CHANGES if change in may]
    found += [("See the outcome", Verb.SHOW_OUTCOME, "")] if judgements_of(turn.unit, given.id) else []
    if not is_at_it:
        return found
    return [("Carry on for its auditor", Verb.CONTINUE_AUDIT, ""), ("Stop acting", Verb.QA_STOP_ACTING, ""), *found]


def _has_nothing_to_do(given: AllocatedAudit) -> bool:
    # Of what came back by import there is nothing to open again; what is returned can only be reopened.
    return given.status is AllocationStatus.RETURNED and given.framework_id is None
