"""Who is let in: tokens from a private issuer, good and bad (PLATFORM, defects 4 and 6)."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.teams.calls import Calls, Patience
from bot.teams.signing_keys import KeysUnavailableError, SigningKeys
from tests.fakes_door import OpenDoor, open_door
from tests.fakes_people import FakePerson
from tests.fakes_teams import APP_ID, FakeBotConnector
from tests.fakes_tokens import TokenIssuer

HOUR = 3600


@pytest.fixture
async def door() -> AsyncIterator[OpenDoor]:
    async with FakeBotConnector() as teams, open_door(teams) as opened:
        yield opened


@pytest.fixture
def rosa(door: OpenDoor) -> FakePerson:
    return door.teams.person("Rosa Adeyemi")


async def status_with(rosa: FakePerson, authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = await rosa.teams.deliver(rosa.activity("message", text="help"), headers)
    if answer.status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    return answer.status


async def test_a_good_token_is_let_in(door: OpenDoor, rosa: FakePerson) -> None:
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    assert [inbound.object_id for inbound in door.reception.heard] == [rosa.object_id]


def forged(teams: FakeBotConnector) -> str:
    return teams.issuer.sign(teams.issuer.claims(APP_ID, teams.service_url), number=99, kid="key-1")


def altered(teams: FakeBotConnector) -> str:
    header, _, signature = teams.token().split(".")
    return ".".join([header, teams.token(sub="somebody else").split(".")[1], signature])


def claiming(**changes: Any) -> Callable[[FakeBotConnector], str]:
    return lambda teams: teams.token(**changes)


def signed_otherwise(how: str) -> Callable[[FakeBotConnector], str]:
    return lambda teams: getattr(teams.issuer, how)(teams.issuer.claims(APP_ID, teams.service_url))


NOW = 1_795_165_200  # 20 November 2026, 09:00: the time of the clock in these tests
BAD_TOKENS: dict[str, Callable[[FakeBotConnector], str]] = {
    "a forged signature": forged,
    "altered claims": altered,
    "an hour past its end": claiming(exp=NOW - HOUR),
    "no end": claiming(exp=None),
    "an end that is no number": claiming(exp="tomorrow"),
    "a start in an hour": claiming(nbf=NOW + HOUR),
    "another app": claiming(aud="0a1b2c3d-0000-4000-8000-00000000ffff"),
    "no app": claiming(aud=None),
    "another issuer": claiming(iss="https://elsewhere.example"),
    "no issuer": claiming(iss=None),
    "another service URL": claiming(serviceurl="https://elsewhere.example/teams/"),
    "no service URL": claiming(serviceurl=None),
    "alg none": signed_otherwise("unsigned"),
    "HS256 with the public key": signed_otherwise("signed_with_the_public_key"),
    "an unknown key": lambda teams: teams.issuer.sign(teams.issuer.claims(APP_ID, teams.service_url), number=99),
    "garbage": lambda _teams: "garbage",
    "garbage in three parts": lambda _teams: "a.b.c",
    "a header nested without end": lambda _teams: f"{'W1tb' * 1900}.e30.x",
}


def saying(said: Any = None, **how: Any) -> Callable[[FakeBotConnector], str]:
    """A token with a true signature, by the published key unless `number` says otherwise."""
    return lambda teams: teams.issuer.signed_as_said(good(teams) if said is None else said, **how)


def good(teams: FakeBotConnector) -> dict[str, Any]:
    return teams.issuer.claims(APP_ID, teams.service_url)


def with_a_key_of_its_own(name: str, value: Callable[[FakeBotConnector], Any]) -> Callable[[FakeBotConnector], str]:
    """A token signed with a key that nobody published but the token's own header: "look there, it is right"."""
    return lambda teams: teams.issuer.signed_as_said(good(teams), number=99, **{name: value(teams)})


def in_parts(shape: Callable[[str, str, str], str]) -> Callable[[FakeBotConnector], str]:
    """A good token whose three parts are put together otherwise."""
    return lambda teams: shape(*teams.token().split("."))


ODD_TOKENS: dict[str, Callable[[FakeBotConnector], str]] = {
    **{
        f"alg {alg!r}": saying(alg=alg) for alg in ("rs256", "RS256 ", "RS384", "PS256", "ES256", "nOnE", "", None, 256)
    },
    **{f"alg {alg!r}": saying(alg=alg) for alg in (["RS256"], {"alg": "RS256"})},
    "a key of its own in jwk": with_a_key_of_its_own(
        "jwk", lambda _teams: TokenIssuer(numbers=[99]).published()["keys"][0]
    ),
    "a key of its own at jku": with_a_key_of_its_own("jku", lambda teams: f"{teams.url}/keys"),
    "a key of its own at x5u": with_a_key_of_its_own("x5u", lambda teams: f"{teams.url}/keys"),
    "a key of its own in x5c": with_a_key_of_its_own("x5c", lambda _teams: ["MIIB"]),
    "a key id that is a path": saying(kid="../../../../dev/null"),
    "a key id that is an address": saying(kid="https://elsewhere.example/keys"),
    "a key id that is a statement": saying(kid="key-1' OR '1'='1"),
    "a key id with a line end": saying(kid="key-1\r\nX-Evil: 1"),
    "a key id with a null": saying(kid="key-1\x00"),
    "a key id that is very long": saying(kid="k" * 4000),
    "a key id that is a list": saying(kid=["key-1"]),
    "a key id that is a number": saying(kid=1),
    "no key id": saying(kid=None),
    "what must be understood and is not": saying(crit=["exp"], exp=1),
    "a payload that stands elsewhere": saying(b64=False, crit=["b64"]),
    "claims that are a list": saying([["iss", "https://issuer.example"]]),
    "claims that are a text": saying("let me in"),
    "claims that are a number": saying(1),
    "claims that are no JSON": saying(b"{"),
    "claims that are no text": saying(b"\xff\xfe"),
    "claims nested without end": saying(b"[" * 4000),
    "an end without end": lambda teams: saying(json.dumps({**good(teams), "exp": float("inf")}).encode())(teams),
    "an end that is a list": claiming(exp=[NOW + HOUR]),
    "an end long past": claiming(exp=-NOW),
    "an end that is true": claiming(exp=True),
    "a start that is a text": claiming(nbf="now"),
    "an app that begins as ours does": claiming(aud=f"{APP_ID}-and-more"),
    "an issuer that begins as the channel does": claiming(iss="https://issuer.example.elsewhere.example"),
    "the issuer of people's own tokens": claiming(iss="https://sts.windows.net/7e7a0000-0000-4000-8000-000000000001/"),
    "issuers in a list": lambda teams: saying({**good(teams), "iss": ["https://issuer.example"]})(teams),
    "service URLs in a list": lambda teams: teams.token(serviceurl=[teams.service_url]),
    "a service URL below another host": lambda teams: teams.token(
        serviceurl=f"https://elsewhere.example/{teams.service_url}"
    ),
    "no signature": in_parts(lambda head, body, _signature: f"{head}.{body}."),
    "two parts": in_parts(lambda head, body, _signature: f"{head}.{body}"),
    "five parts, as if it were encrypted": in_parts(lambda head, body, signature: f"{head}.{body}.{signature}.x.y"),
    "a thousand dots": in_parts(lambda *parts: ".".join(parts) + "." * 1000),
    "JSON in place of dots": in_parts(
        lambda head, body, signature: json.dumps({"protected": head, "payload": body, "signature": signature})
    ),
    "a signature of the payload of another": lambda teams: ".".join(
        [*saying({**good(teams), "aud": "another"})(teams).split(".")[:2], teams.token().split(".")[2]]
    ),
    "the scheme twice": lambda teams: f"Bearer {teams.token()}",
    "two tokens": lambda teams: f"{teams.token()}, {teams.token()}",
    "signs beyond ASCII": lambda teams: teams.token() + "\u00e9",
}


async def test_a_token_that_is_odd_in_any_way_is_answered_401_and_nothing_is_fetched_for_it(
    door: OpenDoor, rosa: FakePerson
) -> None:
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    let_in = [name for name, odd in ODD_TOKENS.items() if await status_with(rosa, f"Bearer {odd(door.teams)}") != 401]
    assert let_in == []
    assert len(door.reception.heard) == 1
    # Those with an unknown key id may ask for the channel's own keys again, a handful of times; nobody else is asked.
    assert set(door.teams.counts()) == {"metadata", "keys"}
    assert door.teams.counts()["keys"] <= 5


async def test_a_token_too_long_for_a_header_is_no_request_at_all(door: OpenDoor, rosa: FakePerson) -> None:
    assert await status_with(rosa, f"Bearer {saying({**good(door.teams), 'x': 'y' * 9000})(door.teams)}") == 400
    assert door.reception.heard == []


async def test_what_is_said_besides_in_a_good_token_changes_nothing(door: OpenDoor, rosa: FakePerson) -> None:
    elsewhere = {
        "jku": "https://elsewhere.example/keys",
        "x5u": "https://elsewhere.example/keys",
        "jwk": {"kty": "RSA"},
    }
    assert await status_with(rosa, f"Bearer {saying(**elsewhere)(door.teams)}") == 200
    assert set(door.teams.counts()) == {"metadata", "keys"}


@pytest.mark.parametrize("bad", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
async def test_a_bad_token_is_answered_401(
    door: OpenDoor, rosa: FakePerson, bad: Callable[[FakeBotConnector], str]
) -> None:
    assert await status_with(rosa, f"Bearer {bad(door.teams)}") == 401
    assert door.reception.heard == []


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic cm9zYTpyb3Nh"])
async def test_a_missing_token_is_answered_401(rosa: FakePerson, header: str | None) -> None:
    assert await status_with(rosa, header) == 401


async def test_a_clock_that_is_four_minutes_out_is_forgiven(door: OpenDoor, rosa: FakePerson) -> None:
    assert await status_with(rosa, f"Bearer {door.teams.token(exp=NOW - 240)}") == 200
    assert await status_with(rosa, f"Bearer {door.teams.token(nbf=NOW + 240)}") == 200


async def test_a_token_that_was_good_is_refused_once_it_has_expired(door: OpenDoor, rosa: FakePerson) -> None:
    token = door.teams.token()
    assert await status_with(rosa, f"Bearer {token}") == 200
    door.clock.move(minutes=66)
    assert await status_with(rosa, f"Bearer {token}") == 401


async def test_a_key_endorsed_for_another_channel_is_refused() -> None:
    async with FakeBotConnector() as teams, open_door(teams):
        teams.issuer.endorsements = ("webchat",)
        assert await status_with(teams.person("Rosa Adeyemi"), f"Bearer {teams.token()}") == 401


async def test_the_service_url_may_end_in_a_slash_or_not(door: OpenDoor, rosa: FakePerson) -> None:
    bare = door.teams.service_url.rstrip("/")
    assert await status_with(rosa, f"Bearer {door.teams.token(serviceurl=bare)}") == 200


async def test_a_rotated_key_is_accepted_at_once(door: OpenDoor, rosa: FakePerson) -> None:
    old = door.teams.token()
    assert await status_with(rosa, f"Bearer {old}") == 200
    door.teams.issuer.rotate()
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    assert await status_with(rosa, f"Bearer {old}") == 401, "its key is no longer published"


async def test_keys_are_fetched_once_for_many_turns(door: OpenDoor, rosa: FakePerson) -> None:
    for _ in range(5):
        assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    assert door.teams.counts()["keys"] == 1


async def test_a_flood_of_unknown_keys_causes_a_handful_of_fetches(door: OpenDoor, rosa: FakePerson) -> None:
    claims = door.teams.issuer.claims(APP_ID, door.teams.service_url)
    flood = [door.teams.issuer.sign(claims, number=99, kid=f"unknown-{number}") for number in range(60)]
    statuses = await asyncio.gather(*(status_with(rosa, f"Bearer {token}") for token in flood[:30]))
    statuses += [await status_with(rosa, f"Bearer {token}") for token in flood[30:]]
    assert set(statuses) == {401}
    assert 1 <= door.teams.counts()["keys"] <= 5
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200, "who is known is still let in"


async def test_old_keys_serve_on_when_new_ones_cannot_be_fetched(door: OpenDoor, rosa: FakePerson) -> None:
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    door.teams.fail_next("keys", status=503)
    door.clock.move(hours=25)
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    await door.teams.wait_for_call("keys", 2)
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200


async def test_keys_that_hang_stop_nobody_who_is_known(door: OpenDoor, rosa: FakePerson) -> None:
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    door.teams.fail_next("metadata", hang=True)
    stranger = asyncio.create_task(status_with(rosa, f"Bearer {BAD_TOKENS['an unknown key'](door.teams)}"))
    await door.teams.wait_for_call("metadata", 2)
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200
    assert not stranger.done(), "the stranger is still waiting for the keys"
    door.teams.let_go.set()
    assert await stranger == 401


async def test_a_fetch_of_keys_that_hangs_is_given_up(door: OpenDoor) -> None:
    door.teams.fail_next("metadata", hang=True)
    async with Calls.open(patience=Patience(fetch=0.05)) as calls:
        keys = SigningKeys(f"{door.teams.url}/metadata", calls, door.clock.now)
        with pytest.raises(KeysUnavailableError):
            await keys.key("key-1")
        assert (await keys.key("key-1")).endorsements == {"msteams"}


async def test_without_any_keys_the_caller_is_asked_to_come_again(door: OpenDoor, rosa: FakePerson) -> None:
    door.teams.fail_next("metadata", status=500)
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 503
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 200


async def test_a_key_that_is_not_for_signatures_signs_nothing(door: OpenDoor, rosa: FakePerson) -> None:
    door.teams.issuer.use = "enc"
    assert await status_with(rosa, f"Bearer {door.teams.token()}") == 503


async def test_in_local_trial_no_token_is_asked_for() -> None:
    async with FakeBotConnector() as teams, open_door(teams, AUDITBOT_LOCAL_TRIAL="1") as opened:
        rosa = teams.person("Rosa Adeyemi", tenant_id="any-tenant")
        assert await status_with(rosa, None) == 200
        assert opened.reception.heard[0].tenant_allowed
        assert teams.counts()["keys"] == 0
