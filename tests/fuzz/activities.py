"""Activities of the right shape with something wrong in them, and bodies that are none."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from cards.verbs import Verb
from dialogs.table import COMMANDS
from tests.fuzz.odd import Doubled, anything, texts, values

# What a field's place is, from the outside in; an activity is changed at one to three of them.
PLACES: tuple[tuple[str, ...], ...] = (
    *(("type",), ("id",), ("timestamp",), ("localTimestamp",), ("channelId",), ("serviceUrl",), ("from",), ("text",)),
    *(("from", "id"), ("from", "aadObjectId"), ("from", "name"), ("from", "role"), ("recipient",), ("recipient", "id")),
    *(("conversation",), ("conversation", "id"), ("conversation", "conversationType"), ("conversation", "tenantId")),
    *(("conversation", "isGroup"), ("channelData",), ("channelData", "tenant"), ("channelData", "tenant", "id")),
    *(
        ("channelData", "eventType"),
        ("name",),
        ("action",),
        ("value",),
        ("replyToId",),
        ("attachments",),
        ("entities",),
    ),
    *(("locale",), ("membersAdded",), ("value", "action"), ("value", "action", "verb"), ("value", "action", "data")),
    *(("value", "action", "type"), ("value", "trigger"), ("value", "uploadInfo"), ("value", "context")),
    *(("value", "uploadInfo", "uploadUrl"), ("value", "context", "file"), ("value", "state"), ("unheardOf",)),
)
TYPES = (
    *("message", "messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "installationUpdate"),
    *("invoke", "invokeResponse", "event", "typing", "endOfConversation", "trace", "handoff", "command", "suggestion"),
    *("contactRelationUpdate", "delay", "deleteUserData", "commandResult", "INVOKE", "Message", "x"),
)
INVOKES = (
    *("adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke", "signin/verifyState"),
    *("signin/tokenExchange", "composeExtension/query", "composeExtension/submitAction", "composeExtension/fetchTask"),
    *(
        "composeExtension/queryLink",
        "config/fetch",
        "tab/fetch",
        "actionableMessage/executeAction",
        "application/search",
    ),
    *("message/submitAction", "handoff/action", "unheard/of", ""),
)
INSTALLATIONS = ("add", "remove", "add-upgrade", "remove-upgrade", "ADD", "purge", "")
EVENTS = ("editMessage", "undeleteMessage", "softDeleteMessage", "teamDeleted", "")
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"id": "28:auditbot"},
    {"id": "29:somebody.new", "aadObjectId": "x"},
    {},
    {"id": 3},
)
ATTACHMENTS: tuple[Mapping[str, Any], ...] = (
    {"contentType": "text/html", "content": "<p>x</p>"},
    {"contentType": "image/png", "contentUrl": "https://council.example/x.png"},
    {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "x.xlsx", "content": {}},
    {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": "../x\n.xlsx",
        "content": {"downloadUrl": "http://[::1", "fileType": "xlsx"},
    },
    {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "y.xlsx", "content": []},
    {"name": "z.csv", "contentUrl": "{service}v3/attachments/../../secret"},
    {"name": "z.csv", "contentUrl": "{service}v3/attachments/z.csv/views/original"},
    {},
)
OPENINGS = (
    *("audits of ", "audit ", "meeting: ", "acknowledge ", "my team ", "feedback themes ", "exemption ", "leave "),
    *(
        "what is the completion rate ",
        "good rate by team ",
        "how many audits were overdue in ",
        "actions for ",
        "done ",
    ),
    *("concern: ", "raise an immediate concern ", "change ", "review ", "due ", "policy ", "who has ", "compare "),
)
FILE_CONTEXTS: tuple[Mapping[str, Any], ...] = (
    {"file": "1"},
    {"file": 1},
    {"file": "999"},
    {"file": "1", "digest": "x"},
    {},
)
UPLOADS = (
    {"uploadUrl": "{service}onedrive/x", "contentUrl": "x", "name": "x", "uniqueId": "1", "fileType": "xlsx"},
    {"uploadUrl": "https://127.0.0.1:1/x"},
    {"uploadUrl": "http://[::1"},
    {"uploadUrl": 5},
)

# Of the council that is fuzzed: what somebody who has no part in it would like to see.
ABOUT = ("CS_501", "AUD-CS_503", "AUD-CS_504-2", "CS_505", "Rosa Adeyemi", "Nils Brandt", "Alder Vale 1", "Birch Way 2")

_words = st.sampled_from(sorted(COMMANDS)) | st.sampled_from(OPENINGS) | st.sampled_from(ABOUT) | texts
typed = st.lists(_words, min_size=1, max_size=4).map(" ".join) | _words
_presses = st.fixed_dictionaries(
    {"type": st.just("Action.Execute"), "verb": st.sampled_from(list(Verb)) | texts},
    optional={"data": st.dictionaries(texts, values, max_size=4), "title": texts},
)
_pressed = st.fixed_dictionaries({"action": _presses}, optional={"trigger": st.sampled_from(["manual", "automatic"])})
_consents = st.fixed_dictionaries(
    {"action": st.sampled_from(["accept", "decline", "x"]), "context": st.sampled_from(FILE_CONTEXTS)},
    optional={"uploadInfo": st.sampled_from(UPLOADS)},
)
_kinds: st.SearchStrategy[Mapping[str, Any]] = st.one_of(
    st.fixed_dictionaries({"type": st.just("message"), "text": typed}),
    st.fixed_dictionaries({"type": st.just("message"), "value": st.dictionaries(texts, values, max_size=4)}),
    st.fixed_dictionaries(
        {"type": st.just("message"), "attachments": st.lists(st.sampled_from(ATTACHMENTS), max_size=3)},
        optional={"text": typed},
    ),
    st.fixed_dictionaries(
        {"type": st.just("messageUpdate"), "text": typed},
        optional={"channelData": st.fixed_dictionaries({"eventType": st.sampled_from(EVENTS)})},
    ),
    st.fixed_dictionaries({"type": st.just("installationUpdate"), "action": st.sampled_from(INSTALLATIONS)}),
    st.fixed_dictionaries(
        {"type": st.just("conversationUpdate")},
        optional={
            "membersAdded": st.lists(st.sampled_from(PEOPLE), max_size=3),
            "membersRemoved": st.lists(st.sampled_from(PEOPLE), max_size=3),
        },
    ),
    st.fixed_dictionaries({"type": st.just("invoke"), "name": st.just("adaptiveCard/action"), "value": _pressed}),
    st.fixed_dictionaries({"type": st.just("invoke"), "name": st.just("fileConsent/invoke"), "value": _consents}),
    st.fixed_dictionaries({"type": st.just("invoke"), "name": st.sampled_from(INVOKES), "value": values}),
    st.fixed_dictionaries({"type": st.sampled_from(TYPES)}, optional={"name": texts, "value": values, "text": typed}),
)
# What an activity is changed by: at a place, another value, nothing at all, or a second one beside the first.
_changes = st.tuples(st.sampled_from(PLACES), st.sampled_from(["put", "put", "put", "left out", "doubled"]), anything)
odd_activities = st.tuples(_kinds, st.lists(_changes, max_size=2))


def changed(activity: Any, place: tuple[str, ...], how: str, value: Any) -> Any:
    """An activity with something else at a place; the same where it has no such place."""
    if not isinstance(activity, Mapping):
        return activity
    here, *rest = place
    inner = activity.get(here)
    if rest:
        return {**activity, here: changed(inner, tuple(rest), how, value)} if here in activity else activity
    if how == "left out":
        return {key: one for key, one in activity.items() if key != here}
    return Doubled(activity, {here: value}) if how == "doubled" else {**activity, here: value}
