"""After a child's record was erased, its cards say so, no button of an older one fails, and nothing of it is shown."""

from datetime import UTC, datetime

from domain.policy import Setting
from storage.data_map import Ground
from storage.erasure import Asked, erase, plan_to_erase
from storage.holds import subject_named
from storage.policies import set_policy
from storage.store import Actor
from storage.tables.allocations import allocation
from storage.tables.erasures import HoldKind
from tests.conversation.council import ANSWERS, Council, returns
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson
from tests.storage.filled_rows import places_of

REF, CASE = "AUD-CS_5000037", "CS_5000037"
# Every text that the auditor wrote, as it may be found anywhere.
TYPED = [
    text for given in ANSWERS.values() for name, text in given.items() if name.split("_")[-1] in {"evidence", "areas"}
] + ["Two letters and a call", "She listens but is often late", "A trusting bond with the worker"]
SPRING = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


def places_with_words(council: Council) -> dict[str, list[tuple[str, str]]]:
    """Where in the database anything that was typed, or a reference, still is."""
    with council.unit() as unit:
        found = {word: list(places_of(unit, word)) for word in (*TYPED, REF, CASE)}
    return {word: places for word, places in found.items() if places}


def erases(council: Council) -> None:
    with council.unit() as unit:
        unit.actor = Actor("command", council.id_of(council.dan))
        plan = plan_to_erase(unit, subject_named(unit, HoldKind.CASE, CASE))
        assert plan.ground is Ground.CASE
        erase(unit, plan, Asked(council.dan.email, "The family asked for it."))


async def every_button(somebody: FakePerson, card: Shown) -> list[Shown]:
    """Each button of a card pressed, as it was shown; where the card stays, Teams shows what it had before."""
    came = [await somebody.presses(card, button, client_checks=False) for button in card.buttons]
    assert [one.error for one in came if one.error] == []
    return [one for one in came if one.card != card.card]


async def test_a_record_that_went_through_cards_is_gone_and_no_old_card_fails(council: Council) -> None:
    with council.unit() as unit:
        set_policy(unit, Setting("moderated", "none", datetime(2026, 11, 1, tzinfo=UTC).date()), "a test")
    council.allocates(council.rosa)
    receipt = await returns(council.rosa)
    await council.time_passes(minutes=20)
    await council.rosa.says(f"uploaded {REF}")
    cards = [
        (council.rosa, receipt),
        (council.rosa, await council.rosa.says("my outcomes")),
        (council.dan, await council.dan.says(f"audit {REF}")),
        (council.tom, await council.tom.says("my team")),
        *((somebody, one) for somebody in (council.tom, council.sue) for one in somebody.messages),
    ]
    assert {"engagement", "audit_version"} <= {
        table for found in places_with_words(council).values() for table, _ in found
    }
    council.is_now(SPRING)
    erases(council)
    assert places_with_words(council) == {}
    told = [one for somebody, card in cards for one in await every_button(somebody, card)]
    assert "Nothing fits that" in (await council.dan.says(f"audit {REF}")).words
    (now,) = council.rows(allocation)
    shown = await council.dan.says(f"audit {now.ref}")
    assert now.ref in shown.words
    told += [shown, *await every_button(council.dan, shown)]
    words = "\n".join(one.words for one in told)
    assert [text for text in (*TYPED, CASE) if text in words] == []
    assert "Erased." in words
