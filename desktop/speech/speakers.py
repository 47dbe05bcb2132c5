"""Who says a segment, where the words alone tell; everything else stays unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.domain.transcript import Segment, Speaker, Transcript


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


_PROVIDER = (
    _any(
        r"what brings you", r"how can i help", r"how long have you (?:had|been)", r"are you (?:taking|allergic)",
        r"do you (?:have any|smoke|drink|take)", r"(?:have|did) you (?:had|have|noticed?|tried|been|feel|take)",
        r"any (?:fevers?|chills|allerg\w+|chest pain|nausea|vomiting|numbness|shortness of breath|changes? in)",
        r"(?:scale of|from) (?:zero|one|0|1) to (?:ten|10)", r"does it (?:radiate|hurt|go|get worse)",
        r"where does it hurt", r"how (?:often|much|many) (?:do|are|have) you", r"when did (?:it|this|that) start",
    ),
    _any(
        r"let me (?:listen|take a look|examine|check|have a look|feel|press)",
        r"i(?:'m| am) going to (?:listen|examine|press|check|prescribe|order|refer|send|start|have you|give you)",
        r"i(?:'ll| will) (?:prescribe|order|refer|send (?:in|a|you)|start you|have you|give you|see you)",
        r"i(?:'d| would) (?:recommend|suggest|like (?:you|to (?:order|start|refer|see you)))",
        r"i want you to", r"we(?:'ll| will) (?:order|start|check|get an?|do an?|refer|recheck)",
        r"(?:take|keep taking) (?:a|one|two|the) .{0,30}(?:tablet|pill|capsule|times? a day|daily)",
        r"(?:take|another) (?:a )?deep breath", r"open your mouth", r"lie (?:down|back)", r"follow up (?:in|with)",
        r"come back (?:in|if)", r"your (?:blood pressure|temperature|heart rate|lungs|a1c|labs?|x-?ray|exam|ecg|mri) "
        r"(?:is|are|shows?|sounds?|looks?|was|were|came)", r"(?:lungs|abdomen|heart sounds?) (?:is|are|sounds?) "
        r"(?:clear|soft|normal|regular)", r"on exam(?:ination)?",
    ),
)  # fmt: skip
"""Questions of a history, and what only the one who examines and decides says."""

_PATIENT = (
    _any(
        r"my (?:\w+ )?(?:back|knee|head|chest|stomach|belly|leg|arm|foot|feet|shoulder|neck|throat|ear|eye|hip|hand|skin|"
        r"tooth|ankle|wrist|heart|husband|wife|mother|mom|father|dad|boss|pain|symptoms?|sugars?|period)",
        r"i(?:'ve| have) (?:been (?:having|feeling|taking|getting)|had|noticed|tried|got)",
        r"i(?:'m| am) (?:taking|allergic|having|feeling|on (?:\w+ )?(?:medication|pills)|tired|worried|scared|in pain)",
        r"i (?:take|took|feel|felt|can't sleep|cannot sleep|hurt|fell|woke up|noticed|get (?:dizzy|short|headaches)|"
        r"smoke|quit|drink|stopped taking|ran out)",
        r"it (?:hurts|aches|burns|itches|started|gets worse|comes and goes)",
        r"(?:yes|no|yeah|nope),? (?:i|it|my|doctor|not really|nothing)", r"thank you,? doctor", r"hi,? doctor",
    ),
)  # fmt: skip

_ADDRESSED = _any(r"you", r"your")

_ROLES = {speaker.value: speaker for speaker in Speaker} | {
    "doctor": Speaker.PROVIDER,
    "physician": Speaker.PROVIDER,
    "clinician": Speaker.PROVIDER,
    "nurse": Speaker.PROVIDER,
}
_LEAST_VOTES = 2


def tag_speakers(transcript: Transcript) -> Transcript:
    """The transcript with a speaker where the words tell clearly; speakers that are known already stay.

    Provider: questions of a history, instructions, findings and decisions. Patient: complaints and doings in the
    first person. A segment with signs of both, or of none, stays unknown: a wrong tag would put words into
    somebody's mouth, and a person tags with one key.
    """
    return Transcript(
        tuple(
            segment
            if segment.speaker is not Speaker.UNKNOWN
            else replace(segment, speaker=_speaker(segment.text))
            for segment in transcript.segments
        )
    )


def tag_segment(segment: Segment) -> Segment:
    """One segment, tagged as tag_speakers does; for a window that shows segments as they come."""
    return tag_speakers(Transcript((segment,))).segments[0]


def _speaker(text: str) -> Speaker:
    is_provider = any(signs.search(text) for signs in _PROVIDER)
    is_patient = any(signs.search(text) for signs in _PATIENT)
    if is_provider and not is_patient:
        return Speaker.PROVIDER
    if is_patient and not is_provider and not _ADDRESSED.search(text):
        return Speaker.PATIENT
    return Speaker.UNKNOWN


def speakers_of_voices(said: Sequence[tuple[str, str]]) -> Mapping[str, Speaker]:
    """Who each voice is, from what it said: pairs of the voice's label, as an endpoint gives it, and a segment.

    A label that is a role in words is taken as it is. Other voices are judged by all they said: at least two
    segments must tell, and twice as many for one role as for the other. A missing label ("") is nobody's voice.
    """
    texts: dict[str, list[str]] = {}
    for voice, text in said:
        texts.setdefault(voice, []).append(text)
    return {voice: _speaker_of_voice(voice, each) for voice, each in texts.items()}


def _speaker_of_voice(voice: str, texts: list[str]) -> Speaker:
    named = _ROLES.get(voice.strip().lower())
    if named is not None or not voice:
        return named or Speaker.UNKNOWN
    votes = Counter(_speaker(text) for text in texts)
    provider, patient = votes[Speaker.PROVIDER], votes[Speaker.PATIENT]
    if provider >= max(_LEAST_VOTES, 2 * patient):
        return Speaker.PROVIDER
    if patient >= max(_LEAST_VOTES, 2 * provider):
        return Speaker.PATIENT
    return Speaker.UNKNOWN
