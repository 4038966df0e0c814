"""What each role is offered in the welcome and the help: the day's places first, the rest by what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from cards.verbs import Verb
from cards.welcome import Group, Offer
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
CONCERNS = Offer("See children of concern, and answer for yours.", "concerns", "Children of concern", Verb.CONCERNS)
WATCH_LIST = Offer("See the children at risk of decline.", "watch list", "Watch list", Verb.WATCH_LIST)
HELP = Offer("See what you can do here.", "help", "Help", Verb.HELP)

# On a phone so many places can be taken in at a glance; the first ones are those of the day's work.
FIRST = 6
# Of the rest, so many at a time.
_A_PAGE = 8

_ALL = frozenset(Role)
_MODERATORS = frozenset({Role.MODERATOR, Role.EXTERNAL_MODERATOR})
_CHAIRS = frozenset({Role.IRO, Role.CP_CHAIR})
_HEADS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA})
_MANAGERS = _HEADS | {Role.TEAM_MANAGER}
_QA = frozenset({Role.QA})
# Whoever has a figure to ask for, if only the headline rate (DOMAIN, "Who may do and see what").
ASKERS = _ALL - {Role.SOCIAL_WORKER} - _CHAIRS


@dataclass(frozen=True, slots=True)
class _Part:
    """Places that belong together, and who is offered each."""

    title: str
    places: tuple[tuple[Offer, frozenset[Role]], ...]


# Every place there is, by what it is about; what somebody looks for stands under the heading they would look under.
_PARTS = (
    _Part(
        "Your own work",
        (
            (MY_AUDITS, frozenset({Role.AUDITOR})),
            (MY_MODERATIONS, _MODERATORS),
            (MY_ACTIONS, _ALL - {Role.LEADER}),
            (MY_EXEMPTIONS, frozenset({Role.AUDITOR})),
            (MY_OUTCOMES, frozenset({Role.AUDITOR})),
            (MY_SURVEYS, frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})),
            (MY_SAMPLES, frozenset({Role.AUDITOR, Role.MODERATOR, Role.TEAM_MANAGER, Role.QA})),
            (MY_CALIBRATION, _MODERATORS | {Role.AUDITOR}),
            (MY_LEAVE, _ALL),
        ),
    ),
    _Part(
        "Children and teams",
        (
            (CONCERNS, _MANAGERS),
            (WATCH_LIST, _MANAGERS),
            (MY_TEAM, _MANAGERS),
            (TEAM_ACTIONS, _MANAGERS),
            (TEAMS_NAMED, _HEADS),
            (RAISE_DISPUTE, _CHAIRS),
            (MY_DISPUTES, _CHAIRS | _MANAGERS),
        ),
    ),
    _Part(
        "The month's round",
        (
            (QA_TASKS, _QA),
            (FIND, _QA),
            (ANSWER_EXEMPTIONS, frozenset({Role.DIRECTOR})),
            (EXEMPTIONS, _QA),
            (LEDGER, _QA),
            (STOPS, _QA),
        ),
    ),
    _Part(
        "Quality and feedback",
        (
            (CLOSURES, _QA),
            (DIP_SAMPLES, _QA),
            (CALIBRATION, _QA),
            (TO_THEME, _QA),
            (FEEDBACK_THEMES, _MANAGERS | {Role.LEADER}),
        ),
    ),
    _Part("Figures and settings", ((ASK, ASKERS), (FROZEN, _QA), (EXPORT, _QA), (FRAMEWORKS, _QA), (POLICY, _QA))),
)

# What the holder of a role comes here for, most used first.
_DAYS_WORK: tuple[tuple[Role, tuple[Offer, ...]], ...] = (
    (Role.AUDITOR, (MY_AUDITS, MY_ACTIONS, MY_EXEMPTIONS, MY_OUTCOMES, ASK, MY_LEAVE)),
    (Role.MODERATOR, (MY_MODERATIONS, MY_ACTIONS, MY_CALIBRATION, ASK, MY_LEAVE)),
    (Role.EXTERNAL_MODERATOR, (MY_MODERATIONS, MY_ACTIONS, MY_CALIBRATION, ASK, MY_LEAVE)),
    (Role.QA, (QA_TASKS, FIND, CONCERNS, LEDGER, EXEMPTIONS, ASK)),
    (Role.DIRECTOR, (CONCERNS, ANSWER_EXEMPTIONS, ASK, TEAMS_NAMED, MY_TEAM, MY_LEAVE)),
    (Role.HEAD_OF_SERVICE, (CONCERNS, MY_TEAM, TEAM_ACTIONS, ASK, TEAMS_NAMED, MY_LEAVE)),
    (Role.TEAM_MANAGER, (MY_TEAM, CONCERNS, MY_ACTIONS, TEAM_ACTIONS, ASK, MY_LEAVE)),
    (Role.LEADER, (ASK, FEEDBACK_THEMES, MY_LEAVE)),
    (Role.SOCIAL_WORKER, (MY_ACTIONS, MY_SURVEYS, MY_LEAVE)),
    (Role.IRO, (RAISE_DISPUTE, MY_DISPUTES, MY_ACTIONS, MY_LEAVE)),
    (Role.CP_CHAIR, (RAISE_DISPUTE, MY_DISPUTES, MY_ACTIONS, MY_LEAVE)),
)


def offers_for(roles: frozenset[Role]) -> list[Offer]:
    """What a person with these roles can do here: the day's work of each role in turn, then the rest."""
    theirs = [order for role, order in _DAYS_WORK if role in roles]
    in_turn = (offer for row in zip_longest(*theirs) for offer in row if offer is not None)
    rest = (offer for part in _PARTS for offer, for_roles in part.places if roles & for_roles)
    return list(dict.fromkeys(chain(in_turn, rest)))


def pages_for(roles: frozenset[Role]) -> list[list[Group]]:
    """The same, a page at a time: the first page is the day's work alone, the others have their headings.

    Never empty; a single place more than the first page holds stands there too.
    """
    offers = offers_for(roles)
    first = offers if len(offers) <= FIRST + 1 else offers[:FIRST]
    rest = [offer for part in _PARTS for offer, _ in part.places if offer in offers and offer not in first]
    # Pages of one length, so that none has a single place left over.
    count = -(-len(rest) // _A_PAGE)
    each = -(-len(rest) // count) if count else 0
    return [[Group("", first)], *(_under_headings(rest[at : at + each]) for at in range(0, len(rest), each or 1))]


def _under_headings(offers: Sequence[Offer]) -> list[Group]:
    groups = [Group(part.title, [offer for offer, _ in part.places if offer in offers]) for part in _PARTS]
    return [group for group in groups if group.offers]


# Whoever holds every role has the most pages.
MOST_PAGES = len(pages_for(_ALL))
