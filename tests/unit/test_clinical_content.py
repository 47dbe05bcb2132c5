"""What belongs in a note is recognised in every specialty; what does not is told apart."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.language.clinical import has_clinical_content
from desktop.transcripts import read_text

VISITS = {
    "nurse_practitioner": "I've had a cough and a runny nose since Tuesday and my throat is sore.",
    "physician": "Blood pressure today is one thirty eight over eighty two, continue lisinopril twenty milligrams.",
    "physician_plain": "My lower back has been hurting for about three weeks, worse when I sit.",
    "physician_dictated": "42 year old male with low back pain rated six out of ten, worse with sitting, no red flags.",
    "psychiatrist": "He denies suicidal thoughts, mood is low, sertraline was increased to 100 last month.",
    "psychotherapist": "Client talked about grief after her mother's death and we practised reframing.",
    "psychotherapist_plain": "I feel sad and I cry every night since my husband died in March.",
    "physical_therapy": "Knee flexion to ninety five degrees, quad strength four out of five, gait with a cane.",
    "occupational_therapy": "She needs help with dressing and bathing; ADLs reviewed, grip improved with the splint.",
    "chiropractor": "Adjusted C5-C6 and L4-L5, hypertonic trapezius on the left, she tolerated it well.",
    "dentist": "Tooth number fourteen MOD composite placed under local, two carpules, occlusion checked.",
    "dentist_plain": "One of my molars is sensitive when I drink something cold, on the left.",
    "acupuncture": "Tongue pale with teeth marks, pulse wiry, needled LI4 and ST36 for qi deficiency.",
    "social_worker": "Family faces eviction next week, applied for Medicaid, safety plan reviewed with the mother.",
    "registered_nurse": "Alert and oriented, lungs clear, Foley draining, ambulated twice in the hall with assistance.",
    "handoff": "Situation: bed 4 is short of breath. Background: CHF. Recommendation: give furosemide now.",
    "emergency": "On scene found unresponsive, GCS 8, glucose 40, gave D10 and transported.",
    "pharmacist": "She takes the warfarin at night and missed two doses; INR was three point one.",
    "pediatrics": "The baby has had six wet diapers and takes four ounces of formula, no vomiting.",
    "veterinary": "Bella has been scratching her ears for a week, not eating her kibble, two vomiting episodes.",
    "veterinary_plain": "Owner says the dog limps on the left hind leg since yesterday and won't climb stairs.",
    "nutrition": "Weight 82 kg, BMI 31, drinks two sodas a day, goal is 1,600 calories and more protein.",
    "podiatry": "Monofilament absent at the left great toe, callus debrided, no ulcer today.",
    "optometry": "Visual acuity 20/40 right and 20/20 left, pressures 15 and 16, cataract grade 1.",
    "speech": "He coughs on thin liquids; nectar thick tolerated, articulation of s improved to 80 percent.",
    "genetic_counselling": "Her aunt had breast cancer at 40; BRCA testing offered and consent signed.",
    "massage": "Tight trapezius and neck, deep tissue work, trigger points released, pressure comfortable.",
    "aromatherapy": "Lavender blend for insomnia and anxiety, skin patch test negative, inhale at bedtime.",
    "midwife": "Thirty two weeks pregnant, fundal height 32 cm, fetal heart rate 140, no contractions.",
    "dermatology": "Itchy rash on both elbows for two months, scaly plaques, likely psoriasis.",
    "athletic_trainer": "Rolled the right ankle at practice, anterior drawer positive, hold from play until Friday.",
    "exercise_therapy": "Three sets of ten reps with the theraband at RPE 6, progress to the treadmill next week.",
    "pharmacy": "Reviewed metformin and lisinopril, no interactions, blister packs from next month.",
    "paramedic": "Rhythm was v fib, shocked at 200 joules, epi one milligram, pulses back at 14:32.",
    "family_history": "Doctor: Do you know anyone in your family who had cancer?\nPatient: No one that I know.",
    "no_history": "Doctor: Have you had any illnesses in the past?\nPatient: Nope.\nDoctor: Sure?\nPatient: Yes.",
    "unknown_drug": "He stopped the zolvaprazole by himself and would rather not start it again.",
    "reply_only": "It is much better since the new inhaler, thank you, no more trouble at night.",
    "dialogue": "Doctor: where is it?\nPatient: my head, it is like a tight band, and I am tired.",
    "spoken_value": "it was one twenty over eighty this morning and one thirty over eighty five last night",
}

OTHER_TALK = {
    "recipe": (
        "Preheat the oven to 350 degrees. Cream the butter and sugar until soft, add two cups of flour and a teaspoon of "
        "salt, bake for 30 minutes and let it rest."
    ),
    "roast": (
        "Rub the chicken breast and legs with salt, pepper and garlic, heat a skillet, roast for 45 minutes until the skin "
        "is golden and the juices run clear, and serve with two tablespoons of sauce."
    ),
    "lorem": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    "song": "Oh my heart is calling, I see the stars in your eyes, hold my hand and never let me go, tonight we fly.",
    "sad_song": "You broke my heart and it hurts, the pain is all I know, tears are falling cold as rain, oh lonely road.",
    "small_talk": "How was your weekend? We went to the beach and then we had dinner with the neighbours, it was lovely.",
    "weather": "It was cold and rainy again, the traffic was terrible and we were late for the game, but we won.",
    "dialogue": "Doctor: good morning, how was the holiday?\nPatient: wonderful, thanks, we saw the mountains and swam.",
    "python": "def total(items):\n    return sum(item.price for item in items)\n\nclass Cart:\n    def __init__(self): self.items = []",
    "javascript": "const a = () => { return fetch(url).then((r) => r.json()); }; if (a) { console.log('ready'); } else { stop(); }",
    "meeting": "The quarterly revenue grew by twelve percent and the board approved the new office in Denver.",
    "travel": "The train leaves at eight thirty from platform two, change in the city and take the second bus.",
    "garden": "We planted tomatoes and roses in spring, and the neighbour lent us the big ladder for the cherries.",
    "sports": "They scored three goals in the first half and the keeper saved two shots in the last ten minutes.",
    "test": "testing testing one two three, can you hear me now, this is only a microphone check, hello hello hello",
    "typing": "asdf qwer zxcv asdf qwer zxcv asdf qwer zxcv asdf qwer zxcv asdf qwer zxcv",
    "story": "Once upon a time there was a little fox who lived under an old oak and dreamed of the sea.",
}


@pytest.mark.parametrize("text", VISITS.values(), ids=VISITS)
def test_visits_of_every_specialty_are_clinical(text: str):
    """No visit is refused, however short or plainly spoken."""
    assert has_clinical_content(read_text(text))


@pytest.mark.parametrize("text", OTHER_TALK.values(), ids=OTHER_TALK)
def test_other_talk_is_not_clinical(text: str):
    """No note is made from cooking, songs, small talk, programs or filler text."""
    assert not has_clinical_content(read_text(text))


def test_a_diet_told_in_a_visit_is_clinical():
    """Kitchen words do not hide a patient's values."""
    text = (
        "Breakfast is two cups of oatmeal with sugar and butter, she fries onions and garlic for sauce. "
        "A1c is 8.2, BMI 33, insulin 20 units at night, blood pressure 150/90."
    )
    assert has_clinical_content(read_text(text))


def test_nothing_said_is_not_clinical():
    """An empty transcript and punctuation hold nothing."""
    assert not has_clinical_content(Transcript())
    assert not has_clinical_content(Transcript((Segment("... ? !", Speaker.PATIENT),)))
