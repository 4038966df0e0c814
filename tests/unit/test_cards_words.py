"""Our own sentences: plain British English that a tired person reads once and knows what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import domain
from tests.fakes_cards import Shown
from tests.unit.every_card import NINE, every_card

ROOT = Path(domain.__file__).parent.parent
# Where sentences for people in Teams are written. What a command line or a log says has readers of its own.
SENTENCES_IN = ("cards", "dialogs", "domain", "duties")

BANNED = (
    # computers' words
    "invalid", "error", "errors", "fail", "failed", "failure", "submit", "click", "user", "users", "ID", "IDs", "null",
    "string", "parameter", "timestamp", "database", "session", "abort", "default", "unexpected", "oops", "input",
    # office words
    "utilise", "utilize", "leverage", "please note", "kindly", "prior to", "commence", "endeavour", "facilitate",
    "in order to", "regarding", "ascertain", "aforementioned", "going forward", "stakeholder", "stakeholders",
    # words that blame, or that no child should read of themselves
    "weak", "poor", "overdue by you", "you failed", "you forgot", "non-compliant", "non-compliance", "case subject",
    "service user", "LAC", "client", "clients",
)  # fmt: skip
AMERICAN = (
    "color", "colors", "organize", "organized", "organization", "behavior", "center", "favorite", "program", "labor",
    "analyze", "analyzed", "recognize", "recognized", "apologize", "prioritize", "summarize", "finalize", "canceled",
    "enrollment", "fulfill", "gray", "honor", "licensed", "neighbor", "practise date", "check mark", "vacation", "zip",
    "judgment", "learned", "gotten",
)  # fmt: skip
SHORT = ("Ed", "e.g.", "i.e.", "etc.")


def _docstrings(tree: ast.AST) -> set[ast.Constant]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    return {one.value for one in firsts if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)}


def _texts(tree: ast.AST) -> Iterator[str]:
    """The texts of a module: an f-string is one, with a word for each gap."""
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner |= set(node.values)
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "this" for part in node.values)
    docstrings = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings | inner:
            yield node.value


def _sentences() -> dict[str, str]:
    """Every text of ours that reads as a sentence, with the module that it stands in."""
    found = {}
    for room in SENTENCES_IN:
        for module in sorted((ROOT / room).rglob("*.py")):
            for text in _texts(ast.parse(module.read_text(encoding="utf-8"))):
                if re.search(r"[a-z] [a-zA-Z]", text) and re.search(r"[.?!]['”]?$", text.strip()):
                    found[text] = f"{room}/{module.name}"
    return found


SENTENCES = _sentences()
SHOWN = {line for card in every_card("plain").values() for line in Shown(card=card).words.splitlines()}
FALLBACKS = {card["fallbackText"] for card in every_card("plain").values()}
EVERYTHING = sorted(SHOWN | FALLBACKS | set(SENTENCES))


def test_the_sentences_are_found() -> None:
    assert len(SENTENCES) > 60
    assert "Say what should happen." in SENTENCES
    assert "This is this characters long. Please shorten it to this." in SENTENCES


@pytest.mark.parametrize("word", [*BANNED, *AMERICAN])
def test_a_word_that_helps_nobody_is_not_said(word: str) -> None:
    flags = 0 if word.isupper() else re.IGNORECASE
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", flags)
    assert [text for text in EVERYTHING if pattern.search(text)] == []


@pytest.mark.parametrize("short", SHORT)
def test_no_short_forms_are_left_to_be_guessed(short: str) -> None:
    assert [text for text in EVERYTHING if short in re.split(r"[\s(]", text)] == []


def test_nobody_is_shouted_at() -> None:
    for text in EVERYTHING:
        assert "!" not in text
        assert not re.search(r"\b[A-Z]{4,}\b", text), text


def test_what_comes_beside_an_input_begins_as_a_sentence_does_and_ends_as_one() -> None:
    complaints = [text.removeprefix("⚠ ") for text in SHOWN if text.startswith("⚠ ")]
    assert complaints
    for text in complaints:
        assert text[0].isupper() or text[0] == "“"
        assert text.endswith((".", "?"))


def _syllables(word: str) -> int:
    spoken = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def _grade(text: str) -> float:
    """The Flesch-Kincaid grade: the years of school that a text asks of its reader."""
    sentences = max(1, len(re.findall(r"[.?!:;](?=\s|$|['”])", text)))
    words = re.findall(r"[a-z']+", text.lower())
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat.", -2.0, 0.0),
        ("Phone the team manager now.", 0.0, 4.0),
        ("The utilisation of organisational methodologies necessitates considerable deliberation.", 20.0, 40.0),
    ],
)
def test_the_grade_tells_an_easy_text_from_a_hard_one(text: str, low: float, high: float) -> None:
    assert low < _grade(text) < high


@pytest.mark.parametrize("room", SENTENCES_IN)
def test_the_sentences_of_each_room_ask_for_no_more_than_a_child_of_twelve_can_read(room: str) -> None:
    together = " ".join(text for text, module in SENTENCES.items() if module.startswith(room))
    if together:
        assert _grade(together) < 7


# Names of practice, which are no words of ours and make a card of few words look hard.
_NAMES_OF_PRACTICE = ("Decision Making and Management Oversight", "Requires Improvement", "Inadequate", "Outstanding")


@pytest.mark.parametrize("name", every_card("plain"))
def test_each_card_read_from_top_to_bottom_asks_for_no_more_than_a_child_of_thirteen_can_read(name: str) -> None:
    words = Shown(card=every_card("plain")[name]).words.splitlines()
    # A list of names is no sentence.
    lines = [line for line in words if len(line.split()) > 2 and line.count(",") < 6]
    read = ". ".join(line.rstrip(".?") for line in lines)
    for practice in _NAMES_OF_PRACTICE:
        read = read.replace(practice, "it")
    assert not read or _grade(read) < 8, read


def test_no_single_sentence_is_hard() -> None:
    # A list of names or titles is no sentence. What a framework calls its domains is not ours to word.
    own = [text for text in EVERYTHING if not text.startswith(tuple(domain.title for domain in NINE.domains))]
    long_enough_to_tell = [text for text in own if len(text.split()) >= 10 and text.count(",") < 6]
    hard = {text: round(_grade(text), 1) for text in long_enough_to_tell if _grade(text) >= 9.5}
    assert hard == {}
