"""What a figure was counted from, in words with its counts: `45 returned of 59 allocated`."""

from collections.abc import Mapping

from metrics.figures import Figure
from metrics.measure import Metric, Shape
from metrics.query import Query
from metrics.wording import day_said, value_said

# What stands above and below the line, for every figure that has both: a test holds the table to the catalogue.
ABOVE_AND_BELOW: Mapping[str, tuple[str, str]] = {
    "completion_rate": ("returned", "allocated"),
    "pool_completion_rate": ("returned", "auditors in the pool"),
    "standard_rate": ("to standard", "allocated"),
    "net_completion_rate": ("returned", "allocated and not exempted"),
    "net_standard_rate": ("to standard", "allocated and not exempted"),
    "late_rate": ("returned late", "returned"),
    "exemption_rate": ("people exempted", "auditors in the pool"),
    "moderator_ratio": ("auditors", "moderators"),
    "good_rate": ("Good or Outstanding", "audits to standard"),
    "requires_improvement_rate": ("Requires Improvement", "audits to standard"),
    "inadequate_rate": ("Inadequate", "audits to standard"),
    "at_risk_rate": ("flagged at risk", "rated Requires Improvement"),
    "inadequate_by_moderator_rate": ("rated better by their auditor", "finally Inadequate"),
    "upgraded_rate": ("rated higher by the moderator", "moderated"),
    "downgraded_rate": ("rated lower by the moderator", "moderated"),
    "moderation_agreement": ("rated the same by the moderator", "moderated"),
    "sample_coverage": ("cases audited", "children on the caseload"),
    "teams_not_audited": ("not audited", "teams"),
    "workers_not_audited": ("not audited", "social workers"),
    "participation_rate": ("included", "recorded"),
    "overdue_rate": ("overdue", "open actions"),
}
# What the shares of a distribution are shares of.
BASES: Mapping[str, str] = {
    "ratings": "audits to standard",
    "domain_ratings": "grades",
    "family_contact": "audits with child or parent recorded",
    "feedback_sentiment": "who were heard",
    "impact": "answers",
    "dip_sample": "answers",
    "action_status": "actions raised",
}


def counts_said(metric: Metric, query: Query, figure: Figure) -> str:
    """The counts of a figure as a sentence; empty where the figure is its own count, or there is no data."""
    match metric.shape:
        case Shape.SHARE if figure.value is not None:
            above, below = ABOVE_AND_BELOW[metric.id]
            return f"{figure.numerator} {above} of {figure.denominator} {below}."
        case Shape.QUOTIENT if figure.value is not None:
            above, below = ABOVE_AND_BELOW[metric.id]
            return f"{figure.numerator} {above} to {figure.denominator} {below}."
        case Shape.SHARES:
            return _shares(metric, query, figure)
        case Shape.MEDIAN if figure.count:
            return f"The middle (the median) of {figure.count}."
        case Shape.OLDEST if figure.day is not None:
            return f"Open since {day_said(figure.day)}. {figure.count} are open in all."
        case Shape.AGREEMENT if figure.count:
            return f"From {figure.count} pairs of ratings. 1 is full agreement, 0 is what chance would give."
        case _:
            return ""


def _shares(metric: Metric, query: Query, figure: Figure) -> str:
    base = BASES[metric.id]
    if figure.value is None:
        return f"Shares of {figure.denominator} {base}." if figure.denominator else ""
    wanted = query.filters.get(metric.shares, ()) if metric.shares is not None else ()
    return f"{figure.numerator} {' or '.join(map(value_said, wanted))} of {figure.denominator} {base}."


def interval_said(metric: Metric, figure: Figure) -> str:
    """How sure a sample is, in words: `A sample: …`; empty for a full count (METRICS, "Questions")."""
    if figure.interval is None:
        return ""
    low, high = figure.interval
    ends = f"{low:.2f} and {high:.2f}" if metric.shape is Shape.AGREEMENT else f"{low:.0f}% and {high:.0f}%"
    return f"This is a sample. The true figure most likely lies between {ends} (95% interval)."
