"""The welcome, once, and the help: both by what the person is."""

from dataclasses import replace

from cards.verbs import PAGE
from cards.welcome import HelpPage, help_card, welcome_card
from dialogs.offers import FIRST, HELP, MOST_PAGES, offers_for, pages_for
from dialogs.turn import Press, Reply, Turn
from dialogs.wired import Act
from domain.words import Role

# What auditbot does for each role, as its holder reads it; and what they can do here by now.
PARTS: tuple[tuple[Role, str], ...] = (
    (Role.AUDITOR, "Each month I bring you the record to audit and take you through it, one short card at a time."),
    (Role.MODERATOR, "You moderate audits. I bring them to you here once they are returned."),
    (Role.EXTERNAL_MODERATOR, "You moderate audits. I bring them to you here once they are returned."),
    (Role.TEAM_MANAGER, "You manage a team. If an audit of its work asks something of you, you hear it from me."),
    (Role.HEAD_OF_SERVICE, "If an auditor is worried about a child in your service, I tell you at once, at any hour."),
    (Role.DIRECTOR, "If an auditor is worried about a child, I tell you at once, at any hour."),
    (Role.QA, "I send the allocations, keep what needs your eye in one list, and import the workbook you send me."),
    (Role.LEADER, "Ask me for any figure of the audits, and I show how it was counted."),
    (Role.SOCIAL_WORKER, "When your work is audited, you hear from me who audits it and what comes of it."),
    (Role.IRO, "If a child's plan is in dispute, you raise it here and move it on."),
    (Role.CP_CHAIR, "If a child's plan is in dispute, you raise it here and move it on."),
)

# How an audit is written by typing alone.
TYPING = (
    "In an audit you can type your answers. For a choice, type its word or its number.",
    "Type 'good: ' and your reasons to give both at once.",
    "Type 'next', 'back', 'skip', 'save', 'review' or 'return' to move on.",
    "Type 'concern' to raise an immediate concern.",
    "Type 'keep: ' before a text to keep words in it that look like a name.",
    "An action is 'what; who; by when'. Type 'change 1' or 'remove 1' for the first one.",
)

# How an audit is moderated by typing alone.
TYPING_OF_MODERATIONS = (
    "To moderate by typing, type 'moderate', then 'moderate: good' for a grade and 'moderate: next' to move on.",
    "For a meeting, type 'meeting: ' and a day and a time.",
)

# How an action is answered by typing alone.
TYPING_OF_ACTIONS = (
    "To answer action AC-12, type 'done AC-12: what was done'.",
    "Or type 'more time AC-12 until 4 December: why', 'not mine AC-12: why' or 'blocked AC-12: why'.",
)

# Each page but the first, by the words for it: people count from one.
PAGES = {f"help {number + 1}": number for number in range(1, MOST_PAGES)}

# Which roles write and answer what, and how that is typed.
_TYPED_BY = (
    (frozenset({Role.AUDITOR}), TYPING),
    (frozenset({Role.MODERATOR, Role.EXTERNAL_MODERATOR}), TYPING_OF_MODERATIONS),
    (frozenset(Role) - {Role.LEADER}, TYPING_OF_ACTIONS),
)


def parts_for(roles: frozenset[Role]) -> list[str]:
    """What auditbot does for a person with these roles, a sentence each."""
    return list(dict.fromkeys(sentence for role, sentence in PARTS if role in roles))


def welcome(turn: Turn) -> Reply:
    """The first card a person gets: what they come here for; the help has the rest."""
    viewer = turn.viewer
    offers = [*offers_for(viewer.roles)[:FIRST], HELP]
    return Reply(welcome_card(viewer.first_name, parts_for(viewer.roles), offers, turn.card_id))


def help_(turn: Turn, press: Press) -> Reply:
    """What this person can do here, a page at a time; a page that is not theirs is the first."""
    return Reply(help_card(help_page(turn.viewer.roles, press.number(PAGE) or 0, turn.policy.qa_contact), turn.card_id))


def help_at(number: int) -> Act:
    """The help's page of that number, from 0, for whoever types it."""
    return lambda turn, press: help_(turn, replace(press, data={PAGE: str(number)}))


def help_page(roles: frozenset[Role], number: int, qa_contact: str) -> HelpPage:
    """The page of that number, from 0: the first says what is done for the person, the last how all is typed."""
    pages = pages_for(roles)
    here = number if number < len(pages) else 0
    typed = [sentence for for_roles, sentences in _TYPED_BY if roles & for_roles for sentence in sentences]
    return HelpPage(
        here,
        len(pages),
        [] if here else parts_for(roles),
        pages[here],
        typed if here == len(pages) - 1 else [],
        [offer.type_this for offer in offers_for(roles)],
        qa_contact,
    )
