"""The lines of a digest that ask for an answer to a request for an exemption."""

from cards.digest import Entry, Group
from cards.elements import Button
from cards.verbs import DAY, REQUEST, Verb
from domain.calendar import spoken_day, spoken_month
from domain.exemptions import stands
from storage.nudge_lines import DigestLine
from storage.subjects import RequestSubject


def approval_entry(line: DigestLine, about: RequestSubject, *, is_open: bool) -> Entry:
    """A request as a line of the digest of whoever answers it; never its kind or its reason."""
    name = f"{about.asker}, {spoken_month(about.month)}"
    asked = f"Asked on {spoken_day(line.due_on)}."
    if not is_open:
        return Entry(Group.APPROVALS, name, asked, standing=f"This request {stands(about.status)}.")
    data: dict[str, str | int] = {REQUEST: about.id, DAY: line.digest_on.isoformat()}
    look = Button("Look at it", Verb.EXEMPTION_REQUEST, data, sends_inputs=False, tooltip=f"Look at it: {name}")
    return Entry(Group.APPROVALS, name, asked, answers=(look,))
