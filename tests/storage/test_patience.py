"""What the database ends by itself, and how a server that is gone is noticed."""

import pytest
from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from storage.schema import upgrade
from storage.store import BUSY_SECONDS, SECONDS_FOR_A_CONNECTION, Store
from tests.storage.test_store import NOW, TESTER


def shown(store: Store, name: str) -> str:
    with store.unit(NOW, TESTER) as unit:
        return str(unit.connection.execute(text(f"SHOW {name}")).scalar_one())


def test_on_postgresql_no_lock_statement_or_open_transaction_is_for_ever(postgresql_store: Store) -> None:
    assert {
        name: shown(postgresql_store, name)
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    } == {"lock_timeout": "10s", "statement_timeout": "2min", "idle_in_transaction_session_timeout": "5min"}
    with postgresql_store.unit(NOW, TESTER) as unit:
        unit.connection.execute(text("SET LOCAL statement_timeout = '20ms'"))
        with pytest.raises(OperationalError, match="statement timeout"):
            unit.connection.execute(text("SELECT pg_sleep(9)"))
    assert shown(postgresql_store, "statement_timeout") == "2min", "for that transaction alone"


def test_an_upgrade_takes_what_it_takes_and_leaves_the_limits_as_they_were(postgresql_store: Store) -> None:
    upgrade(postgresql_store.engine)
    assert shown(postgresql_store, "statement_timeout") == "2min"


def test_a_server_that_is_gone_without_a_word_is_noticed(postgresql_store: Store) -> None:
    with postgresql_store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, Connection)
        asked = driver.info.get_parameters()
    assert {name: asked[name] for name in ("connect_timeout", "keepalives_idle", "tcp_user_timeout")} == {
        "connect_timeout": "5",
        "keepalives_idle": "15",
        "tcp_user_timeout": "20000",
    }
    pool = postgresql_store.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.timeout() == SECONDS_FOR_A_CONNECTION


def test_on_sqlite_another_process_is_waited_for_no_longer_than_teams_waits(sqlite_store: Store) -> None:
    with sqlite_store.unit(NOW, TESTER) as unit:
        assert unit.connection.execute(text("PRAGMA busy_timeout")).scalar_one() == BUSY_SECONDS * 1000
