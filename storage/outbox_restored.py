"""What a restored outbox still owes: what may have gone out after the backup was made is not sent a second time.

Beside `storage.outbox`, `storage.outbox_again` and `storage.outbox_waiting` nothing else writes these rows
(docs/decisions/0004).
"""

from datetime import datetime

from sqlalchemy import Connection

from domain.words import SendClass, SendStatus
from storage.outbox import UNDER_WAY
from storage.tables.service import outbox

_O = outbox.c
RESTORED = "restored"


def doubt_what_waits(connection: Connection, now: datetime) -> int:
    """Settle as uncertain what was owed at the backup and may have gone since; how many messages.

    The service went on after the backup, so nobody knows. As everywhere (DOMAIN): an uncertain notice is not repeated
    and becomes a QA task, the next digest carries what an uncertain nudge held, an alarm is sent again, once
    the claim on it has lapsed. What is not
    due before `now` cannot have gone and stays owed.
    """
    may_have_gone = (_O.send_class != SendClass.ALARM) & (
        _O.status.in_(UNDER_WAY) | ((_O.status == SendStatus.PENDING) & (_O.not_before <= now))
    )
    values = {"status": SendStatus.UNCERTAIN, "settled_at": now, "outcome": RESTORED, "claimed_until": None}
    return connection.execute(outbox.update().where(may_have_gone).values(**values)).rowcount
