"""What somebody can do who owns the database: put its triggers out of the way."""

from sqlalchemy import Connection, text

from storage.append_only import APPEND_ONLY


def put_triggers_out_of_the_way(connection: Connection) -> None:
    """From here on any row may be changed, as it may be by whoever administers the database."""
    if connection.dialect.name == "postgresql":
        for one in APPEND_ONLY:
            connection.execute(text(f"ALTER TABLE {one.table.name} DISABLE TRIGGER USER"))
        return
    triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for trigger in triggers:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
