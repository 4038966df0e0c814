"""The database's revisions (Alembic); `draft.py` writes the next one."""
