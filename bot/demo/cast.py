"""The people of the demonstration council whom its user may be: one for each role, by name."""

from dataclasses import dataclass

from bot.demo.names import email_of, object_id_of


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be.

    Attributes:
        part: the role as a reader says it.
        to_try: what this person can try first, as a sentence.
    """

    name: str
    part: str
    job_title: str
    to_try: str

    @property
    def email(self) -> str:
        """The person's address in the demonstration council."""
        return email_of(self.name)

    @property
    def object_id(self) -> str:
        """The person's Entra object id."""
        return object_id_of(self.email)


AUDITOR = Persona(
    "Rosa Vale",
    "auditor",
    "Advanced Practitioner",
    "Type 'my audits', start the audit that waits, and return it. On the way, raise an immediate concern.",
)
MANAGER = Persona(
    "Moira Fenn",
    "manager",
    "Team Manager",
    "Type 'my team' to see how the team stands that Rosa audits, and what is owed. 'my audits' shows one to do.",
)
HEAD_OF_SERVICE = Persona(
    "Dan Iqbal",
    "head of service",
    "Head of Service, Assessment and Safeguarding",
    "Gets the alarm when Rosa raises an immediate concern: acknowledge it. 'concerns' shows what waits for a response.",
)
DIRECTOR = Persona(
    "Helen Ashgrove",
    "director",
    "Director of Children's Services",
    "Gets the same alarm, whatever the hour. Type 'concerns' to sign one off, 'my escalations' to see a dispute.",
)
QA = Persona(
    "Tomasz Birch",
    "QA",
    "Quality Assurance Manager",
    "Type 'qa tasks' to see what needs somebody, 'concerns' to review, 'dip samples' for one that is half done.",
)
LEADER = Persona(
    "Priya Larch",
    "leader",
    "Cabinet Member for Children",
    "Type 'help' to see what a leader may do.",
)

MODERATOR = Persona(
    "Ivo Marsh",
    "moderator",
    "Child Protection Chair",
    "Type 'my moderations': three audits to read and grade, one that was sent back, and a meeting of two who differ.",
)
SOCIAL_WORKER = Persona(
    "Nia Rowan",
    "social worker",
    "Social Worker",
    "Type 'my surveys' to say what an audit of six weeks ago has changed: two taps and a sentence.",
)
REVIEWER = Persona(
    "Cerys Holm",
    "IRO",
    "Independent Reviewing Officer",
    "Type 'my escalations' to see a dispute at stage 2, and 'my dip samples' to go on with one that is half done.",
)

CAST = (AUDITOR, MANAGER, HEAD_OF_SERVICE, DIRECTOR, QA, LEADER, MODERATOR, SOCIAL_WORKER, REVIEWER)
