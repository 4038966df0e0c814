"""Which notions mean which figure of how practice was rated, and of how far ratings hold."""

from collections.abc import Iterable

from metrics.language.reading import Reading, means
from metrics.query import Dimension

_RATED = "RATE COUNT RATING TARGET STANDARD AUDITED"
_MODERATED = "RATE COUNT RATING MODERATOR AUDITOR MODERATED CHANGED"
_MADE_INADEQUATE = "RATE COUNT RATING DOWN AUDITOR MODERATOR MODERATED BY_MODERATOR"


def _of_domain(notion: str, rating: str) -> Iterable[Reading]:
    return means(
        "domain_ratings", f"{notion} DOMAIN", may="RATE COUNT RATING STANDARD", filters={Dimension.RATING: (rating,)}
    )


def _of_ratings(ways: str, *ratings: str) -> Iterable[Reading]:
    return means("ratings", ways, may=_RATED, filters={Dimension.RATING: ratings})


OF_QUALITY: tuple[Reading, ...] = (
    *means("ratings", "RATING", may="RATE COUNT STATUS MODERATED"),
    *means("good_rate", "GOOD, GOOD EXCELLENT", may=_RATED),
    *means("requires_improvement_rate", "RI", may=_RATED),
    *means("inadequate_rate", "INADEQUATE", may=_RATED),
    *means("good_rate", "GOOD PRACTICE RATING, GOOD PRACTICE RATE", may="COUNT"),
    # "Quality" alone is either.
    *means("ratings", "QUALITY"),
    *means("good_rate", "QUALITY"),
    *_of_ratings("EXCELLENT RATING, EXCELLENT RATE, EXCELLENT RATING RATE", "Outstanding"),
    *_of_ratings("EXACTLY_GOOD", "Good"),
    *_of_ratings("RI INADEQUATE, GOOD NOT", "Requires Improvement", "Inadequate"),
    *means("domain_ratings", "DOMAIN, DOMAIN RATING", may="RATE COUNT RATING STATUS QUALITY"),
    *_of_domain("GOOD", "Good"),
    *_of_domain("RI", "Requires Improvement"),
    *_of_domain("INADEQUATE", "Inadequate"),
    *_of_domain("EXCELLENT", "Outstanding"),
    *means("at_risk_rate", "AT_RISK", may="RI RATE COUNT RATING INADEQUATE"),
    *means(
        "inadequate_by_moderator_rate",
        "INADEQUATE BY_MODERATOR, INADEQUATE MODERATOR",
        may=_MADE_INADEQUATE,
    ),
    *means("inadequate_by_moderator_rate", "INADEQUATE DOWN, INADEQUATE AUDITOR BY_MODERATOR", may=_MADE_INADEQUATE),
    *means("inadequate_by_moderator_rate", "INADEQUATE UP BY_MODERATOR", may=_MADE_INADEQUATE),
    *means("upgraded_rate", "UPWARDS MODERATED, UPWARDS RATING, UPWARDS MODERATOR, UPWARDS CHANGED", may=_MODERATED),
    *means("downgraded_rate", "DOWNWARDS MODERATED, DOWNWARDS RATING", may=_MODERATED),
    *means("downgraded_rate", "DOWNWARDS MODERATOR, DOWNWARDS CHANGED", may=_MODERATED),
    *means("upgraded_rate", "UP, UP MODERATED, UP MODERATOR, UP BY_MODERATOR", may=_MODERATED),
    *means("downgraded_rate", "DOWN, DOWN MODERATED, DOWN MODERATOR, DOWN BY_MODERATOR", may=_MODERATED),
    *means("moderation_agreement", "AGREE, AGREE MODERATED, AGREE MODERATOR", may=f"{_MODERATED} BY_MODERATOR"),
    # What the moderator changed is either.
    *means("upgraded_rate", "CHANGED", may=_MODERATED),
    *means("downgraded_rate", "CHANGED", may=_MODERATED),
    *means("auditor_calibration", "CALIBRATION", may="AUDITOR MODERATOR MODERATED RATING COUNT"),
    *means("auditor_calibration", "CALIBRATION AGREE", may="AUDITOR MODERATOR MODERATED RATING"),
    *means("moderation_agreement", "CALIBRATION AGREE RATE", may="AUDITOR MODERATOR MODERATED RATING"),
    *means("moderation_agreement", "CALIBRATION AGREE RATING RATE", may="AUDITOR MODERATOR MODERATED"),
    *means("sample_coverage", "COVERAGE, COVERAGE CASELOAD", may="RATE COUNT CHILD AUDITED CASELOAD"),
    *means("sample_coverage", "CASELOAD AUDITED, CASELOAD RATE, CASELOAD AUDIT", may="RATE COUNT CHILD AUDITED"),
    *means("sample_coverage", "CHILD AUDITED RATE", may="COUNT"),
    *means("strong_teams", "TEAM STRONG, TEAM GOOD THREE_OR_MORE", may="COUNT GOOD THREE_OR_MORE RATING"),
    *means("weak_teams", "TEAM WEAK, TEAM INADEQUATE THREE_OR_MORE", may="COUNT INADEQUATE THREE_OR_MORE RATING"),
    *means("teams_not_audited", "TEAM NOT AUDITED, TEAM NOT AUDIT, TEAM MISSED", may="COUNT RATE AUDITED STANDARD NOT"),
    *means(
        "workers_not_audited",
        "WORKER NOT AUDITED, WORKER NOT AUDIT, WORKER MISSED",
        may="COUNT RATE AUDITED STANDARD NOT",
    ),
)
