"""People who use Teams: they write, press buttons by their titles, and see what comes back."""

import re
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, uuid5

from tests.fakes_cards import Shown
from tests.fakes_onedrive import FILE_TYPE, OFFER_TYPE

if TYPE_CHECKING:
    from tests.fakes_teams import BotAnswer, FakeBotConnector

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_numbers = count(1)


class FakePerson:
    """Somebody who uses Teams. `await rosa.says("help")`, `await rosa.presses(card, "Start audit")`.

    Args:
        teams: where they use it.
        name: an invented one; e-mail address and ids are made from it.
        tenant_id: whose member, or guest, they are.
        guest: whether they are a guest there.
        email: what the roster says of them.

    Attributes:
        installed: whether they have the app.
        refuses_with: the error code of each message to them, such as `ConversationBlockedByUser`.
        tells_when: whether Teams says when each of their messages was written.
    """

    def __init__(
        self, teams: "FakeBotConnector", name: str, *, tenant_id: str, guest: bool = False, email: str | None = None
    ) -> None:
        self.teams = teams
        self.name = name
        self.tenant_id = tenant_id
        self.guest = guest
        self.email = f"{slug(name)}@council.example" if email is None else email
        self.object_id = str(uuid5(NAMESPACE_DNS, f"{slug(name)}.example"))
        self.channel_user_id = f"29:{slug(name)}"
        self.conversation_id = f"a:{slug(name)}"
        self.installed = True
        self.refuses_with = ""
        self.tells_when = True
        self._last: dict[str, Any] = {}

    # What they do.

    async def says(self, text: str) -> Shown:
        """Type a message; what the bot writes back."""
        return await self._writes(self.activity("message", text=text))

    async def presses(
        self, card: Shown, title: str, inputs: Mapping[str, str] | None = None, *, client_checks: bool = True
    ) -> Shown:
        """Press a button of a card; what stands in the card's place then."""
        return seen_in_place(await self.pressing(card, title, inputs, client_checks=client_checks), card)

    async def pressing(
        self, card: Shown, title: str, inputs: Mapping[str, str] | None = None, *, client_checks: bool = True
    ) -> "BotAnswer":
        """Press a button of a card; the bot's answer as it came."""
        action = card.button(title)
        assert action["type"] == "Action.Execute", f"'{title}' is an {action['type']}"
        typed = card.typed(title, inputs or {}, client_checks=client_checks)
        pressed = {"type": "Action.Execute", "verb": action.get("verb", ""), "title": title}
        pressed["data"] = {**action.get("data", {}), **typed}
        value = {"action": pressed, "trigger": "manual"}
        return await self.delivers(
            self.activity("invoke", name="adaptiveCard/action", value=value, replyToId=card.activity_id)
        )

    async def presses_on_an_old_client(self, card: Shown, title: str, inputs: Mapping[str, str] | None = None) -> Shown:
        """Press a button where the client knows no Action.Execute: its fallback is sent as a message."""
        fallback = card.button(title)["fallback"]
        assert fallback["type"] == "Action.Submit"
        value = {**fallback.get("data", {}), **card.typed(title, inputs or {})}
        return await self._writes(self.activity("message", value=value, replyToId=card.activity_id))

    async def sends(self, *attachments: Mapping[str, Any], text: str = "") -> Shown:
        """Send files; what the bot writes back first."""
        return await self._writes(self.activity("message", text=text, attachments=list(attachments)))

    async def sends_file(self, name: str, content: bytes) -> Shown:
        """Put a file into their OneDrive and send it; what the bot writes back first."""
        self.teams.onedrive.files[name] = content
        return await self.sends(self.teams.onedrive.attachment(name))

    async def takes(self, message: Shown) -> "BotAnswer":
        """Take a file that is offered: Teams makes a place for it."""
        place = self.teams.onedrive.upload_info(message.offer["name"])
        return await self._consents(message, "accept", {"uploadInfo": place})

    async def declines(self, message: Shown) -> "BotAnswer":
        """Decline a file that is offered."""
        return await self._consents(message, "decline", {})

    async def installs(self) -> "BotAnswer":
        """Put the app in."""
        self.installed = True
        return await self.delivers(self.activity("installationUpdate", action="add"))

    async def uninstalls(self) -> "BotAnswer":
        """Take the app out."""
        self.installed = False
        return await self.delivers(self.activity("installationUpdate", action="remove"))

    async def upgrades(self) -> list["BotAnswer"]:
        """Have the app renewed by Teams: out with the old version, in with the new one."""
        actions = ("remove-upgrade", "add-upgrade")
        return [await self.delivers(self.activity("installationUpdate", action=action)) for action in actions]

    async def is_heard_again(self, *, new_id: bool = False) -> "BotAnswer":
        """Teams delivers their last act once more, with the same activity id or a new one."""
        again = {**self._last, "id": f"f:{next(_numbers)}"} if new_id else self._last
        return await self.delivers(again)

    # What they see.

    @property
    def messages(self) -> list[Shown]:
        """Everything the bot has written to them, oldest first."""
        return [seen(activity) for activity in self.teams.sent[self.conversation_id]]

    async def next_message(self, more_than: int, seconds: float = 10) -> Shown:
        """The message that comes after so many, waited for where it is still on its way."""
        return seen(await self.teams.wait_for(self.conversation_id, more_than, seconds))

    # How it looks on the wire.

    def activity(self, kind: str, **fields: Any) -> dict[str, Any]:
        """An activity of theirs, as Teams sends it; what is delivered again keeps its time, though not its id."""
        number = next(_numbers)
        return {
            "type": kind,
            "id": f"f:{number}",
            **({"timestamp": f"2026-11-20T09:00:00.{number:06d}1Z"} if self.tells_when else {}),
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url,
            "from": {"id": self.channel_user_id, "name": self.name, "aadObjectId": self.object_id},
            "conversation": {
                "id": self.conversation_id,
                "conversationType": "personal",
                "tenantId": self.tenant_id,
            },
            "recipient": {"id": "28:auditbot", "name": "auditbot"},
            "channelData": {"tenant": {"id": self.tenant_id}},
            **fields,
        }

    async def delivers(self, activity: dict[str, Any]) -> "BotAnswer":
        """Send an activity of theirs to the bot."""
        self._last = activity
        return await self.teams.deliver(activity)

    def in_the_roster(self) -> dict[str, str]:
        """What Teams' roster says of them."""
        home = self.email.replace("@", "_") + "#EXT#@council.example" if self.guest else self.email
        return {
            "id": self.channel_user_id,
            "aadObjectId": self.object_id,
            "name": self.name,
            "email": self.email,
            "userPrincipalName": home,
            "tenantId": self.tenant_id,
            "userRole": "guest" if self.guest else "user",
        }

    async def _consents(self, message: Shown, action: str, more: Mapping[str, Any]) -> "BotAnswer":
        context = message.offer["content"][f"{action}Context"]
        value = {"type": "fileUpload", "action": action, "context": context, **more}
        return await self.delivers(
            self.activity("invoke", name="fileConsent/invoke", value=value, replyToId=message.activity_id)
        )

    async def _writes(self, activity: dict[str, Any]) -> Shown:
        before = len(self.messages)
        answer = await self.delivers(activity)
        assert answer.status == 200, f"the bot answered {answer.status}: {answer.body}"
        return await self.next_message(before)


def seen(activity: Mapping[str, Any]) -> Shown:
    """What a person sees of a message that the bot sent."""
    cards = [part["content"] for part in activity.get("attachments", ()) if part["contentType"] == CARD_TYPE]
    return Shown(
        text=activity.get("text", ""),
        card=cards[0] if cards else {},
        activity_id=activity["id"],
        summary=activity.get("summary", ""),
        offer=_of_type(activity, OFFER_TYPE),
        file=_of_type(activity, FILE_TYPE),
    )


def _of_type(activity: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found = [part for part in activity.get("attachments", ()) if part["contentType"] == kind]
    return found[0] if found else {}


def seen_in_place(answer: "BotAnswer", card: Shown) -> Shown:
    """What a person sees where a card was, once its button was answered."""
    assert answer.status == 200, f"the bot answered {answer.status}: {answer.body}"
    kind, value = answer.body["type"], answer.body["value"]
    if kind == CARD_TYPE:
        return Shown(card=value, activity_id=card.activity_id)
    if kind == "application/vnd.microsoft.error":
        return Shown(text=value["message"], error=value["code"], card=card.card, activity_id=card.activity_id)
    return Shown(text=value, card=card.card, activity_id=card.activity_id)


def slug(name: str) -> str:
    """A name as it stands in an address: `Rosa Adeyemi` is `rosa.adeyemi`."""
    return re.sub(r"[^a-z]+", ".", name.lower()).strip(".")
