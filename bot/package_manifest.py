"""The manifest of the Teams app: what Teams and its administrators read about auditbot.

Its form is Microsoft's (the app manifest schema); docs/decisions/0020 says why this version of it.
"""

from typing import Any

from bot.package_details import Details

SCHEMA_VERSION = "1.29"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"
COLOUR_ICON = "color.png"
OUTLINE_ICON = "outline.png"
ACCENT = "#0B5E63"

FULL_NAME = "auditbot: practice audits in children's services"
SHORT_DESCRIPTION = "Practice audits in children's services, from allocation to learning."
FULL_DESCRIPTION = (
    "auditbot runs the monthly round of practice audits for your council's children's services.\n\n"
    "**For auditors**\n"
    "- Get the record you are to audit here in Teams.\n"
    "- Go through the audit one short card at a time, on a phone or at a desk. Stop when you must and carry on where "
    "you stopped. Nothing that you typed is lost.\n"
    "- Raise an immediate concern about a child from any card, at any hour.\n\n"
    "**For practitioners and managers**\n"
    "- Hear what an audit of your work found and which actions were agreed. Say when they are done.\n"
    "- See how your team stands.\n\n"
    "**For moderators, quality assurance and leaders**\n"
    "- Moderate audits, and see everything that waits for you in one list.\n"
    "- Ask for a figure in plain words. You get it with how it was counted.\n\n"
    "auditbot is run by your council on its own systems. It works for people whom the council has told it about. "
    "Records are named by their reference: never type a child's name. It reads no chats but its own and needs no "
    "permission to read mail, files, calendars or the directory."
)

# What anybody may type first, with what comes of it. Teams shows them above the box to type in.
COMMANDS = (
    ("help", "See what you can do here"),
    ("my audits", "See your audits and carry on where you stopped"),
    ("continue", "Go on with the audit you stopped"),
    ("concern", "Raise an immediate concern about a child"),
    ("my actions", "See what audits ask of you, and say what is done"),
    ("digest", "See what waits for you today"),
    ("what can I ask?", "Ask for any figure, in your own words"),
    ("my leave", "Say when you are away, and who answers for you"),
    ("my outcomes", "See what moderators said of your audits"),
    ("qa tasks", "For the QA team: see what waits for you"),
)


def manifest_of(details: Details, version: str) -> dict[str, Any]:
    """The manifest as JSON takes it.

    Args:
        details: the council's.
        version: of auditbot, as three numbers with dots; Teams offers an update when it has grown.
    """
    return {
        "$schema": SCHEMA,
        "manifestVersion": SCHEMA_VERSION,
        "version": version,
        "id": details.app_id,
        "developer": {
            "name": details.council,
            "websiteUrl": details.website,
            "privacyUrl": details.privacy,
            "termsOfUseUrl": details.terms,
        },
        "localizationInfo": {"defaultLanguageTag": "en-gb"},
        "name": {"short": details.name, "full": FULL_NAME},
        "description": {"short": SHORT_DESCRIPTION, "full": FULL_DESCRIPTION},
        "icons": {"color": COLOUR_ICON, "outline": OUTLINE_ICON},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "bots": [_bot(details.app_id)],
        # Who writes is known from Teams; auditbot writes to people first, when there is an audit for them.
        "permissions": ["identity", "messageTeamMembers"],
        # Nothing of auditbot is a web page inside Teams, so there is no domain to trust.
        "validDomains": [],
    }


def _bot(app_id: str) -> dict[str, Any]:
    commands = [{"title": title, "description": description} for title, description in COMMANDS]
    return {
        "botId": app_id,
        # Audits are between auditbot and one person: never in a channel or a group chat.
        "scopes": ["personal"],
        "isNotificationOnly": False,
        # QA sends the workbook and gets it back.
        "supportsFiles": True,
        "supportsCalling": False,
        "supportsVideo": False,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }
