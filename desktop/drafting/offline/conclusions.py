"""Recognises by its grammar that a provider says what is amiss, how it is going, or that it is nothing."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.language.lexicon import Topic

_AMISS = re.compile(
    r"\b(?:infect(?:ion|ed)|viral|virus|bacterial|fungal|reflux|ruptured?|torn|tears?|sprain(?:ed)?|strain(?:ed)?|pulled|broken|fractured?|dislocat\w+|herniat\w+|pinched|trapped|"
    r"inflammation|inflamed|irritation|compression|spasms?|ulcers?|cysts?|growth|benign|malignant|cancer(?:ous)?|precancerous|moles?|tumou?rs?|flare(?:-up)?|exacerbation|"
    r"an?emic|an?emia|overweight|obese|dehydrated|prediabet\w+|deficien\w+|constipat\w+|stress|anxiety|grief|burnout|allerg(?:y|ic)|reaction|side effects?|poison (?:ivy|oak|sumac)|"
    r"wear and tear|scar(?: tissue|ring)?|bugs?|poisoning|withdrawal|irritable bowel|migraines?|\w+ headaches?|\w{3,}itis|\w{3,}osis|\w{3,}opathy|syndrome|disorder|condition|disease)\b"
)
"""What is amiss, where the lexicon has a symptom or nothing."""
_SEEN_NOT_CONCLUDED = re.compile(
    r"\b(?:ecchymos[ie]s|cyanosis|\w*adenopathy|h?a?ematoma|o?edema|diaphoresis|kyphosis|scoliosis|lordosis|stenosis|effusion|crepitus|psychos[ie]s|tendernes?s|murmurs?)\b"
)
"""Findings that an examination or a picture shows, though they look like diagnoses."""
_OPENS = re.compile(
    r"^(?:(?:so|and|but|well|now|okay|yes|yeah|right|honestly|otherwise|overall|also|then|again|luckily|fortunately|thankfully|not yet|all right|i am afraid (?:so|not)|sorry to say|to me|for me|no(?= ,| (?:it|this|that|i|you|he|she|we|there|just) ))\b ?|, |"
    r"from (?:what|everything) you (?:have )?(?:told me|said|described?|are (?:telling me|saying|describing))(?: to me)? ,? ?|(?:for (?:you|him|her)|in (?:your|his|her) case|right now|at (?:this|the) (?:point|moment|present))(?: ,)? (?=(?:i|we) (?:would|will|do|am|are|can|think|want|need)\b)|(?:the )?(?:good|bad) news(?: here)? is(?: that)? |(?:for|with|about|on|as for|in terms of) (?:the|your|his|her) (?:[\w-]+ ){1,3}, |as far as (?:the|your|his|her) (?:[\w-]+ ){1,3}(?:goes|is concerned) (?:, )?)+"
)
_SURE = r"(?:(?:do|really|still|also|just|now|now|strongly|honestly|kind of|sort of|more|less|a (?:little|bit|touch)(?: bit)?|very|quite|too|not|pretty|so|definitely|probably|most|likely|all|clearly|simply|certainly|almost|nearly|already|back|much|only) )*"
_OPINION = re.compile(
    rf"^(?:i|we) (?:am |are |would |have |would be )?{_SURE}(?:think|thought|believe|suspect|reckon|wonder (?:if|whether|about)|doubt|feel (?:like|that|this|it)|say|guess|imagine|thinking (?:this|it|that|of|more)|leaning (?:to|towards?)|guessing|surprised if|afraid (?:it|this|that|you|we)|call (?:this|it|that)|"
    r"(?:worried|concerned|pleased|happy|delighted|encouraged|suspicious|confident|reassured|impressed|bothered) (?:about|with|for|that|by|of)|see (?:any|no) (?:sign|evidence|hint|reason to (?:worry|think))s?)\b"
)
_NO_OPINION = re.compile(
    r"\b(?:(?:you|we|i) (?:should|need|could|can|will|ought|might want|have to|would)|good idea|worth|important|reasonable|best (?:to|thing)|would help|will help|that is (?:it|all|everything)|to (?:do|start|try|get|see|talk)|you (?:said|told|mentioned)|you did)\b"
)
_ABOUT_IT = re.compile(
    r"\b(?:this|it|that|there|you|he|she|your|his|her|these|they) (?:[\w']+ ){0,2}?(?:is|are|could|might|may|has|have|looks?)\b"
)
_NOMINAL = re.compile(
    r"^(?:my|our) (?:[\w-]+ )?(?:feeling|impression|thoughts?|guess|worry|concern|suspicion|sense|hunch|fear|read|bet|diagnosis|assessment) (?:is|would be|here)\b"
)
_CLEFT = re.compile(
    r"^what (?:(?:i|we|you|he|she) (?:[\w']+ ){1,4}|this ){1,2}(?:is|are|fits?|sounds|looks)\b|^the (?:main|only|real|biggest|other) (?:thing|problem|issue|concern|driver|worry) (?:[\w']+ ){0,4}is\b"
)
_BLAMED = re.compile(r"\b(?:driving|causing|behind|main (?:problem|issue|concern))\b")
_JUST_THAT = re.compile(
    r"^(?:it|this|that|these|those|they) (?:is|are) (?:just|only|simply|probably|likely|most likely|definitely|certainly|clearly|all|mostly) (?!(?:\w+ing|to|for|in|about|so|because|like|there|here|what|how|why|not|okay|fine|good|great|\d+|one|two|three|four)\b)\w+"
)
_CHANCES = re.compile(
    r"\b(?:risk|chances?|odds|likelihood) (?:of|that|for|is|are)\b.*\b(?:percent|%|low|high|in (?:\d+|a hundred|ten|twenty|a thousand)|small|zero)\b"
)
_FRONTED = re.compile(
    r"^(?:the|your|his|her|that|this) (?:[\w-]+ ){1,3}(?:i|we) (?:am|are) (?:[\w]+ ){0,2}(?:worried|concerned|happy|pleased|bothered) (?:about|with|by)$"
)
_SUBJECT = r"(?:it|this|that|these|those|they|you|he|she|(?:the|your|his|her|my|both|that|this|these|all of (?:this|it)|most of (?:this|it|that)) ?(?:[\w'-]+ ){0,4}?|we)"
_IS = r"(?:is|are|was|would be|could (?:well )?be|may (?:well )?be|might (?:well )?be|must be|could have|may have|might have|must have|seems?(?: to be)?|looks? (?:to me |very much |quite |a lot |a bit |more )*like|sounds? (?:to me |very much |quite |a lot |a bit |more )*like|appears to be|has|have|has got|have got|had|turns out to be|feels like|can be)"
_COPULAR = re.compile(
    rf"^(?:{_SUBJECT} ?)?(?:(?:[\w']+ly|probably|just|still|also|now|all|both|do|does|most|to me|not) )*{_IS}\b(?! (?:to|going|you|i|we|what|why|where|when|how|the (?:one|reason|question|plan|time))\b)"
)
_HISTORY = re.compile(
    r"\b(?:history of|years? ago|months? ago|since (?:19|20|you)|in (?:19|20)\d\d|last (?:year|time|visit|month)|used to|you (?:said|told|mentioned)|had (?:a|an|any)|do you|are you|if (?:you|it|the|he|she))\b"
)
_NOTHING = re.compile(
    r"^(?:there is |i see |i (?:do )?not see |you have |i find )?(?:absolutely |really )?(?:nothing|no (?:[\w]+ )?(?:sign|signs|evidence|indication|suggestion|hint|suspicion|concern|concerns|worry)|anything)\b.*\b(?:suggest\w*|worr\w+|serious|sinister|dangerous|alarming|concerning|wrong|of|for|about|that)\b"
)
_FITS = re.compile(
    r"\b(?:consistent with|in keeping with|(?:fits?|goes) (?:best |well |better )?(?:with|the picture)|suggests?|suggestive of|suspicious for|concerning for|points? (?:to|towards?)|typical (?:of|for)|compatible with|classic(?:al)?|most likely|more (?:than )?likely|less likely|rather than|"
    r"looks? (?:to me |very much |a lot |a bit |more )*like|sounds? (?:to me |very much |a lot |a bit |more )*like|behaving like|acting like|turns out|dealing with|looking at (?:a|an|some)|what (?:we|they|i) call|called|diagnos\w+|ruled? out|unlikely)\b"
)
_CONTRASTED = re.compile(
    r"\bnot (?:a |an |the )?(?:[\w-]+ ?){1,4}, (?:but|just|more|it is|this is|that is|he has|she has)\b"
)
_CAUSE = re.compile(
    r"\b(?:(?:is|are|was|were|be|comes?|coming|likely|probably|just|all|mostly|partly|mainly) (?:from|because of|due to|caused by|related to|down to|secondary to|thanks to|triggered by)|because of the|what is (?:causing|driving|behind)|"
    r"(?:is|are) (?:[\w]+ )?(?:driving|causing|behind|making (?:[\w']+ ){1,3}(?:worse|better|drop|rise|swell|bleed)))\b"
)
_JUDGED = re.compile(
    r"\b(?:where (?:i|we) (?:want|would like|need)|(?:on|above|below|at|to|off|over|under|near|past) (?:the |your |his |her |our )?(?:goal|target|range|normal range)|(?:not |right |bang )?on target|out of range|(?:un|well |poorly |under |rate |better )?controlled|under (?:[\w]+ )?control|"
    r"in (?:good shape|remission|range|the clear)|respond(?:ing|ed)|recover(?:ing|ed)|holding (?:steady|up|on|their own)|(?:has|have) (?:gotten|got|become|grown) (?:[\w]+ ){0,2}(?:worse|better|bigger|smaller)|progress(?:ing|ed)|tolerat(?:ing|ed)|relapsed|slipped|dropped|(?:crept|gone|come|went|came|shot) (?:up|down)|spot on|under-?treated|on track|nothing to worry about|harmless|not (?:dangerous|serious|worrying))\b"
)
"""How something stands by a judgement, not by looking at it."""
_STATE = re.compile(
    r"\b(?:(?:doing (?:[\w]+ ){0,2}(?:well|good|great|fine|better|okay|nicely)|going (?:well|okay|fine|nicely)|coming along|holding|settling|healing|healed|improving|looking|getting|working|worked|mending|resolving|resolved|clearing|cleared|flaring|stabilized|settled)(?: up| down)?|"
    r"(?:nearly|almost|mostly|completely|all) (?:gone|better|healed|clear)|gone|stable|stuck|steady|better|worse|active|quiet|improved|worsened|(?:too|still|a (?:little|bit|touch|tad)|slightly|borderline|quite|very|way) (?:too |bit )?(?:high|low|up|down|elevated|raised)|"
    r"(?:fairly |quite |pretty |very |just |still )?(?:mild|moderate|severe)$|not (?:broken|torn)|reassuring)\b"
)
"""How something stands, or what an examination finds."""
_ABOUT_PERSON = re.compile(
    r"^(?:you|he|she|we) (?:(?:still|also|now|really|just|quite|very|a (?:little|bit)|not|already|probably|definitely|more|much|currently|both|clearly|slightly|well|do|is|are|seem|seems|have|has|had|made|making|did) )*"
    r"(?:(?:in|at) (?:[\w]+ ){0,2}(?:risk|range|remission|failure|withdrawal|danger|stage)|overweight|obese|an?emic|dehydrated|prediabetic|ready|motivated|(?:good|great|real|nice|steady|slow|some|excellent) (?:[\w]+ )?progress|progress\w*|recovering|on track|low on|short of iron|deficient|"
    r"doing (?:(?:really|much|very|a lot|so|pretty|quite|far) )*(?:well|great|fine|better|worse|nicely)|tolerat\w+|respond\w+|a (?:good )?candidate|out of the woods|over the worst|vulnerable|taking in|eating (?:too|more|less)|lacking|above (?:your|the)|below (?:your|the))\b"
)
_PROGNOSIS = re.compile(
    r"^(?:you|he|she|it|this|that|they|the [\w]+|your [\w]+) (?:should|will|would|ought to) (?:(?:probably|be|all|just|most|likely|go|get|slowly|feel) )*(?:fine|okay|right|better|settle|clear|heal|improve|resolve|back to normal|recover|pass|fade|go away|get better)\b"
)
_LEVELS = re.compile(
    r"\b(?:blood pressure|pressures?|sugars?|glucose|cholesterol|ldl|a1c|weight|pain|mood|sleep|kidneys?|kidney function|liver|thyroid|heart(?: function)?|rhythm|iron|breathing|lungs|wound|incision|cut|skin|knee|shoulder|back|hip|ankle|foot|hand|teeth|tooth|gums|numbers|levels?|inr|stent|implant|graft|"
    r"swelling|rash|cough|numbness|balance|strength|range|speech|swallow\w*|memory|vision|hearing|appetite|energy|growth|feeding|symptoms|headaches?)\b"
)
_ANSWER = re.compile(
    r"^(?:(?:well|oh|so|right|,) )*(?:no|yes|yeah|yep|nope|not (?:yet|really|quite|exactly|at all)|maybe|possibly|probably|exactly)\b ?,? ?"
)
_ABOUT_THAT = re.compile(
    r"^(?:it|this|that|there|they|these|he|she|you|just|only|a|an|i (?:do not )?(?:think|believe|suspect|doubt)|nothing|the|your) "
)
_ASKS_IF = re.compile(
    r"\b(?:is|are|was|could|might|do|does|did|have|has|am|what|why|so) (?:it|this|that|he|she|i|there|they|these|you think|is it|is this|is that|the|my|her|his|we)\b|\byou think\b"
)
LONGEST = 34


def names_illness(facts: Facts) -> bool:
    """Whether words name something amiss: a diagnosis of the lexicon, an injury, a kind of illness."""
    named = any(not _SEEN_NOT_CONCLUDED.search(name) for name in _illnesses(facts))
    return named or bool(_AMISS.search(facts.text))


def _illnesses(facts: Facts) -> list[str]:
    """The diseases that are mentioned; a level that goes by the name of one is none."""
    return [m.name for m in facts.mentions if m.topic is Topic.DISEASE and m.name != "cholesterol"]


def answers_whether(question: str, answer: str) -> bool:
    """Whether a provider tells a patient who asks what it is: "is it broken?" "no, just a sprain"."""
    said = _ANSWER.sub("", answer)
    return bool(_ASKS_IF.search(question) and _ANSWER.search(answer) and _ABOUT_THAT.search(said + " "))


def core_of(text: str) -> str:
    """A provider's words without what only opens them: "the good news is that", "for the knee,"."""
    return _OPENS.sub("", text)


def concludes(facts: Facts, *, examining: bool) -> bool:  # noqa: C901, PLR0912 (a list of rules, in order of certainty)
    """Whether a provider's clause, by its grammar, draws a conclusion.

    examining: whether an examination goes on, when a state of a part of the body is a finding.
    """
    text = core_of(facts.text)
    if not text or len(facts.lowers) > LONGEST or text.endswith("?"):
        return False
    ill = names_illness(facts)
    told = ill or facts.has(Topic.SYMPTOM, Topic.FINDING, Topic.TEST, Topic.TREATMENT, Topic.BODY, Topic.DRUG)
    opinion = _OPINION.search(text)
    if opinion and not _NO_OPINION.search(text[opinion.end() :]):
        denied = re.search(r"\b(?:not|doubt|no|nothing|less)\b", text)
        return told or bool(denied and _ABOUT_IT.search(text[opinion.end() :]))
    if (_NOMINAL.search(text) and told) or _FRONTED.search(text):
        return True
    if _CLEFT.search(text) and (told or _BLAMED.search(text)) and not _NO_OPINION.search(text):
        return True
    if _HISTORY.search(text):
        return False
    if _CHANCES.search(text) or (_JUST_THAT.search(text) and not facts.numbers):
        return True
    if _NOTHING.search(text) and re.search(
        r"\b(?:suggest\w*|worr\w+|serious|sinister|dangerous|alarming)\b", text
    ):
        return True
    measured = facts.has(Topic.TEST) or bool(_LEVELS.search(text) and not _illnesses(facts))
    shown = facts.numbers > 0 and measured
    if ill and not shown:
        seen = examining and facts.has(Topic.FINDING) and not _FITS.search(text)
        own = any(
            m.topic is Topic.BODY
            and not any(
                d.topic is Topic.DISEASE and d.start <= m.start and m.end <= d.end for d in facts.mentions
            )
            for m in facts.mentions
        )
        there = text.startswith(("there ", "no ", "some "))
        if _COPULAR.search(text) and not (there or (seen and own)):
            return True
        if (_FITS.search(text) or _CONTRASTED.search(text)) and not there:
            return True
    if _CAUSE.search(text) and told and not shown and re.match(rf"{_SUBJECT}|which", text):
        return True
    judged = _JUDGED.search(text)
    if (judged or _STATE.search(text)) and re.match(_SUBJECT, text) and not shown:
        if ill or facts.has(Topic.TREATMENT, Topic.DRUG):
            return True
        if _LEVELS.search(facts.text) and (judged or not examining):
            return True
        if not examining and (told or judged) and re.match(r"(?:you|he|she|it|this|that) ", text):
            return True
    return bool(_ABOUT_PERSON.search(text) or _PROGNOSIS.search(text))
