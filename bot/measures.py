"""What the service counts about itself, for Prometheus. No label ever names a person or a case.

What the database knows is in `bot.measures_of_rows`: it is looked up when somebody asks.
"""

from prometheus_client import Counter, Gauge, Histogram

TURN_SECONDS = Histogram(
    "auditbot_turn_seconds",
    "From the whole activity read to its answer, by what the person did and whether it went well.",
    ["kind", "outcome"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
TURNS_FAILED = Counter("auditbot_turns_failed", "Turns that ended in an error of our own.", ["kind"])
INBOUND_REFUSED = Counter("auditbot_inbound_refused", "Requests refused at the door, by why.", ["reason"])
KEY_FETCHES = Counter("auditbot_key_fetches", "Fetches of the channel's signing keys, by outcome.", ["outcome"])
TOKEN_FETCHES = Counter("auditbot_token_fetches", "Fetches of our own token, by outcome.", ["outcome"])
OUTBOUND = Counter("auditbot_outbound", "Calls to Teams, by what was asked and how it ended.", ["call", "outcome"])
STORE_WAITING = Gauge("auditbot_store_waiting", "Units of work that wait for the store.")
STORE_WAIT_SECONDS = Histogram(
    "auditbot_store_wait_seconds",
    "How long a unit of work waited before it began.",
    buckets=(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
)
STORE_SECONDS = Histogram(
    "auditbot_store_seconds",
    "How long a unit of work took, from when it was asked for to its commit.",
    buckets=(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60),
)
SCRAPE_ERRORS = Counter("auditbot_scrape_errors", "Times that the figures of the database could not be had.")
