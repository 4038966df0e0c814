"""The words around a figure: what it can be broken down by, and all that carries no meaning for it."""

from collections.abc import Mapping

from metrics.language.tokens import phrases_in, words_in, words_of
from metrics.query import Dimension

# "by team", "per locality", "for each service", "team by team", "which teams".
_SAID: Mapping[Dimension, str] = {
    Dimension.MONTH: "month, months",
    Dimension.QUARTER: "quarter, quarters",
    Dimension.YEAR: "year, years, financial year, financial years",
    Dimension.SERVICE: "service, services, svc",
    Dimension.LOCALITY: "locality, localities, area, areas, patch, patches, district, districts, loc",
    Dimension.TEAM: "team, teams",
    Dimension.LEGAL_STATUS: (
        "legal status, legal statuses, plan, plans, plan type, plan types, plan or status, type of plan, "
        "status of the child, case type, case types, kind of plan, type of case"
    ),
    Dimension.STATUS: "status, outcome",
    Dimension.RATING: "rating, grade",
    Dimension.DOMAIN: "domain, domains, element, elements",
    Dimension.AUDITOR: "auditor, auditors",
    Dimension.MODERATOR: "moderator, moderators",
    Dimension.PARTY: "party, parties, person involved, who was involved",
    Dimension.OWNER: "owner, owners",
    Dimension.HEAD_OF_SERVICE: "head of service, heads of service, hos, head, heads",
    Dimension.ROUTE: "route, routes",
    Dimension.STAGE: "stage, stages",
    Dimension.THEME: "theme, themes",
    Dimension.KIND: "kind, kinds, type, types, reason, reasons",
    Dimension.CATEGORY: "category, categories",
    Dimension.SAMPLE: "sample, samples",
    Dimension.QUESTION: "question, questions",
    Dimension.ASPECT: "aspect, aspects, survey aspect",
}
GROUPS: Mapping[tuple[str, ...], Dimension] = {
    tuple(words_of(phrase)): dimension for dimension, phrases in _SAID.items() for phrase in phrases.split(", ")
}

_GRAMMAR = """
    & + a an the of in for at on by to from with within during over under into onto out off as upon among amongst per
    is are was were be been being am do does did doing done have has had having will would can could may might shall
    must we our us ours you your yours i me my mine it its this that these those there here they them their theirs
    he she him her his what which who whom whose when where how and or but so if then than also too just only
    however though although while whilst because about around regarding re concerning between both either whether
    itself ourselves all any some every each whole such very quite pretty fairly rather more less most least much
    many few lot lots bit another other others own same one ones thing things something anything everything everyone
    everybody anyone anybody someone somebody far yet still ever really actually exactly precisely roughly
    approximately nearly almost even again once twice always usually typically generally normally typical usual
    simply basically overall together apart
"""
_COURTESY = """
    please pls plz thanks thank thankyou ta cheers hi hiya hello hey heya morning afternoon evening dear bot
    auditbot ok okay sorry excuse pardon bother pain hope hoping hopefully well kind kindly grateful appreciate
    appreciated regards bye er erm um umm uh hmm oh ah yes yeah yep no right well great lovely brilliant perfect
    nice cool fine sure mate friend guys all_ quick quickly quickie moment sec minute minutes hour hours second idea
    ideas chance favour possible possibly maybe perhaps happen happens happening happened wondering wonder curious
    interested interest interesting word words english plain simple terms term short brief briefly honest honestly
    truth true truly false correct guess reckon
"""
_ASKING = """
    show tell told give gave get gets getting got let know knew need needs needed want wants wanted like liked
    looking look looks looked find finding found out report reports reporting reported provide provided pull run
    question questions ask asks asking asked answer answers answering remind check checking checked confirm figure
    figures data stats statistics stat statistic numbers info information latest update updates see seeing say says
    said mean means meant meaning thinks thinking remember recall forget forgot read reading hear gather gathered
    understand understood believe suppose wish trying try work works working use using used based take takes taking
    taken took put come comes coming came go goes going went gone make makes making made stand stands standing stood
    sit sits sitting end ends ended start starts started begin begins began beginning talk talking discuss
    discussing prepare preparing prep writing send sends sending carry carried view views viewed display list
    listing breakdown broken split table chart graph summary headline picture snapshot overview side compare
    compared compares comparing comparison comparisons versus vs v against across alongside beside measure measured
    measures counted counting calculate quote quoting slide slides paper papers dashboard pack deck
"""
_WORK = """
    council councils councilwide wide authority la borough county programme round rounds cycle cycles qa assurance
    performance performing perform social work board panel committee scrutiny meeting meetings ofsted inspector
    inspectors inspection chief exec executive cabinet member members lead leader leaders leadership owned owns
    grounds version basis closely entry entries manage manages managed managing bring brings brought call answered
    month months quarter quarters year years period periods date dates time times day days today now currently
    current present presently nowadays level levels set sets internal group groups whatever whenever wherever
    whichever reason reasons subject subjects carried results result responses response considered office corporate
    directorate department senior management
"""
# Words that carry no meaning for a figure: grammar, courtesy, verbs of asking, the workplace.
FILLER = frozenset(words_of(_GRAMMAR + _COURTESY + _ASKING + _WORK)) - {"no", "not", "good"}
# "Which service had the lowest": a breakdown says it; of people it is refused before (`refusals`).
SUPERLATIVES = words_in(
    """
    best worst highest lowest most least top bottom better worse biggest smallest
    """
)
# "Was July better than June": two periods or places set side by side.
MOVEMENTS = phrases_in(
    """
    gone up, gone down, going up, going down, go up, go down, any better, any worse, better or worse, up or down,
    higher or lower, up or down on, getting better, getting worse, rising, falling, dropping, increasing,
    decreasing, stack up
    """
)
COMPARATIVES = phrases_in(
    """
    better than, worse than, higher than, lower than, more than, fewer than, less than, up on, down on, different
    from, different to, compared with, compared to, set against, difference between, change between, gap between,
    change in, difference in, as good as, as high as, up from, down from
    """
)
# Before a name or a period: it is said only to leave it out.
SETTING_ASIDE = phrases_in(
    """
    but not for, but not in, but not, not counting, leaving aside, setting aside, leaving out, other than,
    apart from, except for, except, excluding, not for, not in, not the, not, forget, never mind, rather
    than, instead of, as opposed to, without, without any, without the, without counting, non, but not the,
    minus, minus the, bar, barring, outside, outside of, excluding the, excluding all, except the, except
    for the, other than the, apart from the, not including, not including the, not counting the, that are
    not, that is not, who are not, which are not, that were not, that are not in, who are not in, which are
    not in, not on, not on a, not with, not from, no, ignoring, ignore, drop, dropping, remove, removing,
    exclude, exclude the, omit, omitting, skip, skipping, leave out, leave off, less the, take out, taking
    out, all but, everything but, everyone but, everybody but, anything but, everywhere but, anywhere but
    """
)
