"""The welcome, once, and the help: both by what the person is."""

from cards.verbs import Verb
from cards.welcome import Offer, help_card, welcome_card
from dialogs.turn import Press, Reply, Turn
from domain.words import Role

MY_AUDITS = Offer("See your audits and carry on where you stopped.", "my audits", "My audits", Verb.MY_AUDITS)
MY_ACTIONS = Offer("See what audits ask of you, and say what is done.", "my actions", "My actions", Verb.MY_ACTIONS)
TEAM_ACTIONS = Offer("See who has which action in hand.", "my team's actions", "My team's actions", Verb.TEAM_ACTIONS)
CLOSURES = Offer("Check a sample of closed actions.", "closures to check", "Closures to check", Verb.CLOSURES)
QA_TASKS = Offer("See what waits for the QA team.", "qa tasks", "QA tasks", Verb.QA_TASKS)
FIND = Offer("Find any audit, see where it stands, and put it right.", "find an audit", "Find an audit", Verb.QA_FIND)
EXPORT = Offer("Get everything that I hold as one workbook.", "export", "Export", Verb.EXPORT)
FRAMEWORKS = Offer("See which audit frameworks hold from when.", "frameworks", "Frameworks", Verb.FRAMEWORKS)
ASK = Offer("Ask for any figure, in your own words.", "what can I ask?", "What can I ask?", Verb.WHAT_CAN_I_ASK)
FROZEN = Offer("See the figures as they were reported.", "frozen figures", "Frozen figures", Verb.FROZEN_FIGURES)
MY_SURVEYS = Offer("Say what an audit of your work has changed.", "my surveys", "My surveys", Verb.MY_SURVEYS)
RAISE_DISPUTE = Offer(
    "Raise an escalation about a child's plan.", "raise an escalation", "Raise an escalation", Verb.DISPUTE_FORM
)
MY_DISPUTES = Offer("See disputes, and move yours on.", "my escalations", "My escalations", Verb.MY_DISPUTES)
MY_EXEMPTIONS = Offer("See your exemptions, or ask for one.", "my exemptions", "My exemptions", Verb.MY_EXEMPTIONS)
ANSWER_EXEMPTIONS = Offer(
    "Answer who asks to be exempt.", "exemption requests", "Exemption requests", Verb.EXEMPTION_REQUESTS
)
EXEMPTIONS = Offer("See who is exempt for a month.", "exemptions", "Exemptions", Verb.EXEMPTIONS_OF_MONTH)
DIP_SAMPLES = Offer("Set up a dip sample, and see how it goes.", "dip samples", "Dip samples", Verb.DIP_SAMPLES)
MY_TEAM = Offer("See how your team stands, and acknowledge its audits.", "my team", "My team", Verb.MY_TEAM)
TEAMS_NAMED = Offer("See which teams stand out.", "teams named", "Teams named", Verb.TEAMS_NAMED)
FEEDBACK_THEMES = Offer("See what families said, by theme.", "feedback themes", "Feedback themes", Verb.THEME_FIGURES)
TO_THEME = Offer(
    "Confirm the themes of what families said.", "feedback to theme", "Feedback to theme", Verb.THEMES_TO_CONFIRM
)
MY_LEAVE = Offer("Say when you are away, and who answers for you.", "my leave", "My leave", Verb.MY_LEAVE)
STOPS = Offer("Stop chasing somebody, and start it again.", "who is not being chased", "Not being chased", Verb.STOPS)
LEDGER = Offer("See who did not get theirs.", "who did not get theirs?", "Who did not get theirs", Verb.NOT_REACHED)
POLICY = Offer("See and change the council's settings.", "policy", "Settings", Verb.POLICY)
MY_SAMPLES = Offer("Review records for a dip sample.", "my dip samples", "My dip samples", Verb.MY_SAMPLES)
HELP = Offer("See what you can do here.", "help", "Help", Verb.HELP)

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

# What else each role can do here.
MY_MODERATIONS = Offer(
    "See the audits that you moderate, and the meetings.", "my moderations", "My moderations", Verb.MY_MODERATIONS
)
MY_OUTCOMES = Offer("See what moderators said of your audits.", "my outcomes", "My outcomes", Verb.MY_OUTCOMES)
MY_CALIBRATION = Offer(
    "See how your grades compare with others'.", "my calibration", "My calibration", Verb.MY_CALIBRATION
)
CALIBRATION = Offer(
    "See how auditors' and moderators' grades compare.", "calibration", "Calibration", Verb.ALL_CALIBRATION
)
_MODERATORS = frozenset({Role.MODERATOR, Role.EXTERNAL_MODERATOR})
CONCERNS = Offer("See children of concern, and answer for yours.", "concerns", "Children of concern", Verb.CONCERNS)
WATCH_LIST = Offer("See the children at risk of decline.", "watch list", "Watch list", Verb.WATCH_LIST)
_FOLLOWS_CONCERNS = frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA})
FOR_ROLES: tuple[tuple[Offer, frozenset[Role]], ...] = (
    (CONCERNS, _FOLLOWS_CONCERNS),
    (WATCH_LIST, _FOLLOWS_CONCERNS),
    (MY_ACTIONS, frozenset(Role) - {Role.LEADER}),
    (TEAM_ACTIONS, frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA})),
    (MY_MODERATIONS, _MODERATORS),
    (MY_OUTCOMES, frozenset({Role.AUDITOR})),
    (MY_CALIBRATION, _MODERATORS | {Role.AUDITOR}),
    (CALIBRATION, frozenset({Role.QA})),
    (MY_EXEMPTIONS, frozenset({Role.AUDITOR})),
    (ANSWER_EXEMPTIONS, frozenset({Role.DIRECTOR})),
    (EXEMPTIONS, frozenset({Role.QA})),
    (CLOSURES, frozenset({Role.QA})),
    (MY_SURVEYS, frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})),
    (RAISE_DISPUTE, frozenset({Role.IRO, Role.CP_CHAIR})),
    (
        MY_DISPUTES,
        frozenset({Role.IRO, Role.CP_CHAIR, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA}),
    ),
    (DIP_SAMPLES, frozenset({Role.QA})),
    (STOPS, frozenset({Role.QA})),
    (LEDGER, frozenset({Role.QA})),
    (POLICY, frozenset({Role.QA})),
    (MY_LEAVE, frozenset(Role)),
    (MY_TEAM, frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA})),
    (TEAMS_NAMED, frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA})),
    (TO_THEME, frozenset({Role.QA})),
    (
        FEEDBACK_THEMES,
        frozenset({Role.QA, Role.DIRECTOR, Role.LEADER, Role.HEAD_OF_SERVICE, Role.TEAM_MANAGER}),
    ),
    (MY_SAMPLES, frozenset({Role.AUDITOR, Role.MODERATOR, Role.TEAM_MANAGER, Role.QA})),
)

# Whoever has a figure to ask for, if only the headline rate (DOMAIN, "Who may do and see what").
ASKERS = frozenset(Role) - {Role.SOCIAL_WORKER, Role.IRO, Role.CP_CHAIR}

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


def offers_for(roles: frozenset[Role]) -> list[Offer]:
    """What a person with these roles can do here."""
    offers = [MY_AUDITS] if Role.AUDITOR in roles else []
    offers += [QA_TASKS, FIND, EXPORT, FRAMEWORKS, FROZEN] if Role.QA in roles else []
    offers += [offer for offer, for_roles in FOR_ROLES if roles & for_roles]
    return [*offers, *([ASK] if roles & ASKERS else []), HELP]


def _parts(roles: frozenset[Role]) -> list[str]:
    return list(dict.fromkeys(sentence for role, sentence in PARTS if role in roles))


def welcome(turn: Turn) -> Reply:
    """The first card a person gets."""
    viewer = turn.viewer
    return Reply(welcome_card(viewer.first_name, _parts(viewer.roles), offers_for(viewer.roles), turn.card_id))


def help_(turn: Turn, press: Press) -> Reply:
    """What this person can do here."""
    del press
    roles = turn.viewer.roles
    offers = [offer for offer in offers_for(roles) if offer is not HELP]
    moderating = TYPING_OF_MODERATIONS if roles & _MODERATORS else ()
    typing = (
        *(TYPING if Role.AUDITOR in roles else ()),
        *moderating,
        *(TYPING_OF_ACTIONS if roles - {Role.LEADER} else ()),
    )
    return Reply(help_card([*_parts(roles), *typing], offers, turn.policy.qa_contact, turn.card_id))
