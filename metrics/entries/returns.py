"""Figures of allocation and return: completion, standard, lateness, exemption, the pools."""

from domain.words import StandingKind
from metrics.entries.dimensions import ALLOCATED, MODERATED, PEOPLE, PLACE, TIME
from metrics.facts.audits import A, AuditFacts
from metrics.facts.joined import Condition
from metrics.facts.people import ExemptionFacts, ModeratorPoolFacts, PoolFacts
from metrics.measure import Metric, Part, Shape, Target, Test, Timing
from metrics.query import Dimension

_NINETY = Target(90)
_POOL = Part(PoolFacts, is_monthly=True)
_AWAY = (StandingKind.MATERNITY, StandingKind.EXTENDED_ABSENCE)
_STANDING = Part(
    PoolFacts,
    where=lambda pool: pool.stands_aside(StandingKind.MODERATING, *_AWAY, StandingKind.OTHER),
)
_LEFT_OUT = (("standing exemptions", _STANDING),)


def _of_all(above: Test, below: Test | None = None) -> tuple[Part, ...]:
    return (Part(AuditFacts, above=above, below=below or AuditFacts.stands),)


def _not_exempted(facts: AuditFacts) -> Condition:
    return ~facts.exempted()


def _count(id_: str, label: str, definition: str, test: Test, *synonyms: str, siblings: tuple[str, ...] = ()) -> Metric:
    return Metric(
        id_,
        label,
        definition,
        Shape.COUNT,
        (Part(AuditFacts, above=test, below=AuditFacts.stands),),
        ALLOCATED,
        synonyms=synonyms,
        siblings=siblings,
    )


_COMPLETION = ("completion_rate", "net_completion_rate", "pool_completion_rate", "standard_rate", "net_standard_rate")

ENTRIES = (
    Metric(
        "completion_rate",
        "Completion rate",
        "Audits returned, on time or late, of all that were allocated for the month, exempted ones included.",
        Shape.SHARE,
        _of_all(AuditFacts.returned),
        ALLOCATED,
        target=_NINETY,
        excluded=_LEFT_OUT,
        siblings=_COMPLETION,
    ),
    Metric(
        "pool_completion_rate",
        "Completion rate of the pool",
        "Audits returned, set against everyone in the pool of auditors; over several months, against the sum of the "
        "monthly pools. It can pass 100%, because some auditors return more than one audit.",
        Shape.SHARE,
        (Part(AuditFacts, above=AuditFacts.returned), Part(PoolFacts, below=PoolFacts.stands, is_monthly=True)),
        PEOPLE,
        timing=Timing.WINDOW,
        target=_NINETY,
        siblings=_COMPLETION,
    ),
    Metric(
        "standard_rate",
        "Completion rate to standard",
        "Audits returned and not judged below the standard for submission, of all that were allocated for the month.",
        Shape.SHARE,
        _of_all(AuditFacts.to_standard),
        MODERATED,
        target=_NINETY,
        excluded=_LEFT_OUT,
        siblings=_COMPLETION,
    ),
    Metric(
        "net_completion_rate",
        "Net completion rate",
        "Audits returned, of those allocated less those whose auditor was exempted and that were not returned.",
        Shape.SHARE,
        _of_all(AuditFacts.returned, _not_exempted),
        ALLOCATED,
        target=_NINETY,
        excluded=(("exempted after allocation", Part(AuditFacts, where=AuditFacts.exempted)),),
        siblings=_COMPLETION,
    ),
    Metric(
        "net_standard_rate",
        "Net completion rate to standard",
        "Audits returned to standard, of those allocated less those whose auditor was exempted and that were not "
        "returned.",
        Shape.SHARE,
        _of_all(AuditFacts.to_standard, _not_exempted),
        MODERATED,
        target=_NINETY,
        excluded=(("exempted after allocation", Part(AuditFacts, where=AuditFacts.exempted)),),
        siblings=_COMPLETION,
    ),
    _count(
        "allocated",
        "Audits allocated",
        "Audits allocated for the month, exempted ones included.",
        AuditFacts.stands,
    ),
    _count(
        "returned",
        "Audits returned",
        "Audits that came back, on time or late, to standard or not.",
        AuditFacts.returned,
    ),
    Metric(
        "met_standard",
        "Audits to standard",
        "Audits returned and, where moderated, not judged below the standard for submission.",
        Shape.COUNT,
        (Part(AuditFacts, above=AuditFacts.to_standard, below=AuditFacts.stands),),
        MODERATED,
    ),
    Metric(
        "not_met_standard",
        "Audits not to standard",
        "Audits returned whose latest moderation found them below the standard for submission.",
        Shape.COUNT,
        (Part(AuditFacts, above=AuditFacts.below_standard, below=AuditFacts.stands),),
        MODERATED,
    ),
    _count(
        "late_returns",
        "Late returns",
        "Audits returned after their due day.",
        AuditFacts.late,
        siblings=("late_returns", "late_rate"),
    ),
    _count(
        "exempted",
        "Exempted after allocation",
        "Audits allocated to somebody who was exempted for the month, and not returned.",
        AuditFacts.exempted,
        siblings=("exempted", "exemptions", "exemption_rate"),
    ),
    Metric(
        "exemptions",
        "People exempted",
        "People exempted for the month, before or after allocation; over several months, the sum of the months.",
        Shape.COUNT,
        (Part(ExemptionFacts, above=ExemptionFacts.stands),),
        PEOPLE | {Dimension.KIND},
        siblings=("exempted", "exemptions", "exemption_rate"),
    ),
    _count(
        "outstanding",
        "Audits outstanding",
        "Audits allocated that are neither returned nor exempted by the day.",
        AuditFacts.outstanding,
        siblings=("outstanding", "nil_returns"),
    ),
    _count(
        "not_yet_due",
        "Audits not yet due",
        "Audits allocated that are neither returned nor exempted and whose due day is the day itself or later.",
        AuditFacts.not_yet_due,
    ),
    _count(
        "nil_returns",
        "Nil returns",
        "Audits neither returned nor exempted once their month has closed: with the later of its last day and its "
        "latest due day.",
        AuditFacts.nil,
        siblings=("outstanding", "nil_returns"),
    ),
    _count(
        "not_uploaded",
        "Not on the child's record",
        "Audits returned that are not placed on the child's record by the day.",
        lambda facts: facts.not_uploaded(),
    ),
    Metric(
        "late_rate",
        "Late rate",
        "Audits returned after their due day, of all that were returned.",
        Shape.SHARE,
        _of_all(AuditFacts.late, AuditFacts.returned),
        ALLOCATED,
        siblings=("late_returns", "late_rate"),
    ),
    Metric(
        "exemption_rate",
        "Exemption rate",
        "People exempted for the month for reasons other than health or leave, set against the pool of auditors less "
        "those with a standing exemption for maternity or extended absence; over several months, the sums of them. It "
        "can pass 100%, because people outside the pool can be exempted as well.",
        Shape.SHARE,
        (
            Part(ExemptionFacts, above=ExemptionFacts.for_work),
            Part(PoolFacts, where=lambda pool: ~pool.stands_aside(*_AWAY), below=PoolFacts.stands, is_monthly=True),
        ),
        PEOPLE,
        timing=Timing.WINDOW,
        siblings=("exempted", "exemptions", "exemption_rate"),
    ),
    Metric(
        "return_days",
        "Days to return",
        "The median number of days from allocation to return.",
        Shape.MEDIAN,
        (Part(AuditFacts, where=AuditFacts.returned, above=AuditFacts.returned),),
        ALLOCATED,
        value=lambda _: (A.allocated_on, A.returned_on),
    ),
    Metric(
        "auditor_pool",
        "Pool of auditors",
        "Everyone with the role of auditor, trained by the first of the month and not left before it; over a period, "
        "in its last month.",
        Shape.COUNT,
        (Part(PoolFacts, above=PoolFacts.stands),),
        PEOPLE,
        timing=Timing.WINDOW,
        siblings=("auditor_pool", "moderator_pool", "moderator_ratio"),
    ),
    Metric(
        "moderator_pool",
        "Pool of moderators",
        "Everyone with the role of moderator, trained by the first of the month and not left before it; external "
        "moderators are not counted.",
        Shape.COUNT,
        (Part(ModeratorPoolFacts, above=ModeratorPoolFacts.stands),),
        TIME | PLACE,
        timing=Timing.WINDOW,
        siblings=("auditor_pool", "moderator_pool", "moderator_ratio"),
    ),
    Metric(
        "moderator_ratio",
        "Auditors to a moderator",
        "The pool of auditors, set against the pool of moderators; at most three auditors to a moderator are wanted.",
        Shape.QUOTIENT,
        (
            Part(PoolFacts, above=PoolFacts.stands),
            Part(ModeratorPoolFacts, below=ModeratorPoolFacts.stands),
        ),
        TIME | PLACE,
        timing=Timing.WINDOW,
        target=Target(3, is_at_most=True),
        siblings=("auditor_pool", "moderator_pool", "moderator_ratio"),
    ),
)
