"""Whole questions that keep what a text named: what a choice asks is understood as what it says (METRICS)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from metrics.catalogue import metric as metric_named
from metrics.language.composing import default_period, groups_of, named_filters, of_notions
from metrics.language.interpret import Understood, interpret
from metrics.language.names import Names
from metrics.language.reading_text import Text, read_text
from metrics.language.readings import SIX_MONTHS
from metrics.language.tokens import plain_text
from metrics.measure import Default, Metric, Timing
from metrics.periods import Period, PeriodKind, month_around, months_in
from metrics.query import OF_PEOPLE, Dimension, Query, Reach
from metrics.wording import day_said, named, question_for


@dataclass(frozen=True, slots=True)
class Offering:
    """By what whole questions are made.

    Attributes:
        usual: the month that is offered where none was named: one that has audits.
        previous: the query that the text goes on from, whose period and place stay unless it names others.
    """

    today: date
    names: Names
    usual: Period
    previous: Query | None = None

    def read(self, text: str) -> Text:
        """A text, read."""
        return read_text(plain_text(text), self.today, self.names)

    def understood(self, text: str) -> Query | None:
        """What a question is understood as; None where it is not."""
        meant = interpret(text, self.today, self.names)
        return meant.query if isinstance(meant, Understood) else None

    def period_of(self, metric: Metric) -> Period:
        """The period that is offered for a figure where none was named."""
        if metric.default is Default.THIS_MONTH:
            return self.usual
        return default_period(metric, self.today, self.today)


def as_said(id_: str, text: Text, offering: Offering) -> Query:
    """The query for a figure with everything that a text names and the figure knows."""
    metric = metric_named(id_)
    known = metric.dimensions | ({metric.shares} if metric.shares is not None else set())
    said = {**text.asked_for.filters, **named_filters(text, metric), **of_notions(metric, text.notions)}
    before = offering.previous.filters if offering.previous is not None and not said else {}
    filters = {key: values for key, values in {**before, **said}.items() if key in known and values}
    chosen = _periods(metric, text, offering)
    groups = tuple(one for one in groups_of(text, metric, filters, chosen) if one in known or len(chosen) > 1)
    return Query(
        id_,
        chosen,
        _as_at(metric, text, offering),
        filters,
        groups,
        text.asked_for.reach or Reach.WHOLE,
    )


def _as_at(metric: Metric, text: Text, offering: Offering) -> date:
    """The day said; one that was only named (`Team 3, August`) is a stock's alone."""
    is_meant = text.moments.as_at is not None and (metric.timing is Timing.STOCK or not text.moments.is_bare_day)
    return min(text.moments.as_at or offering.today, offering.today) if is_meant else offering.today


def _periods(metric: Metric, text: Text, offering: Offering) -> tuple[Period, ...]:
    """The periods that were said, or those of the question before; else the usual one."""
    said = tuple(text.moments.periods)
    before = offering.previous
    if not said and before is not None and _stands_alike(metric, before):
        said = before.periods
    if said and metric.id in SIX_MONTHS:
        return tuple(dict.fromkeys(months_in(period)[-1] for period in said))
    if not said and text.moments.as_at is not None:
        return (_around(metric, min(text.moments.as_at, offering.today), offering),)
    return said or (offering.period_of(metric),)


def _around(metric: Metric, day: date, offering: Offering) -> Period:
    if metric.default is Default.THIS_MONTH:
        return month_around(day)
    return default_period(metric, day, offering.today)


def _stands_alike(metric: Metric, before: Query) -> bool:
    is_stock = metric.timing is Timing.STOCK
    is_period = before.period.kind not in {PeriodKind.DAY, PeriodKind.EVER}
    return is_period and (metric_named(before.metric).timing is Timing.STOCK) == is_stock


def question_of(query: Query, names: Names | None = None, today: date | None = None) -> str:
    """A query as a whole question: whose, where, when, by what, as at which day where that is not today."""
    metric = metric_named(query.metric)
    filters = {key: tuple(_spoken(key, one, names) for one in values) for key, values in query.filters.items()}
    whole = question_for(metric, filters, query.periods)
    if query.reach is Reach.MINE:
        whole = f"My {whole[:1].lower()}{whole[1:]}"
    if query.reach is Reach.MY_TEAMS:
        whole = whole.replace(metric.label, f"{metric.label} for my teams", 1)
    is_stock = query.period.kind is PeriodKind.DAY
    if today is not None and query.as_at < today and not is_stock:
        whole = f"{whole} as at {day_said(query.as_at)}"
    groups = " and ".join(named(one) for one in query.group_by if one not in query.filters)
    return f"{whole} by {groups}" if groups and len(query.periods) == 1 else whole


def _spoken(dimension: Dimension, value: str, names: Names | None) -> str:
    """Somebody by their name, if nobody else has it; else by their address."""
    if dimension not in OF_PEOPLE or names is None:
        return value
    address = set(value.replace("@", ".").split("."))
    said = [one.words for one in names.known if one.value == value and not {"@"} & set(one.words)]
    spoken = next((words for words in said if len(words) > 1 and set(words) <= address | set(words)), None)
    if spoken is None or len({one.value for one in names.known if one.words == spoken}) > 1:
        return value
    return " ".join(word.capitalize() for word in spoken)


def whole_questions(wanted: Query, offering: Offering) -> Iterator[str]:
    """The question for a query, if it is understood as that; else what comes nearest and keeps the months."""
    for query in _nearest(wanted):
        for worded in (query, _of_cases(query)):
            whole = question_of(worded, offering.names, offering.today)
            again = offering.understood(whole)
            if again is not None and _is_same(again, query):
                yield whole
                return


def _of_cases(query: Query) -> Query:
    """Plans and statuses said as those of cases: `Assessment cases` are not the Assessment Team's."""
    said = tuple(f"{value} cases" for value in query.filters.get(Dimension.LEGAL_STATUS, ()))
    return replace(query, filters={**query.filters, Dimension.LEGAL_STATUS: said}) if said else query


def _nearest(query: Query) -> Iterator[Query]:
    """A query, then what is left of it when the least is given up: the breakdown, one filter, all of them."""
    yield query
    whole = replace(query, group_by=())
    yield whole
    for key in query.filters:
        yield replace(whole, filters={other: values for other, values in query.filters.items() if other is not key})
    yield replace(whole, filters={})
    yield replace(whole, filters={}, reach=Reach.WHOLE)


def _is_same(again: Query, query: Query) -> bool:
    days = [[(one.start, one.end) for one in some.periods] for some in (again, query)]
    keys = [(some.metric, some.filters, some.reach, some.as_at) for some in (again, query)]
    has_groups = set(query.group_by) <= set(again.group_by)
    return keys[0] == keys[1] and days[0] == days[1] and has_groups
