"""An Azure host that gives tokens of its managed identities, on this machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit


@dataclass
class FakeIdentityHost:
    """What a host answers and was asked.

    Attributes:
        url: where it answers, to be set as `IDENTITY_ENDPOINT`.
        asked: the query and the secret header of each request.
        statuses: of the next answers; 200 once they are used up.
        expires_on: when its tokens end, in seconds since 1970.
        said: the whole answer, where it is to be none.
    """

    url: str = ""
    header: str = "an-invented-header"
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    expires_on: int = 0
    said: str | None = None

    def answer(self, path: str, header: str) -> tuple[int, str]:
        """The status and the body of an answer."""
        self.asked.append((dict(parse_qsl(urlsplit(path).query)), header))
        if header != self.header:
            return 401, "{}"
        if self.statuses:
            return self.statuses.pop(0), "{}"
        token = {"access_token": f"token-{len(self.asked)}", "expires_on": str(self.expires_on)}
        return 200, json.dumps(token) if self.said is None else self.said


@contextmanager
def identity_host() -> Iterator[FakeIdentityHost]:
    """A host that answers until the end of the block."""
    host = FakeIdentityHost()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = host.answer(self.path, self.headers.get("X-IDENTITY-HEADER", ""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_said: object) -> None:
            """Say nothing: tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    host.url = f"http://127.0.0.1:{server.server_address[1]}/msi/token"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
