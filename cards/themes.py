"""What families said by theme: one comment to confirm, and how many said what."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement, Choice, ChoiceSetInput, Container

from cards.elements import Button, card, execute, facts, said, typed_whole
from cards.verbs import AUDIT, INPUT, SAID, SEEN, Verb

TO_CONFIRM = Button("Feedback to theme", Verb.THEMES_TO_CONFIRM, sends_inputs=False)
FIGURES = Button("Feedback themes", Verb.THEME_FIGURES, sends_inputs=False)
THEMES = "themes"


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment to put to themes.

    Attributes:
        party: whose words they are, as the card knows it.
        seen: stands for the words: if they change meanwhile, it is asked again.
        facts: what is said about it.
        titles: all themes; `suggested` are ticked.
        waiting: how many comments wait, this one among them.
        note: what has just become of the one before.
    """

    audit_id: int
    party: str
    seen: str
    facts: Sequence[tuple[str, str]]
    words: str
    titles: Sequence[str]
    suggested: Sequence[str]
    waiting: int
    note: str = ""


def _ticks(view: CommentView) -> ChoiceSetInput:
    return ChoiceSetInput(
        id=INPUT + THEMES,
        label="Themes (ticked: suggested by the words)",
        style="expanded",
        is_multi_select=True,
        wrap=True,
        choices=[Choice(title=title, value=title) for title in view.titles],
        value=",".join(view.suggested) or None,
    )


def comment_card(view: CommentView, card_id: str) -> AdaptiveCard:
    """One comment with the themes that its words suggest."""
    body: list[CardElement] = [said(view.note, quiet=True)] if view.note else []
    count = "This is the last one." if view.waiting == 1 else f"{view.waiting} wait."
    body += [said(count), facts(view.facts), *typed_whole(view.words), _ticks(view)]
    carried: dict[str, str | int] = {AUDIT: view.audit_id, SAID: view.party, SEEN: view.seen}
    ways = [
        Button("Confirm", Verb.CONFIRM_THEMES, carried, style="positive"),
        Button("None of these", Verb.NO_THEME, carried, sends_inputs=False),
        FIGURES,
    ]
    return card("Feedback to theme", body, [execute(one, card_id) for one in ways], fallback="Feedback to theme.")


def nothing_to_theme_card(note: str, card_id: str) -> AdaptiveCard:
    """That no comment waits."""
    body = [*([said(note, quiet=True)] if note else []), said("Nothing waits. New feedback comes with new audits.")]
    return card("Feedback to theme", body, [execute(FIGURES, card_id)], fallback="No feedback waits for a theme.")


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme with how many comments are put to it, and of those how many are positive, mixed and negative."""

    title: str
    count: int
    positive: int
    mixed: int
    negative: int


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What families said by theme over a period.

    Attributes:
        period: `Q2 2026/27`.
        comments: how many comments there are; `placed` of how many somebody has confirmed the themes; `none` of those
            how many are in no theme.
        lines: the themes, those with most comments first.
        note: what to think of before showing it to others; empty where there is nothing.
        other_periods: other periods to look at: title and what is typed for it.
        is_qa: whether the reader confirms themes.
    """

    period: str
    comments: int
    placed: int
    none: int
    lines: Sequence[ThemeLine]
    note: str = ""
    other_periods: Sequence[tuple[str, str]] = ()
    is_qa: bool = False


def _line(one: ThemeLine, base: int) -> Container:
    split = f"{one.positive} positive, {one.mixed} mixed, {one.negative} negative"
    return Container(
        separator=True, items=[said(f"{one.title}: {one.count} of {base}", bold=True), said(split, quiet=True)]
    )


def theme_figures_card(view: ThemeFigures, card_id: str) -> AdaptiveCard:
    """How many comments of a period are put to which theme. Their words are not here."""
    intro = (
        f"Children and parents said something in {view.comments} cases. Themes are confirmed for {view.placed} of "
        f"them; {view.none} of those are in no theme. One comment may be in several, so the counts may add up to more."
    )
    body: list[CardElement] = [said(intro), *(_line(one, view.placed) for one in view.lines)]
    body += [said(view.note, quiet=True)] if view.note else []
    ways = [Button(title, Verb.THEME_FIGURES, {SAID: text}, sends_inputs=False) for title, text in view.other_periods]
    ways += [TO_CONFIRM] if view.is_qa else []
    title = f"Feedback themes: {view.period}"
    return card(title, body, [execute(one, card_id) for one in ways], fallback="What families said, by theme.")
