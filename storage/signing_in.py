"""Signing in to PostgreSQL with a password that changes, such as a token of Entra: asked for at each new connection.

The server looks at it once, when a connection begins; one that is open goes on after the token has ended.
"""

from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL

from domain.errors import BadInputError
from storage.store import Password

# A token is worth as much as a password: it goes through TLS or not at all (libpq's sslmode).
_TLS = ("require", "verify-ca", "verify-full")


class NoPasswordError(Exception):
    """There is no password at present. Its text says why, for the log."""


def tls_url(url: URL) -> URL:
    """The URL of a database to which a token may go: through TLS, verified as far as the URL asks for.

    Raises:
        BadInputError: it asks for no TLS, or is not PostgreSQL's, or holds a password of its own.
    """
    if url.get_backend_name() != "postgresql":
        raise BadInputError(
            "AUDITBOT_DATABASE_IDENTITY is for PostgreSQL. Leave it out, "
            "or write postgresql://… in AUDITBOT_DATABASE_URL."
        )
    if url.password:
        raise BadInputError(
            "AUDITBOT_DATABASE_URL holds a password, and AUDITBOT_DATABASE_IDENTITY is to sign in without one. "
            "Leave one of them out."
        )
    mode = url.query.get("sslmode", _TLS[0])
    if mode not in _TLS:
        raise BadInputError(
            f"AUDITBOT_DATABASE_URL says sslmode={mode}, and a token goes through TLS only. Write sslmode=verify-full."
        )
    return url.update_query_dict({"sslmode": mode})


def sign_in_with(engine: Engine, password: Password) -> None:
    """Ask for the password whenever the engine opens a connection.

    Without one the connection fails as it does when the server is out of reach: whoever waits for that waits for this.
    """

    def give(_dialect: object, _record: object, _arguments: object, named: dict[str, Any]) -> None:
        try:
            named["password"] = password()
        except NoPasswordError as problem:
            raise psycopg.OperationalError(f"no token to sign in with: {problem}") from problem

    event.listen(engine, "do_connect", give)
