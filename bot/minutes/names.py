"""First names in wide use, so that "Harriet to book the hall" has a doer where nobody is listed as present.

Names that are also words of minutes ("May", "Will", "Grant", "Mark") count only before a surname.
"""

from bot.minutes.words import word_set

FIRST_NAMES = word_set(
    """
    aaron abby abdul abigail ada adam adele adrian agnes ahmed aidan aileen aisha akira alan alana alastair albert alec
    alejandro alex alexander alexandra alexis alfred ali alice alicia alina alison alistair allan allison alma alun amanda
    amber amelia amir amit amy ana anders andre andrea andreas andrew andy angela angus anil anita anjali ann anna anne
    annette annie anthony antonia antonio anton april arjun arnold arthur arun ash asha ashley audrey austin ava barbara
    barry bart beatrice becky belinda ben benjamin bernard bernie bert beryl beth bethan betty beverley bev bharat bjorn
    bob bobby brad bradley brandon brenda brendan brett brian bridget bruce bruno bryan bryn callum cameron camilla carl
    carla carlos carmen carol carole caroline carolyn carrie cath catherine cathy cecil cecilia cedric celia chandra charles
    charlie charlotte chen cheryl chloe chris christian christina christine christoph christopher ciaran cindy claire clara
    clare claude claudia clive colette colin colleen connie connor constance corinne craig curtis cynthia daisy damian dan
    daniel daniela danielle danny daphne darren dave david davide dawn deb debbie deborah debra deepak deirdre delia denis
    denise dennis derek dermot desmond diana diane dick diego dimitri dinesh dirk dominic don donald donna dora doreen doris
    dorothy doug douglas duncan dylan ed eddie edgar edith edmund edward edwin eileen elaine eleanor elena eli elisabeth
    elizabeth ella ellen ellie elliot elsie emil emily emma eric erica erik erin ernest esther ethan eugene euan eva evan
    eve evelyn ewan faye federico felicity felix fernando fiona florence fran frances francesca francis francisco frankie
    fraser fred frederick gabriel gail gareth garry gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine
    gerard gerry giles gill gillian gina giovanni giulia glen glenn glenys gloria glyn gordon graeme graham greg gregory
    greta guido gustavo guy gwen gwyn hamish hannah hans hari harold harriet harry harvey hassan hayley hazel heather heidi
    helen helena henrik henry herbert hilary hilda howard huw hugh hugo ian ibrahim imogen imran ines ingrid irene iris isaac
    isabel isabella isobel ivan ivor ivy jackie jacob jacqueline jacqui jade jake james jamie jan jane janet janice janine
    jason jasmine javier jay jayne jean jeanette jeff jeffrey jen jennifer jenny jeremy jerome jerry jess jesse jessica jill
    jim jimmy jo joan joanna joanne jocelyn jodie joe joel johan johannes john johnny jon jonas jonathan jordan jorge jose
    joseph josephine josh joshua joy joyce juan judith judy julia julian julie juliet june justin justine karen karin karl
    kate katherine kathleen kathryn kathy katie katrina katy kay keith kelly kelvin ken kenneth kenny kerry kevin kieran kim
    kirsty kirsten klaus kris kumar kurt kyle lara lars laura lauren lawrence leah lee leigh len lena leo leon leonard
    leonie les lesley leslie lewis liam lillian lily linda lindsay lisa liz lloyd lorna lorraine louis louisa louise luca
    lucas lucia lucy luis luke lydia lyn lynda lynn lynne mabel maggie magnus malcolm mandy marc marco marcus margaret maria
    marian marianne marie marilyn mario marion marjorie marta martha martin martyn mary mat mateo mathew matt matteo
    matthew maureen maurice max maxine meera megan mel melanie melissa mervyn michael michel michele michelle miguel mike
    mikhail millie miranda miriam mo mohamed mohammad mohammed moira molly monica morag muhammad muriel myra nadia nadine
    nancy naomi natalie natasha nathan neal neil nell nelson nia niamh nicholas nick nicky nicola nicole nigel nikki nina
    noel nora norma norman olga oliver olivia oscar otto owen pablo paige pam pamela paolo pascal patricia patrick paul
    paula pauline pavel pedro peggy penelope penny percy perry pete peter petra phil philip philippa phillip phoebe phyllis
    pierre piers pippa polly prakash priya rachael rachel rafael rahul raj rajesh ralph ramesh raul ravi raymond rebecca reg
    rene rhian rhiannon rhys ricardo rich richard rick ricky rita robbie robert roberta roberto robin robyn rod roderick
    rodney roger roland rolf ron ronald rory rosalind rosemary rosie ross rowan roy ruby rupert russ russell ruth ryan
    sabrina sally sam samantha samir samuel sandeep sandra sanjay sara sarah sasha saul scott sean sebastian selina serena
    sergio shane shannon sharon shaun sheila shelley shirley sian sid sidney silvia simon simone siobhan sofia sonia sophia
    sophie stan stanley stefan stella stephanie stephen steve steven stewart stuart sunil susan susanna susanne susie suzanne
    sven sybil sylvia tamara tamsin tania tanya tara ted teresa terence terry tess tessa thelma theo theresa thomas tia tim
    timothy tina toby todd tom tomas tommy toni tony tracey tracy trevor tricia trish trudy ulrich una ursula valerie
    vanessa vaughan vera vernon veronica vicki vicky victor victoria viktor vijay vikram vince vincent viola violet virginia
    vivian vivien vivienne wanda wayne wendy werner wilfred wilhelm will william wilma winifred wolfgang yasmin yolanda yusuf
    yves yvette yvonne zach zachary zara zoe
    """,
) - word_set("ada april ash don ed dora guy jay joy june mat max may mo penny rich ross will")
WITH_SURNAME = word_set(
    """
    ada alma amber april art ash bill clay dale dawn dean don dora drew ed faith frank gene grace grant guy hope jack jay joy june
    lance mark mat max may mick miles mo nat pat penny pip ray rich rob rod rose ross sandy sue val will
    """,
)


_PLACES = word_set(
    """
    academy arms avenue award awards bridge building business centre chapel close club college community corner cottages council
    court crescent cross day drive farm festival field foundation fund garden gardens green grove hall hill home hospital
    house inn lane lodge memorial park place playground policy primary project report road room school square station
    street surgery terrace trust ward way week wood woods
    """,
)


def is_named(words: list[str]) -> bool:
    """Whether words are somebody's name by their first: "Harriet", "Harriet Cole", "Mark Cole"."""
    if not 1 <= len(words) <= 3 or not all(word[0].isupper() for word in words):
        return False
    if words[-1].lower().strip(".,") in _PLACES:
        return False
    first = words[0].lower().strip(".,’'")
    return first in FIRST_NAMES or (len(words) > 1 and first in WITH_SURNAME and words[1].isalpha())
