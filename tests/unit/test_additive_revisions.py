"""What a revision may do while the version before it serves, and that ours which say they serve one do no more."""

import pytest

from storage.migrations.additive import what_breaks
from storage.schema import VERSIONS, revisions
from tests.storage.next_version import ADDS, BREAKS

NEW_TABLE = 'op.create_table("a", sa.Column("id", sa.Integer(), nullable=False))\n'
IN_BATCH = 'with op.batch_alter_table("team") as batch_op:\n    '


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ('op.drop_table("team")', "drop_table changes or takes away"),
        ('op.drop_column("team", "locality")', "drop_column changes or takes away"),
        ('op.rename_table("team", "group")', "rename_table changes or takes away"),
        (IN_BATCH + 'batch_op.drop_constraint("uq_team_name")', "drop_constraint changes or takes away"),
        (IN_BATCH + 'batch_op.alter_column("name", type_=sa.Integer())', "alter_column changes or takes away"),
        (BREAKS.replace("    ", "", 1).replace("\n    ", "\n"), "alter_column changes or takes away"),
        ('op.execute("UPDATE team SET name = 1")', "execute changes or takes away"),
        (
            IN_BATCH + 'batch_op.add_column(sa.Column("a", sa.Integer(), nullable=False))',
            "add_column adds what an older version leaves out",
        ),
        (
            'op.add_column("team", sa.Column("a", sa.Integer(), nullable=False, server_default=None))',
            "add_column adds what an older version leaves out",
        ),
        (IN_BATCH + 'batch_op.create_index("ix", ["name"], unique=True)', "create_index refuses what an older"),
        ('op.create_unique_constraint("uq", "team", ["name"])', "create_unique_constraint refuses what an older"),
        (IN_BATCH + 'batch_op.create_foreign_key("fk", "a", ["a_id"], ["id"])', "create_foreign_key refuses what"),
        (
            # Every old row and every row of an older version would hold the same.
            IN_BATCH + 'batch_op.add_column(sa.Column("a", sa.Integer(), server_default="1"))\n    '
            'batch_op.create_index("ix", ["a"], unique=True)',
            "create_index refuses what an older",
        ),
    ],
)
def test_what_an_older_version_could_not_live_with_is_named_by_its_line(does: str, said: str) -> None:
    (sentence,) = what_breaks(does)
    assert said in sentence
    assert sentence.startswith("Line ")


@pytest.mark.parametrize(
    "does",
    [
        NEW_TABLE + 'with op.batch_alter_table("a") as batch_op:\n    batch_op.create_index("ix", ["id"], unique=True)',
        IN_BATCH + 'batch_op.create_index("ix", ["name"], unique=False)',
        IN_BATCH + 'batch_op.add_column(sa.Column("a", sa.Integer(), nullable=True))\n    '
        'batch_op.create_index("ix", ["a"], unique=True)',
        IN_BATCH + 'batch_op.add_column(sa.Column("a", sa.Integer(), nullable=False, server_default="1"))',
        "\n".join(line.removeprefix("    ") for line in ADDS.splitlines()),
    ],
)
def test_what_only_adds_is_let_through(does: str) -> None:
    assert what_breaks(does) == []


def test_each_revision_that_says_it_serves_an_older_version_only_adds() -> None:
    for name, revision in revisions(VERSIONS).items():
        serves_from = revision.module.serves_from
        assert serves_from <= name, f"{name}: no version is as new as {serves_from}"
        if serves_from < name:
            (file,) = VERSIONS.glob(f"{name}_*.py")
            assert what_breaks(file.read_text("utf-8")) == [], f"{name} can't serve the version before it"


def test_the_first_revision_serves_nobody_older() -> None:
    assert revisions(VERSIONS)["0001"].module.serves_from == "0001"
