"""The sentences of the demonstration's returned audits: invented, about practice and not a child."""

from domain.words import Party, Rating

EVIDENCE = {
    Rating.OUTSTANDING: (
        "The work anticipates what the child will need next, and the record shows the difference it made.",
        "Everybody around the child describes the same goal and can say what has changed.",
    ),
    Rating.GOOD: (
        "Visits are on time and what was heard is used in the plan.",
        "The record is clear, and decisions follow from it.",
        "Partners know their part and the reviews check it.",
    ),
    Rating.REQUIRES_IMPROVEMENT: (
        "The record describes more than it weighs up.",
        "Some actions have no date, and two reviews were late.",
        "The direction is right but was not followed up for a month.",
    ),
    Rating.INADEQUATE: (
        "There is no up-to-date plan that addresses the risk.",
        "The risk was noted twice and nobody acted on it.",
    ),
    Rating.NOT_GRADED: ("There was nothing on the record yet by which to grade this.",),
}
STRENGTHS = (
    "A trusting relationship with the family, kept up through a change of worker.",
    "Direct work with the child that shaped the plan.",
    "Clear management direction, recorded and followed through.",
    "Good work with school and health to keep everybody to one plan.",
)
AREAS = (
    "Reflective supervision should happen every month and be recorded.",
    "The plan should say what will be different, by when and for whom.",
    "The chronology should be brought up to date.",
    "Fathers and wider family should be part of the assessment.",
)
ACTIONS = (
    "Update the chronology and share it with the core group.",
    "Arrange direct work on wishes and feelings and record it.",
    "Review the plan with the family so that each goal has a date and an owner.",
    "Hold a reflective supervision on the direction of the work.",
    "Record how identity and culture have been explored and what follows.",
    "Complete the family network meeting and add its plan to the record.",
)
CONCERNS = (
    "The safety plan was not reviewed after the last incident.",
    "The risk assessment is out of date and the plan relies on it.",
)
FAMILY_WORDS = {
    Party.CHILD: (
        "She listens and comes when she says she will.",
        "It is better now. I would like to know things sooner.",
        "I have told my story too many times.",
    ),
    Party.PARENT: (
        "We were asked what would help, and it did.",
        "Mostly good, but the worker changed twice.",
        "Meetings are hard to follow.",
    ),
}
NOT_INCLUDED = "Two calls and a letter, with no answer before the due day."
