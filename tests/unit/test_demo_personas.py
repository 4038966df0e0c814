"""In the demonstration one person is everybody in turn, and sees what was sent to each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.demo.cards import DemoVerb
from bot.demo.cast import AUDITOR, CAST, DIRECTOR, HEAD_OF_SERVICE
from bot.demo.clock_hand import ClockHand
from bot.demo.directory import Directory, Resident
from bot.demo.handler import DemoHandler
from bot.demo.news import News, Told
from bot.demo.playground import USER_OBJECT_ID
from bot.demo.postbox import Postbox
from bot.demo.stage import Stage, StageMessenger, conversation_of
from bot.demo.teller import Teller
from bot.ports import Address, Inbound, InboundKind, InvokeReply, Outgoing
from cards.verbs import VERB, Verb
from domain.calendar import london_day
from tests.fakes_cards import Shown
from tests.fakes_demo import RememberedChannel, RepeatingService
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 10, 32, tzinfo=UTC)
PLAYGROUND = "personal-chat-id"
OTHERS = (
    Resident("0b0b", "Hamish Yewdale", "hamish.yewdale@wexbridge.example", "auditor"),
    Resident("0c0c", "Hamish Rookwood", "hamish.rookwood@wexbridge.example", "social worker"),
)


@dataclass(slots=True)
class Theatre:
    """The demonstration with a channel and a service that write down what happens."""

    channel: RememberedChannel
    service: RepeatingService
    handler: DemoHandler
    stage: Stage
    messenger: StageMessenger
    teller: Teller
    hand: ClockHand
    clock_file: Path
    passed: list[datetime]

    async def says(self, text: str) -> None:
        """The user types something."""
        await self.handler.handle(_act(InboundKind.SAID, text=text))

    async def presses(self, verb: str, whom: str = "") -> dict[str, Any]:
        """The user presses a button of the demonstration; the card that takes its card's place."""
        reply = await self.handler.handle(_act(InboundKind.PRESSED, verb=verb, data={VERB: verb, "whom": whom}))
        assert isinstance(reply, InvokeReply)
        assert reply.card is not None
        return dict(reply.card)

    @property
    def seen(self) -> list[str]:
        """What the user sees in the Playground."""
        return self.channel.seen_in(PLAYGROUND)


def _act(kind: InboundKind, **what: Any) -> Inbound:
    return replace(
        Inbound(kind, "act", "tenant", USER_OBJECT_ID, "user-id-0", PLAYGROUND, "http://localhost:56150/_connector"),
        **what,
    )


def _directory() -> Directory:
    return Directory([*(Resident(one.object_id, one.name, one.email, one.part) for one in CAST), *OTHERS])


@pytest.fixture
def theatre(tmp_path: Path) -> Theatre:
    channel = RememberedChannel()
    stage = Stage(_directory(), Postbox(tmp_path / "kept.json"))
    messenger = StageMessenger(stage, channel)
    service = RepeatingService(messenger)
    clock_file = tmp_path / "clock"
    hand = ClockHand(clock_file, StandingClock(NOW))
    passed: list[datetime] = []

    async def let_time_pass() -> None:
        passed.append(Clock(clock_file).now())
        await service.tell(HEAD_OF_SERVICE.object_id, "A digest")

    async def news_of(since: datetime, until: datetime) -> News:
        assert since < until
        line = "Audit AUD-1. 3 working days after Friday 4 December 2026 (its due day), to their manager. Sent."
        told = Told(HEAD_OF_SERVICE.object_id, "Dan Iqbal", (line, line, line))
        return News((told,), ("Rosa Vale: Audit AUD-2. Held back: it was a day of leave.",))

    handler = DemoHandler(stage, service, messenger, hand, let_time_pass, news_of)
    teller = Teller(stage, messenger)
    return Theatre(channel, service, handler, stage, messenger, teller, hand, clock_file, passed)


def _words(card: Mapping[str, Any]) -> str:
    return Shown(card=card).words


async def test_opening_the_page_offers_everybody_of_the_cast(theatre: Theatre) -> None:
    await theatre.handler.handle(_act(InboundKind.INSTALLED))
    [message] = theatre.channel.conversations[PLAYGROUND].values()
    assert message.card is not None
    for persona in CAST:
        assert f"{persona.name}, {persona.part}" in _words(message.card)


async def test_whoever_is_nobody_yet_is_asked_to_choose(theatre: Theatre) -> None:
    await theatre.says("my audits")
    assert theatre.service.acts == []
    assert theatre.seen == ["Choose whom to be: type 'be' and a name, such as 'be Rosa Vale'."]


async def test_the_service_sees_the_act_as_the_personas_own(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    await theatre.says("my audits")
    act = theatre.service.acts[-1]
    assert (act.text, act.object_id, act.tenant_id) == ("my audits", AUDITOR.object_id, "tenant")
    assert act.conversation_id == act.channel_user_id == conversation_of(AUDITOR.object_id)


async def test_the_answer_appears_in_the_playground(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    await theatre.says("my audits")
    assert theatre.seen[-1] == "You said my audits"


async def test_a_pressed_card_of_the_service_is_answered_by_the_service(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    reply = await theatre.handler.handle(_act(InboundKind.PRESSED, verb="start_audit"))
    assert reply is not None
    assert reply.text == f"{AUDITOR.object_id} pressed start_audit"


async def test_each_persona_is_welcomed_once(theatre: Theatre) -> None:
    for _ in range(2):
        await theatre.presses("demo_become", AUDITOR.object_id)
        await theatre.presses("demo_become", DIRECTOR.object_id)
    arrivals = [act.object_id for act in theatre.service.acts if act.kind is InboundKind.INSTALLED]
    assert arrivals == [AUDITOR.object_id, DIRECTOR.object_id]


async def test_becoming_somebody_says_who_that_is_and_what_to_try(theatre: Theatre) -> None:
    card = await theatre.presses("demo_become", AUDITOR.object_id)
    assert "You are Rosa Vale, auditor" in _words(card)
    assert AUDITOR.to_try in _words(card)


async def test_what_is_sent_to_others_is_kept_until_one_becomes_them(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    assert "An alarm" not in theatre.seen
    await theatre.says("be dan")
    assert theatre.seen[-2:] == ["1 message had arrived for Dan Iqbal:", "An alarm"]


async def test_the_welcome_comes_before_what_had_arrived(theatre: Theatre) -> None:
    await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    theatre.service.takes_its_time = True
    await theatre.says("be dan")
    assert theatre.seen[1:] == ["Welcome.", "1 message had arrived for Dan Iqbal:", "An alarm"]


async def test_what_had_arrived_is_shown_once(theatre: Theatre) -> None:
    await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    for name in ("dan", "rosa", "dan"):
        await theatre.says(f"be {name}")
    assert theatre.seen.count("An alarm") == 1


async def test_of_many_messages_the_latest_ten_are_shown(theatre: Theatre) -> None:
    for number in range(12):
        await theatre.service.tell(HEAD_OF_SERVICE.object_id, f"Notice {number}")
    await theatre.says("be dan")
    assert "12 messages had arrived for Dan Iqbal. The latest 10:" in theatre.seen
    assert theatre.seen[-10:] == [f"Notice {number}" for number in range(2, 12)]


async def test_the_list_says_how_many_messages_wait(theatre: Theatre) -> None:
    for _ in range(2):
        await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    card = await theatre.presses("demo_choose")
    assert "2 messages wait for them." in _words(card)


@pytest.mark.parametrize(
    ("now", "said"),
    [(NOW, False), (datetime(2026, 11, 20, 20, tzinfo=UTC), True), (datetime(2026, 11, 21, 10, tzinfo=UTC), True)],
)
async def test_the_list_says_that_notices_wait_outside_working_hours(
    theatre: Theatre, now: datetime, *, said: bool
) -> None:
    theatre.hand.move_to(now)
    assert ("Notices wait for working hours" in _words(await theatre.presses("demo_choose"))) is said


async def test_a_restart_loses_no_kept_message(theatre: Theatre, tmp_path: Path) -> None:
    await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    [kept] = Postbox(tmp_path / "kept.json").take(HEAD_OF_SERVICE.object_id)
    assert kept.message.text == "An alarm"


async def test_a_kept_message_that_is_replaced_is_shown_as_it_then_stands(theatre: Theatre) -> None:
    activity_id = await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    await theatre.messenger.update(_address(HEAD_OF_SERVICE.object_id), activity_id, Outgoing(text="Acknowledged"))
    await theatre.says("be dan")
    assert theatre.seen[-1] == "Acknowledged"


async def test_a_shown_message_that_is_replaced_changes_in_the_playground(theatre: Theatre) -> None:
    activity_id = await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    await theatre.says("be dan")
    await theatre.messenger.update(_address(HEAD_OF_SERVICE.object_id), activity_id, Outgoing(text="Acknowledged"))
    assert theatre.seen[-1] == "Acknowledged"
    assert "An alarm" not in theatre.seen


def _address(object_id: str) -> Address:
    return Address("tenant", object_id, conversation_of(object_id), "http://127.0.0.1/")


async def test_the_user_is_told_in_one_line_what_went_to_whom(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    for persona in (DIRECTOR, HEAD_OF_SERVICE, HEAD_OF_SERVICE):
        await theatre.service.tell(persona.object_id, "An alarm")
    await theatre.teller.tell()
    assert theatre.seen[-1] == (
        "Sent to Dan Iqbal (head of service) and Helen Ashgrove (director). Become one of them to see it."
    )


async def test_nothing_sent_is_nothing_told(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    before = theatre.seen
    await theatre.teller.tell()
    assert theatre.seen == before


async def test_a_name_that_fits_several_is_asked_about(theatre: Theatre) -> None:
    await theatre.says("be Hamish")
    assert theatre.seen == ["Type 'be' and one of these names: Hamish Rookwood, Hamish Yewdale."]


async def test_anybody_of_the_council_can_be_become_by_name(theatre: Theatre) -> None:
    await theatre.says("be hamish yewdale")
    assert theatre.seen[0].startswith("You are Hamish Yewdale, auditor")


async def test_a_name_of_nobody_says_what_to_do(theatre: Theatre) -> None:
    await theatre.says("be napoleon")
    assert "Nobody here is called 'napoleon'" in theatre.seen[0]
    assert "another name" in theatre.seen[0]


@pytest.mark.parametrize(("verb", "days"), [("demo_day_on", 1), ("demo_week_on", 7)])
async def test_the_clock_moves_on_and_what_fell_due_is_done(theatre: Theatre, verb: str, days: int) -> None:
    before = theatre.hand.now
    card = await theatre.presses(verb)
    assert (london_day(theatre.passed[-1]) - london_day(before)).days == days
    words = _words(card)
    assert "Sent to Dan Iqbal (head of service). Become them to see it." in words
    assert "Dan Iqbal, 3 items" in words
    assert "3 working days after Friday 4 December 2026 (its due day), to their manager. Sent." in words
    assert "Rosa Vale: Audit AUD-2. Held back: it was a day of leave." in words
    assert "Become Dan" in Shown(card=card).buttons


async def test_the_clock_can_be_moved_by_typing(theatre: Theatre) -> None:
    before = theatre.hand.now
    await theatre.says("a day on")
    assert (london_day(theatre.passed[-1]) - london_day(before)).days == 1


async def test_what_the_clock_sent_is_told_once(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    await theatre.says("a day on")
    before = theatre.seen
    await theatre.teller.tell()
    assert theatre.seen == before


async def test_a_sender_who_is_not_the_playgrounds_user_goes_straight_through(theatre: Theatre) -> None:
    await theatre.handler.handle(_act(InboundKind.SAID, object_id="stranger", conversation_id="a:1", text="hello"))
    assert theatre.service.acts[0].object_id == "stranger"
    assert theatre.channel.seen_in("a:1") == ["You said hello"]


async def test_what_is_said_in_a_group_leaves_the_seat_where_it_is(theatre: Theatre) -> None:
    await theatre.says("be rosa")
    await theatre.handler.handle(
        _act(InboundKind.SAID, conversation_id="group-chat-id", is_personal=False, text="hello")
    )
    await theatre.service.tell(AUDITOR.object_id, "A notice")
    assert theatre.seen[-1] == "A notice"


async def test_a_conversation_of_the_channels_own_goes_straight_through(theatre: Theatre) -> None:
    address = Address("tenant", "stranger", None, "http://127.0.0.1/")
    assert await theatre.messenger.open_conversation(address) == "channel:stranger"
    member = await theatre.messenger.member(address, "29:stranger")
    assert member is not None
    assert member.is_guest


async def test_the_roster_knows_the_council(theatre: Theatre) -> None:
    address = _address(AUDITOR.object_id)
    member = await theatre.messenger.member(address, conversation_of(AUDITOR.object_id))
    assert member is not None
    assert (member.email, member.is_guest) == (AUDITOR.email, False)


async def _every_card(theatre: Theatre) -> list[dict[str, Any]]:
    await theatre.service.tell(HEAD_OF_SERVICE.object_id, "An alarm")
    cards = [await theatre.presses("demo_choose"), await theatre.presses("demo_become", "hamish")]
    cards += [await theatre.presses("demo_become", "nobody"), await theatre.presses("demo_become", AUDITOR.object_id)]
    await theatre.service.tell(DIRECTOR.object_id, "An alarm")
    await theatre.teller.tell()
    sent = list(theatre.channel.conversations[PLAYGROUND].values())[-1].card
    assert sent is not None
    return [*cards, dict(sent), await theatre.presses("demo_day_on")]


async def test_every_card_can_be_read_where_it_cannot_be_shown(theatre: Theatre) -> None:
    for card in await _every_card(theatre):
        assert card["version"] == "1.5"
        assert card["fallbackText"] == card["speak"]


async def test_every_button_works_in_clients_without_execute(theatre: Theatre) -> None:
    await theatre.handler.handle(
        _act(InboundKind.SUBMITTED, data={VERB: "demo_become", "whom": HEAD_OF_SERVICE.object_id})
    )
    assert theatre.seen[0].startswith("You are Dan Iqbal, head of service")


def test_no_verb_of_the_demonstration_is_one_of_the_services() -> None:
    assert not {verb.value for verb in DemoVerb} & {verb.value for verb in Verb}
