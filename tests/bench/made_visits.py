"""Visits made up for measuring, all persons fictional: talk, dictation, terse visits, each with a true note in other words."""

from __future__ import annotations

from typing import NamedTuple

from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.transcripts import read_text


class MadeVisit(NamedTuple):
    """A transcript as text, and the four sections of a right note."""

    name: str
    said: str
    subjective: str
    objective: str
    assessment: str
    plan: str

    @property
    def transcript(self) -> Transcript:
        """The words as a transcript."""
        return read_text(self.said)

    @property
    def note(self) -> Note:
        """The right note."""
        texts = (self.subjective, self.objective, self.assessment, self.plan)
        return Note({section: text for section, text in zip(Section, texts, strict=True) if text}, (), ())


MADE_VISITS = (
    MadeVisit(
        "talk-sinus",
        "Doctor: Hi, what's going on today?\nPatient: My face has been hurting for about ten days, it's all stuffed up and green stuff comes out.\n"
        "Doctor: Any fever?\nPatient: No.\nDoctor: Any trouble breathing?\nPatient: No, just the nose.\n"
        "Doctor: And medications?\nPatient: Just losartan, fifty a day. And penicillin gives me hives, so not that.\n"
        "Doctor: Okay. Temperature is ninety nine point one, blood pressure one twenty six over seventy eight. You're tender over the left cheek. Ears look fine.\n"
        "Doctor: So this is a bacterial sinus infection. I'll give you doxycycline one hundred milligrams twice a day for seven days. Come back if you're not better in a week.",
        "Facial pain and nasal congestion x 10 days with green discharge. Denies fever and dyspnea. Takes losartan 50 mg daily. Penicillin causes hives.",
        "Temp 99.1. BP 126/78. Tender over left cheek. Ears normal.",
        "Acute bacterial sinusitis.",
        "Doxycycline 100 mg BID x 7 days. Return in 1 week if not improved.",
    ),
    MadeVisit(
        "talk-knee-sides",
        "Doctor: Which knee is it?\nPatient: The right one. The left one is fine, never had a problem with it.\nDoctor: How long?\n"
        "Patient: Two months or so, worse on stairs.\nDoctor: Any locking or giving way?\nPatient: No locking, but it gave way once last week.\n"
        "Doctor: The right knee has a small effusion. The left knee has no effusion and full motion. On the right I get to a hundred and ten degrees of flexion.\n"
        "Patient: Can I keep taking the naproxen?\nDoctor: Yes, naproxen five hundred twice a day with food. I'll get an X-ray of the right knee, and start physical therapy twice a week for six weeks.",
        "Right knee pain for about 2 months, worse on stairs. Left knee without problems. Denies locking. Gave way once last week.",
        "Right knee: small effusion, flexion to 110 degrees. Left knee: no effusion, full range of motion.",
        "Right knee pain with effusion.",
        "Continue naproxen 500 mg BID with food. X-ray right knee. Physical therapy twice weekly for 6 weeks.",
    ),
    MadeVisit(
        "dictation-pneumonia",
        "Sixty seven year old woman with four days of productive cough and fever. She denies chest pain. No hemoptysis. Past history of COPD and hypertension. "
        "Medications are tiotropium, amlodipine five milligrams daily, and albuterol as needed. Allergies sulfa which causes a rash. "
        "On exam temperature one hundred point eight, heart rate ninety eight, respiratory rate twenty two, oxygen saturation ninety three percent on room air. "
        "Crackles at the right base. No wheezing. No leg swelling. Chest x-ray shows right lower lobe consolidation. "
        "Assessment community acquired pneumonia. Plan amoxicillin clavulanate eight seventy five milligrams twice daily for seven days and azithromycin five hundred milligrams on day one then two fifty daily for four days. Recheck in forty eight hours.",
        "67-year-old woman with productive cough and fever for 4 days. No chest pain or hemoptysis. PMH: COPD, HTN. Meds: tiotropium, amlodipine 5 mg daily, albuterol PRN. Allergic to sulfa (rash).",
        "T 100.8, HR 98, RR 22, SpO2 93% RA. Crackles at right base, no wheezes. No edema. CXR: RLL consolidation.",
        "Community-acquired pneumonia.",
        "Amoxicillin-clavulanate 875 mg BID x 7 days. Azithromycin 500 mg day 1, then 250 mg daily for 4 days. Recheck in 48 hours.",
    ),
    MadeVisit(
        "uk-back",
        "GP: Come in, have a seat. What can I do for you?\nPatient: It's my lower back doctor, it's been playing up for three weeks since I moved house.\n"
        "GP: Does it go down the legs?\nPatient: A bit down the left leg, to the knee.\nGP: Any numbness around the saddle area, any trouble with your waterworks or bowels?\nPatient: No, nothing like that.\n"
        "GP: Any weight loss or fevers?\nPatient: No.\nGP: And you're allergic to codeine, is that right?\nPatient: Yes, it makes me really sick.\n"
        "GP: Straight leg raise is sixty degrees on the left, eighty on the right. Power and reflexes are normal.\n"
        "GP: It's sciatica. Carry on with paracetamol one gram four times a day, and I'll give you naproxen two hundred and fifty milligrams three times a day with omeprazole twenty milligrams. See me again in four weeks if no better.",
        "3/52 hx low back pain since moving house, radiating to L leg as far as knee. No saddle anaesthesia, no bladder or bowel symptoms. No weight loss or fever. Allergic to codeine.",
        "SLR 60 degrees left, 80 degrees right. Power and reflexes normal.",
        "Sciatica.",
        "Paracetamol 1 g QDS. Naproxen 250 mg TDS with omeprazole 20 mg. Review in 4 weeks if no better.",
    ),
    MadeVisit(
        "unmarked-chest",
        "[doctor] okay so tell me what brings you in\n[patient] i get this tightness in my chest when i walk up hills goes away when i rest it's been maybe two months\n"
        "[doctor] any shortness of breath no okay any palpitations\n[patient] no\n[doctor] do you smoke\n[patient] i quit about five years ago\n"
        "[doctor] and you're on metoprolol fifty milligrams twice a day and atorvastatin forty\n[patient] yes and i can't take aspirin it makes me wheeze\n"
        "[doctor] your blood pressure is one forty four over eighty eight pulse is sixty two heart is regular no murmur lungs are clear\n"
        "[doctor] i think this is stable angina so i'm going to order a stress test and start clopidogrel seventy five milligrams once a day i'll see you in two weeks",
        "Chest tightness walking uphill for about 2 months, relieved by rest. Denies SOB and palpitations. Quit smoking 5 years ago. Takes metoprolol 50 mg BID and atorvastatin 40 mg. Cannot take aspirin (wheeze).",
        "BP 144/88, pulse 62. Regular rhythm, no murmur. Lungs clear.",
        "Stable angina.",
        "Stress test. Start clopidogrel 75 mg daily. Follow up in 2 weeks.",
    ),
    MadeVisit(
        "talk-diabetes",
        "Doctor: How are the sugars?\nPatient: In the morning around one fifty, sometimes one eighty.\nDoctor: Any lows?\nPatient: One last month, I was at sixty two.\n"
        "Doctor: Any numbness in the feet?\nPatient: A little tingling in both feet at night.\nDoctor: Your A1c is eight point two, it was seven point six in March. Weight is two hundred and four pounds. Pulses in the feet are good, no ulcers.\n"
        "Doctor: You're on metformin a thousand twice a day. I'd like to add empagliflozin ten milligrams in the morning. Any allergies I should know of?\nPatient: I had a reaction to contrast dye once.\n"
        "Doctor: Okay, noted. See the eye doctor, and come back in three months with labs.",
        "Morning glucose 150 to 180. One hypoglycemic episode last month at 62. Tingling of both feet at night. On metformin 1000 mg BID. Reaction to contrast dye.",
        "A1c 8.2% (7.6 in March). Weight 204 lb. Foot pulses good, no ulcers.",
        "Type 2 diabetes, not at goal.",
        "Add empagliflozin 10 mg every morning. Eye exam. Return in 3 months with labs.",
    ),
    MadeVisit(
        "talk-child-ear",
        "Doctor: So what's up with Fictional Timmy?\nMother: He's four, he's been pulling on his left ear since Sunday and had a fever of one oh two last night.\n"
        "Doctor: Is he eating?\nMother: Not much, but he's drinking okay.\nDoctor: Any vomiting or diarrhea?\nMother: No vomiting. Some loose stools.\n"
        "Doctor: He weighs sixteen kilos. The left ear drum is red and bulging, the right one is normal. Throat is clear.\nMother: Amoxicillin brought him out in a rash when he was two.\n"
        "Doctor: Then we'll use cefdinir, two hundred and twenty five milligrams once a day for ten days, and ibuprofen for the pain. Call me in two days if the fever's not gone.",
        "4-year-old boy pulling at left ear since Sunday, fever of 102 last night. Poor appetite, drinking fluids. No vomiting. Loose stools. Rash with amoxicillin at age 2.",
        "Weight 16 kg. Left TM red and bulging, right TM normal. Throat clear.",
        "Left acute otitis media.",
        "Cefdinir 225 mg daily x 10 days. Ibuprofen for pain. Call in 2 days if fever persists.",
    ),
    MadeVisit(
        "dictation-ortho",
        "Follow up three weeks after left distal radius fracture. Patient is a forty four year old man, right handed. Pain is two out of ten. No numbness or tingling of the fingers. "
        "He takes no pain medicine. Exam of the left wrist, mild swelling, cast intact, capillary refill under two seconds, he moves all fingers. X-rays two views of the left wrist show the fracture in good alignment. "
        "Impression healing left distal radius fracture. Continue the cast for three more weeks, return for cast removal and x-ray.",
        "44 y/o right-handed man seen 3 weeks after left distal radius fracture. Pain 2/10. Denies numbness or tingling in the fingers. Takes no pain medication.",
        "Left wrist: mild swelling, cast intact, cap refill < 2 seconds, moves all fingers. X-rays of the left wrist, 2 views: fracture in good alignment.",
        "Healing left distal radius fracture.",
        "Continue cast for 3 weeks. Return for cast removal and X-ray.",
    ),
    MadeVisit(
        "uk-phone-uti",
        "GP: Hello, it's the surgery. You asked for a call back?\nPatient: Yes, it's burning when I wee and I'm going all the time. Two days now.\nGP: Any blood?\nPatient: No.\nGP: Any back pain, fever, being sick?\nPatient: No, none of that.\n"
        "GP: Could you be pregnant?\nPatient: No, I've had a hysterectomy.\nGP: Can you take trimethoprim?\nPatient: No, I came up in a rash with trimethoprim.\n"
        "GP: Nitrofurantoin then, one hundred milligrams modified release twice a day for three days. Drink plenty. If you get a fever or pain in your back ring us straight away.",
        "Dysuria and frequency for 2 days. No haematuria. No back pain, fever or vomiting. Not pregnant, previous hysterectomy. Trimethoprim: rash.",
        "",
        "Lower UTI.",
        "Nitrofurantoin MR 100 mg BD for 3 days. Fluids. To ring if fever or back pain.",
    ),
    MadeVisit(
        "talk-depression",
        "Doctor: How have you been on the sertraline?\nPatient: Better. I sleep about six hours now, it was four before.\nDoctor: Any thoughts of hurting yourself?\nPatient: No, not anymore. Not since January.\n"
        "Doctor: Side effects?\nPatient: A dry mouth, that's all.\nDoctor: Your PHQ nine is eight, down from seventeen. You look well, your mood is good.\n"
        "Doctor: Let's go from fifty to one hundred milligrams of sertraline, once a day, and keep seeing your therapist every two weeks. I'll see you in six weeks.",
        "Improved on sertraline. Sleeps 6 hours (previously 4). Denies thoughts of self-harm since January. Dry mouth as only side effect.",
        "PHQ-9 score 8, down from 17. Mood good.",
        "Depression, improving.",
        "Increase sertraline from 50 mg to 100 mg daily. Continue therapy every 2 weeks. Follow-up in 6 weeks.",
    ),
    MadeVisit(
        "talk-derm",
        "Doctor: Where's the rash?\nPatient: On both elbows and behind the right knee. It itches like mad.\nDoctor: Since when?\nPatient: Since about May.\nDoctor: Anything new, soaps, pets?\nPatient: No, nothing new.\n"
        "Doctor: Do you have asthma?\nPatient: As a kid. And latex makes my hands swell up.\nDoctor: There are dry red plaques on both elbows and in the right popliteal fold. No sign of infection.\n"
        "Doctor: That's eczema. Triamcinolone cream point one percent twice a day for two weeks, and a plain moisturizer. If it's not better in a month we'll do a patch test.",
        "Itchy rash of both elbows and behind the right knee since May. No new soaps or pets. Childhood asthma. Latex: swelling of hands.",
        "Dry erythematous plaques on both elbows and right popliteal fold. No signs of infection.",
        "Eczema.",
        "Triamcinolone cream 0.1% BID for 2 weeks. Moisturizer. Patch test if not better in a month.",
    ),
    MadeVisit(
        "talk-headache",
        "Doctor: Tell me about the headaches.\nPatient: Twice a week, on the left side, throbbing, they last about six hours.\nDoctor: Nausea?\nPatient: Yes, and light bothers me. No vomiting.\n"
        "Doctor: Any weakness, trouble speaking, vision loss?\nPatient: No. Sometimes I see zigzags first.\nDoctor: And you can't have ibuprofen?\nPatient: Right, it gave me an ulcer.\n"
        "Doctor: Blood pressure one eighteen over seventy four. Neuro exam is normal, no neck stiffness.\nDoctor: It's migraine with aura. Sumatriptan fifty milligrams at the onset, may repeat once after two hours. Keep a diary, back in two months.",
        "Left-sided throbbing headaches twice a week lasting 6 hours, with nausea and photophobia, no vomiting. Visual aura (zigzags) at times. Denies weakness, speech difficulty and vision loss. Ibuprofen caused an ulcer.",
        "BP 118/74. Neurological exam normal. No neck stiffness.",
        "Migraine with aura.",
        "Sumatriptan 50 mg at onset, may repeat once after 2 hours. Headache diary. Return in 2 months.",
    ),
    MadeVisit(
        "dictation-hf",
        "Seventy eight year old man with heart failure, here for follow up. He gained five pounds in one week, with swelling of both legs. He sleeps on two pillows. Denies chest pain or syncope. "
        "Medications furosemide forty milligrams daily, carvedilol twelve point five milligrams twice a day, lisinopril ten milligrams daily. He is allergic to bees. "
        "Blood pressure one thirty two over seventy, heart rate seventy two, weight one hundred eighty six pounds. Jugular venous pressure elevated. Bibasilar crackles. Two plus pitting edema bilaterally. Creatinine one point three, potassium four point one. "
        "Acute on chronic heart failure. Increase furosemide to eighty milligrams daily for five days, then recheck basic metabolic panel on Friday. Low salt diet. Follow up in one week.",
        "78-year-old male with HF. 5 lb weight gain in 1 week, bilateral leg swelling, two-pillow orthopnea. Denies chest pain, syncope. Meds: furosemide 40 mg daily, carvedilol 12.5 mg BID, lisinopril 10 mg daily. Allergies: bees.",
        "BP 132/70, HR 72, weight 186 lb. JVP elevated. Bibasilar crackles. 2+ pitting edema bilaterally. Creatinine 1.3, K 4.1.",
        "Acute on chronic heart failure.",
        "Increase furosemide to 80 mg daily x 5 days. BMP on Friday. Low-sodium diet. F/u 1 week.",
    ),
    MadeVisit(
        "uk-asthma",
        "Nurse: How's the asthma been?\nPatient: Up and down. I'm using the blue inhaler four or five times a week.\nNurse: Waking at night?\nPatient: Once a week maybe.\nNurse: Do you smoke?\nPatient: No, never have.\n"
        "Nurse: Peak flow is three hundred and eighty, your best is four fifty. Chest is clear. Your inhaler technique is good.\nPatient: I do get hay fever, and cats set it off.\n"
        "Nurse: We'll step up the Clenil to two hundred micrograms, two puffs twice a day. Any worse, ring us. I'll see you in eight weeks.",
        "Asthma variable. SABA used 4 to 5 times a week. Wakes once a week at night. Never smoker. Hay fever; cats are a trigger.",
        "Peak flow 380 (best 450). Chest clear. Good inhaler technique.",
        "Asthma, partly controlled.",
        "Clenil 200 mcg 2 puffs BD. To ring if worse. Review 8 weeks.",
    ),
    MadeVisit(
        "unmarked-gi",
        "[doctor] so your stomach's been bothering you\n[patient] yeah burning up here after i eat for like a month\n[doctor] any trouble swallowing no black stools\n[patient] no no\n[doctor] losing weight\n[patient] not really\n"
        "[doctor] you taking anything\n[patient] tums and i take advil for my back two hundred milligrams most days\n[doctor] any allergies\n[patient] just sulfa\n"
        "[doctor] belly's soft a little tender in the epigastrium no guarding\n[doctor] so this is reflux or gastritis stop the advil use tylenol instead and i'll start you on omeprazole twenty milligrams before breakfast for eight weeks test for h pylori",
        "Postprandial epigastric burning for about 1 month. Denies dysphagia, melena, weight loss. Takes Tums and Advil 200 mg most days. Allergies: sulfa.",
        "Abdomen soft, mild epigastric tenderness, no guarding.",
        "GERD versus gastritis.",
        "Stop Advil, use Tylenol instead. Omeprazole 20 mg before breakfast x 8 weeks. H. pylori test.",
    ),
    MadeVisit(
        "talk-shoulder",
        "Doctor: You fell on which side?\nPatient: On my left side, off a ladder, on Tuesday. The left shoulder hurts, seven out of ten. The hip hurts on the right, oddly.\nDoctor: Did you hit your head?\nPatient: No. No blackout either.\n"
        "Doctor: The left shoulder, you lift it to ninety degrees, it's tender over the collarbone. Right hip has a bruise, full motion. X-ray shows no fracture of the shoulder.\nPatient: I can't tolerate tramadol, just so you know.\n"
        "Doctor: Okay. A sling for one week, acetaminophen six fifty every six hours, ice. If the hip's still sore in ten days we'll x-ray that too.",
        "Fell off a ladder on Tuesday onto left side. Left shoulder pain 7/10. Right hip pain. No head injury or loss of consciousness. Does not tolerate tramadol.",
        "Left shoulder: abduction to 90 degrees, tender over clavicle. Right hip: bruise, full ROM. X-ray shoulder: no fracture.",
        "Left shoulder contusion. Right hip contusion.",
        "Sling for 1 week. Acetaminophen 650 mg every 6 hours. Ice. X-ray of right hip if still sore in 10 days.",
    ),
    MadeVisit(
        "dictation-prenatal",
        "Twenty nine year old at twenty eight weeks, second pregnancy. Good fetal movement. No bleeding, no contractions, no leaking of fluid. Takes a prenatal vitamin and iron sixty five milligrams daily. No known drug allergies. "
        "Blood pressure one ten over sixty six, weight one fifty eight pounds, fundal height twenty eight centimeters, fetal heart rate one forty five. Glucose screen one hundred twenty one. Hemoglobin eleven point two. "
        "Assessment normal pregnancy at twenty eight weeks, mild anemia. Continue iron. Tdap given today. Return in two weeks.",
        "29-year-old G2 at 28 weeks. Good fetal movement. Denies bleeding, contractions, leaking fluid. Takes prenatal vitamin and iron 65 mg daily. NKDA.",
        "BP 110/66, weight 158 lb, fundal height 28 cm, FHR 145. Glucose screen 121. Hgb 11.2.",
        "Normal pregnancy at 28 weeks. Mild anemia.",
        "Continue iron. Tdap given. Return in 2 weeks.",
    ),
    MadeVisit(
        "talk-thyroid",
        "Doctor: Your TSH is nine point four.\nPatient: Is that why I'm tired?\nDoctor: Could be. Any weight change?\nPatient: Up eight pounds since spring. And constipated.\nDoctor: Feeling cold?\nPatient: No, I'm always warm.\n"
        "Doctor: Are you taking the levothyroxine?\nPatient: Seventy five micrograms, but I forget it on weekends.\nDoctor: The neck feels normal, no nodules. Pulse is fifty eight.\n"
        "Doctor: Don't change the dose yet. Take it every day, on an empty stomach, and we'll recheck the TSH in six weeks.",
        "Fatigue, 8 lb weight gain since spring, constipation. Denies cold intolerance. Levothyroxine 75 mcg, missed on weekends.",
        "TSH 9.4. Neck normal, no nodules. Pulse 58.",
        "Hypothyroidism, missed doses.",
        "Continue levothyroxine 75 mcg daily on an empty stomach. Recheck TSH in 6 weeks.",
    ),
    MadeVisit(
        "uk-child-fever",
        "GP: What's been happening?\nMother: She's been hot for two days, thirty eight point nine at home, and a runny nose.\nGP: Drinking?\nMother: Yes, and wet nappies. A bit off her food.\nGP: Any rash?\nMother: No. She had one fit with a fever last year.\n"
        "GP: Temperature thirty eight two, heart rate one thirty, sats ninety eight. Chest is clear, ears are fine, throat a bit red. No rash, no neck stiffness, she's alert.\n"
        "GP: It's viral. Calpol five mils every six hours. If she gets a rash, is floppy or stops drinking, ring one one one or come to A and E.",
        "2/7 of fever (38.9 at home) with coryza. Drinking, wet nappies. Reduced appetite. No rash. Febrile convulsion last year.",
        "Temp 38.2, HR 130, sats 98%. Chest clear. Ears normal. Throat slightly red. No rash or neck stiffness. Alert.",
        "Viral URTI.",
        "Calpol 5 ml every 6 hours. Safety-netted: rash, floppy, not drinking.",
    ),
    MadeVisit(
        "talk-bp-two-drugs",
        "Doctor: So you take amlodipine ten and lisinopril twenty?\nPatient: No, it's amlodipine five, and lisinopril forty since last fall.\nDoctor: Thanks. Any dizziness? Cough?\nPatient: No dizziness. I do have a dry cough, for about a month.\n"
        "Doctor: Blood pressure's one fifty two over ninety four, second reading one forty eight over ninety. Heart rate seventy six. No edema.\n"
        "Doctor: The cough's probably from the lisinopril. Stop that, and start losartan fifty milligrams once a day. Keep the amlodipine. Labs in two weeks.",
        "Takes amlodipine 5 mg and lisinopril 40 mg since last fall. No dizziness. Dry cough for about a month.",
        "BP 152/94, second reading 148/90. HR 76. No edema.",
        "Hypertension, not controlled. Cough likely due to lisinopril.",
        "Stop lisinopril. Start losartan 50 mg daily. Continue amlodipine. Labs in 2 weeks.",
    ),
    MadeVisit(
        "talk-eye",
        "Doctor: Which eye?\nPatient: Right. Red since yesterday, sticky in the morning. The left is okay so far.\nDoctor: Does it hurt? Can you see well?\nPatient: It's gritty, no real pain. Vision's the same.\nDoctor: Contact lenses?\nPatient: No.\n"
        "Doctor: Vision is twenty twenty on the left and twenty twenty five on the right. The right conjunctiva is red with yellow discharge, cornea's clear.\n"
        "Doctor: Bacterial conjunctivitis. Polymyxin trimethoprim drops, one drop in the right eye every four hours for seven days. Wash hands. Come back if the vision gets worse.",
        "Right eye redness since yesterday, sticky in the mornings. Gritty, denies pain and vision change. Left eye not affected. No contact lenses.",
        "VA 20/20 left, 20/25 right. Right conjunctiva red with yellow discharge. Cornea clear.",
        "Bacterial conjunctivitis, right eye.",
        "Polymyxin-trimethoprim 1 drop right eye every 4 hours x 7 days. Hand hygiene. Return if vision worsens.",
    ),
    MadeVisit(
        "dictation-allergy-clinic",
        "Thirty one year old woman referred for reactions. She had anaphylaxis after peanuts in 2019 and carries an epinephrine pen. Ceftriaxone caused facial swelling last year. She tolerates amoxicillin. "
        "Takes cetirizine ten milligrams daily and fluticasone nasal spray. No asthma. Skin is clear today, lungs clear, blood pressure one sixteen over seventy. "
        "Plan peanut component testing, ceftriaxone challenge in the hospital, continue cetirizine, renew the epinephrine pen zero point three milligrams. Follow up in eight weeks.",
        "31-year-old woman referred for reactions. Anaphylaxis to peanuts in 2019, carries epinephrine pen. Facial swelling with ceftriaxone last year. Tolerates amoxicillin. Takes cetirizine 10 mg daily and fluticasone nasal spray. No asthma.",
        "Skin clear. Lungs clear. BP 116/70.",
        "Peanut allergy. Suspected ceftriaxone allergy.",
        "Peanut component testing. Ceftriaxone challenge in hospital. Continue cetirizine. Renew epinephrine pen 0.3 mg. Follow-up in 8 weeks.",
    ),
)
