"""The next version of auditbot, as far as the database can tell: its revisions are ours and one more."""

import shutil
from pathlib import Path

from storage.schema import VERSIONS

# What a version may do while the one before it serves.
ADDS = """\
    op.create_table("outing", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mood", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index("ix_allocation_mood", ["mood"], unique=False)
    with op.batch_alter_table("audit_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outing_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_audit_answer_outing_id", "outing", ["outing_id"], ["id"])
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("colour", sa.String(), nullable=True))
"""
BREAKS = """\
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.alter_column("locality", new_column_name="place")
"""
_REVISION = '''\
"""What the next version changes.

Follows: 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
serves_from = "{serves_from}"


def upgrade() -> None:
{body}
'''


def next_version(folder: Path, body: str = ADDS, *, serves_from: str = "0001") -> Path:
    """The folder of the next version's revisions.

    Args:
        folder: where to make it; a later version is made of one by naming it again.
        body: what its new revision does.
        serves_from: the oldest revision whose version it says may go on.
    """
    versions = folder / "versions"
    if not versions.exists():
        shutil.copytree(VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__"))
    number = len(list(versions.glob("0*.py")))
    names = {"revision": f"{number + 1:04}", "before": f"{number:04}"}
    (versions / f"{names['revision']}_next.py").write_text(
        _REVISION.format(**names, serves_from=serves_from, body=body), encoding="utf-8"
    )
    return versions
