"""Tables to which rows are added and never changed, held to it by the database itself (DESIGN, "Habits").

A trigger refuses every UPDATE and DELETE, whoever sends it; PostgreSQL refuses TRUNCATE as well, and SQLite an INSERT
that would take the place of a row (`INSERT OR REPLACE`). Where the law asks for an erasure, the rows it may reach are
named in `erased_row` first, for good: that is the one way through, and it leaves its trace. Even then a row's key and
whatever `storage.data_map` says that no erasure touches (who did what, and when) stay as they are while it is there.

The triggers are made after every upgrade of the schema (`storage.schema.upgrade`), so that neither a new first
revision nor a later one that rebuilds a table, as SQLite's batch mode does, can lose them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, Table, UniqueConstraint, inspect, text

from storage.data_map import COLUMNS, Fate
from storage.tables.actions import undone_closure
from storage.tables.allocations import allocation_act, allocation_transition
from storage.tables.audits import action_transition, audit_answer_revision, audit_version
from storage.tables.concerns import (
    concern_acknowledgement,
    concern_alarm,
    concern_spell,
    concern_transition,
    watch_review,
)
from storage.tables.dip_samples import dip_sample_act
from storage.tables.erasures import erased_row, erasure
from storage.tables.escalations import escalation_transition
from storage.tables.exemptions import exemption_step, exemption_wording
from storage.tables.moderation import loop_reply, moderation_answer_revision
from storage.tables.questions import frozen_figure
from storage.tables.record_seals import event_digest, event_seal
from storage.tables.service import event, import_run, policy_setting, schema_revision
from storage.tables.surveys import survey_answer
from storage.tables.themes import feedback_placing
from storage.tables.wording import kept_wording

_TO_CHANGE = {Fate.MENTIONS, Fate.BLANKED, Fate.REPLACED}


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A table to which rows are only added.

    Attributes:
        table: the table.
        may_be_erased: whether a row that `erased_row` names may be changed or deleted; otherwise none ever is.
        is_met_again: whether the service adds a row that may be there already, with `ON CONFLICT DO NOTHING`.
    """

    table: Table
    may_be_erased: bool = True
    is_met_again: bool = False


APPEND_ONLY = (
    *(
        AppendOnly(table)
        for table in (
            action_transition,
            allocation_act,
            allocation_transition,
            audit_answer_revision,
            audit_version,
            concern_spell,
            concern_transition,
            dip_sample_act,
            escalation_transition,
            event,
            exemption_step,
            feedback_placing,
            import_run,
            loop_reply,
            moderation_answer_revision,
            policy_setting,
            survey_answer,
            undone_closure,
            watch_review,
        )
    ),
    *(
        AppendOnly(table, is_met_again=True)
        for table in (concern_acknowledgement, concern_alarm, exemption_wording, frozen_figure, kept_wording)
    ),
    # What proves the rest is never erased: it holds no content.
    *(AppendOnly(table, may_be_erased=False) for table in (erasure, erased_row, event_digest, schema_revision)),
    AppendOnly(event_seal, may_be_erased=False, is_met_again=True),
)


def row_id(*key: object) -> str:
    """A row's key as `erased_row` names it: the parts of the primary key in their order, with a stroke between."""
    return "/".join(str(part) for part in key)


def guard(connection: Connection) -> None:
    """Have the database hold every one of the tables to it; where it does already, nothing is touched or locked."""
    for statement in _statements(connection):
        connection.exec_driver_sql(statement)


def unguarded(connection: Connection) -> list[str]:
    """The append-only tables that the database does not hold to it, in the order of their names."""
    wanted, there = _wanted(connection), _there(connection)
    return sorted({table for (table, name), made in wanted.items() if there.get((table, name)) != made})


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger of ours: how it is made, and by what the database's catalogue shows that it is this one."""

    make: str
    shown_as: str


_Key = tuple[str, str]


def _wanted(connection: Connection) -> dict[_Key, str]:
    return {key: trigger.shown_as for key, trigger in _triggers(connection)}


def _triggers(connection: Connection) -> Iterator[tuple[_Key, _Trigger]]:
    on = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for one in APPEND_ONLY:
        for name, trigger in on(one):
            yield (one.table.name, name), trigger


def _statements(connection: Connection) -> Iterator[str]:
    there, tables = _there(connection), set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        yield from _functions(connection)
    for (table, name), trigger in _triggers(connection):
        stands = there.get((table, name))
        # A revision that is being drafted has not made its tables yet.
        if stands == trigger.shown_as or table not in tables:
            continue
        if stands is not None:
            yield f"DROP TRIGGER {name}" + (f" ON {table}" if connection.dialect.name == "postgresql" else "")
        yield trigger.make


def _there(connection: Connection) -> dict[_Key, str]:
    rows = connection.execute(text(_CATALOGUE[connection.dialect.name]))
    return {(str(table), str(name)): str(made) for table, name, made in rows}


_CATALOGUE = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    # A trigger that somebody switched off guards nothing, nor does one whose function does nothing: it is shown with
    # its state, when it comes, and what it does.
    "postgresql": (
        "SELECT c.relname, t.tgname, t.tgenabled::text || replace(encode(t.tgargs, 'escape'), '\\000', ' ')"
        " || t.tgtype || ' ' || p.proname || ' ' || encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex')"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    ),
}


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _refusal(table: Table) -> str:
    return f"Rows of {table.name} are added and never changed."


def _held(one: AppendOnly) -> list[str]:
    """The columns that no erasure touches, the key among them."""
    table = one.table.name
    touched = {datum.column for datum in COLUMNS if datum.table == table and _TO_CHANGE & set(datum.fates.values())}
    return [column.name for column in one.table.columns if column.primary_key or column.name not in touched]


def _on_sqlite(one: AppendOnly) -> Iterator[tuple[str, _Trigger]]:
    key = _key(one.table)
    name = one.table.name
    old = " || '/' || ".join(f"OLD.{column}" for column in key)
    # The names are those of our own tables.
    named = f"SELECT 1 FROM erased_row WHERE table_name = '{name}' AND row_id = {old} || ''"  # noqa: S608
    moved = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _held(one))
    refused = f"SELECT RAISE(ABORT, '{_refusal(one.table)}');"
    change = f" WHEN NOT EXISTS ({named}) OR {moved}" if one.may_be_erased else ""
    delete = f" WHEN NOT EXISTS ({named})" if one.may_be_erased else ""
    # What the service meets again on purpose is passed over, as its ON CONFLICT DO NOTHING would have done.
    replaced = "SELECT RAISE(IGNORE);" if one.is_met_again else refused
    again = " OR ".join(_is_taken(name, columns) for columns in _keys(one.table))
    for act, when, then in (
        ("UPDATE", change, refused),
        ("DELETE", delete, refused),
        ("INSERT", f" WHEN {again}", replaced),
    ):
        trigger = f"{name}_append_only_{act.lower()}"
        made = f"CREATE TRIGGER {trigger} BEFORE {act} ON {name}{when} BEGIN {then} END"
        yield trigger, _Trigger(made, made)


def _is_taken(table: str, columns: Sequence[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - the names are those of our own tables


def _keys(table: Table) -> list[list[str]]:
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [_key(table), *([column.name for column in one.columns] for one in unique)]


def _on_postgresql(one: AppendOnly) -> Iterator[tuple[str, _Trigger]]:
    name = one.table.name
    given = [",".join(_key(one.table)), ",".join(_held(one))] if one.may_be_erased else []
    arguments = ", ".join(f"'{columns}'" for columns in given)
    shown = "O" + "".join(f"{columns} " for columns in given)
    # 27: before each row is updated or deleted; 34: before all are.
    rows_shown, whole_shown = f"{shown}27 {_does('', _ROWS)}", f"O34 {_does('_whole', _WHOLE)}"
    rows = f"{name}_append_only"
    call = f"EXECUTE FUNCTION auditbot_append_only({arguments})"
    yield rows, _Trigger(f"CREATE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW {call}", rows_shown)
    whole = f"{name}_append_only_whole"
    call = "EXECUTE FUNCTION auditbot_append_only_whole()"
    yield whole, _Trigger(f"CREATE TRIGGER {whole} BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {call}", whole_shown)


def _does(name: str, function: str) -> str:
    """A function's name and the SHA-256 of its body, as PostgreSQL has it."""
    body = function.split("$$")[1].replace("%%", "%")
    return f"auditbot_append_only{name} {sha256(body.encode()).hexdigest()}"


def _functions(connection: Connection) -> Iterator[str]:
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    # With a path of their own: nobody's temporary table called erased_row stands before the real one.
    for function in (_ROWS, _WHOLE):
        yield f"{function} SET search_path = {schema}, pg_temp"


_ROWS = """
CREATE OR REPLACE FUNCTION auditbot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) ELSE was END;
    old_key text;
    stays boolean;
BEGIN
    SELECT string_agg(was ->> part, '/' ORDER BY place)
        INTO old_key FROM unnest(string_to_array(TG_ARGV[0], ',')) WITH ORDINALITY AS key(part, place);
    SELECT bool_and(was -> held IS NOT DISTINCT FROM becomes -> held)
        INTO stays FROM unnest(string_to_array(TG_ARGV[1], ',')) AS held;
    IF stays AND EXISTS (
        SELECT 1 FROM erased_row WHERE table_name = TG_TABLE_NAME AND row_id = old_key
    ) THEN
        IF TG_OP = 'UPDATE' THEN
            RETURN NEW;
        END IF;
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Rows of %% are added and never changed.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$"""
_WHOLE = """
CREATE OR REPLACE FUNCTION auditbot_append_only_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of %% are added and never changed.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$"""
