"""The SDK's adapter and activity handler, with what is defective in them done here (docs/decisions/0001)."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from botbuilder.core import ActivityHandler, BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from bot import watching
from bot.ports import Address, Inbound, InboundHandler, InboundKind, InvokeOutcome, InvokeReply, Outgoing
from bot.teams import inbound as read
from bot.teams.connector import CARD_TYPE, Connector
from bot.teams.turned_away import TurnedAwayError

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
NOT_SAVED = "We could not save that just now. Nothing else has changed. Please press the button again."

# What each invoke that auditbot knows is read by.
_INVOKES = {"adaptiveCard/action": read.press, "fileConsent/invoke": read.consent}
_log = structlog.get_logger(__name__)


class TeamsAdapter(BotAdapter):  # type: ignore[misc]  # the SDK is published without types
    """Sends over the shared connector and keeps the answer to an invoke for the door to write, once.

    It takes no `on_turn_error`: with one set, the SDK swallows every failure of a turn.
    """

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Send each activity into the turn's conversation.

        Raises:
            bot.ports.SendError: one did not go; those before it did.
        """
        return [await self._sent(context, activity) for activity in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Replace an activity of the turn's conversation."""
        await self._connector.update(_address(context.activity), activity.id, _outgoing(activity))

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Take an activity of the turn's conversation back."""
        await self._connector.delete(_address(context.activity), reference.activity_id)

    async def _sent(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        if activity.type == ActivityTypes.invoke_response:
            keep_answer(context, activity.value)
            return ResourceResponse(id="")
        sent = await self._connector.send(_address(context.activity), _outgoing(activity), activity.reply_to_id)
        return ResourceResponse(id=sent)


class TeamsActivities(ActivityHandler):  # type: ignore[misc]  # the SDK is published without types
    """Hands each activity to the dispatch; what nobody asked for is acknowledged and left alone.

    Args:
        handler: the dispatch.
        allows: whether a tenant is served.
    """

    def __init__(self, handler: InboundHandler, allows: Callable[[str], bool]) -> None:
        self._handler = handler
        self._allows = allows

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A person wrote, or pressed a button of an older client."""
        await self._handle(read.message(turn_context.activity, tenant_allowed=self._is_allowed(turn_context)))

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """A person changed a message of theirs; one that comes back after it was deleted says nothing new."""
        if (turn_context.activity.channel_data or {}).get("eventType") == "editMessage":
            await self._handle(read.edit(turn_context.activity, tenant_allowed=self._is_allowed(turn_context)))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app came, went or was renewed. The SDK takes the renewing for the going."""
        happened = read.installation(turn_context.activity, tenant_allowed=self._is_allowed(turn_context))
        if happened is not None:
            await self._handle(happened)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """A person pressed a button, or answered the offer of a file.

        The answer is kept here, for the SDK would copy and encode it twice.
        """
        reader = _INVOKES.get(turn_context.activity.name)
        if reader is None:
            keep_answer(turn_context, InvokeResponse(status=501))
            return
        try:
            happened = reader(turn_context.activity, tenant_allowed=self._is_allowed(turn_context))
        except read.MalformedPressError as problem:
            error = InvokeReply(InvokeOutcome.ERROR, text=str(problem), status=400)
            keep_answer(turn_context, InvokeResponse(status=400, body=invoke_body(error)))
            return
        if happened.kind is InboundKind.CONSENTED:
            # Teams wants no more than to know that it was heard; what comes of it is said in the chat.
            await self._handle(happened)
            keep_answer(turn_context, InvokeResponse(status=200))
            return
        reply = await self._reply(happened)
        keep_answer(turn_context, InvokeResponse(status=200, body=invoke_body(reply)))

    async def _reply(self, pressed: Inbound) -> InvokeReply:
        """The dispatch's reply; when it fails, a sentence and a way on."""
        try:
            reply = await self._handle(pressed)
        except TurnedAwayError:
            raise
        except Exception:
            _log.exception("press_failed", verb=pressed.verb, activity=pressed.activity_id)
            reply = None
        return reply or InvokeReply(InvokeOutcome.ERROR, text=NOT_SAVED, status=500)

    async def _handle(self, happened: Inbound) -> InvokeReply | None:
        with watching.turn(happened.kind, refusal=TurnedAwayError):
            return await self._handler.handle(happened)

    def _is_allowed(self, context: TurnContext) -> bool:
        return self._allows(read.agreed_tenant(context.activity))


def keep_answer(context: TurnContext, answer: InvokeResponse) -> None:
    """Keep the answer to an invoke until the door writes it."""
    context.turn_state[BotAdapter._INVOKE_RESPONSE_KEY] = answer  # noqa: SLF001  # the SDK's agreed place


def kept_answer(context: TurnContext) -> InvokeResponse | None:
    """The answer to an invoke, or None where the turn made none."""
    return context.turn_state.get(BotAdapter._INVOKE_RESPONSE_KEY)  # noqa: SLF001  # as in keep_answer


def invoke_body(reply: InvokeReply) -> Mapping[str, Any]:
    """The body that answers an `adaptiveCard/action`: `{statusCode, type, value}`, written once."""
    if reply.outcome is InvokeOutcome.CARD:
        return {"statusCode": 200, "type": CARD_TYPE, "value": reply.card}
    if reply.outcome is InvokeOutcome.MESSAGE:
        return {"statusCode": 200, "type": MESSAGE_TYPE, "value": reply.text}
    error = {"code": str(reply.status), "message": reply.text}
    return {"statusCode": reply.status, "type": ERROR_TYPE, "value": error}


def _address(activity: Activity) -> Address:
    return Address(
        tenant_id=read.agreed_tenant(activity),
        object_id=activity.from_property.aad_object_id,
        conversation_id=activity.conversation.id,
        service_url=activity.service_url,
    )


def _outgoing(activity: Activity) -> Outgoing:
    cards = [card.content for card in activity.attachments or [] if card.content_type == CARD_TYPE]
    return Outgoing(text=activity.text or "", card=cards[0] if cards else None, summary=activity.summary or "")
