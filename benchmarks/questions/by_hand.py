# ruff: noqa: S608 - the statements are put together from our own texts alone
"""The questions that are measured, each with the best statement for it that we know how to write by hand.

A statement by hand counts what the question asks for and nothing else, on the same tables with the same indexes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from benchmarks.questions.council import MONTHS, TODAY
from metrics.periods import ever, financial_year, month_named, quarter_period, span
from metrics.query import Dimension, Query

_FIRST, _LAST = (date.fromisoformat(f"{month}-01") for month in (MONTHS[0], MONTHS[-1]))
_STANDS = "a.allocated_on <= :day AND (a.withdrawn_on IS NULL OR a.withdrawn_on > :day)"
_COMPLETION = f"count(*), sum(CASE WHEN a.returned_on <= :day THEN 1 ELSE 0 END) FROM allocation a WHERE {_STANDS}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as people type it, as it is understood, and by hand.

    Attributes:
        text: as typed.
        query: as understood.
        statement: by hand, with `:day` for the day it is asked.
    """

    text: str
    query: Query
    statement: str


QUESTIONS: Mapping[str, Question] = {
    "month": Question(
        "completion rate for March 2019",
        Query("completion_rate", (month_named("2019-03"),), TODAY),
        f"SELECT {_COMPLETION} AND a.month = '2019-03'",
    ),
    "teams": Question(
        "completion rate by team from April 2009 to March 2019",
        Query("completion_rate", (span(_FIRST, _LAST),), TODAY, {}, (Dimension.TEAM,)),
        "SELECT t.name, n.below, n.above FROM (SELECT a.team_id AS team_id, count(*) AS below, "
        "sum(CASE WHEN a.returned_on <= :day THEN 1 ELSE 0 END) AS above FROM allocation a "
        f"WHERE {_STANDS} AND a.month BETWEEN '2009-04' AND '2019-03' GROUP BY a.team_id) n "
        "JOIN team t ON t.id = n.team_id",
    ),
    "overdue": Question(
        "how many actions are overdue?",
        Query("overdue_actions", (ever(TODAY),), TODAY),
        "SELECT count(*) FROM agreed_action n WHERE n.raised_on <= :day AND n.due_on < :day "
        "AND n.completed_on IS NULL AND n.removed_on IS NULL",
    ),
    "ratings": Question(
        "ratings by team in Q4 2018/19",
        Query("ratings", (quarter_period(2018, 4),), TODAY, {}, (Dimension.TEAM,)),
        "SELECT t.name, coalesce(m.overall, u.overall) AS final, count(*) FROM allocation a "
        "JOIN audit u ON u.allocation_id = a.id JOIN team t ON t.id = a.team_id "
        "LEFT JOIN moderation m ON m.allocation_id = a.id AND m.moderated_on <= :day "
        "AND NOT EXISTS (SELECT 1 FROM moderation o WHERE o.allocation_id = a.id AND o.moderated_on <= :day "
        "AND (o.moderated_on, o.id) > (m.moderated_on, m.id)) "
        f"WHERE {_STANDS} AND a.month BETWEEN '2019-01' AND '2019-03' AND a.returned_on <= :day "
        "AND coalesce(m.met_standard, true) AND a.loop_ref IS NULL GROUP BY t.name, final",
    ),
    "auditor": Question(
        "completion rate of auditor7@council.example in 2018/19",
        Query("completion_rate", (financial_year(2018),), TODAY, {Dimension.AUDITOR: ("auditor7@council.example",)}),
        f"SELECT {_COMPLETION} AND a.month BETWEEN '2018-04' AND '2019-03' "
        "AND a.auditor_id = (SELECT p.id FROM person p WHERE p.email = 'auditor7@council.example')",
    ),
    "concerns": Question(
        "how many concerns are open?",
        Query("concerns_open", (ever(TODAY),), TODAY),
        "SELECT count(*) FROM concern c WHERE c.raised_on <= :day AND c.resolved_on IS NULL",
    ),
}
