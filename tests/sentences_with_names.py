"""Sentences of audits that hold a name or initials, invented, in the voices of those who write audits.

The first two lists were written before the detector, which was tuned on the first alone; the second measures it. All
come from the same hand as its lists of words, so that the third was written after it, to be hard: names that are rare,
in other letters, in small letters, or the name of a place. Only a plain mistake that it showed was mended.
"""

SEEN_IN_TUNING = """
Kayleigh was seen alone on each visit and drew pictures of her week.
The worker knows Tyler well and visits him at school.
Mum says that Jayden sleeps better since the move.
There is a lovely piece of direct work in which Amelia names what worries her.
The core group heard from Mohammed himself, by letter.
It is not clear who told Chelsea about the plan.
The chronology is about Liam and stops in March.
Visits to Aaliyah and her brother were on time.
Dad told the worker that Connor hit the wall, not the child.
I could hear Ruby's voice all through the assessment.
Oliwia has an interpreter at every meeting.
The plan for Zoë is clear and she has a copy.
Grandmother, Mrs Tranter, was not asked for her view.
Mr Bexley refused to let the worker in twice.
Ms Oduya and the children moved into the refuge in May.
Miss Farrant has cared for both boys since June.
The assessment of J.S. is thoughtful.
Reviews for K.L. were late three times.
T.M.B. was spoken to alone.
The file holds a letter from K. to her worker.
J said she wants to go home.
I read the record of D and found it hard to follow.
L's views run through the plan.
The visit to R was unannounced.
KB was seen alone in his bedroom.
The core group knows JT well.
Her sister, Ellie-Mae, is mentioned once.
The genogram leaves out Uncle Darren.
Auntie Karen offers a bed at weekends.
Nana Pat has been asked to join the family meeting.
The father, Dwayne, is not on the birth certificate.
A phone call with Shanice on 3 November is the only contact.
He tells his worker everything, and Mason trusts her.
The social worker did not ask Leah what she thinks.
Weekly visits to Finley stopped without a reason.
There was no return interview when Ethan came back.
Mother's partner, Craig Holloway, is not assessed.
The neighbour, Denise, rang the duty team.
The strategy meeting was about Alfie and his half sister.
I spoke to Priyanka on the phone and she was warm about the help.
The pathway plan says that Reece wants to be a chef.
Care leaver Jordan has a named adviser.
Lacey-Mae loves her foster carer.
Siobhan tells the reader in her own words what life was like.
The record of Abdul's wishes is strong.
In supervision the case of the Okonjo family is talked through.
The Whitcombes were told about the meeting by text.
Both parents want Sienna home.
Letters are addressed to Kyle, not to his mother, which is good practice.
His best friend Harvey gives him a lift to college.
Lola and Freddie are seen together every time.
Freya's school raised it first.
The teacher says Bradley is tired on Mondays.
A safety plan was made with Chantelle after the assault.
She asked that Dylan stay with his nan.
Nobody has asked Imran's father for his view.
The health visitor saw Poppy at home.
Contact between Scarlett and her dad is now weekly.
Jade Pemberton was not invited to the conference.
Ryan Ashworth is a risk to children and this is well recorded.
The assessment quotes Fatima: she wants to feel safe.
On the day of my audit Toby was in hospital.
There is drift in the plan for Isla.
The adoption plan for Baby Noah is late.
Jake's voice is missing.
The file of Callum has three chronologies.
Megan disclosed in March and was believed.
The lead worker asked Hassan to show her round his room.
Direct work by the student with Evie is a joy to read.
A missing episode of Kian is not on the record.
It took six weeks to see Maisie.
Yusuf is proud of his certificate.
Her boyfriend Lee has moved in.
Life story work for Bethany has begun.
The worker wrote a beautiful letter to Archie.
Uncle Winston is a strength that nobody uses.
The plan names Aunt Joyce as back-up.
I was told that Niamh does not want an advocate.
The boys' mother, Stacey, feels judged.
DW's school attendance has risen.
Three workers have known A.H. in a year.
The plan says what Shay needs and by when.
The foster carer reports that Lexi is settled.
Older brother Nathan is in custody.
It is good to see Kadeem laughing in the notes.
Mia told me that she likes her social worker.
A referral for Ollie went to CAMHS in May.
Harper is three and her play is described well.
Parents Gemma and Wayne were at each core group.
Tiegan wants to be called by her middle name.
What does a day look like for Rhys?
The family calls him Bobby, the record does not.
Nothing says what Ebony thought of the plan.
The record says "Keira is happy" and no more.
Elijah does not speak, and the worker used pictures.
The mother of Tomasz needs letters in Polish.
I would have liked to read more about Summer and her hopes.
The IRO met Amber before the review.
Supervision asks what life is like for Grace.
Will's bruises were seen by a doctor.
Faith told her worker that she is scared at night.
The sister of Joshua has a plan of her own.
Since then Ayaan has been back at school.
Social worker took Ella-Rose to the park.
Cousin Delroy could not be assessed.
""".strip().splitlines()

HELD_OUT = """
Charlotte talks about her week at every visit.
There is little about Lewis before the age of five.
The worker spends time with Aisha and knows her likes.
When Kai went missing the plan was followed.
Mr Underhill shouted at the duty worker.
Mrs Kowalczyk thinks that the meetings are too long.
Ms Adeyinka was told late.
The record for B.W. is in order.
M.J. was asked for her view and it is quoted.
Visits to C were late.
S said that she is bored of meetings.
PL has had five placements.
H's life story book is not begun.
The stepfather, Gavin, has not been seen.
Nan Maureen is named as a support.
Auntie Sharon came to the conference.
Uncle Errol drives them to school.
I am left wondering how Skye feels about it.
Good work with Demi-Leigh on healthy relationships.
The assessment covers Logan, Riley and the baby.
Louise Hartnell asked for a new worker.
The allegations against Darren Pike were not followed up.
Jasmine's own words open the plan.
The plan for Zachary has no dates.
The nursery says Aanya is thriving.
The voice of Cameron comes through in the pictures.
Sadly nobody told Leon that his worker had left.
Ibrahim has a mentor and likes him.
Their mum Natalie has stopped drinking.
The police were called when Dean came to the house.
It is not known where Tanisha sleeps.
Rehana did not want the school to know.
The Brackenbury children are all on plans.
Jack was moved without goodbye.
She worries about her brother Rowan.
Rose has asked for her own room.
The chair met with Esme before the conference.
An advocate was found for Teddy.
Her worker plays football with Jamal.
The review heard that Caitlin is pregnant.
Phoebe tells her story once and is not asked again.
Life is better for Arlo now.
The boy's father, Szymon, sends money.
I rang Debbie on 12 November and left a message.
A letter from Courtney thanks the team.
Why did nobody ask Brooke?
Hope lives with her aunt.
A trip to the cinema with Dexter was used well.
The family group conference was led by Ayesha herself.
The twins, Nevaeh and Neveah, share a bed.
There is no photograph of Bilal with his dad.
Little is said of what Oscar enjoys.
The notes call her Kim in one place and the child in another.
Visits by the worker to Maryam are purposeful.
Owen's medical was done in the week.
The midwife worries about Paige.
His mother says Caleb is a different boy.
Plan B.K. needs an update.
Foster carers Sandra and Keith feel part of the team.
As Zainab says, the waiting was the worst.
""".strip().splitlines()

HARD = """
Tariro was seen at home in October.
The worker has a bond with Oluwadamilare.
Visits to Nkosana were on time.
Wishes of Aurelija are on the first page.
kayleigh told her worker about the move.
I asked jayden what he likes.
The plan for MASON is out of date.
TYRELL was not at the meeting.
Ovidiu's teacher is worried about him.
Zhanna has been seen weekly.
Ms Vantongeren was told by letter.
Old Mr Pettifer next door keeps an eye on them.
Worker took Bexley to the park.
Social worker knows Ocean well.
River and Storm share a room.
Saffy is happy at school.
Lil-J goes to boxing.
Big Dave is in the house again.
The views of Xiomara are missing.
Contact with Thulani is good.
The record for Wiremu ends in May.
Tavish Macrae did not attend.
Abimbola Fashola-Reid has parental responsibility.
Since June Ffion lives with her nan.
Gwenllian told the reader that she likes maths.
Oisín sleeps badly.
Łucja has a Polish interpreter.
Şeyma was not asked.
Ángel is new to the area.
D'Andre was arrested in town.
O'Shea was moved at night.
The McAllisters were told on Monday.
The Begum family moved in spring.
Mr. Olusegun-Hart was polite.
Mother (Leticia) drinks less.
Father/Kenroy was not told.
Child said "Bev shouts at me".
T and his mum came in.
The twins X and Y are apart.
AJ's nan rang.
""".strip().splitlines()
