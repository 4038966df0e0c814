"""*Not today*: somebody puts off what is on their own list, for themself alone, until the next working day or later.

It may be done as often as the setting `put_off_times` says (DOMAIN: twice); then the ladder goes on. Whoever else is
told of an item is told as before.
"""

import re
from datetime import date, timedelta

from cards.elements import Button
from cards.listing import Line, Listing, listing_card
from cards.verbs import KIND, SUBJECT, TO, Verb
from dialogs.in_hand import audits_in_hand
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.chasing_facts import HoldReason, Key
from domain.ladder import ItemKind, Party
from domain.sentences import first_capital
from domain.typed_dates import read_one, tidied
from storage import record
from storage.chase_holds import hold, may_put_off, take_back_snooze
from storage.chasing import facts_now, items_of
from storage.nudge_lines import last_digest_day, lines_of_digest
from storage.subjects import names_of_subjects

_DAY = timedelta(days=1)
_LATER = re.compile(r"(?:not today|(?:remind me|not) (?:again )?(?:until |on |till )?(?P<day>.+))")
_MOST_SHOWN = 12


def not_today(turn: Turn, press: Press) -> Reply:
    """Put off what is on the person's last list until the day that the button says, or the next working day."""
    try:
        day = date.fromisoformat(press.data.get(TO, ""))
    except ValueError:
        day = turn.calendar.working_day_after(turn.today, 1)
    return _put_off(turn, day)


def _own_keys(turn: Turn) -> list[Key]:
    """What is on the person's last list, in their own hands and open still."""
    day = last_digest_day(turn.unit, turn.viewer.id)
    lines = [] if day is None else lines_of_digest(turn.unit, turn.viewer.id, day)
    keys = list(dict.fromkeys(one.key for one in lines if one.party is Party.OWNER))
    items = items_of(turn.unit, turn.policy, [key for key in keys if key[0] is not ItemKind.ROLL_UP])
    facts = facts_now(turn.unit, items, [turn.viewer.id], turn.today)
    still = {item.key for item in facts.items if item.owner_id == turn.viewer.id}
    return [key for key in keys if key in still]


def _put_off(turn: Turn, day: date) -> Reply:
    keys = _own_keys(turn)
    may = [key for key in keys if may_put_off(turn.unit, key, turn.today, turn.policy.put_off_times, turn.viewer.id)]
    for key in may:
        hold(turn.unit, key, day - _DAY, HoldReason.SNOOZE, person_id=turn.viewer.id)
        record.write(turn.unit, "put_off_for_oneself", key[0].value, key[1], until=day.isoformat())
    return _listed(turn, keys, frozenset(may), day)


def _listed(turn: Turn, keys: list[Key], put_off: frozenset[Key], day: date) -> Reply:
    names = names_of_subjects(turn.unit, keys)
    lines = [_line(turn, key, names.get(key, "something"), day, is_put_off=key in put_off) for key in keys]
    nothing = [] if lines else ["Nothing of your own is on your list, so there is nothing to put off."]
    intro = nothing or ["Due days stay as they are, and whoever else is told is told as before."]
    actions = [Button("The whole list", Verb.DIGEST, sends_inputs=False)] if lines else []
    fallback = "What you have put off. Type 'digest' to see the whole list."
    more = max(len(lines) - _MOST_SHOWN, 0)
    listing = Listing("Put off", intro, lines[:_MOST_SHOWN], actions, more=more, fallback=fallback)
    return Reply(listing_card(listing, turn.card_id))


def _line(turn: Turn, key: Key, name: str, day: date, *, is_put_off: bool) -> Line:
    words = first_capital(name)
    if not is_put_off:
        return Line(words, ["It has been put off as often as may be, so it stays.", f"Tell {turn.policy.qa_contact}."])
    data: dict[str, str | int] = {KIND: key[0].value, SUBJECT: key[1]}
    undo = Button(
        "Leave it as it was", Verb.NOT_PUT_OFF, data, sends_inputs=False, tooltip=f"Leave it as it was: {words}"
    )
    return Line(words, [f"You hear of it again on {spoken_day(day)}."], buttons=[undo])


def undo(turn: Turn, press: Press) -> Reply:
    """Take back what the person put off last about one item; it counts as if it had not been."""
    named, number = press.data.get(KIND, ""), press.number(SUBJECT)
    kind = next((one for one in ItemKind if one.value == named), None)
    if kind is not None and number is not None and take_back_snooze(turn.unit, (kind, number), turn.viewer.id):
        record.write(turn.unit, "put_off_taken_back", kind.value, number)
        return Reply(text="It stands as before. You hear of it when its next reminder is due.")
    return Reply(text="It is not put off any more. Type 'digest' to see the whole list.")


def not_today_order(turn: Turn, text: str) -> Reply | None:
    """`not today`, `remind me on Thursday`; None where a text says neither, or may be part of an audit."""
    match = _LATER.fullmatch(tidied(text))
    if match is None or (match["day"] and not text.casefold().strip().startswith(("remind", "not until", "not till"))):
        return None
    if match["day"] is None:
        return None if audits_in_hand(turn) and not _own_keys(turn) else not_today(turn, Press(Verb.NOT_TODAY))
    read = read_one(match["day"].removeprefix("until ").removeprefix("on "), turn.today)
    furthest = turn.calendar.working_day_after(turn.today, turn.policy.put_off_working_days)
    if read is None:
        return None
    if not turn.today < read.day <= furthest or read.doubt:
        return Reply(
            text=f"Say a day up to {spoken_day(furthest)}, such as 'remind me tomorrow'. Nothing is put off yet."
        )
    return _put_off(turn, read.day)
