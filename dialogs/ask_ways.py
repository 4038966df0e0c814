"""The ways on from an answer: its breakdowns, its rows, another day, other ways to count it; each carries its query."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cards.answer import AnswerTable
from cards.elements import Button
from cards.verbs import QUERY, START, Verb
from dialogs.asking import Asking
from domain.sentences import first_capital
from domain.words import Role
from metrics import periods
from metrics.answers import Answer, AnswerKind
from metrics.figures import Figure
from metrics.measure import Metric, Shape
from metrics.periods import Period
from metrics.permission import Allowed, permitted
from metrics.query import Dimension, Query, Reach
from metrics.query_text import write_query
from metrics.scope import Sight
from metrics.wording import period_said

_MONTHS = 12
_PLACES = frozenset({Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.HEAD_OF_SERVICE})


def query_button(title: str, verb: Verb, query: Query, **more: int) -> Button:
    """A button that carries a query."""
    return Button(title, verb, {QUERY: write_query(query), **more}, sends_inputs=verb is Verb.AS_AT_DAY)


def whole_figure_button(query: Query) -> Button:
    """The way back to a figure from its rows."""
    return query_button("The figure", Verb.SHOW_FIGURE, replace(query, lists=False))


def more_button(query: Query, start: int) -> Button:
    """The way to the rows for which a card had no room."""
    return query_button("More", Verb.SHOW_FIGURE, query, **{START: start})


def ways_on(asking: Asking, found: Answer) -> Sequence[Button]:
    """The buttons of an answer: those that its viewer may press, and that lead somewhere."""
    query, metric = found.query, found.metric
    if query is None or metric is None:
        return ()
    if query.lists:
        return (whole_figure_button(query),)
    return tuple(_ways(asking, found, query, metric))


def _ways(asking: Asking, found: Answer, query: Query, metric: Metric) -> Iterator[Button]:
    for title, other in (("By team", _by_team(query, metric)), ("By month", _by_month(query, metric))):
        if other is not None and _may(asking, other):
            yield query_button(title, Verb.SHOW_FIGURE, other)
    if found.kind is AnswerKind.ANSWER and _has_rows(found) and _may_list(asking, query):
        yield query_button("Which ones?", Verb.SHOW_FIGURE, replace(query, lists=True, group_by=()))
    yield from _own(asking, query, metric)
    if len(metric.siblings) > 1:
        yield query_button("Other ways to count it", Verb.OTHER_WAYS, query)
    if found.kind is AnswerKind.ANSWER and Role.QA in asking.viewer.roles:
        yield query_button("Freeze this figure", Verb.FREEZE_FIGURE, query)


def _by_team(query: Query, metric: Metric) -> Query | None:
    is_open = Dimension.TEAM in metric.dimensions and Dimension.TEAM not in {*query.group_by, *query.filters}
    return replace(query, group_by=(Dimension.TEAM,)) if is_open and len(query.periods) == 1 else None


def _by_month(query: Query, metric: Metric) -> Query | None:
    """Month by month over its period; of a single month or day, over the twelve months that end with it."""
    if Dimension.MONTH not in metric.dimensions or Dimension.MONTH in query.group_by or len(query.periods) > 1:
        return None
    return replace(query, periods=(_span(query),), group_by=(Dimension.MONTH,))


def _span(query: Query) -> Period:
    if not query.period.is_one_month and query.period.start.year > periods.ever(query.as_at).start.year:
        return query.period
    last = min(query.period.end, query.as_at)
    return periods.span(periods.months_before(last, _MONTHS - 1), last)


def _has_rows(found: Answer) -> bool:
    total = found.figures.total if found.figures is not None else None
    if total is None or found.metric is None or found.metric.shape is Shape.QUOTIENT:
        return False
    return bool(total.numerator or total.count or (total.numerator is None and total.denominator))


def _may(asking: Asking, query: Query) -> bool:
    allowed = permitted(query, asking.viewer, asking.vocabulary.places)
    return isinstance(allowed, Allowed) and allowed.query == query


def _may_list(asking: Asking, query: Query) -> bool:
    wanted = replace(query, lists=True, group_by=())
    allowed = permitted(wanted, asking.viewer, asking.vocabulary.places)
    return isinstance(allowed, Allowed) and allowed.query.lists


def _own(asking: Asking, query: Query, metric: Metric) -> Iterator[Button]:
    """For those who lead teams or audit, their own part of a whole council's figure."""
    if query.reach is not Reach.WHOLE or _PLACES & {*query.filters, *query.group_by} or query.group_by:
        return
    if asking.viewer.leads_teams and Dimension.TEAM in metric.dimensions:
        title = "My team" if len(asking.viewer.teams) == 1 else "My teams"
        yield query_button(title, Verb.SHOW_FIGURE, replace(query, reach=Reach.MY_TEAMS))
    is_auditors = asking.viewer.sight is Sight.OWN and Role.AUDITOR in asking.viewer.roles
    is_anybodys = not {Dimension.AUDITOR, Dimension.OWNER} & set(query.filters)
    if is_auditors and is_anybodys and Dimension.AUDITOR in metric.dimensions:
        yield query_button("My own", Verb.SHOW_FIGURE, replace(query, reach=Reach.MINE))


def siblings_table(query: Query, siblings: Sequence[tuple[Metric, Figure]]) -> AnswerTable:
    """The same thing counted in several ways, each with its counts."""
    rows = [(metric.label, figure_said(figure)) for metric, figure in siblings]
    when = period_said(siblings[0][0], query) if siblings else ""
    return AnswerTable(first_capital(when), "Figure", "Count", rows)


def figure_said(figure: Figure) -> str:
    """A figure with its counts: `76% (45 of 59)`."""
    if figure.numerator is None or not figure.denominator or figure.value is None:
        return figure.display
    return f"{figure.display} ({figure.numerator} of {figure.denominator})"
