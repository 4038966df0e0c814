"""The audit, step by step: each answer is a row, each card can be left and found again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards.audit import saved_card
from cards.contacts import CONTACTS
from cards.verbs import REVISION, STEP
from dialogs import actions_notices, agreed_actions, concern, contacts, likely_names, qa_notices
from dialogs.kept import carry, kept_inputs
from dialogs.late_words import too_late
from dialogs.places import at, current, either, receipt, review, show
from dialogs.standing import Standing, at_position, held_audit, keep_answers, on_behalf_of, own_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from dialogs.unplaced import TEXT, ask_where
from domain.audit_steps import ACTIONS, REVIEW, Step, check, standing_answers, steps_of
from domain.questions import QuestionKind
from domain.words import AllocationStatus, Rating
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, answers_of, move_to, start_audit
from storage.considering_returns import consider
from storage.drafts import drafts_of
from storage.frameworks import framework_on, framework_version_by_id
from storage.returns import return_audit


def start(turn: Turn, press: Press) -> Reply:
    """Start an allocated audit, exempt or not; one that was started before goes on where it was left."""
    given = held_audit(turn, press)
    if given.status not in {AllocationStatus.ALLOCATED, AllocationStatus.EXEMPTED}:
        record.write(turn.unit, "opened_audit", "allocation", given.id)
        return current(turn, given)
    version = framework_on(turn.unit, given.cycle_framework, turn.policy.framework, turn.today)
    first = steps_of(framework_version_by_id(turn.unit, version), {})[0]
    start_audit(turn.unit, given, version, first.key, turn.today)
    record.write(turn.unit, "started_audit", "allocation", given.id)
    return current(turn, own_audit(turn, press))


def resume(turn: Turn, press: Press) -> Reply:
    """Go on where the audit was left; after the return, the receipt. What could not be saved before is put back."""
    given = own_audit(turn, press)
    record.write(turn.unit, "opened_audit", "allocation", given.id)
    kept = kept_inputs(press)
    if kept and given.is_open:
        return _put_back(turn, standing_of(turn, given), press, kept)
    return current(turn, given, came_too_late=bool(kept))


def _put_back(turn: Turn, standing: Standing, press: Press, kept: Mapping[str, str]) -> Reply:
    step = standing.step(press.data.get(STEP, ""))
    if TEXT in kept:
        return ask_where(turn, standing, kept[TEXT])
    if press.data.get(STEP) == CONTACTS:
        return contacts.form_with(turn, standing.given, kept)
    if step is None:
        return current(turn, standing.given)
    if step.key == ACTIONS:
        return agreed_actions.form_again(turn, standing, kept)
    given = {**standing.answer(step.key).answers, **kept}
    return show(turn, standing, step, given, check(step, given), revision=_seen(press))


def _seen(press: Press) -> int:
    """The revision of the step's answers that the card showed; 0, which is before them all, where it says nothing."""
    return press.number(REVISION) or 0


def again(turn: Turn, press: Press) -> Reply:
    """The answer to a press that was handled before: the audit as it stands."""
    return current(turn, own_audit(turn, press))


@dataclass(frozen=True, slots=True)
class Opened:
    """The audit and the step of a press, read under the audit's lock, and what was typed."""

    standing: Standing
    step: Step
    given: dict[str, str]
    seen: int

    @property
    def is_stale(self) -> bool:
        """Whether the step was answered otherwise since the card was made."""
        stored = self.standing.answer(self.step.key)
        return self.seen != stored.revision and self.given != dict(stored.answers)


def _typed(step: Step, press: Press) -> dict[str, str]:
    # Only what this step asks is read: a card cannot bring in an answer of its own.
    keys = [question.key for question in step.questions]
    return {key: press.inputs[key].strip() for key in keys if press.inputs.get(key, "").strip()}


def _brings_words(turn: Turn, given: AllocatedAudit, press: Press) -> bool:
    """Whether a press has words in it that an audit does not have."""
    stored = {value for answer in answers_of(turn.unit, given.id).values() for value in answer.answers.values()}
    return any(text.strip() and text.strip() not in stored for text in press.inputs.values())


def _open(turn: Turn, press: Press) -> Opened | Reply:
    given = held_audit(turn, press)
    if not given.is_open:
        return too_late(turn, given, press) if _brings_words(turn, given, press) else current(turn, given)
    standing = standing_of(turn, given)
    step = standing.step(press.data.get(STEP, ""))
    return current(turn, given) if step is None else Opened(standing, step, _typed(step, press), _seen(press))


def _refused(turn: Turn, opened: Opened, complaints: Mapping[str, str]) -> Reply:
    # The card goes on saying what its reader has seen: what was answered elsewhere is still theirs to hear of.
    reply = show(turn, opened.standing, opened.step, opened.given, complaints, revision=opened.seen)
    return replace(reply, is_refused=True)


def _clash(turn: Turn, opened: Opened) -> Reply:
    return either(turn, opened.standing, opened.step, opened.given, opened.seen)


def _texts(opened: Opened) -> dict[str, str]:
    keys = [question.key for question in opened.step.questions if question.kind is QuestionKind.TEXT]
    return {key: opened.given[key] for key in keys if key in opened.given}


def _asked_about_names(turn: Turn, press: Press, opened: Opened) -> Reply | None:
    asked = likely_names.unasked(turn, press, opened.standing.given.id, opened.step.key, _texts(opened))
    return likely_names.ask(turn, press, _refused(turn, opened, {}), asked) if asked else None


def _go(turn: Turn, standing: Standing, position: str) -> Reply:
    move_to(turn.unit, standing.given.id, position)
    return at(turn, at_position(standing, position))


def next_step(turn: Turn, press: Press) -> Reply:
    """Store the answers of a step and go on to the next one, or to the review after the last."""
    opened = _open(turn, press)
    if isinstance(opened, Reply):
        return opened
    complaints = check(opened.step, opened.given)
    if complaints:
        return _refused(turn, opened, complaints)
    asked = _asked_about_names(turn, press, opened)
    if asked is not None:
        return asked
    if opened.is_stale:
        return _clash(turn, opened)
    standing = keep_answers(turn, opened.standing, opened.step, opened.given)
    return _go(turn, standing, REVIEW if press.data.get("then") == REVIEW else standing.after(opened.step))


def _wrong(opened: Opened) -> dict[str, str]:
    """The complaints about what was typed; an input left empty is none yet."""
    return {key: words for key, words in check(opened.step, opened.given).items() if opened.given.get(key)}


def _keep_in_part(turn: Turn, press: Press, opened: Opened) -> Standing | Reply:
    """Keep what was typed though the step is not complete; what may not be stored comes back with its complaint."""
    wrong = _wrong(opened)
    if wrong:
        return _refused(turn, opened, wrong)
    if not opened.given:
        return opened.standing
    asked = _asked_about_names(turn, press, opened)
    if asked is not None:
        return asked
    return _clash(turn, opened) if opened.is_stale else _merge(turn, opened, opened.given)


def _merge(turn: Turn, opened: Opened, given: Mapping[str, str]) -> Standing:
    # An input emptied on the way out is no answer taken back: only Next does that.
    stored = opened.standing.answer(opened.step.key).answers
    return keep_answers(turn, opened.standing, opened.step, {**stored, **given})


def keep(turn: Turn, press: Press) -> Reply:
    """Keep what was typed on a step and stay there."""
    opened = _open(turn, press)
    if isinstance(opened, Reply):
        return opened
    kept = _keep_in_part(turn, press, opened)
    return kept if isinstance(kept, Reply) else _go(turn, kept, opened.step.key)


def leave_for_contacts(turn: Turn, press: Press) -> Reply:
    """The form that notes a contact attempt; what was typed on the step is kept."""
    kept = keep(turn, press)
    given = own_audit(turn, press)
    return kept if kept.is_refused or not given.is_open else contacts.form(turn, given)


def note_contact_today(turn: Turn, press: Press) -> Reply:
    """Note that somebody was tried today, in one tap, and stay on the step; what was typed on it is kept."""
    given = held_audit(turn, press)
    if given.is_open:
        contacts.today(turn, given, press)
    return keep(turn, press)


def back(turn: Turn, press: Press) -> Reply:
    """Go back one step; what was typed on this one is kept."""
    given = own_audit(turn, press)
    if press.data.get(STEP) == REVIEW and given.is_open:
        standing = standing_of(turn, given)
        return _go(turn, standing, standing.before(REVIEW))
    opened = _open(turn, press)
    if isinstance(opened, Reply):
        return opened
    kept = _keep_in_part(turn, press, opened)
    return kept if isinstance(kept, Reply) else _go(turn, kept, kept.before(opened.step.key))


def save(turn: Turn, press: Press) -> Reply:
    """Keep what is there and say how to go on later."""
    if press.data.get(STEP) != REVIEW:
        opened = _open(turn, press)
        if isinstance(opened, Reply):
            return opened
        kept = _keep_in_part(turn, press, opened)
        if isinstance(kept, Reply):
            return kept
        move_to(turn.unit, opened.standing.given.id, opened.step.key)
    return saved_again(turn, press)


def jump(turn: Turn, press: Press) -> Reply:
    """Go from the review to any step."""
    given = own_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    step = standing.step(press.data.get(STEP) or press.inputs.get("step", ""))
    if step is None:
        return replace(review(turn, standing, "Choose the step to go to first."), is_refused=True)
    return _go(turn, standing, step.key)


def saved_again(turn: Turn, press: Press) -> Reply:
    """The same *Save and finish later* twice: what is there is kept."""
    given = own_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    return Reply(saved_card(given.id, given.case_ref, given.due_now, turn.card_id, on_behalf_of(turn, given)))


def leave_for_concern(turn: Turn, press: Press) -> Reply:
    """The form of an immediate concern, which nothing typed on the step may hold up.

    What was typed is kept; what may not be stored is carried along by the alarm's cards and put back after.
    """
    if press.inputs.get(TEXT, "").strip():
        return concern.form(turn, press, carry({TEXT: press.inputs[TEXT].strip()}))
    if press.data.get(STEP) == CONTACTS:
        return concern.form(turn, press, carry(contacts.form_inputs(press)))
    opened = _open(turn, press)
    if isinstance(opened, Reply):
        is_new = _brings_words(turn, own_audit(turn, press), press)
        return concern.form(turn, press, carry(press.inputs) if is_new else "")
    if opened.step.key == ACTIONS:
        return concern.form(turn, press, carry(agreed_actions.form_kept(press)))
    if opened.is_stale:
        return concern.form(turn, press, carry(opened.given), opened.seen)
    wrong = _wrong(opened)
    good = {key: value for key, value in opened.given.items() if key not in wrong}
    texts = {key: value for key, value in _texts(opened).items() if key in good}
    likely_names.keep_unasked(turn, opened.standing.given.id, opened.step.key, texts)
    kept = _merge(turn, opened, good) if good else opened.standing
    left_over = {key: opened.given[key] for key in wrong}
    return concern.form(turn, press, carry(left_over), kept.answer(opened.step.key).revision)


def hand_in(turn: Turn, press: Press) -> Reply:
    """Return the audit, once nothing is missing. An Inadequate opens the child of concern."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    if standing.missing:
        return replace(review(turn, standing, "It can't be returned yet."), is_refused=True)
    answers = standing_answers(standing.framework, standing.answers)
    return_audit(turn.unit, given, standing.framework, answers, drafts_of(turn.unit, given.id), turn.today)
    record.write(turn.unit, "returned_audit", "allocation", given.id)
    _open_concern(turn, standing, answers)
    actions_notices.tell_owners(turn, given.id)
    # Whoever returned it themself is told nothing.
    qa_notices.tell(turn, qa_notices.RETURNED_FOR, given.auditor_id, given.id, rung=turn.unit.now.isoformat())
    returned = allocated_audit(turn.unit, given.id) or replace(given, returned_on=turn.today)
    consider(turn.unit, turn.policy, turn.calendar, returned, turn.today)
    return receipt(turn, returned)


def _open_concern(turn: Turn, standing: Standing, answers: Mapping[str, Mapping[str, str]]) -> None:
    if answers.get("overall", {}).get("rating") == Rating.INADEQUATE:
        category = answers["category"]
        concern.found_inadequate(turn, standing.given, int(category["category"]), category["what"])
    else:
        concern.no_longer_inadequate(turn, standing.given)
