"""SQLModel tables, units of work, migrations, intent-named queries, outbox, audit trail and the workbook."""
