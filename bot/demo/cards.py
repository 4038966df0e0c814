"""The demonstration's own cards: whom to be, who you are now, what day it is, what went to whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from microsoft_teams.cards import Action, AdaptiveCard, CardElement

from bot.demo.cast import Persona
from bot.demo.directory import Resident
from bot.demo.news import News
from cards.elements import Button, buttons, card, execute, said, side_by_side
from domain.calendar import london_day, spoken_day, spoken_time

WHOM = "whom"
MOST_NAMES = 4
MOST_BUTTONS = 3
MOST_TOLD, MOST_LINES, MOST_HELD_BACK = 5, 2, 6
NOTHING_NEW = News()


class DemoVerb(StrEnum):
    """What a button of the demonstration does; handled in `bot/demo` and known nowhere else."""

    ARRIVE = "demo_arrive"  # no button: the page was opened
    CHOOSE = "demo_choose"
    BECOME = "demo_become"
    DAY_ON = "demo_day_on"
    WEEK_ON = "demo_week_on"


def _become(resident_id: str, first_name: str) -> Button:
    return Button(f"Become {first_name}", DemoVerb.BECOME, {WHOM: resident_id}, sends_inputs=False)


def _ways_on(card_id: str) -> list[Action]:
    choose = Button("Choose whom to be", DemoVerb.CHOOSE, sends_inputs=False)
    return [execute(choose, card_id), *_clock_buttons(card_id)]


def _clock_buttons(card_id: str) -> list[Action]:
    on = (("A day on", DemoVerb.DAY_ON), ("A week on", DemoVerb.WEEK_ON))
    return [execute(Button(title, verb, sends_inputs=False), card_id) for title, verb in on]


def _it_is(now: datetime) -> str:
    return f"It is {spoken_day(london_day(now))}, {spoken_time(now)}, in this demonstration."


def _waiting(count: int) -> str:
    if count == 0:
        return ""
    return " 1 message waits for them." if count == 1 else f" {count} messages wait for them."


def choose_card(cast: Sequence[tuple[Persona, int]], now: datetime, card_id: str, *, is_open: bool) -> AdaptiveCard:
    """Whom to be. `cast` is each persona with how many messages wait for them; `is_open` within working hours."""
    closed = "" if is_open else " Notices wait for working hours: move the clock on to see them sent."
    body: list[CardElement] = [
        said("Everybody here is invented, and you can be each of them in turn."),
        said(_it_is(now) + closed, quiet=True),
    ]
    for persona, count in cast:
        who = said(f"{persona.name}, {persona.part}", bold=True)
        become = buttons(card_id, _become(persona.object_id, persona.name.split()[0]))
        body += [side_by_side(who, become), said(f"{persona.to_try}{_waiting(count)}")]
    body.append(said("Type 'demo' to come back to this list, or 'be' and any name of the council.", quiet=True))
    return card(
        "Choose whom to be",
        body,
        _clock_buttons(card_id),
        fallback="Choose whom to be: type 'be' and a name, such as 'be Rosa Vale'.",
    )


def became_card(resident: Resident, to_try: str, now: datetime, card_id: str) -> AdaptiveCard:
    """Who the user is now and what they can try."""
    return card(
        f"You are {resident.name}, {resident.part}",
        [said(to_try), said(_it_is(now), quiet=True)],
        _ways_on(card_id),
        fallback=f"You are {resident.name}, {resident.part}. {to_try}",
    )


def which_card(words: str, found: Sequence[Resident], card_id: str) -> AdaptiveCard:
    """Which of several people is meant, or that nobody is."""
    if not found:
        nobody = f"Nobody here is called '{words}'. Choose from the list, or type 'be' and another name."
        return card("Nobody by that name", [said(nobody)], _ways_on(card_id), fallback=nobody)
    body = [side_by_side(said(one.known_as), buttons(card_id, _become(one.object_id, one.first_name))) for one in found]
    names = ", ".join(one.name for one in found)
    return card("Whom do you mean?", body, fallback=f"Type 'be' and one of these names: {names}.")


def time_card(
    now: datetime, sent_to: Sequence[Resident], playing: Resident | None, card_id: str, news: News = NOTHING_NEW
) -> AdaptiveCard:
    """What day it is after the clock was moved on, what that sent to whom, by which rule, and what was held back."""
    what = sent_to_sentence(sent_to) or "Nothing was sent to anybody else."
    body: list[CardElement] = [said(what)]
    if sent_to and not news.told:
        body.append(_become_buttons(sent_to, card_id))
    body += [*_chased(news, card_id), *_held_back(news)]
    if playing is not None:
        body.append(said(f"You are still {playing.known_as}.", quiet=True))
    it_is = _it_is(now)
    return card(it_is, body, _ways_on(card_id), fallback=f"{it_is} {what}")


def _chased(news: News, card_id: str) -> Iterator[CardElement]:
    """Who was reminded of what, and which rule owed it."""
    if not news.told:
        return
    yield said("Reminders, and the rules that owed them:", quiet=True)
    for told in news.told[:MOST_TOLD]:
        items = "1 item" if len(told.lines) == 1 else f"{len(told.lines)} items"
        who = said(f"{told.name}, {items}", bold=True)
        yield side_by_side(who, buttons(card_id, _become(told.object_id, told.name.split()[0])))
        yield from (said(line) for line in told.lines[:MOST_LINES])
        yield from _and_more(len(told.lines) - MOST_LINES, "in the same list")
    yield from _and_more(len(news.told) - MOST_TOLD, "people: type 'be' and a name to see what they got")


def _held_back(news: News) -> Iterator[CardElement]:
    if not news.held_back:
        return
    yield said("Held back, or not delivered:", quiet=True)
    yield from (said(line) for line in news.held_back[:MOST_HELD_BACK])
    yield from _and_more(len(news.held_back) - MOST_HELD_BACK, "like these")


def _and_more(count: int, what: str) -> Iterator[CardElement]:
    if count > 0:
        yield said(f"And {count} more {what}.", quiet=True)


def sent_card(sent_to: Sequence[Resident], card_id: str) -> AdaptiveCard:
    """To whom something was sent that the user does not see."""
    sentence = sent_to_sentence(sent_to)
    return card("Meanwhile", [said(sentence), _become_buttons(sent_to, card_id)], fallback=sentence)


def sent_to_sentence(sent_to: Sequence[Resident]) -> str:
    """Who was sent something, in one line; empty where nobody was."""
    if not sent_to:
        return ""
    names = [one.known_as for one in sent_to[:MOST_NAMES]]
    more = len(sent_to) - len(names)
    if more:
        return f"Sent to {len(sent_to)} people: {', '.join(names)} and {more} more. Become one of them to see it."
    *others, last = names
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"Sent to {listed}. Become {'them' if not others else 'one of them'} to see it."


def _become_buttons(sent_to: Sequence[Resident], card_id: str) -> CardElement:
    return buttons(card_id, *(_become(one.object_id, one.first_name) for one in sent_to[:MOST_BUTTONS]))
