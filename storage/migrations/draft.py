"""Draft the next revision from the difference between the tables and the newest revision.

    python -m storage.migrations.draft "Say what changes"
    python -m storage.migrations.draft --first      make the first one anew, before the first release

The draft is read and corrected by a person; `tests/storage/test_migrations.py` holds it to the tables on both
databases.
"""

import sys
import tempfile

from alembic import command

from storage.schema import VERSIONS, alembic_config, upgrade
from storage.store import make_engine

_FIRST = "Every table, from empty"


def draft(message: str) -> None:
    """Write the next revision's module, numbered after the newest one, and put it into its format."""
    number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/draft.db")
        upgrade(engine)
        with engine.begin() as connection:
            config = alembic_config(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.set_section_option("post_write_hooks", "hooks", "format")
            config.set_section_option("post_write_hooks", "format.type", "module")
            config.set_section_option("post_write_hooks", "format.module", "ruff")
            config.set_section_option("post_write_hooks", "format.options", "format REVISION_SCRIPT_FILENAME")
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


def draft_first() -> None:
    """Make the first revision anew, for as long as there is no other one."""
    for module in VERSIONS.glob("0001_*.py"):
        module.unlink()
    draft(_FIRST)


def _main(words: list[str]) -> None:
    if words == ["--first"]:
        draft_first()
    elif not words or words[0].startswith("-"):
        sys.exit(f"Say what changes, or --first.\n\n{__doc__}")
    else:
        draft(" ".join(words))


if __name__ == "__main__":
    _main(sys.argv[1:])
