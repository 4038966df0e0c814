"""First names that children and families in England have, for `domain.likely_names`. No list has them all.

Written from general knowledge, in small letters. Names that are ordinary words, months or places as well stand in
lists of their own, for they are names only where the words around them say so.
"""

_NAMES = """
aadam aaliyah aamir aanya aarav aaron aarti aarya aayan abbas abbie abby abdi abdiel abdirahman abdul abdulaziz
abdullah abdulrahman abena abi abigail abu adam adama adebayo adeel adele aden adil aditya adjoa adnan adrian adriana
afia agata agnes agnieszka ahmad ahmed aidan aiden aileen ailsa aimee aisha aishah aisling aiza akeem akosua akua alan
alana alannah alastair albert albie alec aled aleena aleksander aleksandr aleksandra alena alesha alessia alex alexa
alexander alexandra alexandru alexia alexis alfie alfred ali alice alicia alina alisha alison alistair aliya aliyah
aliza allan alma alun alya alyssa ama amaan amal amalia amanda amara amari amarjit amaya amelia amelie amin amina
aminah amir amira amirah amit amna amy ana anais anand anastasia anaya andre andrea andreea andrei andrew andriy andy
anela angela angelica angelina angus anika anil anisa anisha anita aniya anjali anna annabel annabelle annalise anne
annette annie anthony antoine anton antonia antonio anwen anya aoife aqsa arabella aram aran arben archie ardit aria
ariana arianna arif arjun arlo armaan arnold arran arthur arun arwa arya asad asher ashleigh ashley asif asiya asma
athena atif aubrey audrey aurora ava awet ayaan ayah ayan ayat ayaz ayesha ayla aylah aylin ayman ayo ayra ayub azadeh
aziz azra babatunde bailey baily baljit balwinder baran bartek bartosz barwaaqo basil beatrice beau becky behrouz
belinda bella ben benjamin berfin bernadette bernard bernice bertie besa besnik bessie beth bethan bethany betsy betty
beverley bianca bilal billie billy bisma bj blake blerim blossom bobbi bobbie bobby bogdan bohdan bonnie boris bradley
brady bram brandon brayden breanna brenda brendan brett brian briana bridget bridie briony brody brogan bronagh bronte
bronwen brooke bruce bryan bryony bukola byron caitlin caitlyn caleb callan callie callum calum calvin cameron camilla
caoimhe cara carina carl carla carly carmel carmen carol carole caroline carolyn carrie carter carys casey caspar
cassandra cassidy catalina caterina cathal catherine cathy catrin cecilia cedric celeste celia cerys chanel chanelle
chantal chantelle charis charlene charles charley charlie charlotte charmaine chelsey cherelle cherry cheryl chiamaka
chidi chinedu chinwe chipo chloe chloé chris chrissy christina christine christopher chukwuemeka cian ciara ciaran
claire clara clare clarence clarissa claude claudia clay clayton clement cleo clifford clive clodagh cody cohen cole
colette colin colleen connie connor conor constance cooper cora corey corinne cormac cory courtney craig cristian
curtis cynthia cyrus daisy daisy-mae daithi dale damian damien damilola damon dan dana daniel daniela daniella
danielle danika danny dante danylo daphne dara darcey darcie darcy daria darius darrell darren darryl daryl dave david
dawid dayna deacon debbie deborah debra declan deepa deepak deeqa deirdre delilah della delores delroy demi demi-lee
demi-leigh denis denise dennis denzel derek dermot desmond devonte dewi dexter diana diane dieudonne dilan dillon
dilys dimitri dina dinesh dion dionne dmitri dmytro doina dolores dominic dominik dominika don donald donna doreen
doris dorota dorothy dougie douglas drita duncan dwayne dylan eamon ebony eddie edie edith edmund edna edward edwin
efe eileen eilidh eimear elaine eleanor elena eleni eli elias elijah elin eliot elira elisa elisabeth elise elisha
eliza elizabeth ella ella-mae ella-rose elle ellen ellie ellie-mae elliot elliott ellis elodie eloise elouise elsa
elsie elspeth elton elvis ember emeka emil emilia emilie emily emma emmanuel emmeline emmie emre enid enoch eoin eric
erica erik erika erin ernest errol esa esha esi esmae esme esmee esmé essie estelle esther ethan ethel etta eugene
eugenia eunice eva evan evangeline eve evelina evelyn evie ewa ewan ezekiel ezra fabian fabio faduma fahad faisal
faiza fang farah farai fardowsa fareed farhan farida fariha farshid farzana fathima fatima fatimah fatjon fatou
fatoumata felicity felix fergus fern fiadh filip filmon finlay finley finn finnian fiona fionn fletcher flo flora
florin floyd folake folasade fran frances francesca francesco francis franciszek frankie fraser fred freddie freddy
frederick freya fynn gabriel gabriela gabriella gabrielle gareth garfield garry gary gavin gemma genevieve gentiana
geoff geoffrey george georgie georgina gerald geraldine gerard gerry gethin gheorghe ghulam gianna gideon gilbert
gillian gina ginger giovanni giulia gladys glenda glenn gloria gordon graeme graham grainne grayson greg gregory greta
grzegorz gurdeep gurpreet gus gwen gwendolyn gwilym gwyneth habib habiba hadi hadiya hafsa hakim halima hamish hamza
hana hania hanif hanna hannah hans hansa harald hari haris harjit harlee harleen harley harlow harold haroon harper
harpreet harriet harris harrison harry hasan haseeb hasnain hassan hattie hayden hayley hazel heather heidi helen
helena henrietta henry herbert hetty hevin hibo hilary hilda hira hoang hodan hollie holly homer horace howard hubert
huda hugh hugo hui humaira humphrey hunter huong husna hussain hussein huxley iain ian ibrahim ibtisam idris ieuan ife
ifeoma ifrah iga ignacy igor ikram ileana ilir ilyas imaan iman imani imogen imran inaaya inaya indi indie ines ingrid
ioan iolo iona ionut ira irena irene irfan irina iris iryna isa isaac isabel isabella isabelle isaiah isha ishaan
ishmael isla islay isma ismail isobel isobelle issa issac ivan ivana ivor ivy iwona iyla izaak izaan izabela izzy
jacek jack jackie jackson jacob jacqueline jada jade jaden jagoda jai jaime jake jakub jamal jameela jamelia james
jamie jamila jamilah jan jana jane janet janette janice janine jared jarvis jasleen jasmin jasmina jasmine jason
jasper jaspreet jaswinder javier jax jaxon jaxson jayda jayden jayla jayne jayson jaz jazmin jean jeanette jeff
jeffrey jemima jemma jen jenna jennie jennifer jenny jensen jermaine jerome jerry jess jesse jessica jessie jewel jill
jillian jim jimmy jing jo joan joana joanna joanne jodie joe joel joey john johnathan johnny jolene jon jonah jonas
jonathan jonny jools jordanna jorja josef joseph josephine josh joshua josiah josie joyce juan juanita judah jude
judith judy jules julia julian juliana julianna julie juliet juliette julita julius jun junaid junior justin justina
justine kabir kacey kacper kadeem kadija kai kaiden kaine kaitlin kaitlyn kaleb kamal kamil kamila kamran kara kareem
karen karim karina karl karla karol karolina karwan kasia kasim kasper kassidy katarzyna kate katelyn kateryna
katharine katherine kathleen kathryn kathy katie katrina katy kaveh kavita kay kaya kaycee kayden kayla kaylee
kayleigh keanu keeley keeva keira keisha keith kelechi kelis kellan kelly kelsey kelvin kemi ken kendra kenneth kenny
kenzie kenzo kerry kevin keziah khadija khadijah khalid khalil kian kiana kiara kiera kieran kieron killian kim
kimberley kimberly kinga kingsley kira kiran kirsten kirstie kirsty kishan klara klaudia kobe kobi kofi komal konrad
kornelia kristian kristina krystian krzysztof kudzai kulwinder kurt kwabena kwame kwasi kyan kye kyla kyle kylie kyra
kyran kyron lacey lacey-mae lachlan laila lainey lakshmi lana lara larissa larry latisha latoya laura lauren laurence
lauryn lavender lavinia lawrence layla layton lea leah leanna leanne lee leela leena leigh leila leilani leland len
lena lenny leo leon leona leonard leonie leroy lesley leslie leticia levi lewis lexi lexie leyla liam liana liban
libby lila lilian liliana lilith lillian lillie lilly lily lily-mae lily-rose linda lindsay lindsey linh linus lisa
livia liz liza lizzie lloyd logan lois lola lora loretta lorna lorraine lottie lou louie louis louisa louise luan luca
lucas lucia lucie lucinda lucy luis lukas lukasz luke luna lydia lyla lynda lyndon lynette lynn lynne lynsey lyra
mabel macey macie mackenzie macsen macy maddie maddison madeleine madeline madelyn madison mae maeve magdalena maggie
maham mahdi mahdiya maheen mahir mahmood mahmoud mahnoor maia maisie maja maks maksymilian malachi malaika malakai
malcolm maleeha malik malika malwina mamadou mandy manish manpreet manraj manuel mara marc marcel marcelina marcia
marcin marco marcus marek margaret margot maria mariah mariam mariana marianne marie mariella marilyn marina mario
marion marisa marissa marius marjorie marlene marley marlon marta martha martin martina martyn marvin mary maryam
maryan mason mateusz matilda matt matteo matthew matthias mattie maureen maurice mavis max maxim maximilian maxine
maxwell maya mayeda maysie mckenzie meena meera meg megan meghan mehdi mehmet mehreen mei mel melanie melina melissa
melody memphis meredith merhawi merryn mia micah michael michaela michal michał michelle mick miguel mihai mika
mikaeel mikael mikey mikolaj mikołaj milana miles miley millicent millie milly milo mimi mina minh minnie mira miranda
miriam misha mitchell mo mohamad mohamed mohammad mohammed mohsin moira mollie molly monica monika monique montana
morag morgan morris moses muhammad muhammed mungo munira muriel murphy murray musa mustafa mya myah mykola myla myles
myra nabeel nabil nadia nadine nadiya naeem naheed nahla naila naima naomi narges nas nasir nasra nasrin nat natalia
natalie natasha nate nathan nathaniel navdeep naveed naz nazia neal neha neil nell nellie nelson nevaeh neve ngozi
nguyen nia niall niamh nicholas nick nicki nicky nicola nicolas nicole nigel nikhil nikita nikki nikola nikolas nila
nile nimco nina nisha nkechi noah noel noelle noor nora norah noreen norma norman nuala nura nusrat oakley obi obinna
octavia odin oisin oksana ola olaf olaide oleksandr olena olga olive oliver olivia oliwia oliwier ollie oluwaseun
oluwatobi omar omari ope ophelia orla orlaith orlando oscar oskar osman otis otto owain owen oyinkansola ozan ozzy
pablo paddy padraig paige paisley pam pamela paolo parisa parker parminder patricia patrick patrik patryk paul paula
paulette pauline pawel paweł payton pearl pedro peggy penelope perry pete peter petra petya peyton phil philip
philippa phillip philomena phoebe phoenix phuong phyllis pia piotr piper pippa pola polly pooja poppie poppy porsha
portia prakash preeti priya priyanka przemyslaw quentin quincy quinn rabia rachael rachel radek radu rafael rafal
rafał rafferty raheem rahima rahul raihan raj raja rajan rajesh rajinder rakesh ralph ramon ramona randall rania
ranveer raphael raquel rashad rashid raul raveena raven ravi raymond rayyan reanne rebecca rebekah rebin reece reem
reese reggie regina rehan rehana reiss rekha remi remy renata renee rené reuben rex reza rhea rhian rhiannon rhoda
rhodri rhona rhonda rhys ria riaz ricardo richard richie rick ricky rida rihanna riley rio rita riya riyad roan robbie
robel robert roberta roberto robin robyn rocco roderick rodney roger rohan roisin rojda roksana roland roman romany
romeo romy ron ronald ronan ronnie rory rosa rosalie rosalind rosanna roseanne rosemary rosie rosina ross rowan
roxanne roy ruairi ruben rubina ruby rudi rudo rudy rufus rukhsana rumaisa rupert russell rusty ruth ryan ryder rylan
sabah sabina sabrina sacha sade sadia sadie safa saffron safia safiya sagal sahar sahara sahib sahil sahra saif saima
saira sajid sakina salah salim salma salman sam samantha samara sameer samia samina samir samira sammy samson samuel
sana sanaa sandeep sandra sanjana sanjay sanna santiago saoirse saqib sara sarah sarai saskia saul sawyer scarlet
scarlett sean seb sebastian seema selam selena selina selma senait seren serena serhii seth shaan shabana shabnam
shafiq shahid shahida shaima shakira shamima shamus shan shanaya shane shanelle shani shania shanice shaniqua shanique
shannon sharmin sharon shaun shauna shawn shay shayla shayna shazia shea sheena sheila shelby sheldon shelley shereen
sherri sheryl shilan shilpa shirin shirley shivani shona shpresa shreya sian sid siddharth sidney siera simon simone
simran sinead siobhan sioned sipho sita siân skye skyla skylar sofia sofie sol sola solomon sonia sonja sonny sophia
sophie soran soraya sorin spencer stacey stacie stacy stan stanislaw stanley stefan stefania stefano stella stephanie
stephen steve steven stewart struan stuart suad subhan sufyan suhana sukhdeep sukhjit suleiman suleman sultan sumaiya
sumaya sumayyah sunil sunita suraya susan susanna susannah susie suzanne suzie svitlana sybil syed sylvester sylvia
sylwia szymon tabitha tadeusz tadhg taha tahir tahira talia tallulah tamar tamara tamika tamsin tania tanisha tanvir
tanya tara taras tariq taryn tasha tashan tasnim tate tatenda tatiana tatum tayla taylah taylor tayo ted teddy teegan
tegan teigan temitope tendai teo terence teresa teri terri terry tesfay tess tessa thandi thanh thea thelma theo
theodora theodore theresa thiago thomas thuy tia tia-mae tiago tiana tiegan tiffany tilly tim timothy tina titus tobey
tobi tobias tobin toby todd tolu tom tomas tomasz tommy tomos toni tony tonya tori tracey tracy trang travis tremaine
trent trevor trey tricia trinity tristan troy trudy tuan tudor tunde tyler tymon tyra tyreece tyrell tyrese tyrone
uche uchenna umar umaymah umayr una uriah ursula usha usman uzair uzma valentina valentino valerie vanessa vasile vera
verity vernon veronica veronika vicky victor vijay vikram viktor viktoria viktoriia vincent vinnie violet virginia
vishal vivian vivien vivienne vladimir volodymyr walter warren wasim wayne wei wendy weronika wes wesley whitney
wiktor wiktoria wilbur wilfred willa willem william willow winifred winnie winston wojciech wolf wren wyatt xander
xanthe xavier xhesika xiao yacine yael yahya yara yaseen yasemin yasin yasir yasmeen yasmiin yasmin yasmina yasmine
yaw yemi ying yolanda yonas yosef younis yousef youssef yuki yulia yunus yuri yusra yusuf yvette yvonne zac zach
zachariah zachary zack zaf zahid zahir zahra zahraa zaid zaide zaina zainab zak zakaria zaki zakir zakiya zane zara
zarah zayan zayd zayn zayna zeeshan zeke zelda zena zeynep zhara ziggy zilan zion zita ziva zoe zofia zohaib zohra
zola zoya zoë zubair zuhayr zuri zuzanna zuzia łukasz
"""

# At the beginning of a sentence these are words like any other; in the midst of one their capital tells.
_ORDINARY_WORDS = """
amber angel autumn barb bill bliss chance charity chase dawn dean destiny drew faith frank gale gene glen grace grant
guy harmony hope jay joy lance mark mercy merry pat patience penny precious ray rich rob rose sandy serenity sky sue
summer blessing will
"""

# Places too: "moved to Chelsea", "flew from Jordan".
_PLACES_TOO = """
adelaide ashton austin brooklyn carlisle chad charlton chelsea chester clifton dakota derby devon eden florence georgia
india ireland israel jersey jordan kenya kent lincoln milan paris preston roma savannah siena sienna stafford
sydney verona victoria vienna wells whitby
"""

ORDINARY_WORDS = frozenset(_ORDINARY_WORDS.split())
PLACES_TOO = frozenset(_PLACES_TOO.split())
FIRST_NAMES = frozenset(_NAMES.split()) | ORDINARY_WORDS | PLACES_TOO
