"""An answer typed as a message, read against the step that it is meant for.

A choice is typed by its words or its number, for the first question that is still open: "included", "2". "good: seen
alone twice" grades and gives the evidence. "strengths: …" names its question. Any other text is for the next open
text of the step.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from domain.questions import Question, QuestionKind, Step
from domain.words import Involvement, Rating

# How several answers in one message are kept apart; "Tried, not reached" has a comma of its own, so that comes last.
_LINES, _COMMAS = re.compile(r"[\n;]+"), re.compile(r",")
# "good: …" and "good - …", but not "2 - 3 visits": after a number only the colon will do.
_AFTER_CHOICE = re.compile(r"(?:\s*:|(?<=[^\W\d])\s+[-\u2013\u2014](?=\s))\s*(?=\S)")
_LABEL = re.compile(r"^([^:\n]{2,40}):\s*(?=\S)")
# What the field writes short (DOMAIN).
_SHORT: Mapping[str, str] = {
    "ri": Rating.REQUIRES_IMPROVEMENT,
    "n/a": Involvement.NOT_APPLICABLE,
    "na": Involvement.NOT_APPLICABLE,
}
# How like a choice a word must be to be a slip of it: "outstandng", but not "standing".
_LIKE = 0.8
# More words than these are no choice with a slip in it.
_LIKE_WORDS = 4
# Words that begin a question more often than they begin an account of a child's record.
_ASKS = re.compile(
    r"(?:how|what|which|who|whose|when|where|why|show|list|compare|tell me|is there|are there)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed message says to a step.

    Attributes:
        answers: the new answers, by question.
        is_sure: whether its words alone show what it answers: a choice of the step, or a label of it.
    """

    answers: Mapping[str, str]
    is_sure: bool


def looks_like_a_question(text: str) -> bool:
    """Whether a text asks something rather than says it."""
    return text.rstrip().endswith("?") or _ASKS.match(text.lstrip()) is not None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!'\"\u2019\u201c\u201d")


def _chosen(question: Question, text: str) -> str | None:
    """The choice that a text names by its number, its words, or the words before its colon."""
    words = _plain(text)
    if words.isascii() and words.isdigit():
        place = int(words) if len(words) < 3 else 0
        return question.choices[place - 1][0] if 0 < place <= len(question.choices) else None
    for stored, shown in question.choices:
        if words in _words_of(stored, shown) or _SHORT.get(words) == stored:
            return stored
    return _begun(question, words)


def _words_of(stored: str, shown: str) -> set[str]:
    return {_plain(stored.replace("_", " ")), _plain(shown), _plain(shown.split(":")[0])}


def _begun(question: Question, words: str) -> str | None:
    # "requires" or "yes" is enough where no other choice begins so.
    begun = [stored for stored, shown in question.choices if len(words) > 2 and _plain(shown).startswith(f"{words} ")]
    begun += [stored for stored, shown in question.choices if len(words) > 2 and _plain(shown).startswith(f"{words},")]
    return begun[0] if len(begun) == 1 else None


def _open_choices(step: Step, given: Mapping[str, str]) -> list[Question]:
    choices = [question for question in step.questions if question.kind is QuestionKind.CHOICE]
    still_open = [question for question in choices if not given.get(question.key)]
    # A step with one choice is answered anew by typing another.
    return still_open or (choices if len(choices) == 1 else [])


def _names(question: Question) -> set[str]:
    start = question.label.split(":")[0]
    # "Parent or carer" is called either.
    return {_plain(name) for name in (question.key.replace("_", " "), question.label, start, *start.split(" or "))}


def _labelled(step: Step, text: str) -> dict[str, str] | None:
    """The answer of a text that begins with its question's name: "strengths: …", "child: included"."""
    match = _LABEL.match(text)
    if match is None:
        return None
    meant = [question for question in step.questions if _plain(match.group(1)) in _names(question)]
    rest = text[match.end() :].strip()
    for question in meant:
        if question.kind is QuestionKind.CHOICE:
            chosen = _chosen(question, rest)
            if chosen is not None:
                return {question.key: chosen}
    texts = [question for question in meant if question.kind is QuestionKind.TEXT]
    return _both(meant, texts[0], rest) or {texts[0].key: rest} if texts else None


def _both(meant: list[Question], text: Question, rest: str) -> dict[str, str] | None:
    """The answers of "child: negative: I hate it", where the child's feeling and words have one name."""
    match = _AFTER_CHOICE.search(rest)
    for question in meant if match is not None else []:
        chosen = _chosen(question, rest[: match.start()]) if question.kind is QuestionKind.CHOICE and match else None
        if chosen is not None and match is not None:
            return {question.key: chosen, text.key: rest[match.end() :].strip()}
    return None


def _line_by_line(step: Step, text: str) -> dict[str, str] | None:
    """The answers of several lines that each begin with their question's name: what follows a name is all its own."""
    parts: list[str] = []
    for line in text.split("\n"):
        if _labelled(step, line.strip()) is not None:
            parts.append(line.strip())
        elif parts:
            parts[-1] += f"\n{line}"
        elif line.strip():
            return None
    read = [_labelled(step, part.strip()) or {} for part in parts]
    found = {key: value for one in read for key, value in one.items()}
    return found if len(found) > 1 and len(found) == sum(map(len, read)) else None


def _one_by_one(step: Step, given: Mapping[str, str], text: str) -> dict[str, str] | None:
    """The answers of a text that is nothing but choices and named answers, one or several in a row."""
    lines = [part for part in _LINES.split(text) if part.strip()]
    commas = [part for part in _COMMAS.split(text) if part.strip()]
    for parts in ([lines] if len(lines) > 1 else []) + [[text], commas]:
        found: dict[str, str] = {}
        for part in parts:
            read = _one(step, {**given, **found}, part.strip())
            if read is None:
                break
            found |= read
        else:
            return found or None
    return None


def _one(step: Step, given: Mapping[str, str], part: str) -> dict[str, str] | None:
    labelled = _labelled(step, part)
    if labelled is not None:
        return labelled
    for question in _open_choices(step, given)[:1]:
        chosen = _chosen(question, part)
        if chosen is not None:
            return {question.key: chosen}
    return None


def _choice_and_text(step: Step, given: Mapping[str, str], text: str) -> dict[str, str] | None:
    """The answers of "good: seen alone twice": a choice, and the text that goes with it."""
    match = _AFTER_CHOICE.search(text)
    if match is None:
        return None
    for question in _open_choices(step, given)[:1]:
        chosen = _chosen(question, text[: match.start()])
        follows = _next_text(step, {**given, question.key: chosen or ""})
        if chosen is not None and follows is not None:
            return {question.key: chosen, follows.key: text[match.end() :].strip()}
    return None


def _next_text(step: Step, given: Mapping[str, str]) -> Question | None:
    """The first text that is still open behind the last answer; else the first that is open at all and needed."""
    last = max((place for place, question in enumerate(step.questions) if given.get(question.key)), default=-1)
    texts = [
        (place, question)
        for place, question in enumerate(step.questions)
        if question.kind is QuestionKind.TEXT and not given.get(question.key)
    ]
    behind = [question for place, question in texts if place > last]
    needed = [question for _, question in texts if question.required]
    return next(iter([*behind, *needed]), None)


def read_typed(step: Step, given: Mapping[str, str], text: str, *, outright: bool = False) -> Reading | None:
    """What a message says to a step, given its answers so far; None where it can't be told.

    A text is for a question that is still open: none is ever written over what stands there. `outright` is whether it
    was said to be an answer: then a single word, which may be a slip of the choice that is asked for, is one too.
    """
    sure = _line_by_line(step, text) or _one_by_one(step, given, text) or _choice_and_text(step, given, text)
    if sure is not None:
        taken = {key: value for key, value in sure.items() if _may_take(step, given, key, value)}
        return Reading(taken, is_sure=True) if taken == sure else None
    follows = _next_text(step, given)
    if follows is None or not (outright or _is_account(step, given, text, follows)):
        return None
    return Reading({follows.key: text.strip()}, is_sure=False)


def _is_account(step: Step, given: Mapping[str, str], text: str, follows: Question) -> bool:
    """Whether a text may be an account of something, rather than a thumb held up or a choice with a slip in it."""
    if not any(map(str.isalnum, text)):
        return False
    before = step.questions[: step.questions.index(follows)]
    last_choice = next((one for one in reversed(before) if one.kind is QuestionKind.CHOICE), None)
    if len(text.split()) == 1 and last_choice is not None and not given.get(last_choice.key):
        return False
    return not _is_like_a_choice(step, given, text)


def _is_like_a_choice(step: Step, given: Mapping[str, str], text: str) -> bool:
    if len(text.split()) > _LIKE_WORDS:
        return False
    choices = [choice for question in _open_choices(step, given) for choice in question.choices]
    names = [name for choice in choices for name in _words_of(*choice)]
    return bool(get_close_matches(_plain(text), names, 1, _LIKE))


def _may_take(step: Step, given: Mapping[str, str], key: str, value: str) -> bool:
    question = next(question for question in step.questions if question.key == key)
    return question.kind is QuestionKind.CHOICE or given.get(key, "") in {"", value}


def open_question(step: Step, given: Mapping[str, str]) -> Question | None:
    """What a step still asks: the first question without its answer that needs one, else the next optional one."""
    grade = given.get("rating", "")
    still_open = [question for question in step.questions if not given.get(question.key)]
    needed = [question for question in still_open if question.with_grade(grade).complaint]
    last = max((place for place, question in enumerate(step.questions) if given.get(question.key)), default=-1)
    behind = [question for question in still_open if step.questions.index(question) > last]
    return next(iter([*needed, *behind]), None)
