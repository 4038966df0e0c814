"""Which notions mean which figure of who was heard, and of what followed an audit."""

from collections.abc import Iterable

from metrics.language.reading import Reading, means
from metrics.query import Dimension

_PARTIES = "CHILD PARENT MANAGER WORKER CHAIR IRO CP_CHAIR FAMILY"
_SAID = "CHILD PARENT FAMILY RATE COUNT STATUS GOOD INVOLVED"
_ROUTES = "COUNT CHAIR IRO CP_CHAIR RAISED CASE"


def _felt(ways: str, sentiment: str) -> Iterable[Reading]:
    return means("feedback_sentiment", ways, may=_SAID, filters={Dimension.SENTIMENT: (sentiment,)})


def _answered(ways: str, aspect: str) -> Iterable[Reading]:
    return means("impact", ways, may="RATE COUNT FEEDBACK", filters={Dimension.ASPECT: (aspect,)})


def _action_status(ways: str, *statuses: str) -> Iterable[Reading]:
    return means("action_status", ways, may="RATE COUNT RAISED", filters={Dimension.STATUS: statuses})


OF_WHAT_FOLLOWS: tuple[Reading, ...] = (
    *means("participation_rate", "INVOLVED", may=f"{_PARTIES} RATE COUNT AUDITED"),
    *means(
        "family_contact",
        "FAMILY CONTACT, FAMILY INVOLVED CONTACT, FAMILY INVOLVED",
        may="RATE COUNT CHILD PARENT NOT INVOLVED AUDITOR",
    ),
    *means("family_contact", "CONTACT CHILD PARENT", may="RATE COUNT NOT INVOLVED"),
    *means("feedback_sentiment", "FEEDBACK, FEEDBACK POSITIVE NEGATIVE, POSITIVE NEGATIVE", may=f"{_SAID} MIXED"),
    *means("feedback_sentiment", "FEEDBACK POSITIVE NEGATIVE MIXED, POSITIVE NEGATIVE MIXED", may=_SAID),
    *_felt("POSITIVE, FEEDBACK POSITIVE", "positive"),
    *_felt("NEGATIVE, FEEDBACK NEGATIVE", "negative"),
    *_felt("MIXED, FEEDBACK MIXED", "mixed"),
    *means("impact", "IMPACT", may="IMPROVED RATE COUNT FAMILY FEEDBACK"),
    *_answered("IMPACT CHILD IMPROVED, CHILD IMPROVED, IMPACT CHILD", "child_impact"),
    *_answered("IMPROVED, IMPROVED PRACTICE, IMPACT PRACTICE, IMPACT IMPROVED PRACTICE", "practice_change"),
    *means("dip_sample", "DIP", may="RATE COUNT RATING STATUS AUDITED FEEDBACK"),
    *means("action_status", "ACTION STATUS, ACTION RAISED, ACTION STATUS RAISED", may="RATE COUNT COMPLETION"),
    *means(
        "action_status",
        "ACTION ON_TIME LATE OVERDUE, ACTION ON_TIME LATE",
        may="RATE COUNT RAISED COMPLETION RETURNED OVERDUE NOT_YET_DUE",
    ),
    *_action_status(
        "ACTION ON_TIME, ACTION COMPLETION ON_TIME, ACTION RESOLVED ON_TIME, ACTION RETURNED ON_TIME", "on_time"
    ),
    *_action_status("ACTION COMPLETION LATE, ACTION RETURNED LATE, ACTION RESOLVED LATE", "late"),
    *_action_status("ACTION NOT_YET_DUE, ACTION NOT_YET_DUE OPEN", "not_yet_due"),
    # Without "raised" those completed in a month could be meant, which no figure counts.
    *_action_status("ACTION COMPLETION RAISED, ACTION RESOLVED RAISED, ACTION RETURNED RAISED", "on_time", "late"),
    *_action_status("ACTION COMPLETION RATE, ACTION RESOLVED RATE, ACTION RETURNED RATE", "on_time", "late"),
    *means("overdue_rate", "OVERDUE RATE, ACTION OVERDUE RATE", may="OPEN COUNT"),
    *means("overdue_actions", "ACTION OVERDUE, ACTION LATE", may="OPEN COUNT NOT COMPLETION RETURNED"),
    # "Overdue" alone is either.
    *means("overdue_actions", "OVERDUE", may="COUNT"),
    *means("overdue_rate", "OVERDUE"),
    *means("days_overdue", "OVERDUE HOW_LONG, ACTION OVERDUE HOW_LONG, ACTION HOW_LONG LATE", may="COUNT OPEN"),
    *means("days_overdue", "ACTION HOW_LONG"),
    *means("open_actions", "ACTION OPEN, ACTION EXCELLENT, ACTION STILL_OUT", may="COUNT"),
    *means("open_actions", "ACTION NOT COMPLETION, ACTION NOT RETURNED, ACTION NOT RESOLVED", may="COUNT"),
    *means(
        "concerns_open",
        "CONCERN, CONCERN OPEN, CONCERN EXCELLENT, CONCERN NOT RESOLVED, CONCERN STILL_OUT",
        may="COUNT CHILD",
    ),
    *means("concerns_raised", "CONCERN RAISED", may="COUNT CHILD"),
    *means("concerns_resolved", "CONCERN RESOLVED, CONCERN COMPLETION", may="COUNT CHILD"),
    *means("oldest_concern", "CONCERN OLDEST", may="HOW_LONG OPEN CHILD COUNT STILL_OUT"),
    *means("escalations", "ESCALATION", may=_ROUTES),
    *means("escalations", "ESCALATION RESOLVED", may=_ROUTES, filters={Dimension.STATUS: ("resolved",)}),
    *means("escalations", "ESCALATION OPEN", may=_ROUTES, filters={Dimension.STATUS: ("in process",)}),
    *means("escalations", "ESCALATION NOT RESOLVED", may=_ROUTES, filters={Dimension.STATUS: ("in process",)}),
)
