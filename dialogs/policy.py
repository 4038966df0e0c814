"""The council's settings in chat, for QA: read in plain words, changed from a day on with a reason, never in part."""

from collections.abc import Mapping
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.listing import Line, Listing, listing_card
from cards.verbs import GROUP, SEEN, SETTING, Verb
from dialogs import likely_names
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import read_day, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from domain.policy import Setting, policy_on, read_setting, written
from domain.policy_words import AREAS, SETTINGS, Area, Kind, SettingWords, said, typed_value, words_of
from storage import record
from storage.policies import PolicyChange, changes_of, set_policy, settings_of

_WHY = "Say why in a few words. It stays in the history."
_SHOWN = 6
ALL = Button("All settings", Verb.POLICY, sends_inputs=False)


def policy(turn: Turn, press: Press) -> Reply:
    """The settings by what they are about, or those of one area.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    named = press.data.get(GROUP, "")
    return _area(turn, Area(named)) if named in list(Area) else _areas(turn)


def _areas(turn: Turn) -> Reply:
    record.write(turn.unit, "saw_policy", "policy_setting")
    lines = [
        Line(
            title,
            [", ".join(one.title for one in SETTINGS.values() if one.area is area) + "."],
            buttons=[Button("Open", Verb.POLICY, {GROUP: area.value}, sends_inputs=False, tooltip=f"Open: {title}")],
        )
        for area, title in AREAS.items()
    ]
    intro = ["Each setting holds from a day on, and its history is kept."]
    return Reply(listing_card(Listing("Settings", intro, lines, fallback="The council's settings."), turn.card_id))


def _area(turn: Turn, area: Area) -> Reply:
    changes = settings_of(turn.unit)
    names = [name for name, one in SETTINGS.items() if one.area is area]
    lines = [_setting_line(turn, name, changes) for name in names]
    listing = Listing(AREAS[area], [], lines, [ALL], fallback=f"Settings: {AREAS[area]}.")
    return Reply(listing_card(listing, turn.card_id))


def _setting_line(turn: Turn, name: str, changes: list[Setting]) -> Line:
    known = words_of(name)
    now = said(name, getattr(turn.policy, name))
    held = [one.effective_from for one in changes if one.name == name and one.effective_from <= turn.today]
    since = f"Since {spoken_day(max(held))}." if held else "As it was set up."
    look = Button(
        "Look or change", look_verb(known), {SETTING: name}, sends_inputs=False, tooltip=f"Look: {known.title}"
    )
    return Line(f"{known.title}: {now}", [since, *_coming(name, changes, turn.today)], buttons=[look])


def look_verb(known: SettingWords) -> Verb:
    """The verb that shows a setting: the ladder has a card of its own."""
    return Verb.LADDER if known.kind is Kind.LADDER else Verb.POLICY_SETTING


def _coming(name: str, changes: list[Setting], today: date) -> list[str]:
    ahead = [one for one in changes if one.name == name and one.effective_from > today]
    return [f"From {spoken_day(one.effective_from)}: {_value(name, one.value)}." for one in ahead]


def _value(name: str, text: str) -> str:
    return said(name, read_setting(name, text))


def known_setting(press: Press) -> str | None:
    """The setting that a card speaks of; None where there is none such."""
    name = press.data.get(SETTING, "")
    return name if name in SETTINGS else None


def setting(turn: Turn, press: Press) -> Reply:
    """One setting: its value, what is coming, and its history.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    name = known_setting(press)
    return _areas(turn) if name is None else shown(turn, name)


def shown(turn: Turn, name: str, note: str = "") -> Reply:
    """The card of a setting; `note` says what was just done."""
    known = words_of(name)
    changes = settings_of(turn.unit)
    intro = [f"Now: {said(name, getattr(policy_on(turn.today, changes), name))}.", *_coming(name, changes, turn.today)]
    history = changes_of(turn.unit, name)
    lines = [history_line(name, one) for one in history[:_SHOWN]]
    change = Button("Change", Verb.POLICY_FORM, {SETTING: name}, sends_inputs=False)
    area = Button(AREAS[known.area], Verb.POLICY, {GROUP: known.area.value}, sends_inputs=False)
    more = max(len(history) - _SHOWN, 0)
    record.write(turn.unit, "saw_policy", "policy_setting", name=name)
    listing = Listing(known.title, intro, lines, [change, area, ALL], note, more, f"A setting: {known.title}.")
    return Reply(listing_card(listing, turn.card_id))


def history_line(name: str, one: PolicyChange) -> Line:
    """A change of a setting: to what, from when, by whom, why."""
    by = f" by {one.by}" if one.by else ""
    words = f"From {spoken_day(one.effective_from)}: {_value(name, one.value)}"
    return Line(words, [f"Set{by} on {spoken_day(london_day(one.set_at))}."], one.reason)


def form(turn: Turn, press: Press) -> Reply:
    """The form that changes a setting, with its value as it stands.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    name = known_setting(press)
    if name is None or words_of(name).kind is Kind.LADDER:
        return _areas(turn)
    now = getattr(turn.policy, name)
    value = said(name, now) if words_of(name).kind is Kind.DAYS else written(now)
    return _ask(turn, name, {"value": value, "from": turn.today.isoformat()}, {})


def _ask(
    turn: Turn, name: str, given: Mapping[str, str], wrong: Mapping[str, str], caution: str = "", seen: str = ""
) -> Reply:
    known = words_of(name)
    how = {Kind.CHOICE: "choice", Kind.LINES: "text"}.get(known.kind, "line")
    label = f"The new value, in {known.unit}" if known.unit else "The new value"
    # No days at all is a value too.
    needed = "" if known.kind is Kind.DAYS else "Say what it should be."
    asked = [
        Asked("value", label, how, needed, choices=known.choices),
        Asked("from", "From which day on", "day", "Choose a day."),
        Asked("why", "Why?", required=_WHY),
    ]
    data: dict[str, str | int] = {SETTING: name, **({SEEN: seen} if seen else {})}
    go = Button("Confirm" if seen else "Change it", Verb.SET_POLICY, data, style="positive")
    back = Button("Cancel", Verb.POLICY_SETTING, {SETTING: name}, sends_inputs=False)
    words = "It holds from that day on. What was decided before stays as it was."
    pairs = [("Now", said(name, getattr(turn.policy, name)))]
    made = ChangeForm(known.title, pairs, words, asked, go, back, given, wrong, caution)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def change(turn: Turn, press: Press) -> Reply:
    """Change a setting: checked, said back with what it was, then kept.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    name = known_setting(press)
    if name is None or words_of(name).kind is Kind.LADDER:
        return _areas(turn)
    given = typed_in(press, "value", "from", "why")
    day, wrong = from_and_why(turn, given)
    try:
        value = typed_value(name, given.get("value", ""), turn.today)
    except BadInputError as problem:
        return _ask(turn, name, given, {**wrong, "value": str(problem)})
    if wrong or day is None:
        return _ask(turn, name, given, wrong)
    asked = likely_names.unasked_of_staff(turn, press, "policy", {"why": given["why"]}, "")
    if asked:
        return likely_names.ask(turn, press, _ask(turn, name, given, {}), asked)
    return _confirmed(turn, Setting(name, value, day), given, press.data.get(SEEN, ""))


def from_and_why(turn: Turn, given: Mapping[str, str]) -> tuple[date | None, dict[str, str]]:
    """The day from which a change holds, and what is wrong with it or with the reason, by input."""
    day = read_day(turn, given.get("from", ""), earliest=turn.today)
    why = wrong_reason(given.get("why", ""), _WHY)
    wrong = ({"from": day} if isinstance(day, str) else {}) | ({"why": why} if why else {})
    return (None if isinstance(day, str) else day), wrong


def _confirmed(turn: Turn, new: Setting, given: Mapping[str, str], seen: str) -> Reply:
    changes = settings_of(turn.unit)
    before = getattr(policy_on(new.effective_from, changes), new.name)
    if written(before) == written(read_setting(new.name, new.value)):
        return _ask(turn, new.name, given, {"value": "That is what holds then already. Choose another value."})
    mark = f"{new.effective_from}/{new.value}"
    if seen != mark:
        was, becomes = said(new.name, before), _value(new.name, new.value)
        caution = f"From {spoken_day(new.effective_from)}: {becomes}, and no longer {was}.{later(new, changes)}"
        return _ask(turn, new.name, given, {}, f"{caution} Press Confirm to keep it.", mark)
    keep(turn, new, given["why"])
    return shown(turn, new.name, f"It holds from {spoken_day(new.effective_from)} on.")


def later(new: Setting, changes: list[Setting]) -> str:
    """That another value is set for a later day already; empty where none is."""
    after = [one for one in changes if one.name == new.name and one.effective_from > new.effective_from]
    if not after:
        return ""
    return f" From {spoken_day(after[0].effective_from)} another value is set already, and stays."


def keep(turn: Turn, new: Setting, why: str) -> None:
    """Keep a change of a setting, in the name of whoever made it, with the reason."""
    set_policy(turn.unit, new, reason=why)
