"""The receipt in place of every card that showed an audit: Teams keeps them all (DOMAIN, data protection)."""

from dataclasses import replace
from functools import partial

import structlog

from bot.clock import Clock
from bot.ports import Address, ConversationGoneError, Messenger, Outgoing, SendError
from storage.audit_cards import ShownCard, Shows, cards_of, forget_card, note_card
from storage.store import Actor, Store

_ACTOR = Actor("delivery")
_log = structlog.get_logger(__name__)


class Receipts:
    """Knows which messages show an audit, and replaces them once it is returned, or moderated.

    Args:
        store: where the messages are kept.
        clock: the time.
        messenger: what replaces them.
    """

    def __init__(self, store: Store, clock: Clock, messenger: Messenger) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger

    async def note(self, shows: Shows, card: ShownCard) -> None:
        """Keep that a message which was just sent shows an audit."""
        await self._store.run(
            lambda unit: note_card(unit, shows, card),
            self._clock.now(),
            _ACTOR,
        )

    async def replace_all(self, shows: Shows, address: Address, receipt: Outgoing, shown_in: str | None) -> None:
        """Replace the messages that show an audit to a reader who is done. What can't be is tried with the next one.

        Args:
            shows: the audit, and its reader.
            address: of whoever is done.
            receipt: what takes their place.
            shown_in: the message of that conversation that shows the receipt already.
        """
        there_already = ShownCard(address.conversation_id or "", shown_in or "")
        find = partial(cards_of, shows=shows)
        for card in await self._store.run(find, self._clock.now(), _ACTOR):
            is_done = card == there_already or await self._replaced(card, address, receipt)
            if is_done:
                await self._store.run(partial(forget_card, shows=shows, card=card), self._clock.now(), _ACTOR)

    async def _replaced(self, card: ShownCard, address: Address, receipt: Outgoing) -> bool:
        there = replace(address, conversation_id=card.conversation_id)
        try:
            await self._messenger.update(there, card.activity_id, receipt)
        except ConversationGoneError:
            return True
        except SendError as problem:
            _log.warning("card_not_replaced", reason=problem.reason)
            return False
        return True
