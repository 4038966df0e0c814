"""The phrases that ask for something beside the figure: breakdowns, rows, whose."""

from metrics.language.tokens import phrases_in, words_in
from metrics.query import Dimension

BY = phrases_in(
    """
    broken down by, broken out by, split by, split out by, split into, split up by, grouped by, for each, for
    every, in each, in every, by each, across the, across all, for all, in all, of each, of every, from each, with
    each, by, per, each, every, across, between, which, what, all, compare, compare the, comparing
    """
)
# "Which of the teams" and "all services" name what the rows are; "all auditors" and "which auditors" need not.
LOOSE = frozenset(
    phrases_in(
        """
    compare, compare the, comparing,
    which, what, all, for all, in all, across all, between, across the, of each, from each, with each, every
    """
    )
)
OF_PLACES = frozenset(
    {Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.HEAD_OF_SERVICE, Dimension.DOMAIN}
)
OVER_TIME = frozenset({Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR})
ADVERBS = {
    "monthly": Dimension.MONTH,
    "quarterly": Dimension.QUARTER,
    "yearly": Dimension.YEAR,
    "annually": Dimension.YEAR,
    "annual": Dimension.YEAR,
}
TREND = phrases_in(
    """
    over time, month on month, month over month, trend, trends, run chart, month after month
    """
)
# "By them" could be by theme misspelt, or be somebody's doing: it is asked back.
POINTING = words_in("them these those that this it")
# A verb before "by the moderator" says who did it, not how to count.
DONE_BY = words_in(
    """
    inadequate inadequates upgraded downgraded raised lowered changed marked made moved put agreed confirmed
    judged rated moderated reduced increased up down upwards downwards higher lower better changes returned
    returns audits downgrades upgrades
    """
)
LIST = phrases_in(
    """
    which ones, which are they, which are those, who are they, what are they, show me them, show me which, name
    them, list them, list of, list the, list all, list, listing, show the rows, the rows, details of, drill down,
    each one, one by one, names of, by name, which of, name the, name which, show them
    """
)
WHICH = phrases_in(
    """
    which audits, which audit, which actions, which action, which cases, which records, which concerns, which
    children, which escalations, which auditors, which social workers, which workers, which people, which files
    """
)
# "Parents who felt" says which parents; "who felt" asks for people.
WHO_DID = words_in(
    """
    parents children families people those everyone everybody anyone auditors managers moderators workers staff
    carers someone somebody child parent chairs iros all mothers fathers person auditor manager moderator
    """
)
MY_TEAMS = phrases_in(
    """
    my own team, my own teams, my teams, my team, my services, my service, my areas, my area, my people, my patch,
    my side, my department, our team, i manage, i head, i am responsible for, i answer for, do i have to answer
    for, to answer for, am i responsible for, of mine
    """
)
# Of these only "my" is whose; the people are what is counted.
MY_PEOPLE = phrases_in("my social workers, my workers, my auditors, my managers, my staff")
AS_MODERATOR = phrases_in(
    """
    did i downgrade, did i upgrade, i downgraded, i upgraded, i downgrade, i upgrade, have i downgraded, have i
    upgraded, i moderated, did i moderate, have i moderated, i agree with the auditors, i agree with auditors, i
    agreed with, did i agree with, do i agree with, i confirmed, did i confirm, i changed, did i change, my
    moderation, my moderations, did i put, i put
    """
)
MINE = phrases_in(
    """
    my own, mine, do i have, have i, did i, am i, was i, with me, do i own, i own, do i still have, by me, for me
    to do, me to do, my, own, given me
    """
)
# Of these only "I" is whose; the verb is what is counted.
I_DID = phrases_in(
    """
    i returned, i gave, i rated, i completed, i sent, i handed, i submitted, i raised, i audited
    """
)
WHOLE = phrases_in(
    """
    whole council, the council, council wide, councilwide, council as a whole, across the board, the whole
    service, everyone, entire council, all of us, whole authority, all teams together
    """
)
HELD_AGAINST = words_in(
    """
    below under above over beat missed miss missing exceeded exceed passed than short
    """
)
STATUSES = (("in", "process"), ("in", "progress"))
