"""Which notions mean which figure of audits given out and come back."""

from metrics.language.reading import Reading, means

_ON_TIME = "NOT ON_TIME"

OF_RETURNS: tuple[Reading, ...] = (
    *means("completion_rate", "COMPLETION", may="RATE TARGET AUDITOR ALLOCATED"),
    *means("completion_rate", "COMPLETION RATE", may="TARGET COUNT RETURNED ALLOCATED AUDITOR DUE"),
    *means("completion_rate", "RETURNED RATE", may="TARGET ALLOCATED COUNT AUDITOR DUE"),
    *means("completion_rate", "COMPLETION ALLOCATED, RETURNED ALLOCATED COUNT RATE", may="COUNT RATE"),
    *means("completion_rate", "TARGET", may="RATE AUDITOR"),
    *means("completion_rate", "RETURNED TARGET", may="RATE"),
    *means("returned", "RETURNED", may="COUNT DUE PEOPLE AUDITOR"),
    *means("returned", "COMPLETION COUNT", may="RETURNED"),
    *means("returned", "RETURNED ALLOCATED COUNT"),
    *means(
        "net_completion_rate", "NET COMPLETION, NET RETURNED, NET RATE COMPLETION", may="RATE TARGET ALLOCATED COUNT"
    ),
    *means("net_completion_rate", "COMPLETION EXEMPTED NOT, COMPLETION EXEMPTION NOT", may="RATE COUNT TARGET"),
    *means("net_completion_rate", "RETURNED RATE EXEMPTED NOT, RETURNED RATE EXEMPTION NOT", may="COUNT TARGET"),
    *means(
        "net_completion_rate",
        "COMPLETION OTHER_THAN EXEMPTED, COMPLETION OTHER_THAN EXEMPTION",
        may="RATE COUNT PEOPLE",
    ),
    *means("net_standard_rate", "NET STANDARD", may="RATE TARGET COMPLETION RETURNED COUNT AUDITOR ALLOCATED"),
    *means("net_standard_rate", "STANDARD OTHER_THAN EXEMPTED, STANDARD OTHER_THAN EXEMPTION", may="RATE COUNT PEOPLE"),
    *means("standard_rate", "STANDARD RATE", may="TARGET ALLOCATED COUNT RETURNED COMPLETION AUDITOR"),
    *means("standard_rate", "STANDARD COMPLETION", may="TARGET ALLOCATED RATE"),
    *means("standard_rate", "STANDARD TARGET", may="RATE"),
    *means("met_standard", "STANDARD, STANDARD RETURNED, STANDARD COUNT, STANDARD RETURNED COUNT"),
    *means("met_standard", "STANDARD COMPLETION COUNT"),
    *means("met_standard", "STANDARD AUDITED, STANDARD AUDIT", may="CHILD COUNT"),
    *means("not_met_standard", "STANDARD NOT, STANDARD NOT COUNT", may="RETURNED MODERATED"),
    *means("not_met_standard", "BELOW_STANDARD", may="RETURNED COUNT MODERATED BY_MODERATOR MODERATOR"),
    *means("pool_completion_rate", "POOL COMPLETION, POOL RETURNED", may="RATE TARGET AUDITOR ALLOCATED COUNT PEOPLE"),
    *means("pool_completion_rate", "OF_POOL, OF_POOL COMPLETION, OF_POOL RETURNED", may="RATE TARGET COUNT"),
    # Cases allocated to a team are its caseload: only audits are given out here.
    *means("allocated", "ALLOCATED", may="COUNT AUDITOR AUDIT", anywhere=frozenset()),
    *means("allocated", "ALLOCATED CASE AUDIT", may="COUNT"),
    *means("late_returns", "LATE, LATE RETURNED, LATE COMPLETION COUNT", may="COUNT AUDITOR PEOPLE"),
    *means("late_returns", _ON_TIME, may="COUNT RETURNED"),
    *means("late_returns", "OVERDUE RETURNED", may="COUNT"),
    # Actions are overdue; an audit that is may be late or still out.
    *means("late_returns", "OVERDUE AUDIT", may="COUNT PEOPLE AUDITOR"),
    *means("outstanding", "OVERDUE AUDIT", may="COUNT PEOPLE AUDITOR"),
    *means("late_rate", "OVERDUE RETURNED RATE", may="COUNT"),
    *means("late_rate", "LATE RATE, LATE RETURNED RATE, LATE COMPLETION RATE", may="COUNT AUDITOR"),
    *means("late_rate", "NOT ON_TIME RATE", may="RETURNED COUNT"),
    *means("late_rate", "TIMELINESS", may="RETURNED RATE"),
    *means("return_days", "TIMELINESS", may="RETURNED"),
    *means("exempted", "EXEMPTED AFTER_ALLOCATION, EXEMPTION AFTER_ALLOCATION", may="AUDITOR PEOPLE COUNT ALLOCATED"),
    *means("exempted", "AFTER_ALLOCATION", may="AUDITOR PEOPLE COUNT ALLOCATED AUDITED"),
    *means("exempted", "EXEMPTED AUDIT, EXEMPTED ALLOCATED", may="COUNT"),
    *means("exemptions", "EXEMPTION, EXEMPTED PEOPLE, EXEMPTED AUDITOR", may="AUDITOR PEOPLE COUNT AGREE"),
    *means("exemptions", "EXEMPTED PEOPLE AUDIT NOT", may="COUNT AUDITOR"),
    *means("exempted", "EXEMPTED", may="COUNT"),
    *means("exemptions", "EXEMPTION HEALTH, EXEMPTION LEAVE, EXEMPTION HEALTH LEAVE", may="COUNT AUDITOR PEOPLE"),
    *means("exemptions", "EXEMPTION DISCRETIONARY, EXEMPTION DIRECTORS", may="COUNT AUDITOR PEOPLE"),
    *means("exemptions", "EXEMPTED HEALTH, EXEMPTED LEAVE", may="COUNT AUDITOR PEOPLE"),
    *means("exemption_rate", "EXEMPTION RATE, EXEMPTED RATE", may="AUDITOR POOL PEOPLE COUNT AFTER_ALLOCATION"),
    *means("exemption_rate", "EXEMPTED OF_POOL, EXEMPTION OF_POOL", may="COUNT RATE AUDITOR"),
    *means("exemption_rate", "EXEMPTED POOL", may="COUNT RATE AUDITOR AUDIT"),
    *means("exemption_rate", "EXEMPTION OTHER_THAN HEALTH LEAVE RATE", may="AUDITOR POOL PEOPLE NOT COUNT"),
    *means(
        "exemption_rate", "EXEMPTION NOT HEALTH LEAVE RATE, EXEMPTED NOT HEALTH LEAVE RATE", may="AUDITOR POOL PEOPLE"
    ),
    *means("exemption_rate", "EXEMPTED OTHER_THAN HEALTH LEAVE RATE", may="AUDITOR POOL PEOPLE NOT COUNT"),
    *means(
        "outstanding", "STILL_OUT, STILL_OUT RETURNED", may="RETURNED NOT COUNT COMPLETION AUDITOR ALLOCATED DUE PEOPLE"
    ),
    *means("outstanding", "EXCELLENT AUDIT, EXCELLENT RETURNED, EXCELLENT STILL_OUT, EXCELLENT ALLOCATED", may="COUNT"),
    *means("outstanding", "EXCELLENT, EXCELLENT COUNT"),
    *means("not_yet_due", "NOT_YET_DUE AUDIT", may="COUNT ALLOCATED"),
    *means("outstanding", "NOT RETURNED, NOT COMPLETION", may="ALLOCATED COUNT AUDITOR DUE PEOPLE"),
    *means("outstanding", "NOT RETURNED AUDITOR, NOT AUDIT RETURNED AUDITOR", may="COUNT"),
    *means("not_yet_due", "NOT_YET_DUE, NOT_YET_DUE AUDIT, NOT_YET_DUE RETURNED", may="COUNT"),
    *means("nil_returns", "NIL", may="RETURNED COUNT"),
    *means("nil_returns", "NOT RETURNED EXEMPTED COUNT, NOT RETURNED EXEMPTED NIL", may="AUDITOR"),
    *means("not_uploaded", "NOT UPLOADED, STILL_OUT UPLOADED", may="RETURNED CHILD COUNT COMPLETION NOT"),
    *means(
        "return_days",
        "HOW_LONG RETURNED, HOW_LONG AUDIT, HOW_LONG COMPLETION",
        may="ALLOCATED COUNT RETURNED AUDITOR PEOPLE",
    ),
    *means("return_days", "HOW_LONG RETURNED ALLOCATED, HOW_LONG ALLOCATED", may="COUNT AUDITOR"),
    *means("auditor_pool", "POOL, POOL AUDITOR, AUDITOR COUNT", may="PEOPLE COUNT"),
    *means("moderator_pool", "POOL MODERATOR, MODERATOR COUNT, PEOPLE MODERATED COUNT", may="PEOPLE COUNT"),
    *means(
        "moderator_ratio", "RATIO, AUDITOR MODERATOR COUNT, MODERATOR RATE", may="COUNT TARGET RATE AUDITOR MODERATOR"
    ),
)
