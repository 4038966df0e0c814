"""An audit as it stands, read for the person who acts: a card's word for whose it is counts for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards.agreed_actions import ActionLine
from cards.verbs import AUDIT
from dialogs.turn import Press, Turn
from domain.audit_steps import REVIEW, Step, is_unanswered, steps_of, unanswered
from domain.errors import NotAllowedError
from domain.framework import Framework
from domain.lifecycle import standing
from domain.words import Role
from storage.acting import is_acting
from storage.audits import (
    NEVER_ANSWERED,
    AllocatedAudit,
    StepAnswer,
    allocated_audit,
    answers_of,
    lock_audit,
    save_answers,
)
from storage.drafts import drafts_of
from storage.frameworks import framework_version_by_id
from storage.people import names_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A started audit with all that was answered so far, and the steps that follow from it.

    Attributes:
        actions: how many were agreed so far; counted only where the framework wants some.
    """

    given: AllocatedAudit
    framework: Framework
    stored: Mapping[str, StepAnswer]
    steps: tuple[Step, ...]
    actions: int = 0

    @property
    def answers(self) -> dict[str, Mapping[str, str]]:
        """The standing answers, by step."""
        return {step: answer.answers for step, answer in self.stored.items()}

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that still want an answer."""
        return unanswered(self.steps, self.answers, self.actions)

    def lacks_at_most(self, step: Step) -> bool:
        """Whether nothing but one step still wants an answer."""
        answers = self.answers
        # From the end: it is answered last, so that a look at one step is mostly enough.
        others = (one for one in reversed(self.steps) if one.key != step.key)
        return not any(is_unanswered(one, answers, self.actions) for one in others)

    def answer(self, step: str) -> StepAnswer:
        """What was answered to a step."""
        return self.stored.get(step, NEVER_ANSWERED)

    def step(self, key: str) -> Step | None:
        """The step with a key, if this audit has it as things stand."""
        return next((step for step in self.steps if step.key == key), None)

    def after(self, step: Step) -> str:
        """The key of the step behind one; the review behind the last."""
        place = self.steps.index(step) + 1
        return self.steps[place].key if place < len(self.steps) else REVIEW

    def before(self, key: str) -> str:
        """The key of the step before one; the last step's before the review."""
        keys = [step.key for step in self.steps]
        place = keys.index(key) if key in keys else len(keys)
        return keys[max(place - 1, 0)]


def own_audit(turn: Turn, press: Press) -> AllocatedAudit:
    """The audit that a card speaks of, if it is this person's, or they are of QA and act for its auditor.

    What is done in it from here on is done in the auditor's name too (`storage.store.Actor`).

    Raises:
        NotAllowedError: there is no such audit, or it is somebody else's. Both read alike.
    """
    number = press.number(AUDIT)
    given = None if number is None else allocated_audit(turn.unit, number)
    if given is None or not may_act_in(turn, given):
        raise NotAllowedError("This audit is not one of yours. Type 'my audits' to see yours.")
    return given


def _acts_for(turn: Turn, given: AllocatedAudit) -> bool:
    if not (turn.viewer.is_a(Role.QA) and is_acting(turn.unit, given.id, turn.viewer.id)):
        return False
    turn.unit.actor = replace(turn.unit.actor, acting_for=given.auditor_id)
    return True


def may_act_in(turn: Turn, given: AllocatedAudit) -> bool:
    """Whether an audit is this person's, or they act for its auditor."""
    return given.auditor_id == turn.viewer.id or _acts_for(turn, given)


def on_behalf_of(turn: Turn, given: AllocatedAudit) -> str:
    """The name of the auditor for whom an audit is gone through; "" where it is the person's own."""
    if given.auditor_id == turn.viewer.id:
        return ""
    return names_of(turn.unit, [given.auditor_id])[given.auditor_id]


def held_audit(turn: Turn, press: Press) -> AllocatedAudit:
    """As `own_audit`, held until the end of the turn: of two devices at once the second one sees what the first did."""
    number = press.number(AUDIT)
    if number is not None:
        lock_audit(turn.unit, number)
    return own_audit(turn, press)


def open_audit(turn: Turn, press: Press) -> AllocatedAudit:
    """The person's own audit, if they can still write in it.

    Raises:
        NotAllowedError: it is not theirs, or not open any more; the sentence says where it stands.
    """
    given = own_audit(turn, press)
    if not given.is_open:
        raise NotAllowedError(f"This audit {standing(given.status)}. Type 'my audits' to see what is left to do.")
    return given


def _standing(given: AllocatedAudit, framework: Framework, stored: Mapping[str, StepAnswer], actions: int) -> Standing:
    answers = {step: answer.answers for step, answer in stored.items()}
    return Standing(given, framework, stored, steps_of(framework, answers), actions)


def framework_of(given: AllocatedAudit) -> int:
    """The row of the framework by which a started audit is done.

    Raises:
        NotAllowedError: it has not been started.
    """
    if given.framework_id is None:
        raise NotAllowedError("This audit has not been started yet. Type 'my audits' and press Start audit.")
    return given.framework_id


def standing_of(turn: Turn, given: AllocatedAudit) -> Standing:
    """A started audit with its answers.

    Raises:
        NotAllowedError: it has not been started.
    """
    framework = framework_version_by_id(turn.unit, framework_of(given))
    # Most audits want no action before they are returned: they are spared the look.
    actions = len(drafts_of(turn.unit, given.id)) if framework.required.actions else 0
    return _standing(given, framework, answers_of(turn.unit, given.id), actions)


def keep_answers(turn: Turn, was: Standing, step: Step, given: Mapping[str, str]) -> Standing:
    """Store the answers of a step, if they are other than the stored ones, and the audit as it stands then."""
    stored = was.answer(step.key)
    if given == dict(stored.answers):
        return was
    save_answers(turn.unit, was.given.id, step.key, given, stored.revision, turn.viewer.id)
    fresh = StepAnswer(stored.revision + 1, given, turn.unit.now, turn.viewer.id)
    return _standing(was.given, was.framework, {**was.stored, step.key: fresh}, was.actions)


def at_position(was: Standing, position: str) -> Standing:
    """The audit with its auditor at another step."""
    return replace(was, given=replace(was.given, position=position))


def lines_of(turn: Turn, allocation_id: int) -> list[ActionLine]:
    """The actions agreed so far, as cards list them."""
    return [
        ActionLine(
            draft.id,
            draft.description,
            draft.owner,
            draft.due_on,
            is_day_off=not turn.calendar.is_working_day(draft.due_on),
        )
        for draft in drafts_of(turn.unit, allocation_id)
    ]
