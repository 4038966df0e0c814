"""The ledger in chat: QA asks who did not get theirs, what was sent to whom, who is chased; anybody about themself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from cards.elements import Button
from cards.listing import Line, Listing, listing_card
from cards.verbs import FIRST, PERSON, Verb
from dialogs.ledger_words import outcome_words, rung_words, why_mine
from dialogs.named import anybody, one_named, one_there
from dialogs.qa_audits import only_qa
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day, spoken_day, spoken_time
from domain.chasing_facts import Key
from domain.delivery_words import what_to_do_about, why_unreachable
from domain.ladder import ItemKind
from domain.sentences import first_capital
from domain.typed_ledger import Asks, Days, LedgerAsked, ledger_asked
from domain.words import SendClass, SendStatus
from storage import record
from storage.absences import spells_of
from storage.chasing_stops import standing_stops
from storage.ledger import (
    Undelivered,
    chased_on,
    digests_sent,
    lines_page,
    not_delivered,
    unreachable_people,
)
from storage.nudge_lines import DigestLine, last_digest_day, lines_of_digest
from storage.people import names_of, person_by_id
from storage.subjects import names_of_subjects

_PAGE = 10
_DAYS = "days"
_WHAT: Mapping[SendClass, str] = {
    SendClass.NUDGE: "the list of what is open",
    SendClass.NOTICE: "a notice",
    SendClass.ALARM: "an alarm",
}
_WAITS = frozenset({SendStatus.PENDING, SendStatus.CLAIMED, SendStatus.SENDING})


def _more(verb: Verb, found: Sequence[object], first: int, **data: str | int) -> list[Button]:
    return [Button("More", verb, {FIRST: first + _PAGE, **data}, sends_inputs=False)] if len(found) > _PAGE else []


# Who did not get theirs.


def not_reached(turn: Turn, press: Press) -> Reply:
    """Who did not get what was owed to them: today, or on the days that the button says.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    said = press.data.get(_DAYS, "")
    days = Days(said) if said in list(Days) else Days.TODAY
    first, last = _span(days, turn.today)
    after = press.number(FIRST) or 0
    found = not_delivered(turn.unit, first, last, _PAGE + 1, after)
    record.write(turn.unit, "saw_undelivered", "outbox", messages=len(found[:_PAGE]))
    lines = [_undelivered(turn, one) for one in found[:_PAGE]]
    arrived = f"Lists of what is open that arrived {days}: {digests_sent(turn.unit, first, last):,}."
    nobody = f"Nothing that was owed {days} is missing."
    others = [one for one in Days if one is not days]
    actions = _more(Verb.NOT_REACHED, found, after, **{_DAYS: days.value})
    actions += [
        Button(one.value.capitalize(), Verb.NOT_REACHED, {_DAYS: one.value}, sends_inputs=False) for one in others
    ]
    actions.append(Button("Unreachable people", Verb.UNREACHABLE, sends_inputs=False))
    intro = [arrived] if lines else [arrived, nobody]
    listing = Listing(
        "Who did not get theirs", intro, lines, actions, fallback="Who did not get what was owed to them."
    )
    return Reply(listing_card(listing, turn.card_id))


def _span(days: Days, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    spans = {
        Days.TODAY: (today, today),
        Days.YESTERDAY: (today - timedelta(days=1), today - timedelta(days=1)),
        Days.THIS_WEEK: (monday, today),
        Days.LAST_WEEK: (monday - timedelta(days=7), monday - timedelta(days=1)),
    }
    return spans[days]


def _undelivered(turn: Turn, one: Undelivered) -> Line:
    what = f"{_WHAT[one.send_class]}, owed on {spoken_day(london_day(one.created_at))}"
    look = Button(
        "What was sent", Verb.SENT_TO, {PERSON: one.person_id}, sends_inputs=False, tooltip=f"What was sent: {one.name}"
    )
    return Line(one.name, [f"{first_capital(what)}.", *_why_not(turn, one)], buttons=[look])


def _why_not(turn: Turn, one: Undelivered) -> list[str]:
    if one.status in _WAITS:
        if one.not_before <= turn.unit.now:
            return ["It waits its turn and goes within minutes.", "You don't need to do anything."]
        when = f"{spoken_day(london_day(one.not_before))} at {spoken_time(one.not_before)}"
        return [f"It waits, and is tried from {when}.", "You don't need to do anything."]
    if one.status is SendStatus.UNREACHABLE:
        return [f"It did not go: {why_unreachable(one.outcome)}.", what_to_do_about(one.outcome)]
    if one.status is SendStatus.UNCERTAIN:
        rest = "The next list has what is open." if one.send_class is SendClass.NUDGE else "Ask them if they have it."
        return [f"Teams did not say whether it arrived, so it is not repeated. {rest}"]
    if one.status is SendStatus.LAPSED:
        return ["The day was over before it could go. The next list has what is open."]
    return [f"Teams did not take it ({one.outcome}). Tell them yourself."]


# What was sent to somebody.


def sent_to(turn: Turn, press: Press) -> Reply:
    """What the ledger has of a person: QA of anybody, everybody of themself.

    Raises:
        NotAllowedError: it is somebody else's, and the person is not of the QA team.
    """
    person_id = press.number(PERSON) or turn.viewer.id
    if person_id != turn.viewer.id:
        only_qa(turn)
        one_there(turn, person_id)
    after = press.number(FIRST) or 0
    found = lines_page(turn.unit, person_id, _PAGE + 1, after)
    record.write(turn.unit, "saw_sent", "nudge_line", person_id=person_id, lines=len(found[:_PAGE]))
    names = names_of_subjects(turn.unit, _named_keys(found))
    lines = [
        Line(f"{spoken_day(one.digest_on)}: {_subject(one, names)}", [rung_words(one), outcome_words(one)])
        for one in found[:_PAGE]
    ]
    name = "you" if person_id == turn.viewer.id else names_of(turn.unit, [person_id])[person_id]
    intro = _at_present(turn, person_id) + ([] if found else ["No reminder has been owed so far."])
    actions = _more(Verb.SENT_TO, found, after, **{PERSON: person_id})
    listing = Listing(f"Sent to {name}", intro, lines, actions, fallback="What was sent. Type 'what did you send me?'.")
    return Reply(listing_card(listing, turn.card_id))


def _named_keys(lines: Sequence[DigestLine]) -> set[Key]:
    return {one.key for one in lines if one.key[0] is not ItemKind.ROLL_UP}


def _subject(line: DigestLine, names: Mapping[Key, str]) -> str:
    if line.key[0] is ItemKind.ROLL_UP:
        return "the month's actions"
    return names.get(line.key, "something that is there no more")


def _at_present(turn: Turn, person_id: int) -> list[str]:
    """What holds back what would be sent to a person at present."""
    who = person_by_id(turn.unit, person_id)
    said = [
        f"On leave up to and including {spoken_day(spell.ends_on)}: no reminder is sent."
        for spell in spells_of(turn.unit, person_id, turn.today)
        if spell.covers(turn.today)
    ]
    for stop in standing_stops(turn.unit):
        is_theirs = stop.person_id == person_id or (stop.team_id is not None and stop.team_id == who.team_id)
        if is_theirs or (stop.person_id is None and stop.team_id is None):
            since = spoken_day(london_day(stop.stopped_at))
            said.append(f"QA has stopped chasing {stop.name or 'everybody'} since {since}.")
    return said


# Why was I told?


def why_me(turn: Turn, press: Press) -> Reply:
    """Why each line of a person's last list was in it."""
    del press
    day = last_digest_day(turn.unit, turn.viewer.id)
    lines = [] if day is None else lines_of_digest(turn.unit, turn.viewer.id, day)
    names = names_of_subjects(turn.unit, _named_keys(lines))
    shown = [Line(first_capital(_subject(one, names)), [why_mine(one)]) for one in lines]
    intro = ["Nothing has been sent to you so far."] if day is None else [f"From your list of {spoken_day(day)}:"]
    actions = [Button("What was sent to me", Verb.SENT_TO, sends_inputs=False)]
    fallback = "Why you were told. Type 'why was I told?' to see it."
    listing = Listing("Why you were told", intro, shown, actions, fallback=fallback)
    return Reply(listing_card(listing, turn.card_id))


# Who is chased, and who can't be.


def chased_today(turn: Turn, press: Press) -> Reply:
    """Who has a list of what is open on a day: today, unless the button says otherwise.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    after = press.number(FIRST) or 0
    found = chased_on(turn.unit, turn.today, _PAGE + 1, after)
    record.write(turn.unit, "saw_who_is_chased", "nudge_line", people=len(found[:_PAGE]))
    lines = []
    for one in found[:_PAGE]:
        went = "sent" if one.status is SendStatus.SENT else "waits to go" if one.status in _WAITS else "did not arrive"
        counted = f"{one.lines:,} {'line' if one.lines == 1 else 'lines'}, {one.answered:,} answered since; {went}."
        look = Button(
            "What was sent",
            Verb.SENT_TO,
            {PERSON: one.person_id},
            sends_inputs=False,
            tooltip=f"What was sent: {one.name}",
        )
        lines.append(Line(one.name, [counted], buttons=[look]))
    intro = [] if lines else ["Nobody is chased today."]
    actions = _more(Verb.CHASED_TODAY, found, after)
    actions.append(Button("Who did not get theirs", Verb.NOT_REACHED, sends_inputs=False))
    actions.append(Button("Who is not being chased", Verb.STOPS, sends_inputs=False))
    listing = Listing("Who is chased today", intro, lines, actions, fallback="Who is chased today.")
    return Reply(listing_card(listing, turn.card_id))


def unreachable(turn: Turn, press: Press) -> Reply:
    """Whom nothing reaches, why, and what to do.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    after = press.number(FIRST) or 0
    found = unreachable_people(turn.unit, turn.today, _PAGE + 1, after)
    record.write(turn.unit, "saw_unreachable", "person", people=len(found[:_PAGE]))
    lines = []
    for one in found[:_PAGE]:
        since = f" Since {spoken_day(london_day(one.since))}." if one.since is not None else ""
        why = why_unreachable(one.why)
        lines.append(Line(one.name, [f"{first_capital(why)}.{since}", what_to_do_about(one.why)]))
    intro = [] if lines else ["Everybody to whom something was owed can be reached."]
    actions = _more(Verb.UNREACHABLE, found, after)
    actions.append(Button("QA tasks", Verb.QA_TASKS, sends_inputs=False))
    listing = Listing("Unreachable people", intro, lines, actions, fallback="Whom auditbot can't reach at present.")
    return Reply(listing_card(listing, turn.card_id))


# By typing.


def ledger_order(turn: Turn, text: str) -> Reply | None:
    """A question to the ledger; None where a text asks nothing of it."""
    asked = ledger_asked(text)
    return None if asked is None else _ANSWERS[asked.asks](turn, asked)


def _sent_typed(turn: Turn, asked: LedgerAsked) -> Reply:
    if asked.who in {"me", "myself"}:
        return sent_to(turn, Press(Verb.SENT_TO))
    only_qa(turn)
    who = one_named(turn, asked.who, anybody)
    return Reply(text=who) if isinstance(who, str) else sent_to(turn, Press(Verb.SENT_TO, {PERSON: str(who.id)}))


_ANSWERS: Mapping[Asks, Callable[[Turn, LedgerAsked], Reply]] = {
    Asks.NOT_REACHED: lambda turn, asked: not_reached(turn, Press(Verb.NOT_REACHED, {_DAYS: asked.days.value})),
    Asks.SENT_TO: _sent_typed,
    Asks.WHY_ME: lambda turn, _: why_me(turn, Press(Verb.WHY_ME)),
    Asks.CHASED: lambda turn, _: chased_today(turn, Press(Verb.CHASED_TODAY)),
    Asks.UNREACHABLE: lambda turn, _: unreachable(turn, Press(Verb.UNREACHABLE)),
}
