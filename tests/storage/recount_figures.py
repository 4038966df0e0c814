"""Every figure of the catalogue, and how it is recounted (see `tests.storage.recount`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.storage.recount import GOOD, Count
from tests.storage.recount_quality import (
    at_risk,
    by_moderator,
    changed,
    contact,
    coverage,
    domains,
    participation,
    ratings,
    sentiment,
    teams_with,
    teams_without,
    workers_without,
)
from tests.storage.recount_registers import (
    action_status,
    concerns_open,
    concerns_raised,
    concerns_resolved,
    dip_sample,
    escalations,
    every_open,
    impact,
    open_actions,
)
from tests.storage.recount_returns import (
    allocations,
    exemption_rate,
    exemptions,
    pool,
    pool_completion,
    pool_ratio,
    return_days,
)


@dataclass(frozen=True, slots=True)
class Recounted:
    """How a figure is recounted.

    Attributes:
        items: what counts in a period.
        stands: whether it is a stock, which is known as at the end of its period.
        looks_back: whether it is a window, a pool or a stock: a breakdown by month asks it anew for each month.
        shares: for a distribution, the name of its shares.
        own_bases: whether each share has a base of its own.
    """

    items: Count
    stands: bool = False
    looks_back: bool = False
    shares: str | None = None
    own_bases: bool = False


FIGURES: Mapping[str, Recounted] = {
    "completion_rate": Recounted(allocations("returned")),
    "standard_rate": Recounted(allocations("met")),
    "net_completion_rate": Recounted(allocations("returned", "net")),
    "net_standard_rate": Recounted(allocations("met", "net")),
    "late_rate": Recounted(allocations("late", "returned")),
    "allocated": Recounted(allocations("all")),
    "returned": Recounted(allocations("returned")),
    "met_standard": Recounted(allocations("met")),
    "not_met_standard": Recounted(allocations("not_met")),
    "late_returns": Recounted(allocations("late")),
    "exempted": Recounted(allocations("exempt")),
    "outstanding": Recounted(allocations("out")),
    "not_yet_due": Recounted(allocations("not_yet_due")),
    "nil_returns": Recounted(allocations("nil")),
    "not_uploaded": Recounted(allocations("not_uploaded")),
    "return_days": Recounted(return_days),
    "exemptions": Recounted(exemptions),
    "exemption_rate": Recounted(exemption_rate, looks_back=True),
    "pool_completion_rate": Recounted(pool_completion, looks_back=True),
    "auditor_pool": Recounted(pool("auditor"), looks_back=True),
    "moderator_pool": Recounted(pool("moderator"), looks_back=True),
    "moderator_ratio": Recounted(pool_ratio, looks_back=True),
    "ratings": Recounted(ratings(), shares="rating"),
    "good_rate": Recounted(ratings(*GOOD)),
    "requires_improvement_rate": Recounted(ratings("Requires Improvement")),
    "inadequate_rate": Recounted(ratings("Inadequate")),
    "at_risk_rate": Recounted(at_risk),
    "inadequate_by_moderator_rate": Recounted(by_moderator),
    "upgraded_rate": Recounted(changed(1)),
    "downgraded_rate": Recounted(changed(-1)),
    "moderation_agreement": Recounted(changed(0)),
    "auditor_calibration": Recounted(changed(None)),
    "domain_ratings": Recounted(domains, shares="rating"),
    "participation_rate": Recounted(participation),
    "family_contact": Recounted(contact, shares="contact"),
    "feedback_sentiment": Recounted(sentiment, shares="sentiment"),
    "strong_teams": Recounted(teams_with(*GOOD), looks_back=True),
    "weak_teams": Recounted(teams_with("Inadequate"), looks_back=True),
    "teams_not_audited": Recounted(teams_without, looks_back=True),
    "workers_not_audited": Recounted(workers_without, looks_back=True),
    "sample_coverage": Recounted(coverage, looks_back=True),
    "action_status": Recounted(action_status, shares="status"),
    "overdue_rate": Recounted(open_actions(), stands=True, looks_back=True),
    "overdue_actions": Recounted(open_actions(only_overdue=True), stands=True, looks_back=True),
    "open_actions": Recounted(every_open, stands=True, looks_back=True),
    "days_overdue": Recounted(open_actions(only_overdue=True), stands=True, looks_back=True),
    "concerns_open": Recounted(concerns_open, stands=True, looks_back=True),
    "concerns_raised": Recounted(concerns_raised),
    "concerns_resolved": Recounted(concerns_resolved),
    "oldest_concern": Recounted(concerns_open, stands=True, looks_back=True),
    "escalations": Recounted(escalations),
    "dip_sample": Recounted(dip_sample, shares="answer"),
    "impact": Recounted(impact, shares="aspect", own_bases=True),
}
