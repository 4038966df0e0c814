"""The demonstration in front of the service: one user, every role, and a clock that can be moved on."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from microsoft_teams.cards import AdaptiveCard

from bot.days_off import calendar_for
from bot.demo.cards import DemoVerb, became_card, choose_card, time_card, which_card
from bot.demo.cast import CAST
from bot.demo.clock_hand import ClockHand
from bot.demo.directory import Resident
from bot.demo.news import News
from bot.demo.playground import USER_OBJECT_ID
from bot.demo.stage import Stage, StageMessenger, conversation_of
from bot.demo.wishes import Wish, wish_of
from bot.ports import Inbound, InboundHandler, InboundKind, InvokeOutcome, InvokeReply, Outgoing
from cards.elements import shown
from domain.policy import Policy

NewsOf = Callable[[datetime, datetime], Awaitable[News]]
MOST_SHOWN = 10
WELCOME_SECONDS = 0.7
_DAYS = {DemoVerb.DAY_ON: 1, DemoVerb.WEEK_ON: 7}
_TO_TRY = {persona.object_id: persona.to_try for persona in CAST}
_TO_TRY_ELSEWHERE = "Type 'help' to see what this person can do."


class DemoHandler:
    """Hands on what the Playground's user does as the act of whom they are (bot.ports.InboundHandler).

    Args:
        stage: whom the user is.
        service: what handles everything but the demonstration's own buttons and words.
        messenger: shows the user what they are to see.
        hand: moves the clock on.
        let_time_pass: does what the timetable owes at the clock's new instant, and delivers it.
        news_of: what the clock brought from one instant to another.
    """

    def __init__(
        self,
        stage: Stage,
        service: InboundHandler,
        messenger: StageMessenger,
        hand: ClockHand,
        let_time_pass: Callable[[], Awaitable[None]],
        news_of: NewsOf,
    ) -> None:
        self._stage, self._service, self._messenger, self._hand = stage, service, messenger, hand
        self._let_time_pass = let_time_pass
        self._news_of = news_of
        self._moving = asyncio.Lock()
        self._arrived: set[str] = set()

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Do what the user asks, as whom they are; anybody else, and a group, goes to the service as it is."""
        if inbound.object_id != USER_OBJECT_ID or not inbound.is_personal:
            return await self._service.handle(inbound)
        if inbound.kind is InboundKind.REMOVED:
            return None
        self._stage.take_seat(inbound)
        wish, playing = wish_of(inbound), self._stage.playing
        if wish is None and playing is not None:
            return await self._service.handle(_as_their_act(inbound, playing))
        return await self._grant(inbound, wish or Wish(DemoVerb.CHOOSE))

    async def _grant(self, inbound: Inbound, wish: Wish) -> InvokeReply | None:
        match wish.verb:
            case DemoVerb.BECOME:
                return await self._become(inbound, wish.whom)
            case DemoVerb.DAY_ON | DemoVerb.WEEK_ON:
                return await self._give(inbound, await self._move_on(_DAYS[wish.verb]))
            case DemoVerb.ARRIVE if self._stage.playing is not None:
                return await self._give(inbound, self._who_you_are(self._stage.playing))
            case DemoVerb.ARRIVE | DemoVerb.CHOOSE:
                return await self._give(inbound, self._chooser())

    async def _give(self, inbound: Inbound, card: AdaptiveCard) -> InvokeReply | None:
        """Answer with a card: in place of the one that was pressed, else below what was said."""
        if inbound.kind is InboundKind.PRESSED:
            return InvokeReply(InvokeOutcome.CARD, card=shown(card))
        await self._messenger.show(Outgoing(card=shown(card), summary=card.fallback_text or ""))
        return None

    async def _become(self, inbound: Inbound, whom: str) -> InvokeReply | None:
        found = self._stage.directory.meant_by(whom)
        if len(found) != 1:
            return await self._give(inbound, which_card(whom, found[:MOST_SHOWN], _card_id()))
        [resident] = found
        self._stage.become(resident)
        answer = await self._give(inbound, self._who_you_are(resident))
        await self._catch_up(resident)
        return answer

    async def _catch_up(self, resident: Resident) -> None:
        """They have the app, so that the service welcomes them once; then what had arrived for them."""
        if resident.object_id not in self._arrived and self._stage.seat is not None:
            self._arrived.add(resident.object_id)
            seat = self._stage.seat
            arrival = Inbound(
                InboundKind.INSTALLED, _card_id(), seat.tenant_id, seat.object_id, "", "", seat.service_url
            )
            # The service answers in its own time, and its welcome is to come before what had arrived.
            async with self._messenger.until_answered(WELCOME_SECONDS):
                await self._service.handle(_as_their_act(arrival, resident))
        arrived = self._stage.postbox.take(resident.object_id)
        if not arrived:
            return
        latest = arrived[-MOST_SHOWN:]
        await self._messenger.show(Outgoing(text=_had_arrived(len(arrived), len(latest), resident)))
        for kept in latest:
            await self._messenger.show_kept(kept)

    async def _move_on(self, days: int) -> AdaptiveCard:
        async with self._moving:
            self._stage.is_moving_on = True
            since = self._hand.now
            try:
                for stop in self._hand.stops(days):
                    self._hand.move_to(stop)
                    await self._let_time_pass()
            finally:
                self._stage.is_moving_on = False
            news = await self._news_of(since, self._hand.now)
            return time_card(self._hand.now, self._stage.take_untold(), self._stage.playing, _card_id(), news)

    def _who_you_are(self, resident: Resident) -> AdaptiveCard:
        to_try = _TO_TRY.get(resident.object_id, _TO_TRY_ELSEWHERE)
        return became_card(resident, to_try, self._hand.now, _card_id())

    def _chooser(self) -> AdaptiveCard:
        now, waiting = self._hand.now, self._stage.postbox.waiting_for
        cast = [(one, waiting(one.object_id)) for one in CAST]
        return choose_card(cast, now, _card_id(), is_open=calendar_for(Policy()).is_open(now))


def _as_their_act(inbound: Inbound, resident: Resident) -> Inbound:
    conversation = conversation_of(resident.object_id)
    return replace(
        inbound,
        object_id=resident.object_id,
        channel_user_id=conversation,
        conversation_id=conversation,
    )


def _card_id() -> str:
    return uuid4().hex


def _had_arrived(count: int, shown_count: int, resident: Resident) -> str:
    """The line above what had arrived: `3 messages had arrived for Rosa Vale:`."""
    messages = "1 message" if count == 1 else f"{count} messages"
    had_arrived = f"{messages} had arrived for {resident.name}"
    return f"{had_arrived}:" if shown_count == count else f"{had_arrived}. The latest {shown_count}:"
