"""Family feedback by theme: QA confirms what the words suggest, and whoever sees figures sees how many said what."""

from collections.abc import Sequence
from datetime import timedelta

from cards.themes import (
    THEMES,
    CommentView,
    ThemeFigures,
    ThemeLine,
    comment_card,
    nothing_to_theme_card,
    theme_figures_card,
)
from cards.verbs import AUDIT, SAID, SEEN
from dialogs.qa_audits import only_qa
from dialogs.turn import Press, Reply, Turn
from dialogs.wired import Act
from domain.calendar import month_of, spoken_month
from domain.errors import NotAllowedError
from domain.themes import suggested
from domain.words import Party, Role, Sentiment
from metrics.language.interpret import Understood, interpret
from metrics.periods import Period, whole_months_before
from metrics.vocabulary import vocabulary_of
from storage import record
from storage.audits import lock_audit
from storage.themes import Comment, comment_of, comments_said, comments_to_place, place_comment

SEES_FIGURES = (Role.QA, Role.DIRECTOR, Role.LEADER, Role.HEAD_OF_SERVICE, Role.TEAM_MANAGER)
# Older feedback is put to themes only where somebody asks for it by import: the queue is of the last year.
_QUEUE_DAYS = 366
_SMALL = 5  # DOMAIN, "Data protection": groups whose base is under five
_PARTIES = {Party.CHILD: "A child", Party.PARENT: "A parent or carer"}
_PERIODS = (("This quarter", "this quarter"), ("Last quarter", "last quarter"), ("Last 12 months", "last 12 months"))
_OPENING = "feedback themes "


# The queue.


def to_confirm(turn: Turn, press: Press) -> Reply:
    """The next comment that nobody has put to themes yet.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    del press
    only_qa(turn)
    return _next(turn)


def _next(turn: Turn, note: str = "") -> Reply:
    waiting = list(comments_to_place(turn.unit, turn.today - timedelta(days=_QUEUE_DAYS)))
    if not waiting:
        return Reply(nothing_to_theme_card(note, turn.card_id))
    return _asked(turn, waiting[0], len(waiting), note)


def _asked(turn: Turn, one: Comment, waiting: int, note: str) -> Reply:
    themes = turn.policy.feedback_themes
    record.write(turn.unit, "saw_feedback", "allocation", one.allocation_id, party=one.party.value)
    pairs = [("Who", _PARTIES[one.party]), ("Team", one.team), ("Month", spoken_month(one.month))]
    pairs += [("How they found it", one.sentiment.value)] if one.sentiment else []
    ticked = suggested(one.words, themes)
    view = CommentView(
        one.allocation_id, one.party.value, one.digest, pairs, one.words, themes.titles, ticked, waiting, note
    )
    return Reply(comment_card(view, turn.card_id))


def confirm(turn: Turn, press: Press) -> Reply:
    """Put a comment to the ticked themes, then show the next one."""
    only_qa(turn)
    titles = turn.policy.feedback_themes.titles
    chosen = [one for one in press.inputs.get(THEMES, "").split(",") if one in titles]
    if not chosen:
        return _next(turn, "Nothing was ticked, so nothing is confirmed. Tick a theme, or press None of these.")
    return _place(turn, press, chosen)


def none_of_these(turn: Turn, press: Press) -> Reply:
    """Put a comment to none of the themes, then show the next one."""
    only_qa(turn)
    return _place(turn, press, [])


def _place(turn: Turn, press: Press, themes: Sequence[str]) -> Reply:
    found = _held(turn, press)
    if found is None or found.digest != press.data.get(SEEN):
        return _next(turn, "The words changed meanwhile. These are the ones that wait now.")
    if found.themes is not None:
        return _next(turn, "Somebody has confirmed that one already.")
    place_comment(turn.unit, found, themes, turn.today)
    record.write(turn.unit, "themed_feedback", "allocation", found.allocation_id, party=found.party.value)
    return _next(turn, f"Kept: {', '.join(themes) if themes else 'none of the themes'}.")


def _held(turn: Turn, press: Press) -> Comment | None:
    """The comment that a press is about, held until the end of the turn: of two at once the second sees the first."""
    number = press.number(AUDIT)
    if number is None:
        return None
    lock_audit(turn.unit, number)
    return comment_of(turn.unit, number, press.data.get(SAID, ""))


def again(turn: Turn, press: Press) -> Reply:
    """The same press a second time: the comment that waits now."""
    return to_confirm(turn, press)


# The figures.


def typed_about_themes(text: str) -> Act | None:
    """What `feedback themes in Q2` asks for; None for any other text."""
    words = " ".join(text.casefold().split()).strip(" .!?'\"")
    if not words.startswith(_OPENING):
        return None
    return lambda turn, _press: _figures(turn, words.removeprefix(_OPENING))


def figures(turn: Turn, press: Press) -> Reply:
    """How many comments of a period are put to which theme; of the last twelve months where none is named."""
    return _figures(turn, press.data.get(SAID, ""))


def _figures(turn: Turn, said: str) -> Reply:
    if not turn.viewer.is_a(*SEES_FIGURES):
        raise NotAllowedError(
            "Feedback by theme is for those who lead teams, and for QA. Type 'help' for what is yours."
        )
    period = _period(turn, said)
    found = comments_said(turn.unit, month_of(period.start), month_of(period.end))
    placed = [one for one in found if one.themes is not None]
    lines = _lines(turn, placed)
    record.write(turn.unit, "saw_feedback_themes", "feedback_placing", comments=len(found))
    view = ThemeFigures(
        period=period.label,
        comments=len(found),
        placed=len(placed),
        none=sum(not one.themes for one in placed),
        lines=lines,
        note=_note(len(placed), lines),
        other_periods=_PERIODS,
        is_qa=turn.viewer.is_a(Role.QA),
    )
    return Reply(theme_figures_card(view, turn.card_id))


def _period(turn: Turn, said: str) -> Period:
    """The period that somebody named, read as the questions read theirs.

    Raises:
        NotAllowedError: it can't be read; the sentence says what to type.
    """
    if not said:
        return whole_months_before(turn.today, 12)
    meant = interpret(f"what families said {said}", turn.today, vocabulary_of(turn.unit).names)
    if isinstance(meant, Understood) and (meant.query.filters or meant.query.group_by):
        raise NotAllowedError(
            "Feedback themes are counted for the whole council, not for a part of it. Type 'feedback themes' with a "
            "period alone, for example 'feedback themes in Q2'."
        )
    if not isinstance(meant, Understood):
        raise NotAllowedError(
            "I can't read that period. Type, for example, 'feedback themes in Q2' or '… last quarter'."
        )
    return meant.query.period


def _lines(turn: Turn, placed: Sequence[Comment]) -> list[ThemeLine]:
    """The themes of today's list and those that were put to earlier ones, those with most comments first."""
    earlier = sorted({title for one in placed for title in one.themes or ()})
    titles = dict.fromkeys([*turn.policy.feedback_themes.titles, *earlier])
    lines = [_line(title, [one for one in placed if title in (one.themes or ())]) for title in titles]
    return sorted(lines, key=lambda one: -one.count)


def _line(title: str, comments: Sequence[Comment]) -> ThemeLine:
    by = {word: sum(one.sentiment is word for one in comments) for word in Sentiment}
    return ThemeLine(title, len(comments), by[Sentiment.POSITIVE], by[Sentiment.MIXED], by[Sentiment.NEGATIVE])


def _note(base: int, lines: Sequence[ThemeLine]) -> str:
    if not base or all(not one.count or one.count >= _SMALL for one in lines):
        return ""
    return "Some of these counts are under five. Take care that nobody can be known by them before you pass them on."
