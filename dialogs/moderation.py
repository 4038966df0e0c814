"""A moderator reads an audit step by step and gives grades of their own; they can stop and go on, on any device.

Until their own grades are complete nothing here reads the auditor's (`storage.moderation_reading.grades_of`), unless
the council has set `moderator_rates_first` to no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from microsoft_teams.cards import AdaptiveCard

from cards.moderation import ModerationView, ReadingView, comparison_card, moderation_saved_card, reading_card
from cards.verbs import MODERATION, REVISION, STEP, Verb
from dialogs import likely_names, qa_notices
from dialogs.moderation_lines import read_of
from dialogs.turn import Press, Reply, Turn
from domain.audience import Audience
from domain.audit_steps import check
from domain.errors import NotAllowedError
from domain.framework import PracticeDomain
from domain.lifecycle import Part, refusal
from domain.moderation_steps import COMPARISON, ENGAGEMENT, NOTE, OVERALL, Pair, pairs_of, steps_of, ungraded
from domain.questions import Step
from domain.words import AllocationStatus, Change
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, lock_audit
from storage.loops import meeting_of
from storage.moderation import (
    AssignedModeration,
    ModerationAnswer,
    go_to,
    moderation_answers,
    moderation_by_id,
    note_rated,
    open_moderation,
    save_moderation_answers,
)
from storage.moderation_reading import audit_as_returned, graded_domains, grades_of

NOT_YOURS = "This moderation is not one of yours. Type 'my moderations' to see yours."
_NEVER = ModerationAnswer(0, {})


@dataclass(frozen=True, slots=True)
class Moderating:
    """A moderation with its audit, the steps that follow from it, and what was answered so far."""

    owed: AssignedModeration
    given: AllocatedAudit
    steps: tuple[Step, ...]
    stored: Mapping[str, ModerationAnswer]

    @property
    def answers(self) -> dict[str, Mapping[str, str]]:
        """The standing answers, by step."""
        return {step: one.answers for step, one in self.stored.items()}

    def step(self, key: str | None) -> Step:
        """The step with a key; the first one where there is none of it."""
        return next((one for one in self.steps if one.key == key), self.steps[0])

    def answer(self, step: Step) -> ModerationAnswer:
        """What was answered to a step."""
        return self.stored.get(step.key, _NEVER)

    def beside(self, step: Step, by: int) -> Step:
        """The step before or behind one, as far as there is one."""
        place = self.steps.index(step) + by
        return self.steps[min(max(place, 0), len(self.steps) - 1)]

    def view(self, turn: Turn) -> ModerationView:
        """As its cards name it."""
        return ModerationView(self.owed.id, self.given.case_ref, self.given.team, turn.card_id, self.owed.due_on)


def own_moderation(turn: Turn, press: Press) -> tuple[AssignedModeration, AllocatedAudit]:
    """The moderation that a card speaks of, held until the end of the turn, if it is this person's.

    Raises:
        NotAllowedError: there is no such moderation, or it is somebody else's. Both read alike.
    """
    number = press.number(MODERATION)
    owed = None if number is None else moderation_by_id(turn.unit, number)
    if owed is None or owed.moderator_id != turn.viewer.id:
        raise NotAllowedError(NOT_YOURS)
    lock_audit(turn.unit, owed.allocation_id)
    held, given = moderation_by_id(turn.unit, owed.id), allocated_audit(turn.unit, owed.allocation_id)
    if held is None or given is None or held.moderator_id != turn.viewer.id:
        raise NotAllowedError(NOT_YOURS)
    return held, given


def moderating(turn: Turn, press: Press, *, is_opening: bool = False) -> Moderating:
    """The moderation of a press, in the midst of it: opened, unless it is opened just now.

    Raises:
        NotAllowedError: it is not theirs, or there is nothing to do in it; the sentence says where it stands.
    """
    owed, given = own_moderation(turn, press)
    if owed.is_judged or given.status is not AllocationStatus.RETURNED:
        raise NotAllowedError(refusal(Change.MODERATE, given.status, Part.MODERATOR))
    if _is_in_a_meeting(turn, given):
        raise NotAllowedError("A meeting is to settle this audit. Type 'my moderations' to see the meeting.")
    if owed.opened_at is None and not is_opening:
        raise NotAllowedError("Open this audit first: type 'my moderations' and press Open.")
    return _read(turn, owed, given)


def _is_in_a_meeting(turn: Turn, given: AllocatedAudit) -> bool:
    meeting = meeting_of(turn.unit, given.id)
    return meeting is not None and meeting.settled_at is None


def _read(turn: Turn, owed: AssignedModeration, given: AllocatedAudit) -> Moderating:
    domains: list[PracticeDomain] = graded_domains(turn.unit, given, turn.policy)
    return Moderating(owed, given, steps_of(domains), moderation_answers(turn.unit, owed))


def pairs_seen(turn: Turn, at: Moderating) -> list[Pair]:
    """Both grades, for a moderator whose own are complete.

    Raises:
        NotAllowedError: they are not: the auditor's are not theirs to see yet.
    """
    if at.owed.rated_at is None:
        raise NotAllowedError("Give your own grades first, step by step. Then you see the auditor's beside them.")
    return pairs_of(at.steps, at.answers, grades_of(turn.unit, at.given.id))


def open_it(turn: Turn, press: Press) -> Reply:
    """Open an audit to moderate it: from here on its auditor can't reopen it."""
    at = moderating(turn, press, is_opening=True)
    if open_moderation(turn.unit, at.owed, at.given, turn.today):
        record.write(turn.unit, "opened_moderation", "allocation", at.given.id)
        if at.given.is_reopened:
            qa_notices.tell_each_time(turn, qa_notices.REOPENING_ENDED, at.given.auditor_id, at.given.id)
    return again(turn, press)


def again(turn: Turn, press: Press) -> Reply:
    """The card at which a moderation stands: what an old or repeated press is answered with."""
    owed, given = own_moderation(turn, press)
    if owed.is_judged or given.status is not AllocationStatus.RETURNED:
        return Reply(text=refusal(Change.MODERATE, given.status, Part.MODERATOR))
    return at_its_step(turn, moderating(turn, press))


def at_its_step(turn: Turn, at: Moderating) -> Reply:
    """The step at which a moderator is, or both grades side by side."""
    if at.owed.position == COMPARISON and at.owed.rated_at is not None and not ungraded(at.steps, at.answers):
        return compared(turn, at)
    return shown(turn, at, at.step(at.owed.position))


def compared(turn: Turn, at: Moderating, note: str = "") -> Reply:
    """Both grades side by side."""
    record.write(turn.unit, "saw_both_grades", "allocation", at.given.id)
    return read_by(at.given, comparison_card(at.view(turn), pairs_seen(turn, at), note))


def shown(
    turn: Turn,
    at: Moderating,
    step: Step,
    given: Mapping[str, str] | None = None,
    complaints: Mapping[str, str] | None = None,
    note: str = "",
    revision: int | None = None,
) -> Reply:
    """The card of a step: with what is stored, or with what was just typed and what is wrong with it.

    `revision`: of the answers that its reader has seen, where it is another than the stored one.
    """
    stored = at.answer(step)
    view = ReadingView(
        at.view(turn),
        step,
        at.steps.index(step) + 1,
        len(at.steps),
        read_of(step, audit_as_returned(turn.unit, at.given.id)),
        stored.answers if given is None else given,
        complaints or {},
        _auditors_grade(turn, at, step),
        stored.revision if revision is None else revision,
        note,
        is_first=step is at.steps[0],
    )
    record.write(turn.unit, "read_audit_to_moderate", "allocation", at.given.id, step=step.key)
    return read_by(at.given, reading_card(view), is_refused=bool(complaints or note))


def read_by(given: AllocatedAudit, card: AdaptiveCard, *, is_refused: bool = False) -> Reply:
    """A card on which a moderator reads an audit: it becomes a receipt once the audit is judged."""
    return Reply(card, is_refused=is_refused, shows_audit=given.id, audience=Audience.MODERATOR)


def _auditors_grade(turn: Turn, at: Moderating, step: Step) -> str:
    if turn.policy.moderator_rates_first and at.owed.rated_at is None:
        return ""
    return str(grades_of(turn.unit, at.given.id).get(step.key, ""))


def typed_on(step: Step, press: Press) -> dict[str, str]:
    """What was typed on a step, by question."""
    keys = [question.key for question in step.questions]
    return {key: press.inputs[key].strip() for key in keys if press.inputs.get(key, "").strip()}


def _kept(turn: Turn, press: Press, at: Moderating, step: Step, *, in_part: bool) -> Moderating | Reply:
    """Keep what was typed on a step; the card with what is wrong with it, where something is.

    In part: what is not answered yet is no complaint, and what is stored beside it stays.
    """
    given, stored = typed_on(step, press), at.answer(step)
    wrong = {key: words for key, words in check(step, given).items() if not in_part or given.get(key)}
    if wrong:
        return shown(turn, at, step, given, wrong)
    place = f"moderation {step.key}"[:60]
    asked = likely_names.unasked(turn, press, at.given.id, place, {NOTE: given[NOTE]} if NOTE in given else {})
    if asked:
        return likely_names.ask(turn, press, shown(turn, at, step, given), asked)
    wanted = {**stored.answers, **given} if in_part else given
    if wanted == dict(stored.answers):
        return at
    if (press.number(REVISION) or 0) != stored.revision:
        there = ", ".join(stored.answers.values()) or "nothing"
        note = f"You answered this on another card: {there}. Press Next to put what is below in its place."
        return shown(turn, at, step, given, note=note)
    save_moderation_answers(turn.unit, at.owed.id, step.key, wanted, stored.revision)
    return replace(at, stored={**at.stored, step.key: ModerationAnswer(stored.revision + 1, wanted)})


def next_step(turn: Turn, press: Press) -> Reply:
    """Keep the answers of a step and go on; behind the last one, both grades side by side."""
    at = moderating(turn, press)
    step = at.step(press.data.get(STEP))
    kept = _kept(turn, press, at, step, in_part=False)
    if isinstance(kept, Reply):
        return kept
    if step.key != OVERALL:
        return _go(turn, kept, kept.beside(step, 1))
    missing = ungraded(kept.steps, kept.answers)
    if missing:
        return replace(_go(turn, kept, missing[0], f"Still to grade: {missing[0].title}."), is_refused=False)
    return _reveal(turn, press, kept)


def _reveal(turn: Turn, press: Press, at: Moderating) -> Reply:
    note_rated(turn.unit, at.owed, at.given, turn.today)
    go_to(turn.unit, at.owed.id, COMPARISON)
    return again(turn, press)


def _go(turn: Turn, at: Moderating, step: Step, note: str = "") -> Reply:
    go_to(turn.unit, at.owed.id, step.key)
    return shown(turn, at, step, note=note)


def back(turn: Turn, press: Press) -> Reply:
    """Go back one step; what was typed on this one is kept."""
    at = moderating(turn, press)
    step = at.step(press.data.get(STEP))
    kept = _kept(turn, press, at, step, in_part=True)
    return kept if isinstance(kept, Reply) else _go(turn, kept, kept.beside(step, -1))


def save(turn: Turn, press: Press) -> Reply:
    """Keep what is there, and say how to go on."""
    at = moderating(turn, press)
    step = at.step(press.data.get(STEP))
    kept = _kept(turn, press, at, step, in_part=True)
    if isinstance(kept, Reply):
        return kept
    go_to(turn.unit, at.owed.id, step.key)
    return saved_again(turn, press)


def saved_again(turn: Turn, press: Press) -> Reply:
    """The same *Save and finish later* twice: what is there is kept."""
    return Reply(moderation_saved_card(moderating(turn, press).view(turn)))


def look_again(turn: Turn, press: Press) -> Reply:
    """Go through the steps again, with what was answered in them."""
    at = moderating(turn, press)
    return _go(turn, at, at.step(ENGAGEMENT))


def press_of(owed: AssignedModeration, step: str = "", revision: int = 0, **inputs: str) -> Press:
    """A press that goes on with a moderation, for what is typed."""
    data = {MODERATION: str(owed.id), STEP: step, REVISION: str(revision)}
    return Press(Verb.MODERATION_NEXT, data, inputs)
