"""What a question is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from metrics.figures import Figure, Figures, Line
from metrics.language.interpret import Unclear
from metrics.measure import Metric
from metrics.query import Query


class AnswerKind(StrEnum):
    """What came of a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REFUSE = "refuse"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of some of the rows of a figure since it was reported.

    Attributes:
        kind: its key: `returned_late`.
        what: in words: `returned late`.
        rows: each row's reference, and what is known of it now; empty for those who may not see them.
    """

    kind: str
    what: str
    count: int
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as it was reported, and how it stands now.

    Attributes:
        passport: the answer as it was given then (METRICS, "Questions").
        now: the same question with what is known today.
        now_as_at: the day up to which facts count now.
        differences: between the two, row by row.
    """

    id: int
    title: str
    frozen_at: datetime
    frozen_by: str
    as_at: date
    passport: Mapping[str, Any]
    now: Figure
    now_as_at: date
    differences: tuple[Difference, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered with.

    Attributes:
        text: one sentence a person would say.
        choices: whole questions: those it could have meant, or what can be asked instead.
        query, metric, figures: what was understood and counted, where it was.
        title: what was understood, in words.
        rows: the rows behind the numerator, where they were asked for.
        services: the figure service by service, where nothing was named and there are several.
        goes_on: whether it carries the question before on.
        goal: a percentage that was asked about ("are we hitting 85%?").
        explains: whether the definition was asked for.
        note: the sentence that says where it is not quite what was asked (`metrics.permission`).
        why_none: why there is no data and what to do next, where there is none.
        unclear: what was asked back, for the text that follows.
        reported: what was said then, where that was asked.
    """

    kind: AnswerKind
    text: str
    choices: tuple[str, ...] = ()
    query: Query | None = None
    metric: Metric | None = None
    figures: Figures | None = None
    title: str = ""
    rows: tuple[Mapping[str, Any], ...] | None = None
    services: tuple[Line, ...] = ()
    goes_on: bool = False
    goal: int | None = None
    explains: bool = False
    note: str = ""
    why_none: str = ""
    unclear: Unclear | None = None
    reported: Reported | None = None
