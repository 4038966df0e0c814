"""Words that begin with a capital and are no names, for `domain.likely_names`: the field's, and everybody's.

In small letters, but for the abbreviations.
"""

# Which letters stand for a job, a plan, a law or a country and not for a child.
_TWO_LETTERS = """
AA AE AI AM AO AP AQ BA BF BM BP BT CA CC CE CG CI CO CP CQ CS CV DA DC DI DO DS DT DV EA ED EE EH EO EP EQ EU FC FE
FF FG FM FN FS FT GA GF GM GP GT HE HO HR HT HV IA ID II IO IQ IT IV KC KG KO KS LA LD LP LS MA MF MG MH MM MO MP MS
NA NB NE NG NI NO NR OD OK OT PA PC PD PE PF PG PI PM PO PP PR PS PT QA QC RE RI RO SE SC SG SI SK SL SM SN SP SS ST
SW TA TB TM TV UC UK UN US VI VR VS WC WT XL YJ YO YP YS
"""

# A run of capitals with one of these in it is the name of a place, a body, a law or a paper.
_BODIES = """
academy act agency aid alliance assessment association avenue bank board borough building care case central centre
charity child children's christmas church clinic close college committee community conference contact council county
court crown day department drive education estate family fc foundation framework general gardens grammar grove group
hall health high home hospital hostel house housing hub inn infant infants infirmary international junior justice lane
law library lodge magistrates' mews mind ministry model mosque mount museum national network nhs nursery office
officer order panel parade park partnership place plan police practice primary prison profile programme project
protocol review road royal rooms safeguarding school secondary section sensory service services social society square
st station street studio supervision surgery synagogue system task team temple terrace tool toolkit tower town trust
unit united university village villa walk ward way week women's works year year's youth
"""

# Words of the field and of every day: they may begin a sentence or bear a capital in the midst of one.
_WORDS = """
a about action actions adult adults advanced advocate after again age agreed all also although always am an analysis
and another any appropriate are area areas around as asked assessment assistant at attendance aunt auntie baby bank
because before being both boy boys brother brothers but by call can carer carers case category chair child children
chronology clear clearly consider contact contingency core could cousin dad daddy date daughter decision decisions
despite did direct diversity do does drift during duty each early education either else emergency english ethnicity
even evidence every everybody evidenced exploitation father father's feedback few file first for foster fostering four
from further future genogram gets girl girls given good gp grade gran grandad granddad grandfather grandma grandmother
grandpa grandparents granny great group had half has have he head health her here his history home housing how however
i if impact improvement in inadequate indeed initial instead interim is it its just kinship last lead leaving less
letter life like little local long looked management manager many maternal may me meeting meetings mental mother
mother's move moves much mum mummy my nan nana nanny need needs neglect neighbour neither never new next no nobody
none nor not note notes nothing now of off officer often older on once one only open or other our out outcome outcomes
outstanding over overall own panel parent parenting parents partner partners paternal pathway people perhaps
permanence personal persistence placement plan plans please police practice practitioner pre previous principal
professional professionals public rather re read reason reasons recent recently record recording records referral
referrals regular relationship relationships reports requires requirement respite review reviews risk risks rated
sadly safe safeguarding safety said same school section senior services several she should sibling siblings since
sister sisters so social some somebody someone son standards step stepdad stepfather stepmother still strategy
strength strengths strong student summary supervised supervision support supported sw task team than thank that the
their them then there therefore these they third this those though three threshold through throughout thus timely to
today together tone too training transition twice twins two uncle under understood unfortunately unit until up use
very view views visit visiting visits voice wants was we week weekly well were what when where whether which while who
whole why wishes with without work worker workers worker's working would year years yes yet you young your youth
january february march april june july august september october november december jan feb mar apr jun jul aug sept sep
oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
spring winter easter eid diwali ramadan hanukkah christmas halloween covid british black white asian african caribbean
european english scottish welsh irish polish romanian albanian somali eritrean sudanese syrian afghan iranian iraqi
kurdish turkish vietnamese chinese indian pakistani bangladeshi bengali nigerian ghanaian jamaican portuguese spanish
french german italian russian ukrainian lithuanian latvian slovak czech hungarian bulgarian greek arabic urdu punjabi
hindi gujarati tamil pashto dari farsi persian tigrinya amharic yoruba igbo twi swahili mandarin cantonese roma romany
gypsy traveller travellers muslim christian hindu sikh jewish jew catholic buddhist anglican pentecostal orthodox
islam islamic quran bible god allah jehovah jehovah's england scotland wales britain europe africa asia america
australia ofsted cafcass camhs mash facebook instagram snapchat tiktok whatsapp zoom teams roblox fortnite minecraft
makaton lego google netflix mosaic liquidlogic eclipse carefirst azeus barnardo's relate homestart samaritans
childline kooth guardian lado marac mappa maths science art drama geography spanish ict
"""

# Whose surname stands behind one of these is at work when they are spoken of.
_AT_WORK = """
dr doctor prof professor pc dc ds di dci pcso wpc sgt sergeant inspector constable nurse judge justice cllr councillor
rev reverend rabbi imam father's recorder
"""

_NEUTRAL_LETTERS = """
adult annex appendix bay bed block boy box carer case category child class column course domain event exhibit family
figure file flat form gate girl grade group hep hepatitis house key label letter level line list lot module mr note
option outcome page parent part person phase placement plan platform point region relative room route row schedule
school section set sibling side sister brother stage step strand stream strep table team term test theme tier twin
type unit vehicle version visit vitamin ward witness worker year young zone
"""

TWO_LETTERS = frozenset(_TWO_LETTERS.split())
BODIES = frozenset(_BODIES.split())
WORDS = frozenset(_WORDS.split())
AT_WORK = frozenset(_AT_WORK.split())
LETTERED = frozenset(_NEUTRAL_LETTERS.split())
