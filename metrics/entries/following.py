"""Figures of what follows an audit: actions, children of concern, dispute resolution."""

from functools import partial

from metrics.entries.dimensions import ACTIONS, CASE, CONCERNS, TIME
from metrics.facts.concerns import ConcernFacts, EarlierConcernFacts, EarlierResolvedFacts, ResolvedConcernFacts
from metrics.facts.following import ActionFacts
from metrics.facts.registers import EscalationFacts
from metrics.measure import Default, Metric, Part, Shape, Timing
from metrics.query import Dimension

_OPEN = ("open_actions", "overdue_actions", "overdue_rate", "days_overdue")
_CONCERNS = ("concerns_open", "concerns_raised", "concerns_resolved", "oldest_concern")
# Those that were opened again stood once before, and are counted as they stood then.
_OPEN_CONCERNS = tuple(
    Part(facts, where=ConcernFacts.is_open, above=ConcernFacts.is_open, is_dated=False)
    for facts in (EarlierConcernFacts, ConcernFacts)
)

# What a register holds on a day: it stands as at today unless another day is named (METRICS, "Periods").
_stock = partial(Metric, timing=Timing.STOCK, default=Default.TODAY, is_register=True)

ENTRIES = (
    Metric(
        "action_status",
        "Status of actions",
        "Actions raised in the period: completed on time, completed late, overdue, not yet due. An action due on the "
        "day is not yet overdue.",
        Shape.SHARES,
        (Part(ActionFacts, below=ActionFacts.stands),),
        ACTIONS,
        timing=Timing.EVENT,
        shares=Dimension.STATUS,
        share_values=("on_time", "late", "overdue", "not_yet_due"),
        is_register=True,
    ),
    _stock(
        "overdue_rate",
        "Overdue rate of actions",
        "Actions that are open and were due before the day, of all open actions.",
        Shape.SHARE,
        (
            Part(
                ActionFacts,
                where=ActionFacts.is_open,
                above=ActionFacts.overdue,
                below=ActionFacts.is_open,
                is_dated=False,
            ),
        ),
        ACTIONS,
        siblings=_OPEN,
    ),
    _stock(
        "overdue_actions",
        "Overdue actions",
        "Actions that are open and were due before the day.",
        Shape.COUNT,
        (Part(ActionFacts, where=ActionFacts.overdue, above=ActionFacts.overdue, is_dated=False),),
        ACTIONS,
        siblings=_OPEN,
    ),
    _stock(
        "open_actions",
        "Open actions",
        "Actions raised and not completed by the day.",
        Shape.COUNT,
        (Part(ActionFacts, where=ActionFacts.is_open, above=ActionFacts.is_open, is_dated=False),),
        ACTIONS,
        siblings=_OPEN,
    ),
    _stock(
        "days_overdue",
        "Days overdue",
        "The median number of days by which overdue actions have passed their due day.",
        Shape.MEDIAN,
        (Part(ActionFacts, where=ActionFacts.overdue, above=ActionFacts.overdue, is_dated=False),),
        ACTIONS,
        siblings=_OPEN,
        value=lambda facts: (facts.due_on(),),
    ),
    _stock(
        "concerns_open",
        "Children of concern, open",
        "Entries for a child of concern raised and not resolved by the day.",
        Shape.COUNT,
        _OPEN_CONCERNS,
        CONCERNS,
        siblings=_CONCERNS,
    ),
    Metric(
        "concerns_raised",
        "Children of concern, raised",
        "Entries for a child of concern raised in the period, by the day of raising. One opened again after it was "
        "resolved counts as raised again.",
        Shape.COUNT,
        (Part(EarlierConcernFacts, above=ConcernFacts.stands), Part(ConcernFacts, above=ConcernFacts.stands)),
        CONCERNS,
        timing=Timing.EVENT,
        is_register=True,
        siblings=_CONCERNS,
    ),
    Metric(
        "concerns_resolved",
        "Children of concern, resolved",
        "Entries for a child of concern resolved in the period, by the day of resolution.",
        Shape.COUNT,
        (
            Part(EarlierResolvedFacts, above=ResolvedConcernFacts.stands),
            Part(ResolvedConcernFacts, above=ResolvedConcernFacts.stands),
        ),
        CONCERNS,
        timing=Timing.EVENT,
        is_register=True,
        siblings=_CONCERNS,
    ),
    _stock(
        "oldest_concern",
        "Oldest open concern",
        "How many days the longest open entry for a child of concern has been open, with the day it was raised.",
        Shape.OLDEST,
        _OPEN_CONCERNS,
        CONCERNS,
        siblings=_CONCERNS,
        value=lambda facts: (facts.raised_on(),),
    ),
    Metric(
        "escalations",
        "Escalations",
        "Cases that IROs and CP chairs took into dispute resolution in the period, by the day of raising.",
        Shape.COUNT,
        (Part(EscalationFacts, above=EscalationFacts.stands),),
        TIME | CASE | {Dimension.ROUTE, Dimension.STAGE, Dimension.STATUS, Dimension.THEME},
        timing=Timing.EVENT,
        is_register=True,
    ),
)
