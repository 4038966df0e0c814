"""QA stops chasing a person, a team or everybody in chat, with a reason and until a day, and starts it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.listing import Line, Listing, listing_card
from cards.verbs import PERSON, SEEN, TEAM, Verb
from dialogs import likely_names
from dialogs.named import anybody, found_as
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import read_day, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day, spoken_day
from domain.sentences import first_capital
from domain.typed_leave import read_days
from domain.typed_stops import EVERYBODY, StopTyped, stop_in
from domain.words import Role
from storage import record
from storage.chasing import people_away
from storage.chasing_stops import (
    Silenced,
    StandingStop,
    silenced_by,
    standing_stops,
    start_chasing,
    stop_chasing,
    stop_of,
    teams_called,
)
from storage.people import names_of

_WHY = "Say why in a few words. It stays on record."
_WHOM = "Type a person, a team, or 'everybody'."
_SHOWN = 5
# "team Birch", "the Birch team": said where a team shares its name with somebody.
_A_TEAM = re.compile(r"(?:the\s+)?(?:team\s+(?P<after>.+)|(?P<before>.+)\s+team)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a stop is of: a person, a team, or everybody where it is neither. `name` is theirs."""

    name: str
    person_id: int | None = None
    team_id: int | None = None

    @property
    def keys(self) -> dict[str, int | None]:
        """As the store takes it."""
        return {"person_id": self.person_id, "team_id": self.team_id}

    @property
    def data(self) -> dict[str, str | int]:
        """As a button carries it."""
        found = {PERSON: self.person_id, TEAM: self.team_id}
        return {key: value for key, value in found.items() if value is not None}

    @property
    def mark(self) -> str:
        """What a card says that it has asked about."""
        return f"{self.person_id or 0}/{self.team_id or 0}"


_EVERYBODY = Whom("everybody")


def who_is_not_chased(turn: Turn, press: Press) -> Reply:
    """Where chasing is stopped, by whom, why and until when.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    del press
    only_qa(turn)
    return listed(turn)


def listed(turn: Turn, note: str = "") -> Reply:
    """The stops that stand; `note` says what was just done."""
    stops = standing_stops(turn.unit)
    names = names_of(turn.unit, {one.stopped_by_id for one in stops if one.stopped_by_id is not None})
    away = len(people_away(turn.unit, turn.today))
    intro = ["Chasing is stopped for those below. Alarms and notices still go to them."] if stops else []
    intro = intro or ["Chasing is stopped for nobody."]
    intro += (
        [f"People away today: {away:,}. They are not chased either. Type 'who is away' to see them."] if away else []
    )
    actions = [
        Button("Stop chasing", Verb.STOP_FORM, sends_inputs=False),
        Button("Who is away today", Verb.WHO_IS_AWAY, sends_inputs=False),
    ]
    fallback = "Who is not being chased. Type 'who is not being chased' to see it."
    lines = [_line(turn, one, names) for one in stops]
    record.write(turn.unit, "saw_chasing_stops", "chasing_stop", stops=len(stops))
    listing = Listing("Who is not being chased", intro, lines, actions, note, fallback=fallback)
    return Reply(listing_card(listing, turn.card_id))


def _line(turn: Turn, one: StandingStop, names: Mapping[int, str]) -> Line:
    whom = Whom(one.name or "Everybody", one.person_id, one.team_id)
    by = f" by {names[one.stopped_by_id]}" if one.stopped_by_id is not None else ""
    since = f"Since {spoken_day(london_day(one.stopped_at))}{by}."
    until = _until(one.ends_on)
    counts = _silences(silenced_by(turn.unit, **whom.keys), whom)
    start = Button(
        "Start chasing", Verb.START_CHASING, whom.data, sends_inputs=False, tooltip=f"Start chasing: {whom.name}"
    )
    return Line(whom.name, [since, f"{first_capital(until)}.", counts], one.reason, [start])


def _until(ends_on: date | None) -> str:
    return "until somebody starts it again" if ends_on is None else f"up to and including {spoken_day(ends_on)}"


def _silences(found: Silenced, whom: Whom) -> str:
    what = f"{_count(found.audits, 'audit')} and {_count(found.actions, 'action')} that are open"
    if whom.person_id is not None:
        return f"Silent: {what}, for them and for those above them."
    return f"Silent: {_count(found.people, 'person', 'people')} with {what}, for them and for those above them."


def _count(number: int, word: str, words: str = "") -> str:
    return f"{number:,} {word if number == 1 else words or f'{word}s'}"


def form(turn: Turn, press: Press) -> Reply:
    """The form of a stop.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    del press
    only_qa(turn)
    return ask(turn, {}, {})


def ask(turn: Turn, given: Mapping[str, str], wrong: Mapping[str, str], caution: str = "", seen: str = "") -> Reply:
    """The form, with what was typed, what is wrong with it, and what to think of before pressing again."""
    asked = [
        Asked("whom", "Whom? A person, a team, or everybody", "line", _WHOM),
        Asked("why", "Why?", required=_WHY, hint="Keep it short. Nothing of anybody's health, please."),
        Asked("to", "The last day, if you know it", "day"),
    ]
    data: dict[str, str | int] = {SEEN: seen} if seen else {}
    go = Button("Stop chasing all the same" if seen else "Stop chasing", Verb.STOP_CHASING, data, style="positive")
    words = "They get no reminder, and nobody above them gets one about what they have in hand."
    back = Button("Cancel", Verb.STOPS, sends_inputs=False)
    made = ChangeForm("Stop chasing", [], words, asked, go, back, given, wrong, caution)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def stop(turn: Turn, press: Press) -> Reply:
    """Stop chasing; for a team and for everybody what it silences is said first.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    given = typed_in(press, "whom", "why", "to")
    whom = _whom(turn, given.get("whom", ""))
    last = read_day(turn, given["to"], earliest=turn.today) if "to" in given else None
    found = {"whom": whom if isinstance(whom, str) else None, "why": wrong_reason(given.get("why", ""), _WHY)}
    found["to"] = last if isinstance(last, str) else None
    wrong = {key: complaint for key, complaint in found.items() if complaint}
    if wrong or isinstance(whom, str) or isinstance(last, str):
        return ask(turn, given, wrong)
    asked = likely_names.unasked_of_staff(turn, press, "stop", {"why": given["why"]}, whom.name)
    if asked:
        return likely_names.ask(turn, press, ask(turn, given, {}), asked)
    return _stopped(turn, whom, given, last, press.data.get(SEEN, ""))


def _stopped(turn: Turn, whom: Whom, given: Mapping[str, str], last: date | None, seen: str) -> Reply:
    known = stop_of(turn.unit, **whom.keys)
    caution = _caution(turn, whom, known)
    if caution and seen != whom.mark:
        return ask(turn, {**given, "whom": given["whom"]}, {}, caution, whom.mark)
    if known is not None:
        start_chasing(turn.unit, **whom.keys)
    stop_chasing(turn.unit, given["why"], ends_on=last, **whom.keys)
    return listed(turn, f"Chasing is stopped for {whom.name}, {_until(last)}.")


def _caution(turn: Turn, whom: Whom, known: StandingStop | None) -> str:
    if known is not None:
        since = spoken_day(london_day(known.stopped_at))
        return f"It is stopped already, since {since}. Press again to put this reason and this day in its place."
    if whom.person_id is not None:
        return ""
    return f"{_silences(silenced_by(turn.unit, **whom.keys), whom)} Press again to stop it."


def _whom(turn: Turn, text: str) -> Whom | str:
    """Whom a name means, or what to say beside it."""
    if " ".join(text.casefold().split()) in EVERYBODY:
        return _EVERYBODY
    is_team = _A_TEAM.fullmatch(text.strip())
    called = is_team["before"] or is_team["after"] if is_team else text
    teams = [Whom(name, team_id=key) for key, name in teams_called(turn.unit, called)]
    people = [Whom(one.name, person_id=one.id) for one in found_as(turn, text, anybody)]
    found = teams if is_team and teams else [*teams, *people]
    # A whole name is what was meant, also where it is a part of somebody else's.
    found = [one for one in found if one.name.casefold() == called.strip().casefold()] or found
    if not text or not found:
        return f"I know no person and no team called “{text}”. Check the name, or type an e-mail address."
    if len(found) == 1:
        return found[0]
    some = ", ".join(one.name for one in found[:_SHOWN])
    return f"“{text}” may be {some}. Type the whole name, “team …” for a team, or an e-mail address."


def start(turn: Turn, press: Press) -> Reply:
    """Start chasing again.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    return _started(turn, {"person_id": press.number(PERSON), "team_id": press.number(TEAM)})


def _started(turn: Turn, keys: Mapping[str, int | None]) -> Reply:
    if not start_chasing(turn.unit, **keys):
        return listed(turn, "It was not stopped.")
    return listed(turn, "Chasing goes on. Each of them gets one list of what is owed by then, and nothing of before.")


def stop_order(turn: Turn, text: str) -> Reply | None:
    """`stop chasing …`, `start chasing …`: kept at once where nothing is missing, else in the form."""
    said = stop_in(text)
    if said is None:
        return None
    if not turn.viewer.is_a(Role.QA):
        return Reply(text="Only the QA team can stop chasing. If you are away, type 'I'm on leave' and the days.")
    whom = _whom(turn, said.whom)
    if said.starts:
        return Reply(text=whom) if isinstance(whom, str) else _started(turn, whom.keys)
    return _typed_stop(turn, said)


def _typed_stop(turn: Turn, said: StopTyped) -> Reply:
    given = {"whom": said.whom, "why": said.reason}
    days = read_days(said.until, turn.today) if said.until else None
    if days is not None and days.ends_on is not None and not days.doubt:
        given["to"] = days.ends_on.isoformat()
    elif said.until:
        return ask(turn, given, {"to": f"I can't read “{said.until}”. Please choose the last day."})
    inputs = {key: text for key, text in given.items() if text}
    return ask(turn, inputs, {}) if not said.reason else stop(turn, Press(Verb.STOP_CHASING, {}, inputs))
