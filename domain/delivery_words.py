"""Why a message does not reach somebody, as a reader says it, by the codes of Teams and of the outbox."""

from collections.abc import Mapping

# What Teams says of a person for good, or what is known of them here.
WHY_UNREACHABLE: Mapping[str, str] = {
    "never_seen": "they have not opened auditbot yet",
    "app_removed": "they have removed auditbot from Teams",
    "ConversationBlockedByUser": "they have blocked auditbot in Teams",
    "BotDisabledByAdmin": "an administrator has switched auditbot off in Teams",
    "not_known_to_teams": "Teams does not know them in the council's tenant",
    "BotNotInConversationRoster": "auditbot is not installed for them in Teams",
}
_WHAT_TO_DO: Mapping[str, str] = {
    "never_seen": "Ask them to open auditbot in Teams and type 'help'.",
    "app_removed": "Ask them to add auditbot in Teams again.",
    "ConversationBlockedByUser": "Ask them to unblock auditbot in Teams.",
    "BotDisabledByAdmin": "Ask your Teams administrator to switch it on.",
    "not_known_to_teams": "Check their e-mail address in the workbook.",
    "BotNotInConversationRoster": "Ask them to add auditbot in Teams.",
}


def why_unreachable(code: str) -> str:
    """Why somebody can't be reached, as the end of a sentence."""
    return WHY_UNREACHABLE.get(code, f"Teams does not deliver to them ({code})")


def what_to_do_about(code: str) -> str:
    """What QA can do about it, as a sentence."""
    return _WHAT_TO_DO.get(code, "Ask them to open auditbot in Teams and type 'help'.")
