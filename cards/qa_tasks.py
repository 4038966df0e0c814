"""The QA team's inbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, execute, said, typed
from cards.verbs import TASK, Verb
from domain.calendar import spoken_day
from domain.words import QaTaskKind

TITLES = {
    QaTaskKind.CONFLICT_OF_INTEREST: "Conflict of interest",
    QaTaskKind.IMMEDIATE_CONCERN: "Immediate concern",
    QaTaskKind.CHILD_OF_CONCERN: "A child of concern",
    QaTaskKind.UNREACHABLE_PERSON: "Somebody can't be reached",
    QaTaskKind.UNMATCHED_PERSON: "Somebody I don't know",
    QaTaskKind.NOBODY_ABOVE: "Nobody up the line",
    QaTaskKind.NO_APPROVER: "Nobody to approve an exemption",
    QaTaskKind.IDENTITY_CLASH: "Two people, one identity",
    QaTaskKind.LEAVERS_ITEMS: "A leaver's open items",
    QaTaskKind.FAILED_DELIVERY: "A message did not go",
    QaTaskKind.UNCERTAIN_DELIVERY: "A message may not have arrived",
    QaTaskKind.FAILED_JOB: "A job did not finish",
    QaTaskKind.ACTION_NOT_MINE: "An action in the wrong hands",
    QaTaskKind.ACTION_BLOCKED: "A blocked action",
    QaTaskKind.CLOSURES_TO_CHECK: "Closures to check",
    QaTaskKind.MODERATION: "Moderation",
}

# How much of a task is read out with its button, in characters: enough to tell one task from another.
_READ_OUT = 80


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as it is listed; `answers` are the buttons that answer it, beside *Done*."""

    id: int
    kind: QaTaskKind
    about: str
    raised_on: date
    answers: Sequence[Button] = ()


def _line(task: TaskLine, after: int, card_id: str) -> Container:
    which = f"Done: {TITLES[task.kind]}, {' '.join(task.about.split())[:_READ_OUT]}"
    done = Button("Done", Verb.CLOSE_TASK, {TASK: task.id, "after": after}, sends_inputs=False, tooltip=which)
    return Container(
        separator=True,
        items=[
            said(TITLES[task.kind], bold=True),
            typed(task.about),
            said(f"Since {spoken_day(task.raised_on)}", quiet=True),
            buttons(card_id, *task.answers, done),
        ],
    )


def qa_tasks_card(tasks: Sequence[TaskLine], after: int, more_after: int | None, card_id: str) -> AdaptiveCard:
    """The open tasks behind the first `after`, the most urgent first. `more_after` is where the next ones begin."""
    body: list[CardElement] = [] if tasks else [said("Nothing waits for you.")]
    body += [_line(task, after, card_id) for task in tasks]
    more = [] if more_after is None else [Button("More", Verb.QA_TASKS, {"after": more_after}, sends_inputs=False)]
    return card(
        "QA tasks",
        body,
        [execute(button, card_id) for button in more],
        fallback=f"QA tasks: {len(tasks)} shown.",
    )
