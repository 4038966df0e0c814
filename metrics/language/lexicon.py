"""The field's words and the notions behind them. A figure is recognised by its notions, not by a phrase."""

from collections.abc import Mapping
from enum import StrEnum

from metrics.language.tokens import words_of
from metrics.query import Dimension


class Notion(StrEnum):
    """What a word or phrase of a question is about."""

    COMPLETION = "completion"
    RETURNED = "returned"
    NOT = "not"
    STILL_OUT = "still out"
    EXCELLENT = "outstanding"  # the grade, or what is still out: the other words decide
    NIL = "nil"
    ALLOCATED = "allocated"
    LATE = "late"
    ON_TIME = "on time"
    STANDARD = "standard"
    NET = "net"
    POOL = "pool"
    EXEMPTED = "exempted"
    EXEMPTION = "exemption"
    AFTER_ALLOCATION = "after allocation"
    UPLOADED = "uploaded"
    HOW_LONG = "how long"
    AUDITOR = "auditor"
    MODERATOR = "moderator"
    PEOPLE = "people"
    RATIO = "ratio"
    COVERAGE = "coverage"
    CASELOAD = "caseload"
    RATING = "rating"
    GOOD = "good"
    RI = "requires improvement"
    INADEQUATE = "inadequate"
    AT_RISK = "at risk"
    STRONG = "strong"
    WEAK = "weak"
    THREE_OR_MORE = "three or more"
    TEAM = "team"
    WORKER = "social worker"
    AUDITED = "audited"
    MODERATED = "moderated"
    UP = "upgraded"
    DOWN = "downgraded"
    AGREE = "agreed"
    BY_MODERATOR = "by the moderator"
    CALIBRATION = "calibration"
    INVOLVED = "involved"
    CHILD = "child"
    PARENT = "parent"
    MANAGER = "manager"
    CHAIR = "IRO or chair"
    IRO = "IRO"
    CP_CHAIR = "CP chair"
    FAMILY = "family"
    CONTACT = "contact"
    FEEDBACK = "feedback"
    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"
    ACTION = "action"
    STATUS = "status"
    OVERDUE = "overdue"
    OPEN = "open"
    NOT_YET_DUE = "not yet due"
    CONCERN = "concern"
    RAISED = "raised"
    RESOLVED = "resolved"
    OLDEST = "oldest"
    ESCALATION = "escalation"
    DIP = "dip sample"
    IMPACT = "impact"
    IMPROVED = "improved"
    DOMAIN = "domain"
    NOT_GRADED = "not graded"
    RATE = "rate"
    COUNT = "how many"
    AUDIT = "audit"
    TARGET = "target"
    CASE = "case"


# Longest first; a phrase is found whole. Each line is a notion and the ways to say it.
_SAID: Mapping[Notion, tuple[str, ...]] = {
    Notion.COMPLETION: (
        "completion", "completions", "completed", "complete", "completing", "completeness", "compliance",
        "completion rate", "completion rates",
    ),
    Notion.RETURNED: (
        "returned", "returns", "return", "returning", "came back", "come back", "coming back", "back in", "are back", "is back",
        "back", "came in", "come in", "have come in", "submitted", "handed in", "hand in", "sent in", "sent back in", "turned in", "are in",
        "got in", "got back", "gotten back", "received", "brought back", "been done", "got done", "did we do", "done", "finished",
        "been in", "in so far", "returned so far", "submissions", "submission", "return rate",
    ),
    Notion.STILL_OUT: (
        "still out", "still to come", "still to come back", "still awaited", "awaited", "awaiting", "still waiting for", "waiting for",
        "waiting on", "pending", "still due", "left to do", "yet to come back", "yet to come", "yet to be returned", "yet to return",
        "unreturned", "not in yet", "to come back", "still owed", "owed", "remaining", "left to come back", "yet to be completed",
        "incomplete", "still missing", "missing", "left to return", "unfinished",
    ),
    Notion.EXCELLENT: ("outstanding", "outstandings"),
    Notion.NIL: ("nil", "nils", "nil return", "nil returns", "nil-return", "nil-returns"),
    Notion.ALLOCATED: (
        "allocated", "allocation", "allocations", "allocate", "given out", "gave out", "handed out", "hand out", "issued", "assigned", "sent out",
        "went out", "put out",
    ),
    Notion.LATE: (
        "late", "lateness", "tardy", "after the due date", "after the due day", "after their due date", "after their due day",
        "past the due date", "after the deadline", "past the deadline", "past their deadline", "missed the deadline", "missed their deadline", "missed the due date",
        "behind time", "after its due day", "after its due date", "late returns", "late return", "late rate",
    ),
    Notion.ON_TIME: ("on time", "in time", "punctual", "punctually", "by the deadline", "by the due date", "by their due date"),
    Notion.STANDARD: (
        "to standard", "up to standard", "met standard", "met the standard", "meet the standard", "meet standard", "meeting standard",
        "meeting the standard", "standard", "standards", "of standard", "good enough to count", "accepted as to standard", "up to scratch",
        "to the standard", "below standard", "sub standard", "substandard", "below the standard",
    ),
    Notion.NET: (
        "net", "net of exemptions", "excluding exemptions", "excluding exempt", "excluding exempted", "excluding the exempted",
        "less exemptions", "after exemptions", "without exemptions", "not counting exemptions", "leaving out exemptions", "taking out exemptions",
        "excluding those exempted", "without the exempted", "without those exempted", "leaving out the exempted", "minus exemptions",
        "discounting exemptions", "once exemptions are taken out", "when exemptions are taken out", "ignoring exemptions", "removing exemptions",
        "excluding exempt audits", "excluding exempted audits", "excluding the exemptions", "leaving aside exemptions",
        "not counting those exempted", "not counting the exempted", "discounting the exempted", "ignoring the exempted", "taking exemptions out",
        "taking out the exempted", "leaving out those exempted", "after taking out exemptions", "after taking off exemptions", "taking off exemptions",
    ),
    Notion.POOL: ("pool", "of the pool", "pools", "whole pool", "pool size", "against the pool", "auditor pool", "auditing pool"),
    Notion.EXEMPTED: ("exempted", "exempt", "let off", "excused", "exempting"),
    Notion.EXEMPTION: ("exemption", "exemptions", "dispensation", "dispensations"),
    Notion.AFTER_ALLOCATION: ("after allocation", "after being allocated", "after they were allocated", "post allocation", "once allocated", "after the allocation", "after it was allocated", "after having been allocated"),
    Notion.UPLOADED: (
        "uploaded", "upload", "uploads", "on the child record", "on the childs record", "on the record", "on the file", "placed on the record",
        "placed on the child record", "put on the record", "put on the child record", "on record", "on file", "on the system", "on the case file",
        "on the case record", "onto the record", "onto the child record", "on children record", "on the children record", "on the records",
    ),
    Notion.HOW_LONG: (
        "how long", "days", "turnaround", "turn around", "turnaround time", "number of days", "how many days", "time taken", "median days", "average days",
        "median time", "average time", "median", "time to return", "days to return", "time it takes", "how quickly", "how fast", "speed", "on average", "how slow", "length of time",
    ),
    Notion.AUDITOR: ("auditor", "auditors"),
    Notion.MODERATOR: ("moderator", "moderators"),
    Notion.PEOPLE: ("people", "staff", "person", "persons", "colleagues", "individuals"),
    Notion.RATIO: (
        "ratio", "auditors per moderator", "auditors to a moderator", "auditors to each moderator", "auditors for each moderator",
        "auditors does each moderator have", "auditors to moderators", "auditors for every moderator", "auditors do we have per moderator",
        "auditors to moderator", "auditor to moderator", "per moderator", "to each moderator", "for each moderator", "each moderator have", "to one moderator", "auditors each moderator",
    ),
    Notion.COVERAGE: ("coverage", "sample coverage", "sample size", "covered", "cover", "sampled", "covering"),
    Notion.CASELOAD: ("caseload", "case load", "caseloads", "of all children", "of our children", "of the children we work with", "of our cases", "open cases", "of all cases", "of all our cases", "of all our children"),
    Notion.RATING: (
        "rating", "ratings", "grade", "grades", "graded", "grading", "gradings", "rated", "judgement", "judgements", "judged", "distribution of ratings",
        "overall ratings", "overall rating", "overall grade", "overall grades", "rating split", "ratings split", "rating distribution", "ratings distribution", "spread of ratings",
        "spread of grades", "final ratings", "final rating", "audit ratings", "audit grades", "ratings profile", "rating profile", "profile", "scored", "scores",
        "how were the audits rated", "final grades", "distribution", "ratings breakdown", "breakdown of ratings", "breakdown of grades", "grade split", "split of ratings", "split of grades", "mix of ratings", "mix of grades", "quality ratings",
    ),
    Notion.GOOD: ("good", "good or better", "good or above", "good and above", "good or outstanding", "good and outstanding", "good plus", "good and better", "outstanding or good", "outstanding and good", "at least good"),
    Notion.RI: ("ri", "requires improvement", "require improvement", "requiring improvement", "required improvement", "ris", "requires improvements", "needs improvement", "need improvement"),
    Notion.INADEQUATE: ("inadequate", "inadequates", "inadequacy", "inad"),
    Notion.AT_RISK: ("at risk", "at risk of decline", "at risk of becoming inadequate", "at-risk", "risk of decline", "at risk of declining", "at risk of getting worse", "at risk of slipping", "at risk of inadequate", "at risk of being inadequate", "at risk of falling to inadequate", "at risk of dropping to inadequate", "flagged at risk", "flagged as at risk"),
    Notion.STRONG: ("strong", "strongest", "stronger"),
    Notion.WEAK: ("weak", "weakest", "weaker"),
    Notion.THREE_OR_MORE: ("three or more", "3 or more", "at least three", "at least 3", "three plus", "3+", "three good", "multiple", "several", "3 plus"),
    Notion.TEAM: ("team", "teams"),
    Notion.WORKER: ("social worker", "social workers", "worker", "workers", "sw", "sws"),
    Notion.AUDITED: ("audited", "been audited", "auditing", "looked at", "seen", "had an audit", "had audits", "had any audit", "had any audits", "been looked at", "checked", "have an audit", "have any audits", "been seen", "get an audit", "got an audit"),
    Notion.MODERATED: ("moderated", "moderation", "moderations", "at moderation", "in moderation", "after moderation", "by moderation", "through moderation", "moderating"),
    Notion.UP: ("upgraded", "upgrade", "upgrades", "marked up", "moved up", "raised by the moderator", "raised by moderators", "put up", "higher", "upwards", "up", "raised at moderation", "raised in moderation", "raised after moderation", "bumped up", "increased by the moderator", "went up", "improved at moderation"),
    Notion.DOWN: ("downgraded", "downgrade", "downgrades", "marked down", "moved down", "lowered", "lowered by the moderator", "lowered by moderators", "put down", "lower", "downwards", "down", "knocked down", "went down", "brought down", "reduced by the moderator"),
    Notion.AGREE: ("agreement", "agree", "agreed", "agreeing", "agrees", "same grade", "same rating", "the same", "concur", "concurred", "confirmed", "confirm", "unchanged", "in line", "matched", "match", "left unchanged", "kept the rating", "kept the grade"),
    Notion.BY_MODERATOR: ("by moderator", "by the moderator", "by moderators", "by the moderators", "made inadequate", "became inadequate", "because of the moderator", "because of moderation", "moderator made", "moderators made", "through the moderator"),
    Notion.CALIBRATION: ("calibration", "calibrated", "kappa", "auditor calibration", "weighted kappa", "consistency", "consistent", "inter rater", "well calibrated", "calibrate", "reliability", "inter rater reliability"),
    Notion.INVOLVED: (
        "participation", "participated", "participate", "participating", "took part", "take part", "taking part", "involved", "involvement", "included", "inclusion",
        "engaged", "engagement", "spoken to", "spoken with", "spoke to", "spoke with", "talked to", "consulted", "contributed", "contribute", "contributing",
        "participation rate", "involve", "involving", "include", "speak to", "heard from", "hear from", "their views", "asked for their view", "part in", "took a part", "interviewed", "talked with", "gave their view", "gave their views", "views of", "had a say", "have a say",
    ),
    Notion.CHILD: ("child", "children", "childs", "young person", "young people", "childrens", "kids"),
    Notion.PARENT: ("parent", "parents", "carer", "carers", "parent or carer", "parents or carers", "parents and carers", "mums and dads", "parental"),
    Notion.MANAGER: ("manager", "managers", "team manager", "team managers", "tm", "tms"),
    Notion.CHAIR: ("iro or chair", "iros or chairs", "chair", "chairs", "iro or cp chair", "iros and chairs", "iros and cp chairs", "iro and chair", "chairs and iros", "iro/chair", "independent chair", "independent chairs", "iro chair", "chair or iro", "iros or cp chairs"),
    Notion.IRO: ("iro", "iros", "independent reviewing officer", "independent reviewing officers", "reviewing officer", "reviewing officers"),
    Notion.CP_CHAIR: ("cp chair", "cp chairs", "child protection chair", "child protection chairs", "conference chair", "conference chairs"),
    Notion.FAMILY: ("family", "families"),
    Notion.CONTACT: ("contact", "contacted", "contacts", "reached", "reach", "got hold of", "in touch", "family contact", "made contact"),
    Notion.FEEDBACK: ("feedback", "fed back", "what did they say", "sentiment", "what families said", "what parents said", "what children said", "feel", "felt", "feelings", "say", "said", "opinion", "opinions", "comments", "think", "told us", "saying", "tell us", "satisfaction", "satisfied", "happy"),
    Notion.POSITIVE: ("positive", "positively", "favourable"),
    Notion.MIXED: ("mixed",),
    Notion.NEGATIVE: ("negative", "negatively", "unfavourable", "unhappy"),
    Notion.ACTION: ("action", "actions", "audit actions", "action plan", "recommendations", "recommendation", "agreed actions", "follow up actions"),
    Notion.STATUS: ("status", "statuses", "state", "stand", "standing", "where are we with", "progress", "position", "what happened to", "where do we stand with", "breakdown", "split", "spread", "profile of"),
    Notion.OVERDUE: ("overdue", "past due", "out of time", "past their due date", "past their due day", "beyond their due date", "over due", "late actions", "past due date", "behind schedule", "past their date"),
    Notion.OPEN: ("open", "still open", "live", "active", "not closed", "not completed", "uncompleted", "unresolved", "not resolved", "not been resolved", "currently open", "in hand", "ongoing", "to be closed", "still to do", "not done", "not been done", "not been closed", "not been completed"),
    Notion.NOT_YET_DUE: ("not yet due", "not due yet", "not due", "yet to fall due", "still within time"),
    Notion.CONCERN: ("concern", "concerns", "children of concern", "child of concern", "coc", "cocs", "concern register", "concerns register"),
    Notion.RAISED: ("raised", "opened", "new", "newly raised", "newly opened", "added", "came in as", "were opened", "came onto", "logged", "arose", "come up", "came up", "started", "made", "agreed in", "set"),
    Notion.RESOLVED: ("resolved", "closed", "signed off", "settled", "sorted", "closures", "resolutions", "been closed", "been resolved", "concluded", "resolve", "close", "closing", "came off", "come off", "finished with"),
    Notion.OLDEST: ("oldest", "longest open", "longest", "longest running", "longest standing", "been open longest", "open the longest", "longest outstanding", "earliest"),
    Notion.ESCALATION: ("escalation", "escalations", "escalated", "drp", "drps", "dispute resolution", "dispute resolutions", "disputes", "dispute", "challenges", "formal challenges", "disputed"),
    Notion.DIP: ("dip sample", "dip samples", "dip sampling", "dip", "dips", "dip sample results", "dip-sample"),
    Notion.IMPACT: ("impact", "impact survey", "impact surveys", "survey", "surveys", "made a difference", "difference did the audits make", "impact of audits", "made any difference", "make a difference", "make any difference", "difference", "did audits help", "impact questions"),
    Notion.IMPROVED: ("improved", "improve", "better", "got better", "improvement"),
    Notion.DOMAIN: ("domain", "domains", "element", "elements", "area of practice", "areas of practice"),
    Notion.NOT_GRADED: ("not graded", "ungraded", "n a"),
    Notion.RATE: ("rate", "rates", "percentage", "percentages", "percent", "%", "per cent", "share", "proportion", "pct", "what fraction", "fraction", "shares", "pc", "as a percentage"),
    Notion.COUNT: ("how many", "number", "number of", "numbers", "count", "counts", "total", "totals", "how much", "amount", "many", "volume", "size", "how big", "how large", "tally"),
    Notion.AUDIT: ("audit", "audits", "practice audits", "practice audit", "case audits", "case audit", "case file audits", "file audits", "case file audit"),
    Notion.TARGET: ("on target", "target", "targets", "hitting", "hit", "hitting target", "on track", "meeting target", "meeting our target", "hitting our target", "hit target", "above target", "below target", "reach target", "reached target", "off target", "reaching"),
    Notion.CASE: ("case", "cases", "records", "record", "files", "file"),
}  # fmt: skip
NOTIONS: Mapping[tuple[str, ...], Notion] = {
    tuple(words_of(phrase)): notion for notion, phrases in _SAID.items() for phrase in phrases
}

# "by team", "per locality", "for each service", "team by team", "which teams".
GROUPS: Mapping[str, Dimension] = {
    "month": Dimension.MONTH,
    "months": Dimension.MONTH,
    "quarter": Dimension.QUARTER,
    "quarters": Dimension.QUARTER,
    "year": Dimension.YEAR,
    "years": Dimension.YEAR,
    "service": Dimension.SERVICE,
    "services": Dimension.SERVICE,
    "locality": Dimension.LOCALITY,
    "localities": Dimension.LOCALITY,
    "area": Dimension.LOCALITY,
    "areas": Dimension.LOCALITY,
    "patch": Dimension.LOCALITY,
    "district": Dimension.LOCALITY,
    "team": Dimension.TEAM,
    "teams": Dimension.TEAM,
    "legal status": Dimension.LEGAL_STATUS,
    "plan": Dimension.LEGAL_STATUS,
    "plan type": Dimension.LEGAL_STATUS,
    "plan or status": Dimension.LEGAL_STATUS,
    "type of plan": Dimension.LEGAL_STATUS,
    "plan types": Dimension.LEGAL_STATUS,
    "status of the child": Dimension.LEGAL_STATUS,
    "case type": Dimension.LEGAL_STATUS,
    "status": Dimension.STATUS,
    "rating": Dimension.RATING,
    "grade": Dimension.RATING,
    "domain": Dimension.DOMAIN,
    "domains": Dimension.DOMAIN,
    "element": Dimension.DOMAIN,
    "auditor": Dimension.AUDITOR,
    "auditors": Dimension.AUDITOR,
    "moderator": Dimension.MODERATOR,
    "moderators": Dimension.MODERATOR,
    "party": Dimension.PARTY,
    "parties": Dimension.PARTY,
    "person involved": Dimension.PARTY,
    "owner": Dimension.OWNER,
    "owners": Dimension.OWNER,
    "head of service": Dimension.HEAD_OF_SERVICE,
    "heads of service": Dimension.HEAD_OF_SERVICE,
    "hos": Dimension.HEAD_OF_SERVICE,
    "head": Dimension.HEAD_OF_SERVICE,
    "route": Dimension.ROUTE,
    "stage": Dimension.STAGE,
    "theme": Dimension.THEME,
    "themes": Dimension.THEME,
    "kind": Dimension.KIND,
    "type": Dimension.KIND,
    "reason": Dimension.KIND,
    "category": Dimension.CATEGORY,
    "sample": Dimension.SAMPLE,
    "question": Dimension.QUESTION,
}

# Words that carry no meaning for a figure: greetings, verbs of asking, articles, politeness.
FILLER = frozenset(
    words_of(
        "a an the of in for at on by to from with within during over under into onto out off as is are was were be been being am do does did doing "
        "have has had having will would could can should may might shall must we our us ours you your i me my mine it its this that these those "
        "there here they them their he she what which who whom whose when where how and or but so if then than also too just only please pls plz "
        "thanks thank ta cheers hi hello hey morning afternoon evening good_day dear bot auditbot show tell give get let know see need want like "
        "looking look find out report reporting provide pull up quick quickly question wondering wonder about around regarding re concerning figure "
        "figures data stats statistics stat statistic numbers info information latest right now current currently moment today overall all any some "
        "every each whole council councils councilwide wide authority la borough county across per compared compare comparing comparison versus vs v against between "
        "far yet still ever really actually exactly roughly approximately ok okay um er well oh yes no hmm right come going go went done_ run "
        "month months quarter year years period date time times day for_ use using based given say one ones same thing things bit lot more less fewer "
        "many much most least level levels performance sitting sits stands standing stood looks remind check checking confirm quick_ update "
        "brief briefing board panel committee meeting ofsted inspector inspectors inspection slide chief exec cabinet member lead "
        "gone get getting got into since until till up down through toward towards back_ currently present presently "
        "whats hows wheres im ive id were_ youre doing happening happen happened there_ such very quite pretty fairly too "
        "made make making take taken taking took put turn being having end start beginning close_ as_ is_ be_ "
        "he_ she_ practice work social_ case_ file_ quality assurance qa programme round cycle service services locality localities area areas "
        "list listing breakdown broken split table chart graph display summary summarise headline picture snapshot overview answer ask asking asked "
        "interested interest curious hoping hope able possible possibly maybe perhaps ideally "
        "folks team_ everyone everybody anyone anybody someone somebody people_ we_ "
        "last_ next_ previous_ first_ second_ third_ also_ how_ not_ "
        "because due_ owing after before when while whilst though although however "
        "ask_ wanted wants needs needed requires_ required_ would_ 's"
    )
) - {"good", "not", "no"}
