"""What the settings accept, and the sentence that each mistake gets."""

from pathlib import Path

import pytest

from bot.settings import Settings, check_serving, is_safe_url, load_settings
from bot.unknown_settings import unknown_variables
from domain.errors import BadInputError
from tests.fakes_door import settings_of

GOOD = {
    "MicrosoftAppType": "SingleTenant",
    "MicrosoftAppId": "0a1b2c3d-0000-4000-8000-000000000001",
    "MicrosoftAppPassword": "an-invented-secret",
    "MicrosoftAppTenantId": "7E7A0000-0000-4000-8000-000000000001",
}
TENANT = "7e7a0000-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without a variable of ours, in a folder without `.env`."""
    for described in Settings.model_fields.values():
        monkeypatch.delenv(str(described.validation_alias), raising=False)
        monkeypatch.delenv(str(described.validation_alias).lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_without_any_variable_it_has_the_documented_defaults() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///./data/auditbot.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert settings.service_url == "https://smba.trafficmanager.net/teams/"
    assert settings.token_issuer == "https://api.botframework.com"
    assert settings.token_scope == "https://api.botframework.com/.default"
    assert not settings.local_trial


def test_it_reads_the_environment_and_a_dotenv_file(bare_environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AUDITBOT_PORT=4000\nMicrosoftAppId=from-the-file\n", encoding="utf-8")
    bare_environment.setenv("AUDITBOT_PORT", "4001")
    settings = load_settings()
    assert (settings.port, settings.app_id) == (4001, "from-the-file")


def test_credentials_that_are_complete_may_serve() -> None:
    settings = settings_of(**GOOD)
    check_serving(settings)
    assert settings.allowed_tenants == {TENANT}


def test_the_allow_list_takes_the_place_of_the_own_tenant() -> None:
    settings = settings_of(**GOOD, AUDITBOT_TENANTS=" Tenant-A, tenant-b ,")
    assert settings.allowed_tenants == {"tenant-a", "tenant-b"}


def test_files_are_fetched_from_the_councils_own_places_unless_others_are_named() -> None:
    assert settings_of(**GOOD).allowed_file_hosts == ("*.sharepoint.com", "*.1drv.com")
    own = settings_of(**GOOD, AUDITBOT_FILE_HOSTS=" Council-My.SharePoint.com, ")
    check_serving(own)
    assert own.allowed_file_hosts == ("council-my.sharepoint.com",)


def test_a_managed_identity_needs_no_password() -> None:
    check_serving(settings_of(**{**GOOD, "MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppPassword": ""}))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"MicrosoftAppType": "MultiTenant"}, "MicrosoftAppType"),
        ({"MicrosoftAppType": "singletenant"}, "MicrosoftAppType"),
        ({"MicrosoftAppId": ""}, "MicrosoftAppId"),
        ({"MicrosoftAppId": "auditbot"}, "MicrosoftAppId"),
        ({"MicrosoftAppPassword": ""}, "MicrosoftAppPassword"),
        ({"MicrosoftAppTenantId": "", "AUDITBOT_TENANTS": TENANT}, "MicrosoftAppTenantId"),
        ({"MicrosoftAppTenantId": "northmoor.example"}, "MicrosoftAppTenantId holds 'northmoor.example'"),
        ({"MicrosoftAppTenantId": "northmoor.example", "AUDITBOT_TENANTS": TENANT}, "MicrosoftAppTenantId"),
        ({"AUDITBOT_TENANTS": f"{TENANT},abc"}, "AUDITBOT_TENANTS holds 'abc'"),
        ({"AUDITBOT_TENANTS": " , "}, "AUDITBOT_TENANTS"),
        ({"AUDITBOT_METRICS_PORT": "3978"}, "AUDITBOT_METRICS_PORT"),
        ({"AUDITBOT_SERVICE_URL": "http://teams.example/"}, "AUDITBOT_SERVICE_URL"),
        ({"AUDITBOT_OPENID_METADATA_URL": "http://login.example/"}, "AUDITBOT_OPENID_METADATA_URL"),
        ({"AUDITBOT_TOKEN_URL": "login.example"}, "AUDITBOT_TOKEN_URL"),
        ({"AUDITBOT_FILE_HOSTS": "https://council.sharepoint.com"}, "AUDITBOT_FILE_HOSTS"),
        ({"AUDITBOT_FILE_HOSTS": "*"}, "AUDITBOT_FILE_HOSTS"),
        ({"AUDITBOT_FILE_HOSTS": "*.sharepoint.com/personal"}, "AUDITBOT_FILE_HOSTS"),
        ({"HTTPS_PROXY": "proxy.example:8080"}, "HTTPS_PROXY"),
        ({"AUDITBOT_TENANTS": "*"}, "AUDITBOT_TENANTS"),
        ({"AUDITBOT_TENANTS": "one two"}, "AUDITBOT_TENANTS"),
        ({"AUDITBOT_TENANTS": "", "MicrosoftAppTenantId": "common"}, "MicrosoftAppTenantId"),
        ({"AUDITBOT_TOKEN_ISSUER": " "}, "AUDITBOT_TOKEN_ISSUER"),
        ({"AUDITBOT_TOKEN_ISSUER": "foo"}, "AUDITBOT_TOKEN_ISSUER"),
    ],
)
def test_it_refuses_to_serve_and_names_the_variable(change: dict[str, str], named: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        check_serving(settings_of(**{**GOOD, **change}))
    assert str(refusal.value).startswith(named)
    assert "\n" not in str(refusal.value), "one mistake, one sentence"


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(BadInputError) as refusal:
        check_serving(settings_of())
    named = [sentence.split()[0] for sentence in str(refusal.value).splitlines()]
    assert named == ["MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId", "AUDITBOT_TENANTS"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AUDITBOT_PORT", "teams"),
        ("AUDITBOT_PORT", "0"),
        ("AUDITBOT_PORT", "65536"),
        ("AUDITBOT_METRICS_PORT", "-1"),
        ("AUDITBOT_LOCAL_TRIAL", "perhaps"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(
    bare_environment: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    bare_environment.setenv(variable, value)
    with pytest.raises(BadInputError, match=f"^{variable} can't be read. Write "):
        load_settings()


def test_all_that_cannot_be_read_is_named_at_once_with_what_serving_lacks(
    bare_environment: pytest.MonkeyPatch,
) -> None:
    for name in ("AUDITBOT_PORT", "AUDITBOT_DATABASE_URL", "AUDITBOT_DATABASE_IDENTITY", "AUDITBOT_CLOCK_FILE"):
        bare_environment.setenv(name, "abc")
    with pytest.raises(BadInputError) as refusal:
        load_settings()
    named = [sentence.split()[0] for sentence in str(refusal.value).splitlines()]
    assert named == ["AUDITBOT_PORT", "AUDITBOT_DATABASE_URL", "AUDITBOT_DATABASE_IDENTITY", "AUDITBOT_CLOCK_FILE"]
    with pytest.raises(BadInputError, match=r"(?s)^AUDITBOT_PORT .*\nMicrosoftAppId is missing"):
        load_settings(to_serve=True)


def test_a_misspelt_variable_is_named_with_the_one_that_may_be_meant(
    bare_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare_environment.setenv("AUDITBOT_DATABSE_URL", "postgresql://db.example/auditbot")
    bare_environment.setenv("auditbot_port", "4000")
    (tmp_path / ".env").write_text("AUDITBOT_QXZ=1\nPOSTGRES_PASSWORD=invented\n", encoding="utf-8")
    nothing_done = "is no setting of auditbot, and nothing is done with it."
    assert unknown_variables() == [
        f"AUDITBOT_DATABSE_URL {nothing_done} Write AUDITBOT_DATABASE_URL if that is meant, or take it away.",
        f"AUDITBOT_QXZ {nothing_done} See docs/settings.md for what there is, or take it away.",
    ]


def test_a_command_that_needs_only_the_database_asks_for_no_credentials(
    bare_environment: pytest.MonkeyPatch,
) -> None:
    bare_environment.setenv("AUDITBOT_DATABASE_URL", "postgresql://db.example/auditbot")
    assert load_settings().database_url == "postgresql://db.example/auditbot"


def test_a_local_trial_needs_no_credentials(bare_environment: pytest.MonkeyPatch) -> None:
    check_serving(load_settings(local_trial=True))
    bare_environment.setenv("AUDITBOT_LOCAL_TRIAL", "1")
    check_serving(load_settings())


def test_a_local_trial_serves_this_machine_only() -> None:
    with pytest.raises(BadInputError, match=r"^AUDITBOT_HOST is 0\.0\.0\.0"):
        check_serving(settings_of(AUDITBOT_LOCAL_TRIAL="1", AUDITBOT_HOST="0.0.0.0"))  # noqa: S104  # refused


def test_a_clock_file_is_for_a_local_trial_only(bare_environment: pytest.MonkeyPatch) -> None:
    bare_environment.setenv("AUDITBOT_CLOCK_FILE", "clock.txt")
    with pytest.raises(BadInputError, match=r"^AUDITBOT_CLOCK_FILE"):
        load_settings()
    assert load_settings(local_trial=True).clock_file == Path("clock.txt")


def test_a_sovereign_cloud_asks_for_a_scope_of_its_own() -> None:
    settings = settings_of(AUDITBOT_TOKEN_ISSUER="https://api.botframework.us")
    assert settings.token_scope == "https://api.botframework.us/.default"


def test_the_password_is_never_shown() -> None:
    settings = settings_of(**GOOD, HTTPS_PROXY="http://rosa:secret@proxy.example")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://smba.trafficmanager.net/teams/", True),
        ("http://127.0.0.1:3978/", True),
        ("http://127.8.8.8/", True),
        ("http://localhost:3978/", True),
        ("http://[::1]:3978/", True),
        ("http://127.0.0.1.elsewhere.example/", False),
        ("http://localhost@elsewhere.example/", False),
        ("http://192.0.2.7/", False),
        ("ftp://127.0.0.1/", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine_is_safe_for_a_secret(url: str, *, safe: bool) -> None:
    assert is_safe_url(url) is safe
