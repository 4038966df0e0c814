"""The compose file: PostgreSQL, two instances, and what each of them may do."""

import re
from typing import Any

import yaml

from bot.settings import check_serving
from storage.database_urls import database_url
from tests.fakes_door import settings_of
from tests.unit.test_rooms import ROOT

TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
GIVEN = {
    "POSTGRES_PASSWORD": "invented",
    "MicrosoftAppId": "0a1b2c3d-0000-4000-8000-000000000001",
    "MicrosoftAppPassword": "an-invented-secret",
    "MicrosoftAppTenantId": "7e7a0000-0000-4000-8000-000000000001",
}


def services() -> dict[str, Any]:
    filled = re.sub(r"\$\{(\w+):[?-][^}]*\}", lambda found: GIVEN[found[1]], TEXT)
    document: dict[str, Any] = yaml.safe_load(filled)
    return document["services"]  # type: ignore[no-any-return]  # as compose has it


def test_two_instances_share_one_postgresql_that_was_brought_up_first() -> None:
    found = services()
    assert set(found) == {"database", "upgrade", "first", "second"}
    urls = {name: found[name]["environment"]["AUDITBOT_DATABASE_URL"] for name in ("upgrade", "first", "second")}
    (url,) = set(urls.values())
    assert database_url(url).host == "database"
    for name in ("first", "second"):
        assert found[name]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert found["upgrade"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert found["upgrade"]["command"] == ["db", "upgrade"]


def test_what_it_sets_is_enough_to_serve() -> None:
    environment = services()["first"]["environment"]
    check_serving(settings_of(**{name: str(value) for name, value in environment.items() if value}))


def test_no_secret_stands_in_it_and_each_is_asked_for() -> None:
    for name in GIVEN:
        assert f"${{{name}:?Write {name} in .env}}" in TEXT


def test_every_setting_of_the_file_reaches_the_service_and_its_figures_can_be_had_from_this_machine() -> None:
    for name in ("upgrade", "first", "second"):
        assert services()[name]["env_file"] == [".env"]
    for name, outside in (("first", 9464), ("second", 9465)):
        inside = services()[name]["environment"]["AUDITBOT_METRICS_PORT"]
        assert f"127.0.0.1:{outside}:{inside}" in services()[name]["ports"]


def test_the_service_may_write_nowhere_but_where_it_must() -> None:
    for name in ("upgrade", "first", "second"):
        service = services()[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - a container's own


def test_only_this_machine_reaches_the_instances_and_nobody_the_database() -> None:
    found = services()
    assert "ports" not in found["database"]
    ports = [port for service in found.values() for port in service.get("ports", [])]
    assert len(ports) == 4
    assert all(port.startswith("127.0.0.1:") for port in ports)
