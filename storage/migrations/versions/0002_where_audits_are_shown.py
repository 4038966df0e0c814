"""where audits are shown.

Follows: 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. The way back is a backup: a step down that nobody tries is worse than none."""
    op.create_table(
        "audit_card",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_audit_card_allocation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "activity_id", name=op.f("pk_audit_card")),
    )
    with op.batch_alter_table("audit_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_card_allocation_id"), ["allocation_id"], unique=False)
