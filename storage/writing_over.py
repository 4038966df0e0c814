"""Having a database's file forget what its rows have lost: SQLite leaves bytes behind an erasure until they are used.

The text is still in the file while the erasure lies in the `-wal` file beside it, and in that file until it is begun
anew; a page that was split keeps a copy in its unused part until the file is written anew (`VACUUM`). PostgreSQL sees
to its own files in its own time: docs/retention.md says what that means.
"""

import sqlite3

from sqlalchemy import Engine

# Whoever writes waits behind this for those who still read what was erased: a copy being made may take minutes.
_READERS_ARE_WAITED_FOR = "busy_timeout=1000"


def write_over(engine: Engine, *, all_anew: bool) -> bool:
    """Write over what erased rows have left in the file, outside of any transaction.

    Args:
        engine: the database.
        all_anew: write the whole file anew, which leaves nothing; whoever writes meanwhile waits for it, some two
            seconds for 100 MB. Otherwise what lies in the `-wal` file is brought into the database's own, and no more.

    Returns:
        False where it could not be done: somebody was reading what was erased, or wrote all the time, or no room was
        left on the disk.
    """
    if engine.dialect.name != "sqlite":
        return True
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        if all_anew:
            cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA {_READERS_ARE_WAITED_FOR}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (answer,) = cursor.fetchall()
    except sqlite3.OperationalError:
        return False
    finally:
        pooled.invalidate()  # nobody else is to have one that waits for so little
        pooled.close()
    return not answer[0]
