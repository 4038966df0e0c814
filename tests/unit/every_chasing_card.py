"""The cards about being away, stops, settings and the ledger, made from views as `every_card` makes the others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.listing import MOST_LINES, Line, Listing, listing_card
from cards.verbs import DEPUTY, KIND, LEAVE, PERSON, RUNG, SETTING, SUBJECT, Verb
from dialogs.leave_words import days_words
from dialogs.ledger_words import outcome_words, rung_words, why_mine
from domain import chasing_recheck as codes
from domain.delivery_words import WHY_UNREACHABLE, what_to_do_about, why_unreachable
from domain.ladder import DEFAULT_LADDER, ItemKind, Party, read_ladder
from domain.ladder_words import KINDS
from domain.ladder_words import rung_words as line_words
from domain.policy import Policy
from domain.policy_words import AREAS, SETTINGS, said
from storage.nudge_lines import DigestLine
from storage.tables.chasing import LineStatus

DUE = date(2026, 12, 4)
_PERSON: Mapping[str, str | int] = {PERSON: 5}
_LEAVE: Mapping[str, str | int] = {PERSON: 5, LEAVE: 7}
_DAYS = days_words(date(2026, 12, 3), date(2026, 12, 14))
# The button that sends each form, with what it carries.
_SENT_BY: dict[Verb, tuple[str, dict[str, str | int]]] = {
    Verb.RECORD_LEAVE: ("Record leave", {PERSON: 5, LEAVE: 7}),
    Verb.NAME_DEPUTY: ("Name them", {PERSON: 5}),
    Verb.STOP_CHASING: ("Stop chasing", {}),
    Verb.SET_POLICY: ("Change it", {SETTING: "digest_from"}),
    Verb.CHANGE_RUNG: ("Change a reminder", {KIND: "return", RUNG: 2}),
}


def chasing_cards(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    listings = {**_away(name), **_stops(text, name), **_settings(text, name), **_ledger(name)}
    cards = {key: listing_card(one, card_id) for key, one in listings.items()}
    return {**cards, **_forms(text, name, card_id)}


def _button(title: str, verb: Verb, data: Mapping[str, str | int] | None = None, about: str = "") -> Button:
    tooltip = f"{title}: {about}" if about else ""
    return Button(title, verb, data, sends_inputs=False, tooltip=tooltip)


def _away(name: str) -> dict[str, Listing]:
    words = "On these days no reminder is sent. Alarms still are, to the deputy too."
    leave = [
        _button("Change", Verb.LEAVE_FORM, _LEAVE),
        _button("Back today", Verb.END_LEAVE, _LEAVE),
        _button("Take it back", Verb.CANCEL_LEAVE, _LEAVE),
    ]
    end = _button("End it now", Verb.END_DEPUTY, {**_PERSON, DEPUTY: 3})
    actions = [
        _button("Record leave", Verb.LEAVE_FORM, _PERSON),
        _button("Name a deputy", Verb.DEPUTY_FORM, _PERSON),
        _button("Who is away today", Verb.WHO_IS_AWAY),
    ]
    lines = [
        Line(_DAYS, ["Recorded by you on Friday 20 November 2026."], buttons=leave),
        Line(f"{name} answers for you", [_DAYS], buttons=[end]),
    ]
    listing = Listing("Your leave", [words], lines, actions, "I have taken it back.", fallback="Your leave.")
    one = Listing("Who is away today", [], [Line(name, [_DAYS], buttons=[_button("Look", Verb.MY_LEAVE, _PERSON)])])
    later = Line("Audit A1", ["You hear of it again on Monday 7 December 2026."], buttons=[
        _button("Leave it as it was", Verb.NOT_PUT_OFF, {KIND: "return", SUBJECT: 7}, "Audit A1"),
    ])  # fmt: skip
    notice = Line(f"You answer for {name} on Friday 4 December 2026.", ["What needs an answer comes to you as well."])
    return {
        "my leave": listing,
        "my leave, much": replace(listing, lines=lines * MOST_LINES),
        "who is away": one,
        "put off": Listing("Put off", ["Due days stay as they are."], [later], fallback="What you have put off."),
        "deputy named": Listing("A deputy is named", [], [notice], fallback="A deputy is named."),
    }


def _stops(text: str, name: str) -> dict[str, Listing]:
    start = _button("Start chasing", Verb.START_CHASING, _PERSON)
    since = "Since Friday 20 November 2026 by Dan Iqbal."
    counts = "Silent: 3 audits and 4 actions that are open, for them and for those above them."
    line = Line(name, [since, counts], text, [start])
    actions = [_button("Stop chasing", Verb.STOP_FORM)]
    intro = ["Chasing is stopped for those below. Alarms and notices still go to them."]
    return {"stops": Listing("Who is not being chased", intro, [line] * 14, actions, fallback="Who is not chased.")}


def _settings(text: str, name: str) -> dict[str, Listing]:
    lines = [
        Line(f"{one.title}: {said(key, getattr(Policy(), key))}", ["As it was set up."])
        for key, one in SETTINGS.items()
    ]
    areas = [Line(title, buttons=[_button("Open", Verb.POLICY)]) for title in AREAS.values()]
    history = Line("From Friday 4 December 2026: 09:30", [f"Set by {name} on Friday 20 November 2026."], text)
    look = _button("Look or change", Verb.POLICY_SETTING, {SETTING: "digest_from"})
    ladder = read_ladder(DEFAULT_LADDER)
    rungs = [
        Line(
            line_words(kind, rung),
            buttons=[_button("Change", Verb.RUNG_FORM, {KIND: kind.value, RUNG: 0}, line_words(kind, rung))],
        )
        for kind in KINDS
        for rung in ladder.rungs[kind]
    ]
    whole = _button("The whole ladder", Verb.LADDER)
    change = _button("Change", Verb.POLICY_FORM, {SETTING: "digest_from"})
    return {
        "settings": Listing("Settings", ["Each setting holds from a day on."], areas, fallback="The settings."),
        "every setting": Listing("Chasing and leave", [], lines[:MOST_LINES], [look]),
        "every other setting": Listing("Moderation", [], lines[MOST_LINES : 2 * MOST_LINES]),
        "the rest of the settings": Listing("Questions", [], lines[2 * MOST_LINES :]),
        "a setting": Listing("When the day's list is made", ["Now: 08:00."], [history] * 6, [change]),
        "ladder": Listing("When reminders go, and to whom", [], rungs[:MOST_LINES], [whole]),
        "the rest of the ladder": Listing("The ladder", [], rungs[MOST_LINES:]),
    }


def _line(status: LineStatus, reason: str | None = None, rung: str = "+3", party: Party = Party.OWNER) -> DigestLine:
    return DigestLine(1, 5, DUE, (ItemKind.RETURN, 7), DUE, rung, DUE, party, status, reason)


def _ledger(name: str) -> dict[str, Listing]:
    reasons = [
        *(codes.DONE, codes.ANOTHER_DAY, codes.SOMEBODY_ELSE, codes.EXEMPT, codes.LEFT),
        *(codes.STOPPED, codes.ON_LEAVE, codes.PAUSED, "day_over", "overtaken by +5", "lapsed"),
    ]
    some = [_line(status, "http_400") for status in LineStatus]
    some += [_line(LineStatus.WITHHELD, reason) for reason in reasons]
    lines = [Line("Friday 4 December 2026: audit A1", [rung_words(one), outcome_words(one)]) for one in some]
    mine = [_line(LineStatus.SENT, None, rung, party) for rung in ("+3", "week 2026-12-07") for party in Party]
    look = _button("What was sent", Verb.SENT_TO, _PERSON)
    went = Line(name, ["The list of what is open, owed on Friday 4 December 2026."], buttons=[look])
    far = [Line(name, [f"{why_unreachable(code)}.", what_to_do_about(code)]) for code in [*WHY_UNREACHABLE, "http_403"]]
    others = [_button("This week", Verb.NOT_REACHED), _button("Unreachable people", Verb.UNREACHABLE)]
    whys = [Line("Audit A1", [why_mine(one)]) for one in mine]
    return {
        "sent to": Listing("Sent to Rosa", [], lines[:MOST_LINES], fallback="What was sent."),
        "sent to, and why not": Listing("Sent to Rosa", [], lines[MOST_LINES:]),
        "why me": Listing("Why you were told", [], whys, [_button("Why", Verb.WHY_ME)]),
        "not reached": Listing("Who did not get theirs", [], [went], others),
        "chased today": Listing("Who is chased today", [], [went], [_button("Chased today", Verb.CHASED_TODAY)]),
        "unreachable": Listing("Unreachable people", [], far, [_button("Stops", Verb.STOPS)]),
    }


def _forms(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    asked = [
        Asked("name", "Who is away?", "line", required="Type a name or an e-mail address."),
        Asked("pick", "Pick somebody", "person", choices=[("5", name)]),
        Asked("from", "The first day away", "day", required="Choose a day."),
        Asked("why", "Why?", required="Say why in a few words. It stays on record."),
    ]
    cancel = _button("Cancel", Verb.MY_LEAVE)
    cards = {}
    for verb, (title, data) in _SENT_BY.items():
        words = "Both days count as away. Say nothing of the reason: leave is all I keep."
        form = ChangeForm(title, [("For", name)], words, asked, Button(title, verb, data), cancel)
        wrong = {"name": f"I know nobody called “{text}” whom you can choose here.", "from": "Choose a day."}
        given = {"name": text, "why": text}
        cards[f"chasing form {verb}"] = form_card(form, card_id)
        cards[f"chasing form {verb}, refused"] = form_card(replace(form, given=given, complaints=wrong), card_id)
        caution = "I take Tuesday 5 January 2027 for the last day. If it is the first day back, change it."
        cards[f"chasing form {verb}, cautioned"] = form_card(replace(form, given=given, caution=caution), card_id)
    return cards
