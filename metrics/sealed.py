"""What a figure leaves out for its viewer, since it is sealed from them as yet (`storage.seals`), and how that is said.

A second role opens no seal: whoever is to rate a record reads nowhere before then how another has rated it. The figure
is counted without such an audit, and says so.
"""

from dataclasses import replace

from sqlalchemy import select

from metrics.answers import Answer
from metrics.catalogue import metric as metric_named
from metrics.facts.audits import A, AuditFacts
from metrics.facts.teams import SixMonthTeamFacts
from metrics.periods import Period
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from storage.store import Unit

LEFT_OUT = "sealed from you"
# What narrows the allocations themselves: a grade or a moderator would tell what is sealed.
_OF_THE_CASE = frozenset(
    {
        Dimension.SERVICE,
        Dimension.LOCALITY,
        Dimension.TEAM,
        Dimension.LEGAL_STATUS,
        Dimension.HEAD_OF_SERVICE,
        Dimension.AUDITOR,
        Dimension.AUDITOR_TEAM,
        Dimension.KIND,
    }
)


def left_out(unit: Unit, query: Query, viewer: Viewer) -> int:
    """How many audits that came back a figure leaves out since they are sealed from its viewer."""
    metric = metric_named(query.metric)
    if not (viewer.sealed and metric.tells_findings):
        return 0
    return len(set().union(*(_sealed_in(unit, query, viewer, period) for period in _windows(query))))


def _windows(query: Query) -> list[Period]:
    """The months that a figure looks at."""
    facts = metric_named(query.metric).parts[0].facts
    if not issubclass(facts, SixMonthTeamFacts):
        return list(query.periods)
    return [facts(query.as_at, period).window() for period in query.periods]


def _sealed_in(unit: Unit, query: Query, viewer: Viewer, period: Period) -> set[int]:
    facts = AuditFacts(query.as_at, period)
    narrowed = [facts.is_one_of(one, values) for one, values in query.filters.items() if one in _OF_THE_CASE]
    conditions = (A.id.in_(sorted(viewer.sealed)), facts.in_period(), facts.stands(), facts.returned(), *narrowed)
    return set(unit.connection.execute(select(A.id).select_from(facts.source()).where(*conditions)).scalars())


def saying_so(found: Answer, count: int) -> Answer:
    """The same answer, saying how many audits it leaves out for its viewer; as it is where that is none."""
    if not count or found.figures is None:
        return found
    figures = replace(found.figures, left_out=(*found.figures.left_out, (LEFT_OUT, count)))
    return replace(
        found, figures=figures, text=f"{sentence(count)} {found.text}", note=f"{sentence(count)} {found.note}".strip()
    )


def sentence(count: int) -> str:
    """Which audits are left out, why, and until when."""
    if count == 1:
        return "One audit is left out: you are to grade that record yourself. It counts here once you have."
    return f"{count} audits are left out: you are to grade those records yourself. They count here once you have."
