"""Sentences of audits that name no child and nobody of a family, invented, in the voices of those who write audits.

The first two lists were written before the detector, which was tuned on the first alone; the second measures it. The
third was written after it, to be hard: capitals and single letters of every sort. Only plain mistakes that it showed
were mended.
"""

SEEN_IN_TUNING = """
The child was seen alone on every visit and her views are quoted.
Mum says that she feels listened to, and Dad agrees.
Nan and Grandad have offered to help at weekends.
The Team Manager has recorded oversight on a monthly basis.
Supervision took place in May, June and August, but not in July.
There is clear evidence that the Social Worker knows this family.
The Core Group met on Tuesday 3 November and was well attended.
An S47 enquiry was completed and the threshold was met.
A referral was made to CAMHS and to the Early Help team.
The IRO raised a concern about drift and delay.
The CP chair asked for a parenting assessment.
Child A and Child B are siblings and share a plan.
Sibling C has a plan of their own.
Plan B is not recorded.
The family speaks Urdu at home and an interpreter was used.
The mother is Polish and reads letters in English well.
Eid and Christmas are both kept in the foster home.
The Muslim heritage of the family is thought about with care.
The worker used the Signs of Safety model throughout.
A Graded Care Profile was completed with Mum.
The PLO process began in March and the letter before proceedings was clear.
The Public Law Outline letter is in plain English.
The young person was supported to attend the Child Protection Conference.
Ofsted would want to see more of the child's voice.
The Children Act is quoted where the reasons should be.
Working Together says that this should be done within 15 days.
They moved to Birmingham to be nearer to the grandparents.
The placement in Leeds broke down after a week.
She was placed near Nottingham, far from school.
The family moved from Somalia two years ago.
Dr Patel wrote a clear report.
PC Barlow from the police team came to the meeting.
The Guardian and CAFCASS agree with the plan.
I listened to the child, and I think she is safe.
I read the whole file on 12 November. It is in good order.
The record shows a DV incident that was followed up in a day.
The GP and HV were both consulted.
MARAC and MAPPA minutes are on the file.
The FGC was offered twice and declined.
A Family Group Conference has been arranged for January.
SDQ scores are recorded yearly.
The EHCP was reviewed on time.
The PEP is up to date and the Virtual School knows the child.
Oakfield Primary School shares good information.
The children go to St Mary's Nursery three days a week.
The youth worker from the Foxglove Project is trusted.
The Alder Vale Team has had four managers in a year.
Greenway Children's Centre offers a group on Wednesdays.
Ward 4 of the General Hospital kept the baby for a week.
The Royal Infirmary called the duty team.
A Strategy Meeting was held with Police and Health on the same day.
Overall the practice is Good with some areas that Require Improvement.
Rated Requires Improvement because the plan is not SMART.
The Child's Plan is SMART and shared.
Actions: update the chronology; hold a Core Group; see the child.
Strengths: persistence. Areas for improvement: none.
Next steps: Legal Planning Meeting to be booked.
There was no Management Oversight between April and September.
Mum's partner was checked on the PNC.
The Emergency Duty Team was told on Saturday night.
He likes Minecraft and football, and the worker talks to him about both.
She loves Taylor Swift and has been to a concert.
The child plays for the school team and supports Arsenal.
The child has Down's syndrome and uses Makaton.
There is a diagnosis of ADHD and a wait for an ASD assessment.
The father has bipolar disorder, and Mind supports him.
Support from Barnardo's ended in October.
Women's Aid and the NSPCC have been involved.
A referral to Relate was talked about.
The Home Office has not yet decided.
The Housing Officer is looking for a larger flat.
Universal Credit and PIP are both in place.
The family uses a food bank on Fridays.
WhatsApp is used to remind the mother of visits.
Contact takes place by Zoom or on Teams.
The photos were sent by Snapchat.
Life story work has begun, and the Foster Carer keeps a memory box.
An Independent Visitor would help this young person.
The Personal Adviser keeps in touch by text.
The Pathway Plan was written with the young person and not for them.
UASC status is recorded and an age assessment was done.
The Care Order was granted in 2024.
An Interim Care Order is in place. The final hearing is in February.
The Section 20 agreement was signed by Mother alone.
There are two Special Guardianship Orders for this family.
The Adoption Panel met in spring.
Fostering for Adoption was considered.
Both IRO and Social Worker saw the child before the review.
The CIN Plan has no contingency.
Step down to Early Help was rushed.
The Thriving Families worker knows the parents best.
Chronology is up to date. Genogram is missing. Ecomap is good.
Voice of the Child: strong. Diversity: touched on. Impact: not yet clear.
The Senior Social Worker covers for an absence.
An Advanced Practitioner gave good advice.
Head of Service agreed the plan the same day.
Exploitation screening (CSE and CCE) was done with the Missing Team.
A Return Home Interview was offered in 72 hours.
The National Referral Mechanism decision is awaited.
Year 6 pupil, doing well in Maths and English.
The Designated Safeguarding Lead rang the MASH at once.
COVID made visits hard but the worker rang each week.
The British Red Cross helped to trace an uncle.
He is of Black Caribbean heritage and this is explored with him.
The family are Irish Travellers and their culture is respected.
Roma families in this street do not trust services.
""".strip().splitlines()

HELD_OUT = """
The child is seen, heard and understood.
A Child in Need Plan was made with the family in October.
There is a strong relationship between the Social Worker and Mum.
Dad was not spoken to, and there is no reason for it.
The Review Conference on 4 November was chaired well.
Mother, Father and Maternal Grandmother all came.
Great Grandma is a quiet strength here.
Supervision is reflective. Actions are followed up.
I could not find a Case Summary on the record.
The worker is creative, e.g. with Lego and with the Three Houses tool.
The MASH decision took two days.
Police shared the Merlin report on Monday.
An ABE interview was held with a Registered Intermediary.
Mum has a CPN and takes part in AA meetings.
Children's Social Care and Adult Services work well together.
The SGO assessment is thorough.
Family Time at the Contact Centre is observed and written up.
The home is in Liverpool, and the school in Manchester.
They came from Syria by way of Greece.
The mother speaks Romanian, the father speaks Turkish.
Diwali was marked at school and at home.
She is a Jehovah's Witness and this was thought about.
He is in Year 10 at Hillcrest Academy.
The CAMHS waiting list is nine months long.
Sister A and sister B have different fathers.
Hepatitis C was ruled out.
The child is up to date with MMR.
The family lives on the Meadow Estate and feels isolated.
Section 17 money paid for a bed.
A Deprivation of Liberty order was discussed at the Legal Gateway Meeting.
The plan follows the Practice Standards of the council.
Use of the Neglect Toolkit would have helped.
The Principal Social Worker dip sampled the file.
Professor Munro's report is quoted in the supervision.
Judge Harcourt asked for a sibling assessment.
The Court ordered it on 5 May.
There were gaps in June. After that, visits were weekly.
TikTok and Instagram are a worry for the carers.
The boy likes Spider-Man and Pokemon.
Netflix is on all day, says Mum.
The team uses Mosaic and the record is tidy.
Liquidlogic shows the visit a week late.
The NHS number is not on the file.
The DSL and SENCO attended.
The LADO was told on the day.
GCSE results were better than hoped.
The child has a UK passport.
The Troubled Families payment was claimed.
A Child Arrangements Order names the mother.
The BAME network gave advice on hair care.
LGBT support was found for the young person.
The Youth Justice worker saw him in custody.
Permanence Planning began before the second review.
The Fostering Team offered respite.
Kinship carers get good help from the Family Rights Group.
Next review: Thursday 10 December.
No Disguised Compliance is noted, and trust is growing.
Worker's tone is warm. Language is kind. Jargon is rare.
Home Start visits on Thursdays.
It is Good. It could be Outstanding with more of Dad's view.
""".strip().splitlines()

HARD = """
Answer 17 For Step Overall Grade.
STRENGTHS: CLEAR PLANS. AREAS: NONE RECORDED.
Seen Alone: Yes. Wishes And Feelings: Yes. Home Conditions: Good.
The quick brown Fox jumps over the lazy Dog.
Lorem ipsum dolor sit amet, Consectetur Adipiscing elit.
Text number A7f3 of the step, Qx7.
RAG rated Amber, was Red in May.
The move to Victoria Road was sudden.
School trip to London and a week in Paris.
The Chelsea game was her birthday treat.
Mark the step as done, then move on.
Will the plan work? Grace was shown to the parents.
Hope is growing. Faith matters to this family.
May is when it began; it ended in June.
Summer was hard for everyone.
Vitamin D is taken daily, and hepatitis B was ruled out.
An A level in Art and a B in Maths.
The T-shirt was torn; an X-ray was done.
In Year 7 Set B he is top of the class.
Option C of the plan was chosen.
Point D on the map is the park.
He gave it a U turn.
C of E school with a kind head.
Use of AI in the team is not yet agreed.
An OT and a SALT both visited, then the EP did.
Harry Potter and Peppa Pig are favourites.
Read with Mum every night: Gruffalo and Stick Man.
Xbox and PlayStation are rationed.
Ms. is left blank on the form.
The St John's group runs on Fridays.
Strengths - Warm. Honest. Timely.
1. Update the plan. 2. See the child. 3. Hold a Core Group.
a) Visits b) Views c) Plans
Please See Supervision Record Of 4 May.
Team around the Family, Team around the School.
Child Looked After Review moved to December.
Practice Week findings: Good. Moderated: Good.
😀 Great work 👍 keep going
Police (Met) told us on Sunday.
The Bishop Auckland and Barrow-in-Furness offices share a worker.
""".strip().splitlines()
