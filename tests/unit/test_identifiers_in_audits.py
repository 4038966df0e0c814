"""Sentences as auditors write them, invented: what is let through and what is refused."""

import pytest

from domain.identifiers import refusal

PLAIN = """
The child was seen alone on 14 October 2026 and again on 11/11/2026.
Visits took place every 10 working days; two were 3 days late.
Seen at home, at school and at the contact centre between 3 and 5 pm.
The assessment of 2026-09-21 draws on history and on partners.
The plan was reviewed on 1 June, 29 June and 27 July 2026.
Case summary is 4 pages long and was last updated on 02.11.2026.
Reference 4820193 and its sibling record 4820194 were read together.
See reference CS-104422 for the brother's record.
Supervision on 05/10/26 and 02/11/26 follows the same 6 headings.
The strategy meeting was held within 24 hours, on 09/09/2026 at 14:30.
Core group minutes of 2026-10-14 10:30 name 5 actions and no owners.
The S47 enquiry was opened on day 1 and closed on day 15.
Section 20 was explained to the mother in plain words.
Form C110A was filed late.
Legal planning meeting 2 of 3 was held in week 12.
The score on the Strengths and Difficulties Questionnaire fell from 22 to 14.
School attendance rose from 61% to 94.5% in one term.
The child is in Year 5, at the end of KS2, and enjoys maths.
He moved to a Year 10 group in the 2nd week of term.
They live on the 5th floor of a block without a lift.
The family lives in the SW4 area and finds the buses slow.
The health visitor works in B33 and B34.
Placed 22 miles from home since Easter 2025.
The baby was born at 34 weeks and went home after 19 days.
Born abroad, the child is bilingual and proud of it.
The mother was born and grew up here; the review of 12 May 2026 says so.
She said she was born to dance. Seen dancing on 3 October 2026.
The newborn was seen within 2 days of the referral of 3 March 2026.
A date of birth is missing on page 1 of the chronology.
The DOB box is left blank on the form.
Nobody asked the child what she thinks of the plan before the meeting.
“I like my social worker, she listens,” the child said.
The grandmother's view is recorded twice; the father's is not recorded at all.
The plan has 14 tasks, of which 9 have no date and 3 have no owner.
Phone calls on 5 of 7 days show how hard the worker tried.
The duty number is 0117 496 0123 and was given to the family.
The worker left a message on 07700 900456.
The school called from 020 7946 0991.
The out of hours team, +44 1632 960 983, was told at 18:45.
Risk is scored 3, then 3, then 4, then 2, without a word on why.
In 2024, 2025 and 2026 the same pattern came back.
Chronology entries 101 to 134 are in the wrong order.
Costs of £1,250.00 a week were agreed at panel.
The budget code 77-4401-2210 stands where the reason should be.
Letter ref. 2026/118/44 was sent to the wrong team.
Episode 3 lasted from 1.4.2025 to 31.3.2026.
The review was 12 working days late, and the one before it 8.
Supervised contact: Mondays and Thursdays, 3.30 to 5.
The medical was on 14th October, 3 weeks after the injury.
The child's wishes and feelings change the plan on pages 3, 7 and 12.
Version 1.10.2 of the form has no room for the child's own words.
Partners at the meeting: police, health, school, and the housing team.
Two of the 4 siblings were spoken to; all 4 should have been.
Management oversight on 7 July asks 5 clear questions; 4 were answered.
The risk assessment of August says high, the plan of September says low.
Return home interview within 72 hours: yes, in 61 hours.
Housing says room A2 3rd door on the left is damp.
The unborn baby's plan was agreed at 28 weeks, on 4 August 2026.
The worker is the 6th in 18 months and knows it.
Strengths: warm, honest, on time. Areas: none.
Rated Good by a manager in May 2026 and Requires Improvement in June 2026.
Pathway plan reviewed at 17 years and 3 months, not at 16.
""".strip().splitlines()

IDENTIFYING = """
The child's NHS number is 943 476 5919.
NHS no. 9434765919 is on the first page.
Health wrote about 943-476-5919 twice.
See health record 401 023 2137, filed in May.
Two numbers stand there, 943 476 5918 and 943 476 5919.
(NHS: 4010232137)
Chronology, page 3, 4010232137, last line.
The number 987 654 3210 stands in the e-mail.
The family moved to M1 1AA in May.
Address: 12 Long Lane, B33 8TH.
They now live at cr2 6xh with the aunt.
Placed in DN551PT since June.
The father's flat is in W1A 1HQ.
Visit to EC1A 1BB on 3 May 2026.
Moved from SW1A 2AA to a placement 22 miles away.
The refuge is at ls1 4ap, keep this quiet.
School in NE1 7RU, seen there.
Letter to G12 8QQ came back.
DOB 12/03/2014.
D.O.B: 12.3.14, only child.
The child, born 12 March 2014, was seen alone.
Born on the 3rd of June 2019, second of four.
He was born 2014-03-12 at home.
dob 12-Mar-2014, plan or status CP
Date of birth: 1 September 2011
Her date of birth, 01/09/2011, is wrong on the form.
The baby (born 20.10.2026) has not been registered.
12 March 2014 is the day on which he was born.
The twins were born on 4 July 2020 and live apart.
Unborn baby, then born on 14 October, came home on day 3.
Her sister was born on Dec 24th, 2012.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_plain_sentence_of_an_audit_is_let_through(sentence: str) -> None:
    assert refusal(sentence) is None


@pytest.mark.parametrize("sentence", IDENTIFYING)
def test_a_sentence_that_identifies_a_child_is_refused(sentence: str) -> None:
    assert refusal(sentence) is not None


def test_a_whole_page_of_plain_sentences_is_let_through() -> None:
    # One after another, no sentence lends its words to the next one's dates.
    assert refusal(" ".join(PLAIN)) is None
    assert refusal("\n".join(PLAIN)) is None
