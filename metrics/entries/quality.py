"""Figures of practice: ratings, domains, moderation, coverage, the teams and workers seen."""

from domain.words import OVERALL_RATINGS, Rating
from metrics.entries.dimensions import MODERATED, PLACE, RATED, TIME
from metrics.facts.audits import AuditFacts, rank
from metrics.facts.findings import DomainFacts
from metrics.facts.joined import Column, Condition
from metrics.facts.people import WorkerFacts
from metrics.facts.registers import CaseloadFacts, CoverageFacts
from metrics.facts.teams import SixMonthTeamFacts, TeamFacts
from metrics.measure import Default, Metric, Part, Shape, Target, Test, Timing
from metrics.query import Dimension
from storage.tables.registers import caseload

_RATINGS = tuple(rating.value for rating in OVERALL_RATINGS)
_ALL_RATES = ("ratings", "good_rate", "requires_improvement_rate", "inadequate_rate")
_TEAMS = TIME | PLACE


def _final(*ratings: Rating) -> Test:
    return lambda facts: facts.has_final(*ratings)


def _rate(id_: str, label: str, definition: str, *ratings: Rating, target: Target | None = None) -> Metric:
    return Metric(
        id_,
        label,
        definition,
        Shape.SHARE,
        (Part(AuditFacts, where=AuditFacts.of_quality, above=_final(*ratings), below=AuditFacts.of_quality),),
        MODERATED,
        target=target,
        is_sample=True,
        tells_findings=True,
        siblings=_ALL_RATES,
    )


def _moved(compare: str) -> Test:
    def test(facts: AuditFacts) -> Condition:
        moderators, auditors = rank(facts.moderators_rating()), rank(facts.own_rating())
        if compare == "higher":
            return moderators < auditors
        return moderators > auditors if compare == "lower" else moderators == auditors

    return test


def _moderation(id_: str, label: str, definition: str, compare: str, *, target: Target | None = None) -> Metric:
    return Metric(
        id_,
        label,
        definition,
        Shape.SHARE,
        (Part(AuditFacts, where=AuditFacts.moderated, above=_moved(compare), below=AuditFacts.moderated),),
        MODERATED,
        target=target,
        is_sample=True,
        tells_findings=True,
        siblings=("upgraded_rate", "downgraded_rate", "moderation_agreement"),
    )


def _better_by_auditor(facts: AuditFacts) -> Condition:
    return facts.own_rating() != Rating.INADEQUATE


def _final_inadequate(facts: AuditFacts) -> Condition:
    return facts.of_quality() & facts.has_final(Rating.INADEQUATE)


def _final_ri(facts: AuditFacts) -> Condition:
    return facts.of_quality() & facts.has_final(Rating.REQUIRES_IMPROVEMENT)


def _both_ratings(facts: AuditFacts) -> tuple[Column, ...]:
    return facts.own_rating(), facts.moderators_rating()


ENTRIES = (
    Metric(
        "ratings",
        "Ratings",
        "The final ratings of audits to standard: the moderator's where moderated, else the auditor's.",
        Shape.SHARES,
        (Part(AuditFacts, where=AuditFacts.of_quality, below=AuditFacts.of_quality),),
        RATED,
        shares=Dimension.RATING,
        share_values=_RATINGS,
        is_sample=True,
        tells_findings=True,
        siblings=_ALL_RATES,
    ),
    _rate(
        "good_rate",
        "Good rate",
        "Audits to standard rated Good or Outstanding, of all to standard.",
        Rating.OUTSTANDING,
        Rating.GOOD,
    ),
    _rate(
        "requires_improvement_rate",
        "Requires Improvement rate",
        "Audits to standard rated Requires Improvement, of all to standard.",
        Rating.REQUIRES_IMPROVEMENT,
    ),
    _rate(
        "inadequate_rate",
        "Inadequate rate",
        "Audits to standard rated Inadequate, of all to standard.",
        Rating.INADEQUATE,
        target=Target(10, is_at_most=True),
    ),
    Metric(
        "domain_ratings",
        "Ratings by domain",
        "The final grades in a domain, of those graded in audits to standard; Not Graded is shown and not counted.",
        Shape.SHARES,
        (Part(DomainFacts, where=DomainFacts.graded, below=DomainFacts.graded),),
        RATED | {Dimension.DOMAIN},
        shares=Dimension.RATING,
        share_values=_RATINGS,
        is_sample=True,
        tells_findings=True,
        excluded=(("not graded", Part(DomainFacts, where=DomainFacts.not_graded)),),
        asks_for=Dimension.DOMAIN,
    ),
    Metric(
        "at_risk_rate",
        "At-risk rate",
        "Audits rated Requires Improvement and flagged at risk of becoming Inadequate, of all rated Requires "
        "Improvement, to standard.",
        Shape.SHARE,
        (Part(AuditFacts, where=_final_ri, above=AuditFacts.at_risk, below=_final_ri),),
        MODERATED,
        is_sample=True,
        tells_findings=True,
    ),
    Metric(
        "inadequate_by_moderator_rate",
        "Inadequate by the moderator",
        "Audits whose final rating is Inadequate and whose auditor said better, of all whose final rating is "
        "Inadequate.",
        Shape.SHARE,
        (Part(AuditFacts, where=_final_inadequate, above=_better_by_auditor, below=_final_inadequate),),
        MODERATED,
        is_sample=True,
        tells_findings=True,
    ),
    _moderation(
        "upgraded_rate",
        "Upgraded rate",
        "Audits that the moderator rated higher than the auditor, of those moderated.",
        "higher",
    ),
    _moderation(
        "downgraded_rate",
        "Downgraded rate",
        "Audits that the moderator rated lower than the auditor, of those moderated. A change in 10 to 15% is what to "
        "expect; it is shown, never scored.",
        "lower",
    ),
    _moderation(
        "moderation_agreement",
        "Agreement at moderation",
        "Audits that the moderator rated the same as the auditor, of those moderated.",
        "same",
    ),
    Metric(
        "auditor_calibration",
        "Calibration of auditors",
        "Quadratic-weighted kappa of auditors' ratings against moderators', with a bootstrap 95% interval; under "
        "twenty pairs there is no figure.",
        Shape.AGREEMENT,
        (Part(AuditFacts, where=AuditFacts.moderated, above=AuditFacts.moderated),),
        MODERATED,
        value=_both_ratings,
        tells_findings=True,
    ),
    Metric(
        "sample_coverage",
        "Share of the caseload audited",
        "Different cases audited to standard in the period (the last twelve whole months unless said) whose plan or "
        "status the caseload counts, set against the latest caseload.",
        Shape.SHARE,
        (
            Part(CoverageFacts, above=CoverageFacts.returned),
            Part(CaseloadFacts, below=CaseloadFacts.stands, weight=lambda _: caseload.c.children),
        ),
        frozenset({Dimension.LEGAL_STATUS}),
        timing=Timing.WINDOW,
        default=Default.TWELVE_MONTHS,
    ),
    Metric(
        "strong_teams",
        "Teams with three or more Good audits",
        "Teams with three or more audits whose final rating is Good or better, to standard, in the six months that end "
        "with the period.",
        Shape.COUNT,
        (Part(SixMonthTeamFacts, above=SixMonthTeamFacts.strong, below=SixMonthTeamFacts.was_audited),),
        _TEAMS,
        timing=Timing.WINDOW,
        siblings=("strong_teams", "weak_teams"),
        tells_findings=True,
    ),
    Metric(
        "weak_teams",
        "Teams with three or more Inadequate audits",
        "Teams with three or more audits whose final rating is Inadequate, to standard, in the six months that end "
        "with the period.",
        Shape.COUNT,
        (Part(SixMonthTeamFacts, above=SixMonthTeamFacts.with_inadequate, below=SixMonthTeamFacts.was_audited),),
        _TEAMS,
        timing=Timing.WINDOW,
        siblings=("strong_teams", "weak_teams"),
        tells_findings=True,
    ),
    Metric(
        "teams_not_audited",
        "Teams not audited",
        "Teams without an audit to standard in the period, of all teams.",
        Shape.SHARE,
        (Part(TeamFacts, above=TeamFacts.not_audited, below=TeamFacts.stands),),
        _TEAMS,
        timing=Timing.WINDOW,
        siblings=("teams_not_audited", "workers_not_audited"),
    ),
    Metric(
        "workers_not_audited",
        "Social workers not audited",
        "Social workers without an audit to standard of a case of theirs in the six months that end with the period, "
        "of all social workers.",
        Shape.SHARE,
        (Part(WorkerFacts, above=WorkerFacts.not_audited, below=WorkerFacts.stands),),
        TIME | PLACE,
        timing=Timing.WINDOW,
        siblings=("teams_not_audited", "workers_not_audited"),
    ),
)
