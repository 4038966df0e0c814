"""The sentences that answer a typed message: what was kept, and what may be typed next."""

from dialogs.standing import Standing
from domain.audit_steps import ACTIONS, REVIEW, Step
from domain.questions import Question, QuestionKind
from domain.typed_answers import Reading, open_question


def kept_words(step: Step, reading: Reading) -> str:
    """What was kept: "Kept. Grade: Good." A text is named and not repeated: it stands on the card."""
    return (
        f"Kept. {' '.join(_kept(question, reading) for question in step.questions if question.key in reading.answers)}"
    )


def _kept(question: Question, reading: Reading) -> str:
    label = question.label.rstrip("?:")
    if question.kind is QuestionKind.CHOICE:
        return f"{label}: {dict(question.choices)[reading.answers[question.key]]}."
    return f"{label}: your words."


def way_on_words(standing: Standing, answered: str) -> str:
    """What may be typed at the place where an audit stands; `answered` is the key of the step before."""
    step = standing.step(standing.given.position or REVIEW)
    if step is None:
        return "This is the review. Type 'return' to return the audit."
    if step.key == ACTIONS:
        return "Type what should happen, or 'next'."
    question = open_question(step, standing.answer(step.key).answers)
    if question is None:
        return "Type 'next' to go on."
    left_out = "" if question.required else " Or type 'next' to leave it out."
    title = "" if step.key == answered else f"Next: {step.title}{'' if step.title.endswith('?') else '.'} "
    return f"{title}{_ask(question)}{left_out}"


def slip_words(standing: Standing, text: str) -> str:
    """What a step asks for, said of a single word that may be a slip of its choices; "" of anything longer."""
    at = standing.given.position or REVIEW
    return way_on_words(standing, at) if standing.step(at) is not None and len(text.split()) == 1 else ""


def _ask(question: Question) -> str:
    label = question.label if question.label.endswith("?") else f"{question.label}:"
    if question.kind is QuestionKind.TEXT:
        return f"{label} Type it in your own words."
    choices = ", ".join(f"{number} {shown}" for number, (_, shown) in enumerate(question.choices, 1))
    return f"{label} Type a word or a number. {choices}."
