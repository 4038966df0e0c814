"""Which notions together mean which figure.

A reading explains all the notions of a question: those it needs and those it may have. What leaves one unexplained is
no reading, so that a word is never passed over. Of several the one that needs more is meant; where two need as much,
the text is ambiguous and is asked back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from metrics.language.lexicon import Notion as N
from metrics.query import Dimension


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to mean a figure.

    Attributes:
        filters: what the notions themselves filter by.
        group_by: how the figure is broken down when it is asked for like this.
    """

    metric: str
    needs: frozenset[N]
    may: frozenset[N]
    filters: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict, hash=False)
    group_by: tuple[Dimension, ...] = ()

    def explains(self, notions: frozenset[N]) -> bool:
        """Whether the notions are all explained, and none that is needed is missing."""
        return self.needs <= notions <= self.needs | self.may


def _notions(text: str) -> frozenset[N]:
    return frozenset(N[name] for name in text.split())


def _means(
    metric: str,
    *ways: str,
    may: str = "",
    filters: Mapping[Dimension, tuple[str, ...]] | None = None,
    group_by: tuple[Dimension, ...] = (),
) -> Iterable[Reading]:
    for needs in ways:
        yield Reading(metric, _notions(needs), _notions(may) | {N.AUDIT, N.CASE}, filters or {}, group_by)


_PARTIES = "CHILD PARENT MANAGER WORKER CHAIR IRO CP_CHAIR FAMILY"
_RATINGS = "RATE COUNT RATING TARGET STANDARD"


def _rating_readings(metric: str, notion: str) -> Iterable[Reading]:
    yield from _means(metric, notion, may=_RATINGS)


def _domain_reading(notion: str, rating: str) -> Iterable[Reading]:
    yield from _means(
        "domain_ratings", f"{notion} DOMAIN", may="RATE COUNT RATING STANDARD", filters={Dimension.RATING: (rating,)}
    )


def _action_status(notion: str, status: str, *, more: str = "") -> Iterable[Reading]:
    yield from _means(
        "action_status", f"ACTION {notion}", may=f"RATE COUNT RAISED {more}", filters={Dimension.STATUS: (status,)}
    )


READINGS: tuple[Reading, ...] = (
    # Return and completion.
    *_means("completion_rate", "COMPLETION", may="RATE TARGET"),
    *_means("completion_rate", "COMPLETION RATE", may="TARGET COUNT RETURNED"),
    *_means("completion_rate", "RETURNED RATE", may="TARGET ALLOCATED COUNT"),
    *_means("completion_rate", "COMPLETION ALLOCATED", "COMPLETION ALLOCATED RATE", may="COUNT"),
    *_means("completion_rate", "TARGET", may="RATE AUDITOR"),
    *_means("completion_rate", "RETURNED TARGET", may="RATE"),
    *_means("completion_rate", "COMPLETION AUDITOR", "COMPLETION AUDITOR RATE", may=""),
    *_means("returned", "RETURNED", may="COUNT"),
    *_means("returned", "COMPLETION COUNT", may="RETURNED"),
    *_means("net_completion_rate", "NET COMPLETION", "NET RETURNED RATE", "NET COMPLETION RATE", "NET RETURNED", may="RATE TARGET"),
    *_means("net_completion_rate", "COMPLETION EXEMPTED NOT", "COMPLETION EXEMPTION NOT", "RETURNED RATE EXEMPTED NOT", may="RATE COUNT TARGET"),
    *_means("net_standard_rate", "NET STANDARD", may="RATE TARGET COMPLETION RETURNED"),
    *_means("standard_rate", "STANDARD RATE", "STANDARD COMPLETION", "STANDARD COMPLETION RATE", "STANDARD RETURNED RATE", may="TARGET ALLOCATED"),
    *_means("standard_rate", "STANDARD TARGET", may="RATE"),
    *_means("met_standard", "STANDARD", "STANDARD RETURNED", "STANDARD COUNT", "STANDARD RETURNED COUNT", may=""),
    *_means("not_met_standard", "STANDARD NOT", "STANDARD NOT COUNT", may="RETURNED MODERATED"),
    *_means("pool_completion_rate", "POOL COMPLETION", "POOL RETURNED RATE", "POOL COMPLETION RATE", "POOL RETURNED", may="RATE TARGET AUDITOR ALLOCATED"),
    *_means("allocated", "ALLOCATED", "ALLOCATED COUNT", may=""),
    *_means("late_returns", "LATE", "LATE COUNT", "LATE RETURNED", "LATE RETURNED COUNT", "LATE COMPLETION COUNT", may=""),
    *_means("late_returns", "NOT ON_TIME", "NOT ON_TIME RETURNED", may="COUNT"),
    *_means("late_rate", "LATE RATE", "LATE RETURNED RATE", "LATE COMPLETION RATE", may="COUNT"),
    *_means("late_rate", "NOT ON_TIME RATE", may="RETURNED"),
    *_means("exempted", "EXEMPTED AFTER_ALLOCATION", "EXEMPTION AFTER_ALLOCATION", "EXEMPTED AFTER_ALLOCATION COUNT", may="AUDITOR PEOPLE COUNT"),
    *_means("exempted", "EXEMPTED AUDIT", "EXEMPTED ALLOCATED", may="COUNT"),
    *_means("exemptions", "EXEMPTION", "EXEMPTION COUNT", may="AUDITOR PEOPLE"),
    *_means("exemptions", "EXEMPTED PEOPLE", may="COUNT AUDITOR"),
    *_means("exemption_rate", "EXEMPTION RATE", may=""),
    *_means("outstanding", "STILL_OUT", "STILL_OUT COUNT", "STILL_OUT RETURNED", may="RETURNED NOT"),
    *_means("outstanding", "EXCELLENT AUDIT", "EXCELLENT AUDIT COUNT", "EXCELLENT RETURNED", "EXCELLENT STILL_OUT", may="COUNT"),
    *_means("outstanding", "EXCELLENT", "EXCELLENT COUNT", may=""),
    *_means("outstanding", "NOT RETURNED", "NOT RETURNED COUNT", "NOT COMPLETION", "NOT COMPLETION COUNT", may="ALLOCATED"),
    *_means("nil_returns", "NIL", "NIL COUNT", may="RETURNED"),
    *_means("not_uploaded", "NOT UPLOADED", "NOT UPLOADED COUNT", "STILL_OUT UPLOADED", may="RETURNED CHILD COUNT"),
    *_means("return_days", "HOW_LONG RETURNED", "HOW_LONG RETURNED ALLOCATED", "HOW_LONG AUDIT", "HOW_LONG COMPLETION", may="ALLOCATED COUNT RETURNED AUDITOR COMPLETION"),
    *_means("auditor_pool", "POOL", "POOL AUDITOR", "POOL COUNT", "AUDITOR COUNT", "POOL AUDITOR COUNT", may="PEOPLE"),
    *_means("moderator_pool", "POOL MODERATOR", "MODERATOR COUNT", "POOL MODERATOR COUNT", may="PEOPLE"),
    *_means("moderator_ratio", "RATIO", "RATIO AUDITOR", "RATIO MODERATOR", "RATIO AUDITOR MODERATOR", "AUDITOR MODERATOR", "MODERATOR RATE", may="COUNT TARGET RATE"),
    # Quality of practice.
    *_means("ratings", "RATING", may="RATE COUNT STATUS"),
    *_rating_readings("good_rate", "GOOD"),
    *_means("good_rate", "GOOD EXCELLENT", may=_RATINGS),
    *_rating_readings("requires_improvement_rate", "RI"),
    *_rating_readings("inadequate_rate", "INADEQUATE"),
    *_means("ratings", "EXCELLENT RATING", "EXCELLENT RATE", may="COUNT RATE", filters={Dimension.RATING: ("Outstanding",)}),
    *_means("ratings", "RI INADEQUATE", may=_RATINGS, filters={Dimension.RATING: ("Requires Improvement", "Inadequate")}),
    *_means("ratings", "GOOD NOT", may=_RATINGS, filters={Dimension.RATING: ("Requires Improvement", "Inadequate")}),
    *_means("domain_ratings", "DOMAIN", "DOMAIN RATING", may="RATE COUNT RATING"),
    *_domain_reading("GOOD", "Good"),
    *_domain_reading("RI", "Requires Improvement"),
    *_domain_reading("INADEQUATE", "Inadequate"),
    *_domain_reading("EXCELLENT", "Outstanding"),
    *_means("at_risk_rate", "AT_RISK", may="RI RATE COUNT RATING INADEQUATE"),
    *_means("inadequate_by_moderator_rate", "INADEQUATE BY_MODERATOR", "INADEQUATE MODERATED", "INADEQUATE MODERATOR", may="RATE COUNT RATING DOWN AUDITOR MODERATOR MODERATED"),
    *_means("upgraded_rate", "UP MODERATED", "UP MODERATOR", "UP RATE", "UP", "UP BY_MODERATOR", may="RATE COUNT RATING MODERATOR AUDITOR MODERATED"),
    *_means("downgraded_rate", "DOWN MODERATED", "DOWN MODERATOR", "DOWN RATE", "DOWN", "DOWN BY_MODERATOR", may="RATE COUNT RATING MODERATOR AUDITOR MODERATED"),
    *_means("moderation_agreement", "AGREE", "AGREE MODERATED", "AGREE MODERATOR", "AGREE BY_MODERATOR", may="RATE COUNT RATING AUDITOR MODERATOR MODERATED"),
    *_means("auditor_calibration", "CALIBRATION", may="AUDITOR MODERATOR MODERATED RATING AGREE RATE COUNT"),
    *_means("sample_coverage", "COVERAGE", "CASELOAD AUDITED", "CASELOAD COVERAGE", "CASELOAD RATE", "CHILD AUDITED RATE", may="CASELOAD RATE COUNT CHILD AUDITED"),
    *_means("strong_teams", "TEAM STRONG", "TEAM GOOD THREE_OR_MORE", may="COUNT GOOD THREE_OR_MORE RATING"),
    *_means("weak_teams", "TEAM WEAK", "TEAM INADEQUATE THREE_OR_MORE", may="COUNT INADEQUATE THREE_OR_MORE RATING"),
    *_means("teams_not_audited", "TEAM NOT AUDITED", "TEAM NOT AUDIT", "TEAM NOT COVERAGE", may="COUNT RATE AUDITED"),
    *_means("workers_not_audited", "WORKER NOT AUDITED", "WORKER NOT AUDIT", may="COUNT RATE AUDITED"),
    # Voices.
    *_means("participation_rate", "INVOLVED", may=f"{_PARTIES} RATE COUNT AUDITED"),
    *_means("family_contact", "FAMILY CONTACT", "FAMILY INVOLVED CONTACT", "FAMILY INVOLVED", may="RATE COUNT CHILD PARENT"),
    *_means("feedback_sentiment", "FEEDBACK", "FEEDBACK POSITIVE NEGATIVE", may="CHILD PARENT FAMILY RATE COUNT STATUS"),
    *_means("feedback_sentiment", "POSITIVE", "FEEDBACK POSITIVE", may="CHILD PARENT FAMILY RATE COUNT", filters={Dimension.SENTIMENT: ("positive",)}),
    *_means("feedback_sentiment", "NEGATIVE", "FEEDBACK NEGATIVE", may="CHILD PARENT FAMILY RATE COUNT", filters={Dimension.SENTIMENT: ("negative",)}),
    *_means("feedback_sentiment", "MIXED", "FEEDBACK MIXED", may="CHILD PARENT FAMILY RATE COUNT", filters={Dimension.SENTIMENT: ("mixed",)}),
    *_means("feedback_sentiment", "POSITIVE NEGATIVE", "POSITIVE NEGATIVE MIXED", "FEEDBACK POSITIVE NEGATIVE MIXED", may="CHILD PARENT FAMILY RATE COUNT FEEDBACK"),
    *_means("impact", "IMPACT", may="IMPROVED RATE COUNT FAMILY"),
    *_means("impact", "IMPACT CHILD IMPROVED", "CHILD IMPROVED", may="IMPACT RATE COUNT", filters={Dimension.ASPECT: ("child_impact",)}),
    *_means("impact", "IMPACT CHILD", may="RATE COUNT", filters={Dimension.ASPECT: ("child_impact",)}),
    *_means("impact", "IMPROVED", may="RATE COUNT", filters={Dimension.ASPECT: ("practice_change",)}),
    *_means("dip_sample", "DIP", may="RATE COUNT RATING STATUS"),
    # What follows.
    *_means("action_status", "ACTION STATUS", "ACTION RAISED", "ACTION STATUS RAISED", may="RATE COUNT RAISED"),
    *_action_status("COMPLETION ON_TIME", "on_time"),
    *_action_status("RESOLVED ON_TIME", "on_time"),
    *_action_status("RETURNED ON_TIME", "on_time"),
    *_action_status("ON_TIME", "on_time"),
    *_action_status("COMPLETION LATE", "late"),
    *_action_status("RETURNED LATE", "late"),
    *_action_status("RESOLVED LATE", "late"),
    *_action_status("NOT_YET_DUE", "not_yet_due", more="OPEN"),
    *_means("action_status", "ACTION COMPLETION", "ACTION RESOLVED", "ACTION RETURNED", may="RATE COUNT RAISED", filters={Dimension.STATUS: ("on_time", "late")}),
    *_means("overdue_rate", "OVERDUE RATE", "ACTION OVERDUE RATE", may="OPEN COUNT"),
    *_means("overdue_actions", "ACTION OVERDUE", "ACTION OVERDUE COUNT", "ACTION LATE COUNT", "ACTION LATE", may="OPEN"),
    *_means("days_overdue", "OVERDUE HOW_LONG", "ACTION OVERDUE HOW_LONG", may="COUNT OPEN"),
    *_means("open_actions", "ACTION OPEN", "ACTION EXCELLENT", "ACTION STILL_OUT", "ACTION NOT COMPLETION", "ACTION NOT RETURNED", "ACTION NOT RESOLVED", may="COUNT"),
    *_means("concerns_open", "CONCERN", "CONCERN OPEN", "CONCERN COUNT", "CONCERN EXCELLENT", "CONCERN NOT RESOLVED", "CONCERN STILL_OUT", may="COUNT CHILD"),
    *_means("concerns_raised", "CONCERN RAISED", may="COUNT CHILD"),
    *_means("concerns_resolved", "CONCERN RESOLVED", "CONCERN COMPLETION", may="COUNT CHILD"),
    *_means("oldest_concern", "CONCERN OLDEST", "CONCERN OLDEST OPEN", "CONCERN HOW_LONG OLDEST", may="HOW_LONG OPEN CHILD"),
    *_means("escalations", "ESCALATION", may="RAISED COUNT CHAIR IRO CP_CHAIR"),
    *_means("escalations", "ESCALATION RESOLVED", may="COUNT CHAIR IRO CP_CHAIR RAISED", filters={Dimension.STATUS: ("resolved",)}),
    *_means("escalations", "ESCALATION OPEN", may="COUNT CHAIR IRO CP_CHAIR RAISED", filters={Dimension.STATUS: ("in process",)}),
)  # fmt: skip

# What a party's notion is called in the store.
PARTIES: Mapping[N, str] = {
    N.CHILD: "child",
    N.PARENT: "parent",
    N.MANAGER: "manager",
    N.WORKER: "social_worker",
    N.CHAIR: "iro_or_chair",
    N.IRO: "iro_or_chair",
    N.CP_CHAIR: "iro_or_chair",
}
ROUTES: Mapping[N, str] = {N.IRO: "iro", N.CP_CHAIR: "cp_chair", N.CHAIR: "cp_chair"}


def readings_of(notions: frozenset[N]) -> list[Reading]:
    """The readings that explain all the notions and need the most of them; one a figure and filter."""
    found = [reading for reading in READINGS if reading.explains(notions)]
    most = max((len(reading.needs) for reading in found), default=0)
    best: list[Reading] = []
    for reading in found:
        known = any((one.metric, one.filters) == (reading.metric, reading.filters) for one in best)
        if len(reading.needs) == most and not known:
            best.append(reading)
    return best


def nearest(notions: frozenset[N], most: int = 3) -> list[str]:
    """The figures that share the most notions with a text, best first: what to offer where nothing is clear."""
    scores: dict[str, float] = {}
    for reading in READINGS:
        shared = len(reading.needs & notions)
        score = shared - 0.1 * len(reading.needs - notions)
        if shared:
            scores[reading.metric] = max(scores.get(reading.metric, 0), score)
    return sorted(scores, key=lambda metric: -scores[metric])[:most]
