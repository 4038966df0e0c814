"""The card at which an audit stands: a step, the review, or the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cards.agreed_actions import actions_card
from cards.audit import Meanwhile, StepView, step_card
from cards.review import ReceiptView, ReviewLine, ReviewView, receipt_card, review_card
from dialogs import contact_lines
from dialogs.standing import Standing, lines_of, may_act_in, on_behalf_of, standing_of
from dialogs.turn import Reply, Turn
from domain.audit_steps import ACTIONS, REVIEW, Question, QuestionKind, Step
from domain.calendar import spoken_time
from domain.lifecycle import standing as in_words
from domain.progress import place_of
from domain.questions import RATING
from domain.words import AllocationStatus
from storage.audits import AllocatedAudit, StepAnswer
from storage.people import names_of
from storage.qa_changes import reasons_for_sending_back
from storage.reopening import can_be_reopened
from storage.returns import returned_again_on


def current(turn: Turn, given: AllocatedAudit, *, came_too_late: bool = False) -> Reply:
    """The card at which an audit stands: what an old or repeated press is answered with.

    `came_too_late`: the press brought words that are not in the audit, and can't come into it any more.
    """
    if given.is_open:
        return at(turn, standing_of(turn, given))
    if given.returned_on is None or given.status is AllocationStatus.WITHDRAWN:
        return Reply(text=f"This audit {in_words(given.status)}. Type 'my audits' to see what is left to do.")
    return receipt(turn, given, came_too_late=came_too_late)


def at(turn: Turn, standing: Standing) -> Reply:
    """The card of the step at which the auditor is.

    A step that no longer applies (a reason for somebody since included) has no card: the review takes its place.
    """
    step = standing.step(standing.given.position or REVIEW)
    return review(turn, standing) if step is None else show(turn, standing, step)


def view_of(
    turn: Turn,
    standing: Standing,
    step: Step,
    given: Mapping[str, str] | None = None,
    complaints: Mapping[str, str] | None = None,
    note: str = "",
    revision: int | None = None,
) -> StepView:
    """A step's view: with what is stored, or with what was just typed and what is wrong with it.

    `revision` is the one that the person has seen, where they have not seen the stored one.
    """
    place = place_of(standing.framework, standing.steps, step)
    answer = standing.answer(step.key)
    return StepView(
        audit_id=standing.given.id,
        case_ref=standing.given.case_ref,
        step=step,
        number=place.number,
        count=place.count,
        follows_up=place.follows_up,
        given=answer.answers if given is None else given,
        revision=answer.revision if revision is None else revision,
        card_id=turn.card_id,
        complaints=complaints or {},
        note=note,
        is_first=step is standing.steps[0],
        is_last=step is standing.steps[-1],
        may_review=standing.lacks_at_most(step),
        on_behalf_of=on_behalf_of(turn, standing.given),
    )


def show(
    turn: Turn,
    standing: Standing,
    step: Step,
    given: Mapping[str, str] | None = None,
    complaints: Mapping[str, str] | None = None,
    note: str = "",
    revision: int | None = None,
) -> Reply:
    """A step's card (see `view_of`)."""
    return _shown(turn, standing, view_of(turn, standing, step, given, complaints, note, revision))


def _shown(turn: Turn, standing: Standing, view: StepView) -> Reply:
    step = view.step
    if step.key == ACTIONS:
        return Reply(actions_card(view, lines_of(turn, standing.given.id)), shows_audit=standing.given.id)
    reply = Reply(step_card(view), shows_audit=standing.given.id)
    return contact_lines.on_step(turn, standing, view, reply) if contact_lines.shows_contacts(step.key) else reply


def either(turn: Turn, standing: Standing, step: Step, given: Mapping[str, str], seen: int) -> Reply:
    """A step that was answered elsewhere since its reader saw it: that answer beside what was typed, to choose from.

    Args:
        turn: the turn.
        standing: the audit as it stands.
        step: the step.
        given: what was typed.
        seen: the revision that its reader had seen.
    """
    stored = standing.answer(step.key)
    view = view_of(turn, standing, step, given, revision=seen)
    when = f" at {spoken_time(stored.answered_at)}" if stored.answered_at else ""
    note = (
        f"{_who_answered(turn, standing, stored)} answered this step{when}{_where(turn, stored)}. "
        f"Press {view.way_on} to replace that with what is below, or keep what is there."
    )
    other = [question.key for question in step.questions if stored.answers.get(question.key) != given.get(question.key)]
    answers = _pairs(step, stored.answers, other) or _pairs(step, stored.answers, list(stored.answers))
    view = replace(view, note=note, meanwhile=Meanwhile(answers, stored.revision))
    return replace(_shown(turn, standing, view), is_refused=True)


def _who_answered(turn: Turn, standing: Standing, stored: StepAnswer) -> str:
    if stored.answered_by_id in {None, turn.viewer.id}:
        return "You"
    name = names_of(turn.unit, [stored.answered_by_id])[stored.answered_by_id]
    return name if stored.answered_by_id == standing.given.auditor_id else f"{name} of QA"


def _where(turn: Turn, stored: StepAnswer) -> str:
    return ", here or on another device" if stored.answered_by_id in {None, turn.viewer.id} else ""


def _pairs(step: Step, given: Mapping[str, str], keys: Sequence[str]) -> list[tuple[str, str]]:
    grade = given.get(RATING, "")
    return [
        (question.with_grade(grade).label, _in_words(question, given[question.key]))
        for question in step.questions
        if question.key in keys and given.get(question.key)
    ]


def _in_words(question: Question, answer: str) -> str:
    if question.kind is QuestionKind.CHOICE:
        return dict(question.choices).get(answer, answer)
    return answer


def _line(standing: Standing, step: Step) -> ReviewLine:
    given = standing.answer(step.key).answers
    pairs = _pairs(step, given, list(given))
    return ReviewLine(step.key, step.title, pairs, gist_of(step, pairs))


def gist_of(step: Step, pairs: Sequence[tuple[str, str]]) -> str:
    """The answers of a step in one line: several choices of one kind together, "Included: social worker, child".

    Of several texts each says what it answers: "Social worker: on leave all month. · Child: too young."
    """
    if len(step.questions) > 1 and all(question.kind is QuestionKind.TEXT for question in step.questions):
        return " · ".join(f"{label.rstrip('?')}: {answer}" for label, answer in pairs)
    if len(step.questions) == 1 or any(question.kind is not QuestionKind.CHOICE for question in step.questions):
        return " · ".join(answer for _, answer in pairs)
    together: dict[str, list[str]] = {}
    for label, answer in pairs:
        together.setdefault(answer, []).append(label)
    return " · ".join(f"{answer}: {', '.join(labels)}" for answer, labels in together.items())


def review(turn: Turn, standing: Standing, note: str = "") -> Reply:
    """Everything that was answered and what is missing."""
    view = ReviewView(
        audit_id=standing.given.id,
        case_ref=standing.given.case_ref,
        team=standing.given.team,
        lines=contact_lines.on_review(
            turn, standing, [_line(standing, step) for step in standing.steps if step.questions]
        ),
        actions=lines_of(turn, standing.given.id),
        missing=[(step.key, step.title) for step in standing.missing],
        card_id=turn.card_id,
        note=note,
        sent_back_why=_sent_back_why(turn, standing.given),
        due_again_on=standing.given.second_due_on,
        is_reopened=standing.given.is_reopened,
        on_behalf_of=on_behalf_of(turn, standing.given),
    )
    return Reply(review_card(view), shows_audit=standing.given.id)


def _sent_back_why(turn: Turn, given: AllocatedAudit) -> str:
    if given.status is not AllocationStatus.SENT_BACK:
        return ""
    return reasons_for_sending_back(turn.unit, given.id) or ""


def receipt(turn: Turn, given: AllocatedAudit, *, came_too_late: bool = False, is_held: bool = False) -> Reply:
    """What is left of a returned audit's cards (`came_too_late`: see `current`).

    `is_held`: the words that came too late stand there again when it is reopened.
    """
    returned_on = given.returned_on or turn.today
    # With its return everybody's acting in it ends.
    may_act = may_act_in(turn, given)
    view = ReceiptView(
        ref=given.ref,
        case_ref=given.case_ref,
        returned_on=returned_on,
        was_late=returned_on > given.due_on,
        actions=len(lines_of(turn, given.id)),
        audit_id=given.id,
        card_id=turn.card_id,
        may_reopen=may_act and can_be_reopened(turn.unit, given, turn.policy, turn.today),
        came_too_late=came_too_late,
        is_held=is_held,
        may_raise=may_act,
        on_behalf_of=on_behalf_of(turn, given),
        again_on=returned_again_on(turn.unit, given.id),
    )
    # What is said of one press is for its own card alone.
    return Reply(receipt_card(view), receipt_of=None if came_too_late else given.id)
