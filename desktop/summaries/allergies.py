"""Allergies and intolerances of the notes, with their reactions, and statements that there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop.domain.summary import NoteSpan
from desktop.summaries.cues import is_of_a_relative
from desktop.summaries.reading import Sentence
from desktop.summaries.vocabulary import Kind

_NONE = re.compile(
    r"\b(?:nkda|nka|no (?:known )?(?:drug |medication |medicine |food )*allerg(?:ies|y)|no known (?:drug )?allerg\w+|denies (?:any )?(?:known )?(?:drug |medication )?allergies|"
    r"allergies\s*[:–-]\s*(?:none|nil|no known|nkda|nka)\b(?: known)?|not allergic to any)\b"
)
_TO = re.compile(
    r"\b(?:allergic(?: reaction)? to|allerg(?:y|ies) to|intoleran(?:t|ce) (?:of|to)|anaphyla(?:xis|ctic reaction) to|sensitiv(?:e|ity) to)\s+(?P<list>[^.;\n]+)"
)
_NOUN = re.compile(
    r"(?P<list>[a-z][a-z\d'-]+(?:[ /-][a-z\d'-]+)?) (?:allergy|intolerance|anaphylaxis)\b(?! (?:season|test|clinic|shot|med|symptom))"
)
_HEADED = re.compile(r"^\s*(?:(?:drug |known |medication |food )?allergies|allergy|intolerances?|adverse (?:drug )?reactions?)\s*[:–-]\s*(?P<list>.+)$")  # fmt: skip
_DENIED = re.compile(
    r"\b(?:no|not|denies|denied|without|never|negative for|rule out|possible|\?|de-?labell?ed)\b[^,;]{0,30}$"
)
_REACTION = re.compile(
    r"[\s,]*(?:\(\s*(?P<in>[^)]{2,60})\)|[–:-]\s*(?P<dash>[^,;.]{3,60})|(?:which )?(?:causes?|caused|causing|gives?|gave|with|resulting in|leads? to)\s+(?P<said>[^,;.]{3,60}))"
)
_NO_ALLERGEN = re.compile(
    r"^(?:none|nil|which|that|n/a|no|known|seasonal|drug|food|environmental|environment|medication|medications|her|his|their|the|of|an?|and|any|multiple|reported|documented|all|"
    r"family|possible|suspected|severe|acute|significant|stated|reviewed|updated|unknown|with|season(?:al)?|other|new|for|has|have|an allergic|glucose|exercise|heat|cold|activity|lactose)\b"
)
_LIST_BREAK = re.compile(r"\s*(?:,|;|\band\b|\bor\b|/)\s*")
_LONGEST_ALLERGEN_WORDS = 4

RELATED = {
    "penicillin": frozenset(["amoxicillin", "amoxicillin clavulanate", "ampicillin", "penicillin", "penicillin vk", "flucloxacillin", "piperacillin"]),
    "sulfa": frozenset({"trimethoprim sulfamethoxazole", "sulfamethoxazole", "sulfasalazine"}),
    "nsaids": frozenset(["ibuprofen", "naproxen", "meloxicam", "diclofenac", "ketorolac", "celecoxib", "indomethacin", "aspirin", "etodolac", "nabumetone"]),
}  # fmt: skip
"""Groups an allergy is often written for, and medicines of the group that notes name."""


@dataclass(frozen=True, slots=True)
class AllergyMention:
    """An allergen as written, its reaction or "", and its place."""

    written: str
    reaction: str
    span: NoteSpan


@dataclass(slots=True)
class Allergy:
    """One allergen over the visits. key: lower case, the generic name of a known drug."""

    key: str
    label: str
    mentions: list[AllergyMention] = field(default_factory=list)

    @property
    def reaction(self) -> str:
        """The reaction as last written, or ""."""
        return next((mention.reaction for mention in reversed(self.mentions) if mention.reaction), "")


def allergies_of(sentences: Sequence[Sentence]) -> tuple[tuple[Allergy, ...], tuple[NoteSpan, ...]]:
    """The allergies by first mention, and where the notes say that there are none."""
    found: dict[str, Allergy] = {}
    denials: list[NoteSpan] = []
    for sentence in sentences:
        headed = "allerg" in sentence.heading or "intoleran" in sentence.heading
        if not headed and not re.search(r"allerg|nkda|nka\b|intoleran|anaphyla|sensitiv", sentence.lower):
            continue
        if is_of_a_relative(sentence):
            continue
        none = _NONE.search(sentence.lower)
        if none or (
            headed and re.match(r"^\W*(?:allergies\s*:\s*)?(?:none|nil|no known|nkda|nka)\b", sentence.lower)
        ):
            denials.append(sentence.span())
            continue
        for key, mention in _mentions(sentence, headed=headed):
            allergy = found.setdefault(key, Allergy(key, mention.written))
            allergy.mentions.append(mention)
    return tuple(found.values()), tuple(denials)


def _mentions(sentence: Sentence, *, headed: bool) -> Iterator[tuple[str, AllergyMention]]:
    low = sentence.lower
    places: list[tuple[int, int]] = []
    if (line := _HEADED.match(low)) is not None:
        places.append(line.span("list"))
    elif (to := _TO.search(low)) is not None:
        if not _DENIED.search(low[: to.start()]):
            places.append(to.span("list"))
    elif (noun := _NOUN.search(low)) is not None:
        if not _DENIED.search(low[: noun.start()]):
            yield from _one(sentence, *noun.span("list"), noun.end())
    elif headed:
        places.append((0, len(low)))
    for start, end in places:
        yield from _listed(sentence, start, end)


def _listed(sentence: Sentence, start: int, end: int) -> Iterator[tuple[str, AllergyMention]]:
    """The allergens of an enumeration; brackets hold reactions and are not split."""
    low = re.sub(r"\([^)]*\)", lambda match: "_" * len(match.group()), sentence.lower)
    at = start
    for match in [*_LIST_BREAK.finditer(low, start, end), None]:
        stop = match.start() if match else end
        yield from _one(sentence, at, stop, stop)
        at = match.end() if match else end


def _one(sentence: Sentence, start: int, end: int, after: int) -> Iterator[tuple[str, AllergyMention]]:
    """The allergen at the beginning of characters [start, end) of the sentence, with its reaction."""
    low = sentence.lower
    chunk = low[start:end]
    known = next(
        (
            (sentence.words[named.start].start - sentence.start, sentence.words[named.end - 1].end - sentence.start, named.key)
            for named in sentence.named
            if named.kind in {Kind.DRUG, Kind.DRUG_CLASS}
            and start <= sentence.words[named.start].start - sentence.start < end
        ),
        None,
    )  # fmt: skip
    if known is not None:
        begin, stop, key = known
    else:
        name = re.match(r"\s*([^\W\d_][^\W\d]*(?:[' -]+[^\W\d_]+)*)(?!\w)", chunk)
        if name is None:
            return
        written = re.split(
            r"\s+(?:which|with|caus\w+|gives?|gave|that|in|since|as|from|so|but|resulting|has|have|is|are|was|on|after|for)\b|\s[-–]",
            name.group(1),
        )[0].strip()
        if not written or _NO_ALLERGEN.match(written) or len(written.split()) > _LONGEST_ALLERGEN_WORDS:
            return
        begin = start + name.start(1)
        stop, key = begin + len(written), re.sub(r"s$", "", written)
    reaction = _REACTION.match(low, stop) or _REACTION.match(low, max(stop, after))
    words = next(filter(None, reaction.groups()), "") if reaction else ""
    text = sentence.text[begin:stop]
    span = sentence.span(sentence.start + begin, sentence.start + (reaction.end() if reaction else stop))
    yield key, AllergyMention(text[:1].upper() + text[1:], words.strip(), span)
