"""What no figure answers, by what it wants: read before anything else (METRICS, "Questions")."""

import re
from collections.abc import Collection, Mapping, Sequence

from metrics.language.tokens import words_in, words_of

_PEOPLE = "social workers?|workers?|auditors?|managers?|moderators?|staff|people|practitioners?|colleagues?|persons?"
_RANKED = (
    "worst|best|weakest|strongest|laziest|slowest|poorest|kindest|harshest|strictest|toughest|"
    "most unreliable|least reliable"
)
_FAMILY = "child|children|young person|baby|boy|girl|family|parent|parents|mother|father|kids"
_PRIVATE = "names?|address|addresses|date of birth|dob|birthday|initials|nhs numbers?|surnames?|phone numbers?"
_DONE_TO_RULES = "ignore|forget|disregard|override|bypass"
_RULES = "instructions?|rules|prompt|previous|above|policy|permissions|scope"
_TASKS = "return|complete|finish|do|send|submit|hand|sign|stop"
# Patterns and what they want. A question that merely holds one of these words is not a figure's.
_WANTED: Mapping[str, tuple[str, ...]] = {
    "change": (
        r"\b(drop|truncate|alter) +(table|database)\b|\bdelete from\b|\binsert into\b",
        r"\bunion select\b|\bselect\b.*\bfrom\b",
        rf"\b({_DONE_TO_RULES})\b.*\b({_RULES})\b",
        rf"\b(tell|ask|get|remind|chase|make|have) (?!me\b|us\b)[\w' ]{{1,40}} to ({_TASKS})\b",
        r"\b(pretend|act as|you are now|role ?play|jailbreak|system prompt|developer mode|admin mode|sudo)\b",
    ),
    "child": (
        rf"\b({_FAMILY})('s|s'|s)? (real |full |first )?({_PRIVATE})\b",
        rf"\b({_PRIVATE}) (of|for) (the |a |that |this |each |all |every )?({_FAMILY})",
    ),
    "future": (
        r"\b(predict\w*|forecast\w*|projections?|projected|expected to|expect to|extrapolat\w*)\b",
        r"\blikely to (?!decline)|\bgoing to (be|hit|reach|fall|rise|get|make)\b|\btomorrow\b",
        r"\bwill (we|it|they|there|the|this|be|you|completion|audits)\b",
        # What would be, had something else been so, is not counted either.
        r"(?<!i )\bsuppos(e|ing)\b|\b(imagine|assuming|hypothetical\w*)\b|\bwhat if\b(?! any)",
        r"\bif (everyone|everybody|every|all (?:the|of|audits|auditors)|nobody|no one|the rest|the others?|half)\b",
        # "Tell me if we hit target" only asks.
        (
            r"(?<!know )(?<!me )(?<!us )(?<!see )(?<!check )(?<!ask )(?<!wondering )(?<!wonder )(?<!out )(?<!say )"
            r"\bif (we|they|it) (had|were|was|got|get|hit|return\w*|complet\w*|keep|kept|carry)\b"
        ),
        r"\bwould (?:\w+ ){0,4}(?:be|have been|look)\b.*\bif (?!you|possible)",
        r"\bif (?!you).*\bwould (?:\w+ )?(?:be|have)\b",
        r"\b(next|coming|following) (month|quarter|year|week|spring|summer|autumn|winter)\b",
        r"\b(ofsted|inspectors?) (would|will|might|give|say)\b|\bwould (ofsted|an inspector|the inspectors?)\b",
    ),
    "cause": (
        r"\b(why|reason (for|why)|what caused|how come|who is to blame|whose fault|to blame|caused? by|due to what)\b",
    ),
    "advice": (
        r"\b(should (we|i|they)|what should|advice|advise|what do you think|your opinion|suggest (how|ways|what))\b",
        r"\bhow (can|could|do|should) (i|we|they) (improve|raise|fix|reduce|get better|increase)\b",
    ),
    "people": (
        rf"\b({_RANKED}|rank|ranking|league table|top|bottom)\b.*\b({_PEOPLE})\b",
        rf"\b({_PEOPLE})\b.*\b({_RANKED}|sacked|fired|dismiss\w*|promoted?)\b",
    ),
    "other": (
        r"\b(weather|joke|poem|recipe|football|news|lottery|song|story)\b",
        r"\b(off sick|sickness|salary|salaries|pay|wages|budget|vacancy|vacancies|turnover|agency|absence|overtime)\b",
        r"\b(spend|spending|money|complaints?|complained|appraisals?|training)\b",
        r"\b(national|england|nationally|neighbours?|benchmark|comparator)\b",
        r"\b(other|another) (council|councils|authority|authorities)\b",
    ),
    "weeks": (
        r"\b(this|last|next|per|each|every|by|past) (week|weeks|fortnight|day|hour|weekend)\b",
        r"\b(weekly|daily|fortnightly)\b|\bweek \d|\b\d+ (weeks|days) ago\b",
    ),
}
_PATTERNS = tuple((re.compile(pattern), kind) for kind, patterns in _WANTED.items() for pattern in patterns)
_ORDERS = words_in(
    """
    mark delete drop remove insert alter truncate create edit amend change reassign withdraw approve exempt email
    send text remind nudge chase freeze cancel add write book schedule move rename reset undo reopen close
    complete allocate assign upload import export grant make set update fix correct round record translate repeat
    submit notify
    """
)
# These begin questions too: "update me on", "complete audits", "exempt auditors in August".
_ALSO_QUESTIONS = {
    "complete": re.compile(r"\bcomplete (action|audit) [a-z]?\d|\bas complete"),
    "update": re.compile(r"^(?!.*\bupdate (me|us|on)\b).*\b(to|as|with)\b"),
    "set": re.compile(r"\bset\b.*\b(to|as)\b"),
    "exempt": re.compile(r"\bexempt (?!auditors?|people|audits?|staff|after|in|from|by|this|last|\d)"),
    "record": re.compile(r"\brecord that\b"),
    "text": re.compile(r"\btext (?!me|us)"),
    # "Drop Castle Hill" leaves it out of the figure; "repeat audits" are audits.
    "drop": re.compile(
        r"\bdrop (?:the |this |my |all |an? )?(?:table|database|audit|action|concern|record|user|allocation)"
    ),
    "remove": re.compile(
        r"\bremove\b.*\b(?:from|audits?|actions?|concerns?|records?|roles?|accounts?|users?|exemptions?)\b"
    ),
    "repeat": re.compile(r"\brepeat (?:the|this|that|after|what|your)\b"),
}
_POLITE = words_in(
    """
    please pls can could you would hi hello now just kindly ok auditbot bot hey
    """
)
# "Why?" after an answer asks for what is behind the figure; with more words it asks for a cause.
_BARE_WHY = words_in("why is that so low high how come this was it and but")


def wanted_instead(text: str, words: Sequence[str], names: Collection[str] = ()) -> str | None:
    """What a text wants that no figure answers; None where it may be a question for a figure.

    One of `change`, `child`, `future`, `cause`, `advice`, `people`, `other`, `weeks`.

    Args:
        text: in small letters, with plain quotes.
        words: the same as words.
        names: words of the council's own names: a `Multi-Agency Hub` is no question about agency staff.
    """
    for pattern, kind in _PATTERNS:
        found = pattern.search(text)
        if found is not None and not (kind == "other" and set(words_of(found[0])) <= set(names)):
            return kind
    return "change" if _is_order(text, words) else None


def is_bare_why(words: Sequence[str]) -> bool:
    """Whether a text only asks why, of what was answered before."""
    return "why" in words and set(words) <= _BARE_WHY


def _is_order(text: str, words: Sequence[str]) -> bool:
    rest = [word for word in words if word not in _POLITE]
    if not rest or rest[0] not in _ORDERS:
        return False
    if rest[0] in _ALSO_QUESTIONS:
        return bool(_ALSO_QUESTIONS[rest[0]].search(text))
    return rest[1:2] not in (["me"], ["us"])
