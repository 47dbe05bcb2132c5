"""The patient's problems over the visits: from the Assessments, what was said of each and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.summary import NotePart, NoteSpan
from desktop.summaries.cues import how_possible, is_denied, is_of_a_relative, is_only_a_risk, is_past
from desktop.summaries.problem_table import BROADER, Problem, known_problems
from desktop.summaries.reading import Sentence
from desktop.summaries.vocabulary import Kind, Named

_STATUS = re.compile(
    r"\b(?P<no>not |no longer |isn't |hasn't |never |no )?(?:yet |been |being |fully |adequately |completely |significantly |significant |much )*"
    r"(?P<word>(?:well|poorly|better|sub-?optimally|inadequately|adequately)[- ]controlled|uncontrolled|controlled|(?:above|below|at|not at) (?:goal|target)|"
    r"improv(?:ing|ed|ement)|worsen(?:ing|ed)|deteriorat(?:ing|ed)|progressing (?:well|normally|as expected)|stable|unchanged|resolv(?:ed|ing)|"
    r"in (?:full |partial |early |sustained )?remission|heal(?:ed|ing)(?: well)?|exacerbat(?:ed|ion)|persists|recurred|asymptomatic|quiescent|worse|better)\b"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|until|unless|should|when|once|goal|monitor for|watch for|return (?:for|if)|in case|to avoid|risk of|expect(?:ed)?|will|would|may|hope(?:fully)?)\b[^.;]*$"
)
_RESOLVED = frozenset({"resolved", "in remission", "in full remission", "in sustained remission", "healed"})
_NO_TITLE = re.compile(
    r"^(?:continue|start|stop|increase|decrease|refer|follow|return|repeat|order|check|schedule|recommend|advise|counsel|plan|patient|the patient|pt\b|he |she |they |we |i |will |medical |additional |specialist"
    r"|assessment|impression|diagnos[ei]s|differential|working diagnosis|clinical impression|health(?:care)? maintenance|well|normal|no |none|mood\b|affect\b|sleep\b|appetite\b|insight\b|nutrition\b|this|there|prognosis|progress|summary|overall|reviewed|discussed|encourage|monitor|likely to|stable\b|improving\b"
    r"|today|given|due to|because|since|currently|presents|\d|tolerat|symptoms? (?:are|is|have)|good|risk|safety|suicid|not |annual|wellness|routine|preventive|preventative|treatment|goals?|short[- ]term|long[- ]term|rationale|medication|education|interval|status|labs?|results?|bp\b|blood pressure\b|vitals?|status post\b|s/p\b|post-?op\w*(?: day| week)? \d|follow-up|instructions)",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(r"\s*(?:[,;:(—–]|\.(?!\d)|\s-\s|->|→|\b(?:is|are|was|has|with (?!(?:hyper|neur|neph|retin|anx|psych))|on|currently|secondary|due to|likely|improving|improved|stable|worsening|resolved|resolving|well[- ]controlled|controlled|uncontrolled|poorly controlled|not at goal|at goal|unchanged|appears|remains|continues?|status post|s/p|after|since)\b|$)", re.IGNORECASE)  # fmt: skip
_OPERATED = re.compile(
    r"(?:\d+ (?:days?|weeks?|months?) )?(?P<what>(?:#\d{1,2}\s+)?status[- ]post|(?:#\d{1,2}\s+)?s/p|post-?op(?:erative)?(?: from)?)\s+(?=[a-z])",
    re.IGNORECASE,
)
_MODIFIERS = re.compile(
    r"^(?:likely|probable|possible|suspected|presumed|stable|improving|improved|resolved|resolving|ongoing|persistent|worsening|known|mild|moderate|severe|new|history of|status post|s/p|controlled|uncontrolled|acute on chronic|recurrent|chronic|well[- ]controlled|poorly controlled|the|a|an|his|her|patient's)\s+",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:pain|itis|strain|sprain|tear|fracture|injury|syndrome|pregnancy|disease|disorder|infection|deficiency|failure|lesion|ulcer|wound|rash|fever|cough|dizziness|vertigo|fatigue|edema|oedema|delay|caries|abscess|dysfunction|weakness|instability|neuroma|cyst|mass|nodule|hernia|syncope|palpitations|nausea|diarrh?o?ea|vomiting|dermatitis|hypo\w+|hyper\w+|\w+(?:itis|osis|emia|aemia|opathy|algia|oma|uria|penia))\b",
    re.IGNORECASE,
)
_VAGUE = frozenset(
    {
        "strain",
        "sprain",
        "tear",
        "injury",
        "infection",
        "disease",
        "fracture",
        "subluxation",
        "viral infection",
    }
)
"""No problem without more words."""
_A_CLAUSE = re.compile(
    r"\b(?:reveal(?:s|ed)|show(?:s|ed)|demonstrat(?:es|ed)|suggests?|indicates?|between|exam(?:ination)?|should|can|does|did|feels?|felt|looks?|reports?|denies|takes?|had)\b",
    re.IGNORECASE,
)
"""Words that make a statement of what could look like a problem's name."""
_LASTING = re.compile(
    r"cancer|carcinoma|melanoma|lymphoma|leuk[a]?emia|myeloma|sarcoma|tumou?r|malignan|metasta|chronic|arthritis|hepatitis [bc]|sclerosis|cirrhosis|"
    r"kidney disease|fibrosis|disorder|lupus|transplant|parkinson|aneurysm|stenosis|\bhiv\b"
)
_LONGEST_TITLE = 8
_FAR_CHARS = 60


@dataclass(frozen=True, slots=True)
class Mention:
    """A problem named in a sentence; possible: the word by which it is only possible. past: named as history."""

    sentence: Sentence
    span: NoteSpan
    written: str
    possible: str
    past: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What was said of how a problem does, in the note's words."""

    words: str
    resolved: bool
    span: NoteSpan


@dataclass(slots=True)
class Track:
    """One problem over the visits. known: its line in the table, None where only the notes name it."""

    key: str
    label: str
    known: Problem | None
    mentions: list[Mention] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)

    @property
    def first(self) -> date:
        """The date of the first mention."""
        return self.mentions[0].span.date

    @property
    def last(self) -> date:
        """The date of the last mention."""
        return self.mentions[-1].span.date

    @property
    def lasts(self) -> bool:
        """True for a problem that does not pass by itself: it stays until it is said to have resolved."""
        return self.known.lasts if self.known is not None else _LASTING.search(self.key) is not None

    @property
    def is_resolved(self) -> bool:
        """True when the last thing said of it is that it resolved."""
        return bool(self.statuses) and self.statuses[-1].resolved and self.statuses[-1].span.date == self.last


def tracks_of(sentences: Sequence[Sentence]) -> tuple[Track, ...]:
    """The problems in the order of their first mention."""
    tracks: dict[str, Track] = {}
    in_item: dict[tuple[str, NotePart, int], str] = {}
    for sentence in sentences:
        if sentence.part not in {NotePart.ASSESSMENT, NotePart.SUMMARY}:
            continue
        item = (sentence.visit.id, sentence.part, sentence.item)
        found = [] if is_of_a_relative(sentence) else list(_mentions(sentence))
        for key, mention in found:
            track = tracks.get(key)
            if track is None:
                known = known_problems().get(key)
                track = tracks[key] = Track(key, known.label if known else mention.written, known)
            track.mentions.append(mention)
        keys = [key for key, _ in found]
        if not keys and item in in_item:
            keys = [in_item[item]]
        elif keys and sentence.opens:
            in_item[item] = keys[0]
        if keys:
            _add_statuses(sentence, [(key, tracks[key]) for key in keys], found)
    return tuple(_merged(tracks).values())


def _mentions(sentence: Sentence) -> Iterator[tuple[str, Mention]]:
    """The problems that a sentence says the patient has or may have."""
    seen: set[str] = set()
    covered: list[tuple[int, int]] = []
    title = _title(sentence)
    for named in sentence.named:
        if named.kind not in {Kind.PROBLEM, Kind.DISEASE}:
            continue
        start, end = sentence.words[named.start].start, sentence.words[named.end - 1].end
        if any(start < done and begun < end for begun, done in covered):
            continue
        if named.kind is Kind.DISEASE and (title is not None or not _is_a_diagnosis(named)):
            continue
        covered.append((start, end))
        mention = _mention(sentence, start, end)
        if mention is None or named.key in seen:
            continue
        seen.add(named.key)
        yield named.key, mention
    if title is not None and not any(title[0] <= begun < title[1] for begun, _ in covered):
        start, end = title
        mention = _mention(sentence, start, end)
        if mention is not None:
            yield _key(mention.written), mention


def _is_a_diagnosis(named: Named) -> bool:
    return (
        named.key not in _VAGUE
        and _FINDING.search(named.key) is not None
        and not named.key.endswith(("otomy", "ectomy", "oplasty"))
    )


def _mention(sentence: Sentence, start: int, end: int) -> Mention | None:
    if is_denied(sentence, start, end) or is_only_a_risk(sentence, start):
        return None
    offset = sentence.start
    written = sentence.text[start - offset : end - offset]
    return Mention(
        sentence,
        sentence.span(start, end),
        written[:1].upper() + written[1:],
        how_possible(sentence, start),
        is_past(sentence, start),
        sentence.listed or sentence.opens,
    )


def _title(sentence: Sentence) -> tuple[int, int] | None:
    """The words that name the problem of a list item or headed paragraph, where they look like a problem."""
    if sentence.listed and not sentence.opens:
        return None
    text = sentence.text
    begin = 0
    if (operated := _OPERATED.match(text)) is not None:
        ending = _TITLE_ENDS.search(text, operated.end() + 1)
        return sentence.start + operated.start("what"), sentence.start + (
            ending.start() if ending else len(text)
        )
    while (modifier := _MODIFIERS.match(text, begin)) is not None:
        begin = modifier.end()
    if _NO_TITLE.match(text, begin) or _NO_TITLE.match(text):
        return None
    ending = _TITLE_ENDS.search(text, begin + 1)
    end = ending.start() if ending else len(text)
    words = text[begin:end].split()
    if not 1 <= len(words) <= _LONGEST_TITLE or not text[begin:end].strip():
        return None
    if _A_CLAUSE.search(text, begin, end) or _is_only_a_test(sentence, begin, end):
        return None
    is_item = (sentence.opens and sentence.listed) or sentence.heading == text[begin:end].lower()
    if not is_item and _FINDING.search(text[begin:end]) is None:
        return None
    return sentence.start + begin, sentence.start + end


def _is_only_a_test(sentence: Sentence, begin: int, end: int) -> bool:
    """True when the words [begin, end) of the sentence are the name of a test or service and no problem."""
    offset = sentence.start
    return any(
        named.kind in {Kind.TEST, Kind.SERVICE}
        and sentence.words[named.start].start - offset <= begin + 1
        and sentence.words[named.end - 1].end - offset >= end - 1
        for named in sentence.named
    )


def _key(written: str) -> str:
    return " ".join(re.findall(r"\w+", written.lower()))


def _add_statuses(
    sentence: Sentence, tracks: Sequence[tuple[str, Track]], found: Sequence[tuple[str, Mention]]
) -> None:
    """Give each word of progress to the problem named last before it, or to the sentence's only one."""
    low = sentence.lower
    places = {key: mention.span for key, mention in found}
    for status in _STATUS.finditer(low):
        at = sentence.start + status.start()
        is_in_a_name = any(mention.span.start <= at < mention.span.end for _, mention in found)
        if is_in_a_name or _HYPOTHETICAL.search(low[: status.start()]):
            continue
        words = (status["no"] or "") + status["word"]
        owner = tracks[0][1]
        if len(tracks) > 1:
            before = [track for key, track in tracks if key in places and places[key].end <= at]
            after = [
                track for key, track in tracks if key in places and at < places[key].start < at + _FAR_CHARS
            ]
            owner = (before or after or [owner])[-1] if before else (after or [owner])[0]
        is_resolved = status["word"] in _RESOLVED and not status["no"]
        span = sentence.span(at, sentence.start + status.end())
        owner.statuses.append(Status(" ".join(words.split()), is_resolved, span))


def _merged(tracks: dict[str, Track]) -> dict[str, Track]:
    """A general name joins the one specific problem that it can stand for; shorter titles join longer ones."""
    joins = {
        general: specific[0]
        for general, names in BROADER.items()
        if general in tracks and len(specific := [name for name in names if name in tracks]) == 1
    }
    for general, specific_key in joins.items():
        _join(tracks[specific_key], tracks.pop(general))
    _join_shorter_names(tracks)
    for track in tracks.values():
        track.statuses = _one_a_visit(track.statuses)
    return dict(sorted(tracks.items(), key=lambda item: (item[1].mentions[0].span, item[0])))


def _join_shorter_names(tracks: dict[str, Track]) -> None:
    """A name of the notes joins a longer one that holds its words, "elevated blood pressure" the hypertension beside it."""
    for key in [key for key, track in tracks.items() if track.known is None and len(key.split()) > 1]:
        longer = [other for other in tracks if other != key and set(key.split()) < set(other.split())]
        if len(longer) == 1:
            _join(tracks[longer[0]], tracks.pop(key))
    raised, named = tracks.get("elevated blood pressure"), tracks.get("hypertension")
    if raised is not None and named is not None:
        visits = {mention.span.visit_id for mention in named.mentions}
        if all(mention.span.visit_id in visits for mention in raised.mentions):
            _join(named, tracks.pop("elevated blood pressure"))


def _join(track: Track, other: Track) -> None:
    track.mentions = sorted([*track.mentions, *other.mentions], key=lambda mention: mention.span)
    track.statuses = sorted([*track.statuses, *other.statuses], key=lambda status: status.span)


def _one_a_visit(statuses: Sequence[Status]) -> list[Status]:
    """The first word of progress of each visit: the item's title says it before the reasoning does."""
    kept: dict[str, Status] = {}
    for status in statuses:
        kept.setdefault(status.span.visit_id, status)
    return list(kept.values())
