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
    "Manages the team whose record Rosa audits, and is an auditor too: 'my audits' shows one to do.",
)
HEAD_OF_SERVICE = Persona(
    "Dan Iqbal",
    "head of service",
    "Head of Service, Assessment and Safeguarding",
    "Gets the alarm when Rosa raises an immediate concern: acknowledge it with one tap.",
)
DIRECTOR = Persona(
    "Helen Ashgrove",
    "director",
    "Director of Children's Services",
    "Gets the same alarm, whatever the hour.",
)
QA = Persona(
    "Tomasz Birch",
    "QA",
    "Quality Assurance Manager",
    "Type 'qa tasks' to see what needs somebody: a conflict of interest that Rosa declares lands here.",
)
LEADER = Persona(
    "Priya Larch",
    "leader",
    "Cabinet Member for Children",
    "Type 'help' to see what a leader may do.",
)

CAST = (AUDITOR, MANAGER, HEAD_OF_SERVICE, DIRECTOR, QA, LEADER)
