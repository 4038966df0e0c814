"""Phrases about how practice was rated, and how far ratings hold."""

from collections.abc import Mapping

from metrics.language.notions import Notion

OF_QUALITY: Mapping[Notion, str] = {
    Notion.RATING: (
        "rating, ratings, grade, grades, graded, grading, gradings, rated, judgement, judgements, judged, "
        "distribution of ratings, overall ratings, overall rating, overall grade, overall grades, rating split, "
        "ratings split, rating distribution, ratings distribution, spread of ratings, spread of grades, final "
        "ratings, final rating, audit ratings, audit grades, ratings profile, rating profile, scored, scores, final "
        "grades, breakdown of ratings, breakdown of grades, grade split, split of ratings, split of grades, mix of "
        "ratings, mix of grades, quality ratings, rate the audits, judgments, graded audits, how are audits rated, "
        "how were audits rated, rated overall, quality of practice, overall judgement, overall judgements, how have "
        "audits been rated, audits come out, came out, score, scoring"
    ),
    Notion.GOOD: (
        "good, good or better, good or above, good and above, good or outstanding, good and outstanding, good plus, "
        "good and better, outstanding or good, outstanding and good, at least good, gd, goods, at least a good, good "
        "upwards, rated good or better, good or higher"
    ),
    Notion.RI: (
        "ri, requires improvement, require improvement, requiring improvement, required improvement, ris, requires "
        "improvements, needs improvement, need improvement, req imp, requires imp, require imp, r i, req improvement, "
        "requiring imp, needing improvement, needing to improve"
    ),
    Notion.INADEQUATE: "inadequate, inadequates, inadequacy, inad, inadequately, inads, failing audits",
    Notion.AT_RISK: (
        "at risk, at risk of decline, at risk of becoming inadequate, risk of decline, at risk of declining, at risk "
        "of getting worse, at risk of slipping, at risk of inadequate, at risk of being inadequate, at risk of "
        "falling to inadequate, at risk of dropping to inadequate, flagged at risk, flagged as at risk, could tip "
        "over into inadequate, tip into inadequate, tipping into inadequate, teetering, on the edge, sliding, slip "
        "into inadequate, slipping into inadequate, slide into inadequate, risk of becoming inadequate, likely to "
        "decline, might decline, in danger of, danger of becoming inadequate, at risk of tipping, at risk of "
        "sliding, could slip, could decline, may decline, in danger of becoming inadequate, could become inadequate, "
        "at risk of deterioration, at risk of deteriorating, in danger of slipping, borderline, flagged at risk of "
        "decline, flagged as at risk of decline, flagged as being at risk"
    ),
    Notion.STRONG: "strong, strongest, stronger",
    Notion.WEAK: "weak, weakest, weaker",
    Notion.THREE_OR_MORE: (
        "three or more, 3 or more, at least three, at least 3, three plus, 3+, multiple, several, 3 plus, three or "
        "above, 3 or above, more than two, no fewer than three"
    ),
    Notion.TEAM: "team, teams",
    Notion.WORKER: "social worker, social workers, worker, workers, sw, sws",
    Notion.AUDITED: (
        "audited, looked at, seen, had an audit, had audits, had any audit, had any audits, been looked at, checked, "
        "have an audit, have any audits, been seen, get an audit, got an audit, audited at all, had one, had their "
        "work audited, been missed, audit every, audits done, an audit done, had one done, been through audit, had "
        "their cases audited, looked into, reviewed, any audit, inspected by us, had a case audited"
    ),
    Notion.MISSED: (
        "missed, missed out, left out, unaudited, overlooked, skipped, passed over, gone without, go without, went "
        "without"
    ),
    Notion.MODERATED: (
        "moderated, moderation, moderations, at moderation, in moderation, after moderation, by moderation, through "
        "moderation, moderate, moderates"
    ),
    Notion.UP: (
        "upgraded, upgrade, upgrades, marked up, moved up, raised by the moderator, raised by moderators, put up, "
        "raised at moderation, raised in moderation, raised after moderation, bumped up, increased by the moderator, "
        "went up, improved at moderation, revised upwards, changed upwards, changed up, rated higher by the "
        "moderator, moved upwards, marked higher, lifted, rated up, put up by the moderator, graded up, uprated, "
        "change upwards, grade raised, rating raised, ratings raised, went up at moderation, upgrading"
    ),
    Notion.DOWN: (
        "downgraded, downgrade, downgrades, marked down, moved down, lowered, lowered by the moderator, lowered by "
        "moderators, put down, knocked down, went down, brought down, reduced by the moderator, revised downwards, "
        "changed downwards, changed down, rated lower by the moderator, moved downwards, marked lower, dropped, rated "
        "down, put down by the moderator, graded down, change downwards, rating lowered, ratings lowered, went down "
        "at moderation, downgrading, changed my rating down"
    ),
    Notion.UPWARDS: "up, upwards, upward, higher",
    Notion.DOWNWARDS: "down, downwards, downward, lower, lowering",
    Notion.AGREE: (
        "agreement, agree, agreed, agreeing, agrees, same grade, same rating, concur, concurred, confirmed, confirm, "
        "unchanged, in line, matched, match, left unchanged, kept the rating, kept the grade, identical, identical "
        "ratings, in agreement, left as they were, left alone, stood at moderation, upheld, not changed, agree with, "
        "agreed with, see eye to eye, changed nothing, same grades, left the rating alone, same judgement, agree on "
        "the grade, change many, change ratings, left the same, kept the same, stayed the same, kept their grade, "
        "kept their rating, kept its grade, kept its rating, kept their grades, kept their ratings, keep their grade, "
        "keep the grade, keep the rating, grade was kept, rating was kept, grade kept, rating kept, left as it was, "
        "stayed as they were"
    ),
    Notion.CHANGED: (
        "changed by moderators, changed by the moderator, changes by moderators, moderator changes, moderators "
        "change, changed at moderation, moderator changed, changes at moderation, changed in moderation"
    ),
    Notion.EXACTLY_GOOD: (
        "exactly good, just good, only good, good but not outstanding, good not outstanding, good rather than "
        "outstanding"
    ),
    Notion.BY_MODERATOR: (
        "by moderator, by the moderator, by moderators, by the moderators, made inadequate, became inadequate, "
        "because of the moderator, because of moderation, moderator made, moderators made, through the moderator, "
        "made by the moderator, rated higher by the auditor, rated better by the auditor, graded higher by the "
        "auditor, had the auditor been kinder, auditor been kinder, missed by the auditor, auditor had said better, "
        "auditor said better, auditor had missed, auditor missed, turned inadequate by the moderator, made "
        "inadequate by the moderator, made inadequate by moderators, only made inadequate, became inadequate at "
        "moderation, auditor had rated better, auditor had rated higher, auditor had been kinder, came from the "
        "moderator, by the moderator not the auditor, moderator called, moderators called, auditor rated higher, "
        "auditor rated better, auditor gave a better, auditor had given a better, decided by the moderator, put "
        "there by the moderator, auditor was kinder, auditors had been kinder, auditors were kinder, rated better by "
        "auditors, rated higher by auditors, down to the moderator, found at moderation, only found at moderation, "
        "came to light at moderation, picked up at moderation, only came out at moderation, auditor had said "
        "something better, auditor said something better, auditor had said better"
    ),
    Notion.CALIBRATION: (
        "calibration, calibrated, kappa, weighted kappa, consistency, consistent, inter rater, well calibrated, "
        "calibrate, reliability, inter rater reliability, statistically, cohens kappa, quadratic kappa, on the kappa, "
        "kappa score, agree statistically, statistical agreement, how well calibrated, reliable, how reliable"
    ),
    Notion.COVERAGE: (
        "coverage, sample coverage, sample size, how much of the caseload, how much of our caseload, reach of audit, "
        "part of the caseload, sampled, covered, cover"
    ),
    Notion.CASELOAD: (
        "caseload, case load, caseloads, of all children, of our children, of the children we work with, of our "
        "cases, open cases, of all cases, of all our cases, of all our children, of our whole caseload, children on "
        "our books, the children we work with, all our children, of all the children, all open cases, all the "
        "children we work with, children open to us, cases open to us, open to us"
    ),
    Notion.DOMAIN: (
        "domain, domains, element, elements, area of practice, areas of practice, domain by domain, each domain, "
        "standards of practice, domain grades"
    ),
    Notion.NOT_GRADED: "not graded, ungraded, n a, nothing graded",
    Notion.QUALITY: "quality, how good",
    Notion.PRACTICE: "practice",
}
