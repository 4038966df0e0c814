"""The settings, read from the environment and `.env`: one table, and what is wrong with them in sentences."""

import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import BadInputError
from storage.database_urls import database_url

APP_TYPES = ("SingleTenant", "UserAssignedMSI")
PUBLIC_SCOPE = "https://api.botframework.com/.default"
# The two sovereign clouds ask for a scope of their own; it goes with the issuer of their tokens.
SOVEREIGN_ISSUERS = ("https://api.botframework.us", "https://api.botframework.azure.cn")
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*", re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# What Microsoft's sign-in takes for "anybody's tenant": never one that a council means.
_NO_ONE_TENANT = frozenset({"common", "organizations", "consumers"})
_WORD = re.compile(r"[\w.-]+")

# What to write into a variable whose value could not be read.
_WRITE = {
    "AUDITBOT_PORT": "a port from 1 to 65535, such as 3978",
    "AUDITBOT_METRICS_PORT": "a port from 1 to 65535, such as 9464, or leave it out",
    "AUDITBOT_LOCAL_TRIAL": "1 for a local trial, or leave it out",
}


class Settings(BaseSettings):
    """Every setting of the service. Names in the environment are those of the aliases, in any case."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    database_url: str = Field("sqlite:///./data/auditbot.db", validation_alias="AUDITBOT_DATABASE_URL")
    # Signs in to PostgreSQL in place of a password: the client id of a managed identity.
    database_identity: str = Field("", validation_alias="AUDITBOT_DATABASE_IDENTITY")
    host: str = Field("127.0.0.1", validation_alias="AUDITBOT_HOST")
    port: int = Field(3978, validation_alias="AUDITBOT_PORT", ge=1, le=65535)
    metrics_port: int | None = Field(None, validation_alias="AUDITBOT_METRICS_PORT", ge=1, le=65535)
    local_trial: bool = Field(default=False, validation_alias="AUDITBOT_LOCAL_TRIAL")
    clock_file: Path | None = Field(None, validation_alias="AUDITBOT_CLOCK_FILE")
    https_proxy: str | None = Field(None, validation_alias="HTTPS_PROXY", repr=False)

    app_type: str = Field("SingleTenant", validation_alias="MicrosoftAppType")
    app_id: str = Field("", validation_alias="MicrosoftAppId")
    app_password: SecretStr = Field(SecretStr(""), validation_alias="MicrosoftAppPassword")
    app_tenant_id: str = Field("", validation_alias="MicrosoftAppTenantId")
    tenants: str = Field("", validation_alias="AUDITBOT_TENANTS")

    service_url: str = Field("https://smba.trafficmanager.net/teams/", validation_alias="AUDITBOT_SERVICE_URL")
    # Where Teams keeps the files that people send to a bot: the council's own SharePoint and OneDrive.
    file_hosts: str = Field("*.sharepoint.com,*.1drv.com", validation_alias="AUDITBOT_FILE_HOSTS")
    openid_metadata_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        validation_alias="AUDITBOT_OPENID_METADATA_URL",
    )
    token_issuer: str = Field("https://api.botframework.com", validation_alias="AUDITBOT_TOKEN_ISSUER")
    token_url: str | None = Field(None, validation_alias="AUDITBOT_TOKEN_URL")
    # Set by Azure's hosts that serve a managed identity themselves; elsewhere the machine's own address does.
    identity_endpoint: str | None = Field(None, validation_alias="IDENTITY_ENDPOINT")
    identity_header: SecretStr | None = Field(None, validation_alias="IDENTITY_HEADER")

    # OpenTelemetry's own name for it: who gathers traces (bot/traces.py).
    traces_url: str | None = Field(None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")

    @property
    def allowed_tenants(self) -> frozenset[str]:
        """The tenants that are served, in lower case: the allow-list, or the app's own tenant."""
        named = (self.tenants or self.app_tenant_id).split(",")
        return frozenset(tenant.strip().lower() for tenant in named if tenant.strip())

    @property
    def allowed_file_hosts(self) -> tuple[str, ...]:
        """The hosts from which files are fetched, in lower case; `*.name` stands for every host below a name."""
        return tuple(host.strip().lower() for host in self.file_hosts.split(",") if host.strip())

    @property
    def token_scope(self) -> str:
        """What the service asks a token for: the Bot Connector of the cloud it runs in."""
        issuer = self.token_issuer.rstrip("/")
        return f"{issuer}/.default" if issuer in SOVEREIGN_ISSUERS else PUBLIC_SCOPE


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_safe_url(url: str) -> bool:
    """Whether a URL may be called with a secret: https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def load_settings(*, local_trial: bool = False, to_serve: bool = False) -> Settings:
    """Read the settings. What serving needs besides is `check_serving`'s to ask.

    Args:
        local_trial: the `--local-trial` switch, which is `AUDITBOT_LOCAL_TRIAL=1`.
        to_serve: where anything is wrong, name with it what serving would refuse, so that all is mended at once.

    Raises:
        BadInputError: a variable cannot be read, the identity for the database is none, or a clock file is named
            outside local trial; every problem is a sentence on a line of its own.
    """
    settings, problems = _read()
    if local_trial:
        settings = settings.model_copy(update={"local_trial": True})
    problems += _problems_of_any_command(settings)
    if problems and to_serve:
        problems += _serving_problems(settings)
    if problems:
        raise BadInputError("\n".join(problems))
    return settings


def _read() -> tuple[Settings, list[str]]:
    """The settings, those that can't be read with their defaults, and a sentence for each of these."""
    try:
        return Settings(), []
    except ValidationError as problem:
        names = [str(error["loc"][0]) for error in problem.errors()]
    fields = {str(field.validation_alias): field for field in Settings.model_fields.values()}
    left_out = {name: fields[name].default for name in names}
    return Settings(**left_out), [_unreadable(name) for name in names]


def _unreadable(name: str) -> str:
    return f"{name} can't be read. Write {_WRITE.get(name, 'it again, or leave it out')}."


def _problems_of_any_command(settings: Settings) -> list[str]:
    problems = []
    try:
        database_url(settings.database_url)
    except BadInputError as problem:
        problems.append(str(problem))
    if settings.database_identity and not _GUID.fullmatch(settings.database_identity):
        problems.append(
            "AUDITBOT_DATABASE_IDENTITY is not the client id of a managed identity. "
            "Write it as 8-4-4-4-12 hexadecimal digits, or leave it out and write a password in AUDITBOT_DATABASE_URL."
        )
    if settings.clock_file and not settings.local_trial:
        problems.append(
            "AUDITBOT_CLOCK_FILE stands for the clock in a local trial only. Remove it, or set AUDITBOT_LOCAL_TRIAL=1."
        )
    return problems


def check_serving(settings: Settings) -> None:
    """Refuse to serve Teams on settings that would be unsafe or could not work.

    Raises:
        BadInputError: each problem is a sentence, on a line of its own, that names the variable.
    """
    problems = _serving_problems(settings)
    if problems:
        raise BadInputError("\n".join(problems))


def _serving_problems(settings: Settings) -> list[str]:
    problems = _port_problems(settings) + _traces_problems(settings)
    if settings.local_trial:
        return problems + _trial_problems(settings)
    return problems + _identity_problems(settings) + _tenant_problems(settings) + _url_problems(settings)


def _port_problems(settings: Settings) -> list[str]:
    if settings.metrics_port == settings.port:
        return ["AUDITBOT_METRICS_PORT is the same as AUDITBOT_PORT. Write another port, or leave it out."]
    return []


def _traces_problems(settings: Settings) -> list[str]:
    if not settings.traces_url or is_safe_url(settings.traces_url):
        return []
    what = "one that begins https:// (http:// is for this machine only), or leave it out"
    return [f"OTEL_EXPORTER_OTLP_ENDPOINT is not a safe address. Write {what}."]


def _trial_problems(settings: Settings) -> list[str]:
    if is_loopback(settings.host):
        return []
    sentence = (
        f"AUDITBOT_HOST is {settings.host}, but a local trial checks no tokens and serves this machine only. "
        "Write 127.0.0.1, or leave AUDITBOT_LOCAL_TRIAL out."
    )
    return [sentence]


def _identity_problems(settings: Settings) -> list[str]:
    problems = []
    if settings.app_type not in APP_TYPES:
        problems.append(
            f"MicrosoftAppType is '{settings.app_type}'. Write SingleTenant or UserAssignedMSI: "
            "no other kind of bot is supported."
        )
    if not settings.app_id:
        problems.append(
            "MicrosoftAppId is missing. Write the bot's application id from its Azure registration, "
            "or try auditbot without one: auditbot serve --local-trial."
        )
    elif not _GUID.fullmatch(settings.app_id):
        problems.append("MicrosoftAppId is not an application id. Write it as 8-4-4-4-12 hexadecimal digits.")
    if settings.app_type == "SingleTenant" and not settings.app_password.get_secret_value():
        problems.append("MicrosoftAppPassword is missing. Write the client secret of the bot's registration.")
    return problems


def _tenant_problems(settings: Settings) -> list[str]:
    problems = []
    if not settings.app_tenant_id:
        problems.append("MicrosoftAppTenantId is missing. Write the id of the council's Entra tenant.")
    if not settings.allowed_tenants:
        problems.append("AUDITBOT_TENANTS names no tenant. Write the tenant ids to serve, with commas between.")
    named = [("AUDITBOT_TENANTS", tenant) for tenant in sorted(settings.allowed_tenants) if settings.tenants]
    if settings.app_tenant_id:
        named.append(("MicrosoftAppTenantId", settings.app_tenant_id))
    problems += [
        f"{name} holds '{tenant}', which is no tenant's id. Write the id of one Entra tenant, as Entra's overview "
        "shows it: 8-4-4-4-12 hexadecimal digits, not its domain name."
        for name, tenant in named
        if not _is_tenant(settings, tenant)
    ]
    return problems + _issuer_problems(settings)


def _is_tenant(settings: Settings, tenant: str) -> bool:
    """Whether a token can hold that tenant: Entra's hold its id alone, and never a domain name."""
    if _has_stand_in(settings):
        return tenant.lower() not in _NO_ONE_TENANT and bool(_WORD.fullmatch(tenant))
    return bool(_GUID.fullmatch(tenant))


def _issuer_problems(settings: Settings) -> list[str]:
    if settings.token_issuer.strip() and (_has_stand_in(settings) or is_safe_url(settings.token_issuer)):
        return []
    what = f"who issues the channel's tokens, such as {SOVEREIGN_ISSUERS[0]}"
    return [f"AUDITBOT_TOKEN_ISSUER is no issuer of tokens. Leave it out, or write {what}."]


def _has_stand_in(settings: Settings) -> bool:
    """Whether a stand-in on this machine signs in Teams' place: it names tenants and issuers as it likes."""
    try:
        return is_loopback(urlsplit(settings.openid_metadata_url).hostname or "")
    except ValueError:
        return False


def _url_problems(settings: Settings) -> list[str]:
    problems = _unsafe_urls(settings)
    if not all(_HOST.fullmatch(host) for host in settings.allowed_file_hosts):
        problems.append("AUDITBOT_FILE_HOSTS can't be read. Write host names such as *.sharepoint.com, with commas.")
    if settings.https_proxy and not settings.https_proxy.startswith(("http://", "https://")):
        problems.append("HTTPS_PROXY is not the address of a proxy. Write one such as http://proxy.example:8080.")
    return problems


def _unsafe_urls(settings: Settings) -> list[str]:
    urls = {
        "AUDITBOT_SERVICE_URL": settings.service_url,
        "AUDITBOT_OPENID_METADATA_URL": settings.openid_metadata_url,
        "AUDITBOT_TOKEN_URL": settings.token_url,
    }
    return [
        f"{name} is not a safe address. Write one that begins https:// (http:// is for this machine only)."
        for name, url in urls.items()
        if url and not is_safe_url(url)
    ]
