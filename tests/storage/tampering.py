"""What somebody can do who owns the database: put its triggers out of the way, unseen."""

from sqlalchemy import Connection, text


def put_triggers_out_of_the_way(connection: Connection) -> None:
    """To the end of this transaction any row may be changed, as it may be by whoever administers the database.

    On SQLite the triggers are gone until somebody has them put back (`storage.append_only.guard`).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for trigger in triggers:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
