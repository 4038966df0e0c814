"""The ladder in chat, for QA: a line a reminder, put in, changed or taken out from a day on, in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.listing import MOST_LINES, Line, Listing, listing_card
from cards.verbs import KIND, RUNG, SEEN, Verb
from dialogs import likely_names
from dialogs.policy import ALL, from_and_why, history_line, keep, later
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import typed_in
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.ladder import Every, ItemKind, Ladder, Party, Rung
from domain.ladder_words import CHOICES, KINDS, rung_words, tells_words, with_rung
from domain.policy import Setting, policy_on
from domain.sentences import first_capital
from storage.policies import changes_of, settings_of

_LADDER = "ladder"
_WHENS = (
    ("before", "Working days before the day"),
    ("after", "Working days after the day"),
    ("week", "Each week, from so many working days after"),
    ("day", "Each working day, from so many working days after"),
    ("month", "Each month, to the directors"),
)
_PARTED = "+"
_CHANGE, _REMOVE = "Change", "Take out"
_TAKE_OUT = "take_out"
_HISTORY = 3


def ladder(turn: Turn, press: Press) -> Reply:
    """The ladder of one kind of item, or which there are.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    kind = _kind(press)
    return _kinds(turn) if kind is None else shown(turn, kind)


def _kind(press: Press) -> ItemKind | None:
    named = press.data.get(KIND, "")
    return next((kind for kind in KINDS if kind.value == named), None)


def _kinds(turn: Turn) -> Reply:
    lines = [
        Line(
            title,
            [f"{rung_words(kind, rung)}." for rung in turn.policy.ladder.rungs[kind]],
            buttons=[Button("Open", Verb.LADDER, {KIND: kind.value}, sends_inputs=False, tooltip=f"Open: {title}")],
        )
        for kind, title in KINDS.items()
    ]
    history = [history_line(_LADDER, one) for one in changes_of(turn.unit, _LADDER)[:_HISTORY]]
    intro = [f"What is weekly comes on a {_weekday(turn.policy.ladder)}, or the next working day."]
    listing = Listing("When reminders go, and to whom", intro, [*lines, *history], [ALL], fallback="The ladder.")
    return Reply(listing_card(listing, turn.card_id))


def _weekday(held: Ladder) -> str:
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[held.weekday]


def shown(turn: Turn, kind: ItemKind, note: str = "") -> Reply:
    """The lines of one kind, each with what changes it; `note` says what was just done."""
    lines = []
    for place, rung in enumerate(turn.policy.ladder.rungs[kind]):
        words = rung_words(kind, rung)
        data: dict[str, str | int] = {KIND: kind.value, RUNG: place}
        change = Button(_CHANGE, Verb.RUNG_FORM, data, sends_inputs=False, tooltip=f"{_CHANGE}: {words}")
        out = {**data, _TAKE_OUT: 1}
        remove = Button(_REMOVE, Verb.RUNG_FORM, out, sends_inputs=False, tooltip=f"{_REMOVE}: {words}")
        lines.append(Line(words, buttons=[change, remove]))
    ahead = [one for one in settings_of(turn.unit) if one.name == _LADDER and one.effective_from > turn.today]
    intro = [f"From {spoken_day(one.effective_from)} another ladder is set." for one in ahead]
    add = Button("Add a reminder", Verb.RUNG_FORM, {KIND: kind.value}, sends_inputs=False)
    whole = Button("The whole ladder", Verb.LADDER, sends_inputs=False)
    listing = Listing(
        KINDS[kind], intro, lines, [add, whole, ALL], note, max(len(lines) - MOST_LINES, 0), f"{KINDS[kind]}."
    )
    return Reply(listing_card(listing, turn.card_id))


def form(turn: Turn, press: Press) -> Reply:
    """The form of a line: a new one, one to change, or one to take out.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    kind = _kind(press)
    if kind is None:
        return _kinds(turn)
    place, old = _old(press, turn.policy.ladder, kind)
    if place is not None and old is None:
        return shown(turn, kind, "That line has been changed since. This is how they stand now.")
    given = {"from": turn.today.isoformat(), **({} if old is None else _given(old))}
    return _ask(turn, press, kind, given, {})


def _old(press: Press, held: Ladder, kind: ItemKind) -> tuple[int | None, Rung | None]:
    place = press.number(RUNG)
    rungs = held.rungs[kind]
    return place, rungs[place] if place is not None and place < len(rungs) else None


def _given(rung: Rung) -> dict[str, str]:
    when = rung.every.value if rung.every is not None else "after" if (rung.at or 0) > 0 else "before"
    days = rung.start if rung.at is None else abs(rung.at)
    return {"when": when, "days": str(days), "tells": _PARTED.join(rung.tells)}


def _ask(
    turn: Turn,
    press: Press,
    kind: ItemKind,
    given: Mapping[str, str],
    wrong: Mapping[str, str],
    caution: str = "",
    seen: str = "",
) -> Reply:
    place, old = _old(press, turn.policy.ladder, kind)
    is_out = bool(press.data.get(_TAKE_OUT)) and place is not None
    # Directors hear of actions alone, each month.
    parties = [one for one in CHOICES if Party.DIRECTORS not in one or kind is ItemKind.ACTION]
    tells = [(_PARTED.join(one), first_capital(tells_words(kind, one))) for one in parties]
    whens = [one for one in _WHENS if one[0] != "month" or kind is ItemKind.ACTION]
    rung = [
        Asked("when", "When?", "choice", "Choose when.", choices=whens),
        Asked("days", "How many working days", "line", hint="A number, such as 5"),
        Asked("tells", "Who is told?", "choice", "Choose who is told.", choices=tells),
    ]
    common = [Asked("from", "From which day on", "day", "Choose a day."), Asked("why", "Why?", required="Say why.")]
    kept = {key: press.data[key] for key in (RUNG, _TAKE_OUT) if press.data.get(key)}
    data: dict[str, str | int] = {KIND: kind.value, **kept, **({SEEN: seen} if seen else {})}
    title = "Take this out" if is_out else "Add a reminder" if place is None else "Change a reminder"
    go = Button("Confirm" if seen else title, Verb.CHANGE_RUNG, data, style="positive")
    back = Button("Cancel", Verb.LADDER, {KIND: kind.value}, sends_inputs=False)
    pairs = [("About", KINDS[kind]), *([("Now", rung_words(kind, old))] if old else [])]
    words = "It holds from that day on. What was sent before stays as it was."
    asked = common if is_out else [*rung, *common]
    made = ChangeForm(title, pairs, words, asked, go, back, given, wrong, caution)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def change(turn: Turn, press: Press) -> Reply:
    """Put a line in, change it or take it out: checked, said back, then kept.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    kind = _kind(press)
    if kind is None:
        return _kinds(turn)
    given = typed_in(press, "when", "days", "tells", "from", "why")
    day, wrong = from_and_why(turn, given)
    is_out = bool(press.data.get(_TAKE_OUT))
    rung, complaints = (None, {}) if is_out else _read(given)
    if wrong or complaints or day is None:
        return _ask(turn, press, kind, given, {**wrong, **complaints})
    asked = likely_names.unasked_of_staff(turn, press, "ladder", {"why": given["why"]}, "")
    if asked:
        return likely_names.ask(turn, press, _ask(turn, press, kind, given, {}), asked)
    return _confirmed(turn, press, kind, (rung, day), given)


def _read(given: Mapping[str, str]) -> tuple[Rung | None, dict[str, str]]:
    """The line that a form describes, and what is wrong with it, by input."""
    when, tells = given.get("when", ""), tuple(given.get("tells", "").split(_PARTED))
    wrong = {} if when in dict(_WHENS) else {"when": "Choose when."}
    if any(one not in list(Party) for one in tells):
        wrong["tells"] = "Choose who is told."
    days = given.get("days", "1" if when == "month" else "")
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:4]) <= 260 and len(days) <= 3):
        wrong["days"] = "Type a whole number of working days, from 1 to 260."
    if (when == "month") != (given.get("tells") == Party.DIRECTORS):
        wrong["tells"] = "The directors are told each month, and of actions alone. Choose somebody else, or each month."
    if wrong:
        return None, wrong
    parties = tuple(Party(one) for one in tells)
    if when in {"before", "after"}:
        return Rung(parties, at=int(days) if when == "after" else -int(days)), {}
    return Rung(parties, every=Every(when), start=1 if when == "month" else int(days)), {}


def _confirmed(
    turn: Turn, press: Press, kind: ItemKind, new: tuple[Rung | None, date], given: Mapping[str, str]
) -> Reply:
    rung, day = new
    changes = settings_of(turn.unit)
    base: Ladder = policy_on(day, changes).ladder
    place, old = _old(press, base, kind)
    if place is not None and old != _old(press, turn.policy.ladder, kind)[1]:
        return _ask(turn, press, kind, given, {"from": "Another ladder holds on that day. Choose an earlier day."})
    if rung is not None and rung in base.rungs[kind]:
        return _ask(turn, press, kind, given, {"when": "That reminder is there already. Change something in it."})
    try:
        made = with_rung(base, kind, place, rung)
    except ValueError:
        last = "This is the last one here, and without it nothing would be chased. Add another one first."
        return _ask(turn, press, kind, given, {"from": last})
    setting = Setting(_LADDER, made.text, day)
    mark = f"{day}/{place}/{rung}/{old}"
    if press.data.get(SEEN) != mark:
        caution = f"From {spoken_day(day)} {_said(kind, old, rung)}{later(setting, changes)} Press Confirm to keep it."
        return _ask(turn, press, kind, given, {}, caution, mark)
    keep(turn, setting, given["why"])
    held = policy_on(turn.today, settings_of(turn.unit))
    return shown(replace(turn, policy=held), kind, f"It holds from {spoken_day(day)} on.")


def _said(kind: ItemKind, old: Rung | None, new: Rung | None) -> str:
    """What a change comes to: "the ladder has, in place of …, …"."""
    was = "" if old is None else rung_words(kind, old)
    if new is None:
        return f"nobody is told any more: {was}."
    becomes = rung_words(kind, new)
    return f"the ladder also has: {becomes}." if old is None else f"the ladder has: {becomes}. It no longer has: {was}."
