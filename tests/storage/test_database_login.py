"""Signing in to PostgreSQL as the service itself, by tokens of its managed identity."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from bot import doctor_checks as checks
from bot.app import check_database, prepare_database
from bot.clock import Clock
from bot.database_login import IdentityPassword, password_of
from bot.opened_store import open_store
from bot.settings import Settings, load_settings
from domain.errors import BadInputError
from storage.signing_in import NoPasswordError
from storage.store import Actor, Store, make_engine
from tests.fakes_door import settings_of
from tests.fakes_identity import FakeIdentityHost, identity_host
from tests.fakes_tokens import SetClock
from tests.unit.test_rooms import ROOT

IDENTITY = "0a1b2c3d-0000-4000-8000-00000000000d"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RESOURCE = "https://ossrdbms-aad.database.windows.net"


@pytest.fixture
def host() -> Iterator[FakeIdentityHost]:
    with identity_host() as answering:
        answering.expires_on = int((NOW + timedelta(hours=1)).timestamp())
        yield answering


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


def settings_for(host: FakeIdentityHost, url: str = "postgresql://auditbot@db.example/auditbot") -> Settings:
    return settings_of(
        AUDITBOT_DATABASE_URL=url,
        AUDITBOT_DATABASE_IDENTITY=IDENTITY,
        IDENTITY_ENDPOINT=host.url,
        IDENTITY_HEADER=host.header,
    )


def password_from(host: FakeIdentityHost, clock: SetClock) -> IdentityPassword:
    return password_of(settings_for(host), clock.now)


def test_a_token_is_asked_for_once_kept_and_renewed_five_minutes_before_its_end(
    host: FakeIdentityHost, clock: SetClock
) -> None:
    password = password_from(host, clock)
    assert [password(), password()] == ["token-1", "token-1"]
    clock.move(minutes=54)
    assert password() == "token-1"
    clock.move(minutes=1)
    host.expires_on += 3600
    assert [password(), password()] == ["token-2", "token-2"]
    query = {"resource": RESOURCE, "client_id": IDENTITY, "api-version": "2019-08-01"}
    assert host.asked == [(query, host.header)] * 2


def test_connections_that_begin_at_once_share_one_request(host: FakeIdentityHost, clock: SetClock) -> None:
    password, together, had = password_from(host, clock), Barrier(8), list[str]()

    def connect() -> None:
        together.wait()
        had.append(password())

    threads = [Thread(target=connect) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert had == ["token-1"] * 8
    assert len(host.asked) == 1


def test_while_the_host_is_in_trouble_the_old_token_serves_to_its_end_and_the_host_is_not_pressed(
    host: FakeIdentityHost, clock: SetClock
) -> None:
    password = password_from(host, clock)
    password()
    host.statuses = [400] * 3
    clock.move(minutes=56)
    assert [password(), password()] == ["token-1", "token-1"]
    assert len(host.asked) == 2, "asked again half a minute later, not by each connection"
    clock.move(seconds=30)
    assert (password(), len(host.asked)) == ("token-1", 3)
    clock.move(minutes=4)
    with pytest.raises(NoPasswordError, match="answered 400"):
        password()


def test_a_host_that_is_busy_is_asked_again_at_once(host: FakeIdentityHost, clock: SetClock) -> None:
    host.statuses = [503]
    assert password_from(host, clock)() == "token-2"


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"access_token": "t", "expires_on": "soon"}'])
def test_an_answer_that_is_no_token_is_said(host: FakeIdentityHost, clock: SetClock, said: str) -> None:
    host.said = said
    with pytest.raises(NoPasswordError, match="what is no token"):
        password_from(host, clock)()


def test_a_sovereign_cloud_has_a_database_service_of_its_own(host: FakeIdentityHost, clock: SetClock) -> None:
    settings = settings_for(host).model_copy(update={"token_issuer": "https://api.botframework.us"})
    password_of(settings, clock.now)()
    assert host.asked[0][0]["resource"] == "https://ossrdbms-aad.database.usgovcloudapi.net"


def test_each_new_connection_signs_in_with_the_token_of_its_time(
    host: FakeIdentityHost, clock: SetClock, postgresql_url: str
) -> None:
    store = open_store(settings_for(host, postgresql_url), clock.now)
    try:
        assert _token_of_a_new_connection(store.engine) == "token-1"
        clock.move(hours=2)
        host.expires_on += 7200
        store.engine.dispose()
        assert _token_of_a_new_connection(store.engine) == "token-2"
        check_database(store)
        host.statuses = [403]
        clock.move(hours=2)
        store.engine.dispose()
        with pytest.raises(BadInputError, match=r"^The database can't be reached\."):
            check_database(store)
    finally:
        store.close()


def _token_of_a_new_connection(engine: Engine) -> str:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        driver = connection.connection.driver_connection
        assert driver is not None
        return str(driver.info.password)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///x.db", "AUDITBOT_DATABASE_IDENTITY is for PostgreSQL. Leave it out, or write postgresql://"),
        (
            "postgresql://a:secret@db.example/a",
            "AUDITBOT_DATABASE_URL holds a password, and AUDITBOT_DATABASE_IDENTITY",
        ),
        ("postgresql://a@db.example/a?sslmode=prefer", "AUDITBOT_DATABASE_URL says sslmode=prefer, and a token goes"),
    ],
)
def test_a_url_that_does_not_go_with_an_identity_is_refused(
    host: FakeIdentityHost, clock: SetClock, url: str, said: str
) -> None:
    with pytest.raises(BadInputError) as refusal:
        open_store(settings_for(host, url), clock.now)
    assert str(refusal.value).startswith(said)
    assert "secret" not in str(refusal.value)


def test_a_token_goes_through_tls_as_far_as_the_url_asks_for(host: FakeIdentityHost, clock: SetClock) -> None:
    for asked, mode in (("", "require"), ("?sslmode=verify-full", "verify-full")):
        store = open_store(settings_for(host, f"postgresql://a@db.example/a{asked}"), clock.now)
        assert store.engine.url.query["sslmode"] == mode
        store.close()


def test_an_identity_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITBOT_DATABASE_IDENTITY", "auditbot")
    with pytest.raises(BadInputError, match=r"^AUDITBOT_DATABASE_IDENTITY is not the client id"):
        load_settings()


def test_the_role_of_the_deployment_may_make_and_use_the_tables_and_nothing_more(postgresql_server: str) -> None:
    """With the rights of `deploy/database-role.sql` and no others; the server here asks for no password."""
    granted = (ROOT / "deploy/database-role.sql").read_text(encoding="utf-8").partition("\\connect auditbot\n")[2]
    _as_administrator(postgresql_server, "postgres", "CREATE ROLE service LOGIN", "CREATE DATABASE deployed")
    _as_administrator(postgresql_server, "deployed", granted.replace(':"role"', "service"))
    own = make_url(postgresql_server).set(database="deployed", username="service")
    store = Store.open(own.render_as_string(hide_password=False))
    try:
        prepare_database(store, Clock())
        check_database(store)
        with pytest.raises(ProgrammingError, match="permission denied"):
            store.do(lambda unit: unit.connection.execute(text("CREATE ROLE other")), NOW, Actor("command"))
        assert store.do(checks.out_of_reach, NOW, Actor("command")) == []
        others = "ALTER TABLE outbox OWNER TO CURRENT_USER", "GRANT SELECT ON outbox TO service"
        _as_administrator(postgresql_server, "deployed", *others)
        [sentence] = store.do(checks.out_of_reach, NOW, Actor("command"))
        assert sentence.startswith("The service's role may not read and write every table: outbox. Make it their owner")
    finally:
        store.close()
        _as_administrator(postgresql_server, "postgres", "DROP DATABASE deployed WITH (FORCE)", "DROP ROLE service")


def _as_administrator(server: str, database: str, *statements: str) -> None:
    engine = make_engine(make_url(server).set(database=database).render_as_string(hide_password=False))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
