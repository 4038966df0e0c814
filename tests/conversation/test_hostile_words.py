"""Words that mean something to a database, a browser, a spreadsheet or a template are kept and shown as typed."""

from storage.tables.audits import audit_answer_revision
from tests.conversation.council import Council, heading, starts, walks

VOICE = "Seeing and Hearing the Child"
HOSTILE = (
    "'; drop table audit_answer_revision; -- \" \\ %s %(at)s :at $1 ? {{7*7}} ${7*7} "
    "<script>alert(1)</script> <at>all</at> **bold** [press](https://elsewhere.example) =1+1 end 🙂"
)


async def test_an_answer_that_could_be_a_command_is_stored_and_shown_as_it_was_typed(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    given = {"in_rating": "Good", "in_evidence": f"a bell\x07,\u202e {HOSTILE}\u2069\ufeff"}
    following = await council.rosa.presses(card, "Next", given)
    assert heading(following) == "Quality of Assessment"
    stored = [row.answers["evidence"] for row in council.rows(audit_answer_revision, step="domain_voice")]
    assert stored == [f"a bell, {HOSTILE}"], "what no keyboard types is left out, and nothing else"
    back = await council.rosa.presses(following, "Back")
    assert back.inputs["in_evidence"] == stored[0]
