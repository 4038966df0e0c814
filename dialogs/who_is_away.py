"""Who is away today, for whoever leads people and for QA."""

from cards.elements import Button
from cards.listing import Line, Listing, listing_card
from cards.verbs import PERSON, Verb
from dialogs.leave_card import MINE
from dialogs.leave_words import days_words
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.absences import away_among, people_led_by
from storage.chasing import people_away
from storage.deputies import deputies_on
from storage.people import names_of


def who_is_away(turn: Turn, press: Press) -> Reply:
    """Those away today, who is back first first, and who answers for them.

    Raises:
        NotAllowedError: the person leads nobody and is not of the QA team.
    """
    del press
    led = people_led_by(turn.unit, turn.viewer.id)
    is_qa = turn.viewer.is_a(Role.QA)
    if not (led or is_qa):
        raise NotAllowedError("That is for managers and the QA team. Type 'my leave' to see yours.")
    away = people_away(turn.unit, turn.today)
    seen = away if is_qa else away & led
    lines = _lines(turn, seen)
    record.write(turn.unit, "saw_who_is_away", "leave", people=len(seen))
    intro = [] if lines else ["Nobody is away today."]
    listing = Listing("Who is away today", intro, lines, [MINE], fallback="Who is away today. Type 'who is away'.")
    return Reply(listing_card(listing, turn.card_id))


def _lines(turn: Turn, seen: frozenset[int]) -> list[Line]:
    deputies = deputies_on(turn.unit, turn.today)
    names = names_of(turn.unit, {*seen, *(one for some in deputies.values() for one in some)})
    leave = {one.person_id: one for one in away_among(turn.unit, seen, turn.today)}
    lines = []
    for person_id in [*leave, *sorted(seen - set(leave))]:
        one = leave.get(person_id)
        when = "A long absence, from the workbook." if one is None else f"{days_words(one.starts_on, one.ends_on)}."
        stands_in = [f"{names[deputy]} answers for them." for deputy in deputies.get(person_id, ())]
        look = Button(
            "Look", Verb.MY_LEAVE, {PERSON: person_id}, sends_inputs=False, tooltip=f"Look: {names[person_id]}"
        )
        lines.append(Line(names[person_id], [when, *stands_in], buttons=[look]))
    return lines
