"""The templates for Azure, held to Bicep's grammar, the settings and the doors: there is no compiler here."""

import re
from collections import Counter

import pytest
import tree_sitter
import tree_sitter_bicep

from bot.doctor import ALL_IS_WELL
from bot.settings import Settings, check_serving
from storage.database_urls import database_url
from storage.signing_in import tls_url
from tests.fakes_door import settings_of
from tests.unit.test_rooms import ROOT

BICEP = (ROOT / "deploy/main.bicep").read_text(encoding="utf-8")
CODE = re.sub(r"(?m)(?<!:)//.*$", "", BICEP)
PARAMETERS = re.sub(r"(?m)(?<!:)//.*$", "", (ROOT / "deploy/main.bicepparam").read_text(encoding="utf-8"))
ROLE = (ROOT / "deploy/database-role.sql").read_text(encoding="utf-8")
# Settings that a council on Azure leaves as they are, or that are for other ways of running it.
NOT_SET = {
    "AUDITBOT_CLOCK_FILE": "a local trial's",
    "AUDITBOT_FILE_HOSTS": "its default is the council's own SharePoint",
    "AUDITBOT_LOCAL_TRIAL": "a local trial's",
    "AUDITBOT_METRICS_PORT": "for whoever gathers figures",
    "AUDITBOT_OPENID_METADATA_URL": "a sovereign cloud's",
    "AUDITBOT_SERVICE_URL": "a sovereign cloud's",
    "AUDITBOT_TENANTS": "its default is the app's own tenant",
    "AUDITBOT_TOKEN_ISSUER": "a sovereign cloud's",
    "AUDITBOT_TOKEN_URL": "a sovereign cloud's",
    "IDENTITY_ENDPOINT": "set by Azure",
    "IDENTITY_HEADER": "set by Azure",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "for whoever gathers traces",
    "MicrosoftAppPassword": "a managed identity has none",
}


def declared(kind: str) -> set[str]:
    return set(re.findall(rf"(?m)^ *{kind} (\w+)", CODE))


def set_in_the_container() -> dict[str, str]:
    """Each environment variable of the containers, with what stands for its value."""
    return dict(re.findall(r"\{ name: '(\w+)', (?:value|secretRef): (.+?) \}", CODE))


def test_what_it_sets_and_what_it_leaves_are_all_the_settings_there_are() -> None:
    aliases = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert set(set_in_the_container()) | set(NOT_SET) == aliases
    assert not set(set_in_the_container()) & set(NOT_SET)


def test_what_it_sets_is_enough_to_serve_without_any_secret() -> None:
    stands_for = {
        "identity.properties.clientId": "0a1b2c3d-0000-4000-8000-000000000001",
        "tenant().tenantId": "7e7a0000-0000-4000-8000-000000000001",
        "string(port)": "3978",
        "databaseUrl": written_database_url(),
    }
    given = {
        name: stands_for.get(value, value.strip("'"))
        for name, value in set_in_the_container().items()
        if name != "HTTPS_PROXY"
    }
    settings = settings_of(**given)
    check_serving(settings)
    assert settings.app_type == "UserAssignedMSI"
    url = tls_url(database_url(settings.database_url))
    assert (url.username, url.query["sslmode"]) == ("auditbot-identity", "verify-full")


def written_database_url() -> str:
    found = re.search(r"var databaseUrl = '(.+)'", CODE)
    assert found
    return (
        found[1]
        .replace("${identity.name}", "auditbot-identity")
        .replace("${servedBy}", "auditbot.postgres.example")
        .replace("${databaseName}", "auditbot")
    )


def test_the_probes_and_the_bot_ask_at_doors_that_there_are() -> None:
    doors = set(re.findall(r'add_(?:get|post)\("([^"]+)"', (ROOT / "bot/web.py").read_text(encoding="utf-8")))
    probed = re.findall(r"type: '(Startup|Liveness|Readiness)'\s+httpGet: \{\s+path: '([^']+)'", CODE)
    assert dict(probed) == {"Startup": "/health/live", "Liveness": "/health/live", "Readiness": "/health/ready"}
    assert {path for _, path in probed} | {"/api/messages"} <= doors
    assert CODE.count("/api/messages'") == 2, "the bot's endpoint, and what is told of it"


def test_no_password_or_key_stands_in_it() -> None:
    assert "passwordAuth: 'Disabled'" in CODE
    for word in ("listKeys", "administratorLoginPassword", "sharedKey", "clientSecret"):
        assert word not in CODE
    assert "@secure()" not in CODE, "no parameter is a secret"


def test_at_least_two_instances_run_and_the_upgrade_and_the_doctor_run_the_same_image() -> None:
    assert "param fewestInstances int = 2" in CODE
    assert CODE.count("image: image") == 3
    assert re.findall(r"args: \[(.+)\]", CODE) == ["'serve'", "'db', 'upgrade'", "'doctor'"]


def test_the_alert_asks_for_what_the_doctor_says_where_all_is_well_in_the_table_that_its_logs_go_to() -> None:
    [query] = re.findall(r"query: '(.+)'", CODE)
    table, said = re.findall(r'^(\w+) \| where Log startswith "(.+)"$', query)[0]
    assert ALL_IS_WELL.startswith(said)
    assert f"category: '{table}'" in CODE
    assert "destination: 'azure-monitor'" in CODE, "with another one the table and its columns have other names"
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert f"`{table}`" in operations
    assert f"{table}_CL" not in operations


@pytest.mark.parametrize("kind", ["param", "var", "resource"])
def test_everything_that_is_declared_is_used(kind: str) -> None:
    counts = Counter(re.findall(r"\w+", CODE))
    at_the_end = {"readsVault", "environmentLogs", "teams", "administrators", "link", "bot", "doctor", "notWell"}
    assert declared(kind)
    assert {name for name in declared(kind) - at_the_end if counts[name] < 2} == set()


def test_every_name_that_is_read_is_declared() -> None:
    known = declared("param") | declared("var") | declared("resource")
    known |= {"subscriptionResourceId", "resourceGroup", "tenant", "guid"}
    code = re.sub(r"(?m)^(targetScope|using|param|var|output|resource|@).*?(=|$)", "", CODE)
    read = set(re.findall(r"\b([a-zA-Z]\w*)(?=\.(?:id|name|properties|all|service|database)\b)", code))
    read |= set(re.findall(r"\$\{(\w+)", CODE)) | set(re.findall(r"(\w+)::\w+", CODE))
    assert read - known == {"uniqueString", "postgres"}, "a function, and the end of a private zone's name"


def is_written_well(text: str) -> bool:
    """Whether a text keeps to Bicep's grammar. It says nothing of types: only the compiler knows those."""
    grammar = tree_sitter.Language(tree_sitter_bicep.language())
    return not tree_sitter.Parser(grammar).parse(text.encode()).root_node.has_error


def test_it_keeps_to_the_grammar() -> None:
    assert is_written_well(BICEP)


@pytest.mark.parametrize(
    ("written", "slip"),
    [("image: image", "image image"), ("= if (withVault) {", "= if withVault {"), ("[own]", "[own")],
)
def test_a_slip_is_seen(written: str, slip: str) -> None:
    assert written in BICEP
    assert not is_written_well(BICEP.replace(written, slip, 1))


def test_the_parameters_file_gives_all_that_must_be_given_and_nothing_unknown() -> None:
    given = set(re.findall(r"(?m)^param (\w+) =", PARAMETERS))
    must = {name for name, default in re.findall(r"(?m)^param (\w+) \w+( =)?", CODE) if not default}
    assert must == {"image", "databaseAdministratorsId", "databaseAdministratorsName"}
    assert must <= given <= declared("param")


def test_it_says_that_it_was_not_compiled() -> None:
    assert "HAS NOT BEEN COMPILED OR DEPLOYED" in BICEP
    assert "**have not been compiled or deployed**" in (ROOT / "docs/install.md").read_text(encoding="utf-8")


def test_the_service_gets_a_role_that_administers_nothing() -> None:
    assert "pgaadauth_create_principal(:'role', false, false)" in ROLE
    assert "GRANT USAGE, CREATE ON SCHEMA public" in ROLE
    database = re.search(r"var databaseName = '(\w+)'", CODE)
    assert database
    assert f"\\connect {database[1]}\n" in ROLE
