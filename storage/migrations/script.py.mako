"""${message}.

Follows: ${down_revision or "an empty database"}.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None
# The oldest revision whose version of auditbot may go on serving while this is made and afterwards (CONTRIBUTING).
serves_from = ${repr(up_revision)}


def upgrade() -> None:
    """Make the change. The way back is a backup: a step down that nobody tries is worse than none."""
% for table in config.attributes["steps"]:
    _${table}()
% endfor
% for table, code in config.attributes["steps"].items():


def _${table}() -> None:
    ${code}
% endfor
