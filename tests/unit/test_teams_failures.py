"""What a lost call means: only before the request has gone is it certain that nothing arrived."""

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.ports import PassingError, RefusedError, SendError, UncertainError
from bot.teams.failures import lost_call

TEAMS = ConnectionKey("teams.example", 443, True, True, None, None, None)  # noqa: FBT003  # the library's own order


@pytest.mark.parametrize(
    ("problem", "means"),
    [
        (aiohttp.ClientConnectorError(TEAMS, OSError(111, "refused")), PassingError),
        (aiohttp.ClientConnectorDNSError(TEAMS, OSError(-2, "unknown")), PassingError),
        (aiohttp.ClientProxyConnectionError(TEAMS, OSError(111, "refused")), PassingError),
        (aiohttp.ConnectionTimeoutError(), PassingError),
        (aiohttp.InvalidURL("teams"), RefusedError),
        (aiohttp.SocketTimeoutError(), UncertainError),
        (TimeoutError(), UncertainError),
        (aiohttp.ServerDisconnectedError(), UncertainError),
        (aiohttp.ClientOSError(104, "reset"), UncertainError),
        (aiohttp.ClientPayloadError(), UncertainError),
        (ConnectionResetError(), UncertainError),
    ],
)
def test_a_lost_call_is_uncertain_once_it_has_gone(problem: Exception, means: type[SendError]) -> None:
    assert type(lost_call(problem)) is means
