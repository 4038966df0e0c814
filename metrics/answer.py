"""A question answered: understood, allowed, counted, and said with its passport (METRICS, "The metrics")."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, select

from domain.words import Role
from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.figures import Figures, Line, count_figures
from metrics.language.interpret import OutOfScope, Unclear, Understood, default_period, interpret
from metrics.listing import list_rows
from metrics.measure import Metric, Shape
from metrics.permission import Denied, permitted
from metrics.query import Dimension, Query, Reach
from metrics.scope import Viewer
from metrics.vocabulary import Vocabulary
from metrics.wording import named, question_for, sentence_of, title_of
from storage.store import Unit

# What is offered where nothing else is nearer.
_OFFERED = (HEADLINE, "ratings", "overdue_actions")


class AnswerKind(StrEnum):
    """What came of a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REFUSE = "refuse"
    NO_DATA = "no_data"


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


_REFUSALS = {
    "change": "I only answer questions about figures: I can't change anything here.",
    "child": "I never give a child's or a family's name or details. I know records by their reference only.",
    "future": "I can't look ahead: I only count what has happened.",
    "cause": "I can't say why: I can show what is counted and the rows behind it.",
    "advice": "I can't advise: I can give the figures to decide with.",
    "people": "I don't rank people. A figure for a team, a service or the council is fine.",
    "weeks": "I count by month, quarter or year, not by week or day.",
    "long": "That is longer than a question I can read. Ask for one figure at a time.",
    "empty": "I didn't find a question in that.",
    "other": "That isn't among the figures I keep.",
    "nothing": "I didn't understand which figure you mean.",
}


def ask(
    unit: Unit, text: str, viewer: Viewer, vocabulary: Vocabulary, today: date, previous: Query | None = None
) -> Answer:
    """Answer a text.

    Args:
        unit: a unit of work that only reads.
        text: what was typed.
        viewer: who asks.
        vocabulary: the council's own names.
        today: the London day.
        previous: the query that was answered before in this conversation.
    """
    meant = interpret(text, today, vocabulary.names, previous)
    match meant:
        case OutOfScope():
            return _refused(meant, viewer, today)
        case Unclear():
            return _asked_back(meant, today)
        case Understood():
            return answer(unit, meant, viewer, vocabulary, today)


def _refused(meant: OutOfScope, viewer: Viewer, today: date) -> Answer:
    if meant.kind == "unknown":
        words = ", ".join(f"'{word}'" for word in meant.unknown[:3])
        return Answer(AnswerKind.REFUSE, f"I don't know {words} here, so I'd rather not guess.", _offers(viewer, today))
    return Answer(AnswerKind.REFUSE, _REFUSALS[meant.kind], _offers(viewer, today))


def _offers(viewer: Viewer, today: date) -> tuple[str, ...]:
    if not viewer.sees_whole_council:
        return (
            _question(HEADLINE, today),
            "Completion rate last month",
            "My completion rate this month",
        )
    return tuple(_question(id_, today) for id_ in _OFFERED)


def _question(id_: str, today: date) -> str:
    found = metric_named(id_)
    return question_for(found, {}, (default_period(found, today, today),))


def _asked_back(meant: Unclear, today: date) -> Answer:
    if meant.why == "name":
        return Answer(AnswerKind.CLARIFY, "Which of these do you mean?", meant.choices)
    ids = [choice for choice in meant.choices if choice] or list(_OFFERED)
    choices = tuple(_question(id_, today) for id_ in ids[:6])
    return Answer(AnswerKind.CLARIFY, "Which figure do you mean?", choices)


def answer(unit: Unit, meant: Understood, viewer: Viewer, vocabulary: Vocabulary, today: date) -> Answer:
    """Count an understood query for its viewer."""
    allowed = permitted(meant.query, viewer, vocabulary.places)
    if isinstance(allowed, Denied):
        return Answer(AnswerKind.REFUSE, allowed.why, _offers(viewer, today))
    query = with_own_teams(allowed.query, viewer)
    found = metric_named(query.metric)
    unfit = _unfit(found, query)
    if unfit:
        return _says_what_fits(found, unfit, query)
    counted = _counted(unit, meant, found, query, viewer, vocabulary, today)
    return replace(counted, text=f"{allowed.note} {counted.text}".strip())


def with_own_teams(query: Query, viewer: Viewer) -> Query:
    """The query with "my teams" written out, as the filter it is: a head's by their e-mail address, a manager's by name."""
    if query.reach is not Reach.MY_TEAMS:
        return query
    found = metric_named(query.metric)
    if Role.HEAD_OF_SERVICE in viewer.roles and Dimension.HEAD_OF_SERVICE in found.dimensions:
        filters = {**query.filters, Dimension.HEAD_OF_SERVICE: (viewer.email,)}
    else:
        filters = {**query.filters, Dimension.TEAM: viewer.teams or ((viewer.own_team,) if viewer.own_team else ())}
    return replace(query, reach=Reach.WHOLE, filters={key: values for key, values in filters.items() if values})


def _unfit(found: Metric, query: Query) -> list[Dimension]:
    asked = (*query.group_by, *query.filters)
    known = found.dimensions | {found.shares, Dimension.PERIOD}
    return [dimension for dimension in asked if dimension not in known]


def _says_what_fits(found: Metric, unfit: list[Dimension], query: Query) -> Answer:
    fits = ", ".join(sorted(named(dimension) for dimension in found.dimensions))
    text = f"{found.label} can't be counted by {named(unfit[0])}. It can by {fits}."
    kept = {key: values for key, values in query.filters.items() if key in found.dimensions}
    return Answer(AnswerKind.CLARIFY, text, (question_for(found, kept, query.periods),))


def _counted(
    unit: Unit,
    meant: Understood,
    found: Metric,
    query: Query,
    viewer: Viewer,
    vocabulary: Vocabulary,
    today: date,
) -> Answer:
    figures = count_figures(unit, query, viewer)
    has_data = _has_data(unit, found, query, figures)
    rows = tuple(list_rows(unit, query, viewer)) if query.lists and has_data else None
    text = sentence_of(found, query, figures, today)
    if meant.asks_definition:
        text = f"{found.definition} {text}"
    return Answer(
        AnswerKind.ANSWER if has_data else AnswerKind.NO_DATA,
        text,
        query=meant.query if query == meant.query else query,
        metric=found,
        figures=figures,
        title=title_of(found, query),
        rows=rows,
        services=_service_by_service(unit, found, query, viewer, vocabulary),
        goes_on=meant.goes_on,
        goal=meant.goal,
    )


def _has_data(unit: Unit, found: Metric, query: Query, figures: Figures) -> bool:
    """Whether there is data: a base that is not empty; for a count of a register any row of it at all."""
    if figures.total.value is not None or (found.shape is Shape.SHARES and figures.total.denominator):
        empty_register = figures.total.value == 0 and found.is_register
        return not empty_register or _holds_any(unit, found, query)
    return False


def _holds_any(unit: Unit, found: Metric, query: Query) -> bool:
    table = found.parts[0].facts(query.as_at, query.period).first_table()
    return bool(unit.connection.execute(select(exists(select(1).select_from(table)))).scalar())


def _service_by_service(
    unit: Unit, found: Metric, query: Query, viewer: Viewer, vocabulary: Vocabulary
) -> tuple[Line, ...]:
    """The whole council's figure in its services, where nothing was named and there are several."""
    services = vocabulary.names.values(Dimension.SERVICE)
    is_plain = not query.filters and not query.group_by and Dimension.SERVICE in found.dimensions
    if not is_plain or len(services) < 2 or found.shape is Shape.SHARES or not viewer.sees_whole_council:
        return ()
    return count_figures(unit, replace(query, group_by=(Dimension.SERVICE,)), viewer).lines
