"""The elements that every card is made of, so that each has its label, its fallback and its plain text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    Column,
    ColumnSet,
    Container,
    DateInput,
    ExecuteAction,
    Fact,
    FactSet,
    QueryData,
    RichTextBlock,
    SubmitAction,
    TextBlock,
    TextInput,
    TextRun,
)

from cards.room import USUAL_ROOM, refilled
from cards.verbs import ACTION_ID, INPUT, VERB
from domain.free_text import LONG_TEXT

# What a text block may hold and a phone still shows at ease, in characters.
LONGEST_TEXT = 1_400
_LONGEST_FACT = 200
# Two buttons with titles up to so many characters fit beside each other on a phone.
_SHORT_TITLE = 14
# How many blocks a text is shown in before its end is left out.
MOST_BLOCKS = 8
# Only what a card's markdown would read as its own: a reference such as CS_12-3 stays as it is.
_MARKDOWN = re.compile(r"([\\`*\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+#>](?=\s)|^\d+(?=[.)]\s))", re.MULTILINE)


def plain(text: str) -> str:
    """Text as it stands, for a text block: what markdown would read as its own is escaped."""
    return _MARKDOWN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    # A backslash before a digit is no escape in markdown: the full stop behind it takes one instead.
    return f"{found}\u200b" if found[0].isdigit() else f"\\{found}"


def _short(text: str, longest: int = LONGEST_TEXT) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def _block(text: str) -> str:
    shown = plain(_short(text))
    # Escaping at most doubles a text: what is all signs gets half as many of them.
    return shown if len(shown) <= LONGEST_TEXT + 1 else plain(_short(text, LONGEST_TEXT // 2))


def heading(text: str) -> TextBlock:
    """The card's title, which a screen reader announces as a heading."""
    return TextBlock(text=_block(text), size="Medium", weight="Bolder", wrap=True, style="heading")


def said(text: str, *, quiet: bool = False, bold: bool = False) -> TextBlock:
    """A sentence of ours."""
    return TextBlock(
        text=_block(text),
        wrap=True,
        is_subtle=quiet or None,
        weight="Bolder" if bold else None,
        spacing="Small",
    )


def explained(word: str, meaning: str) -> RichTextBlock:
    """A word of ours and what it means, the word standing out."""
    runs = [TextRun(text=f"{word}: ", weight="Bolder"), TextRun(text=_short(meaning))]
    return RichTextBlock(inlines=list(runs), spacing="Small")


def room_each(room: int, texts: int) -> int:
    """How many bytes each of so many typed texts may take, for all of them together to fit into a card's room."""
    return room // max(texts, 1)


def gist(text: str) -> RichTextBlock:
    """The start of what a person typed, close below its title."""
    return RichTextBlock(inlines=[TextRun(text=text[:LONGEST_TEXT])], spacing="None")


def typed(text: str, room: int = 4 * LONGEST_TEXT) -> RichTextBlock:
    """What a person typed, shown as it is: no markdown is read in it. The end of a long one is left out.

    Args:
        text: what was typed.
        room: the most bytes that it may take (see `room_each`); a block takes `LONGEST_TEXT` characters anyway.
    """
    start = text[:LONGEST_TEXT].encode()[:room].decode(errors="ignore")
    shown = text if start == text else f"{start}… (all {len(text):,} characters are kept)"
    return RichTextBlock(inlines=[TextRun(text=shown)])


def typed_whole(text: str) -> list[RichTextBlock]:
    """What a person typed, whole: a long text in several blocks. Only beyond `MOST_BLOCKS` is its end left out."""
    blocks = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)]
    end = "".join(blocks[MOST_BLOCKS - 1 :])
    return [typed(block) for block in (*blocks[: MOST_BLOCKS - 1], end) if block]


def complaint(text: str) -> TextBlock:
    """What is wrong with the input below it: said in words, not by colour alone."""
    return TextBlock(text=f"⚠ {_block(text)}", wrap=True, color="Attention", weight="Bolder", spacing="Small")


def warning(*sentences: str) -> Container:
    """A box that is read before anything else."""
    return Container(style="attention", items=[said(sentence, bold=True) for sentence in sentences])


def facts(pairs: Sequence[tuple[str, str]]) -> FactSet:
    """Names and values, for words of ours and of the workbook."""
    return FactSet(facts=[Fact(title=title, value=plain(_short(value, _LONGEST_FACT))) for title, value in pairs])


def one_of(
    key: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    value: str = "",
    *,
    expanded: bool = False,
    required: str = "",
) -> ChoiceSetInput:
    """A choice of one. `choices` are (stored, shown); `required` is the complaint when nothing is chosen."""
    return ChoiceSetInput(
        id=INPUT + key,
        label=label,
        style="expanded" if expanded else "compact",
        wrap=True if expanded else None,
        placeholder="Choose…",
        choices=[Choice(title=shown, value=stored) for stored, shown in choices],
        value=value or None,
        **_requirement(required),
    )


def text_input(
    key: str,
    label: str,
    value: str = "",
    *,
    long: bool = True,
    hint: str = "",
    required: str = "",
    longest: int = LONG_TEXT,
    room: int = USUAL_ROOM,
) -> TextInput:
    """A text to type.

    `required` is the complaint when nothing is typed; `longest` is what the check will take, in characters, and `room`
    what a longer text may take of the card, in bytes.
    """
    return TextInput(
        id=INPUT + key,
        label=label,
        is_multiline=long or None,
        placeholder=hint or None,
        value=refilled(value, longest, room) or None,
        **_requirement(required),
    )


def person_input(key: str, label: str, choices: Sequence[tuple[str, str]], value: str = "") -> ChoiceSetInput:
    """A person to pick: from those who come to mind, or, where the client knows how, from the whole organisation.

    `choices` are (person id, shown). Teams sends the Entra object id of somebody found in the organisation; a client
    that cannot look there has the choices alone, so that a form asks for a name in words beside it.
    """
    return ChoiceSetInput(
        id=INPUT + key,
        label=label,
        style="filtered",
        placeholder="Choose, or type a name",
        choices=[Choice(title=shown, value=stored) for stored, shown in choices],
        choices_data=QueryData(dataset="graph.microsoft.com/users"),
        value=value or None,
    )


def date_input(key: str, label: str, value: str = "", *, required: str = "") -> DateInput:
    """A day to pick, as `2026-12-04`."""
    return DateInput(id=INPUT + key, label=label, value=value or None, **_requirement(required))


def _requirement(words: str) -> dict[str, Any]:
    return {"is_required": True, "error_message": words} if words else {}


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its words, its verb, what it carries.

    Attributes:
        verb: one of `cards.verbs.Verb`, or of the demonstration's own.
        sends_inputs: False for a way out that keeps nothing of what was typed and needs none of it.
        style: `positive` for the way on, `destructive` for an alarm.
        tooltip: what a screen reader says of a button whose title stands on the card more than once.
    """

    title: str
    verb: StrEnum
    data: Mapping[str, str | int] | None = None
    sends_inputs: bool = True
    style: Literal["default", "positive", "destructive"] = "default"
    tooltip: str = ""


def execute(button: Button, action_id: str) -> ExecuteAction:
    """A button as an Action.Execute, with an Action.Submit of the same data for clients that have none."""
    carried = {key: str(value) for key, value in (button.data or {}).items()}
    data = {VERB: button.verb.value, ACTION_ID: action_id, **carried}
    inputs: Literal["auto", "none"] = "auto" if button.sends_inputs else "none"
    style = None if button.style == "default" else button.style
    tooltip = button.tooltip or None
    return ExecuteAction(
        title=button.title,
        verb=button.verb.value,
        data=data,
        associated_inputs=inputs,
        style=style,
        tooltip=tooltip,
        fallback=SubmitAction(title=button.title, data=data, associated_inputs=inputs, style=style, tooltip=tooltip),
    )


def buttons(action_id: str, *wanted: Button) -> ActionSet:
    """Buttons in the midst of a card."""
    return ActionSet(actions=[execute(button, action_id) for button in wanted])


def two_buttons(action_id: str, left: Button, right: Button) -> ColumnSet:
    """Two short buttons in one row, on a phone too, where buttons otherwise stand below each other."""
    return ColumnSet(columns=[Column(width="auto", items=[buttons(action_id, one)]) for one in (left, right)])


def button_rows(action_id: str, wanted: Sequence[Button]) -> list[CardElement]:
    """Buttons of one line of a list: two short ones after each other share a row, so that a phone shows more lines."""
    rows: list[CardElement] = []
    waiting: Button | None = None
    for button in wanted:
        if waiting is not None and len(button.title) <= _SHORT_TITLE:
            rows.append(two_buttons(action_id, waiting, button))
            waiting = None
            continue
        rows += [] if waiting is None else [buttons(action_id, waiting)]
        waiting = button if len(button.title) <= _SHORT_TITLE else None
        rows += [] if waiting is not None else [buttons(action_id, button)]
    return rows if waiting is None else [*rows, buttons(action_id, waiting)]


def side_by_side(left: CardElement, right: CardElement) -> ColumnSet:
    """Two elements in one row."""
    return ColumnSet(columns=[Column(width="stretch", items=[left]), Column(width="auto", items=[right])])


def card(title: str, body: Sequence[CardElement], actions: Sequence[Action] = (), *, fallback: str) -> AdaptiveCard:
    """A card: `fallback` is said in place of it where it cannot be shown, and read aloud."""
    return AdaptiveCard(
        version="1.5",
        lang="en",
        body=[heading(title), *body],
        actions=list(actions) or None,
        fallback_text=fallback,
        speak=fallback,
    )


def shown(made: AdaptiveCard) -> dict[str, Any]:
    """A card as the JSON that goes out."""
    out: dict[str, Any] = made.model_dump(by_alias=True, exclude_none=True)
    return out
