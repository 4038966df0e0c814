"""Where the database is: the two forms of `AUDITBOT_DATABASE_URL`, and what is wrong with any other."""

from sqlalchemy.engine import URL, make_url

from domain.errors import BadInputError

# libpq's modes: how far the way to PostgreSQL is encrypted, and how far its server has to show who it is.
_TLS = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def database_url(text: str) -> URL:
    """A database URL in the two forms that are supported, with the driver filled in.

    Raises:
        BadInputError: the URL names another database or cannot be read.
    """
    try:
        url = make_url(text)
    except Exception as problem:
        raise BadInputError(
            "AUDITBOT_DATABASE_URL can't be read. Write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/name."
        ) from problem
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise BadInputError("AUDITBOT_DATABASE_URL must name a file: write sqlite:///path/to/file.db.")
        return url.set(drivername="sqlite")
    if backend == "postgresql":
        _check_tls(url)
        return url.set(drivername="postgresql+psycopg")
    raise BadInputError(f"AUDITBOT_DATABASE_URL names '{backend}'. Use sqlite:///… or postgresql://….")


def _check_tls(url: URL) -> None:
    mode = url.query.get("sslmode", _TLS[-1])
    if mode not in _TLS:
        raise BadInputError(f"AUDITBOT_DATABASE_URL says sslmode={mode}. Write verify-full, or another of its modes.")
