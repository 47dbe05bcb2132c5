"""Ten visits made up for measuring, all persons fictional, with notes as a clinician types them: short, in other words, true.

They were written before the rules that they measure were changed, to see what is raised on text that no rule knew.
"""

from __future__ import annotations

from made_visits import MadeVisit

TYPED_VISITS = (
    MadeVisit(
        "shoulder-both-sides",
        "Doctor: Good morning. So last time it was the left shoulder, what is it today?\n"
        "Patient: Well the left one's a lot better since the injection, I can reach up again. Now it's the right one that's giving me grief.\n"
        "Doctor: Since when?\nPatient: Um, about five weeks. I was painting the ceiling and the next day I couldn't lift it.\n"
        "Doctor: Where exactly?\nPatient: On the outside here, and it wakes me when I roll on it.\n"
        "Doctor: Any numbness down the arm, tingling in the fingers?\nPatient: No, nothing like that.\nDoctor: Neck okay?\nPatient: Neck's fine, yeah.\n"
        "Doctor: Did you take anything for it?\nPatient: Just Aleve, two in the morning. It helps some.\n"
        "Doctor: Alright, let me take a look. On this side you get to about ninety degrees and then it hurts. The other arm goes all the way up. I'm going to press down here. Does that hurt?\nPatient: Yes! Right there.\n"
        "Doctor: And this one?\nPatient: No, that's okay.\n"
        "Doctor: So the empty can test is positive on the right. Strength is four out of five on the right with abduction because of pain, five out of five on the left. No redness, no warmth. "
        "I think you have irritated your rotator cuff on the right, the same thing as we had on the left. I don't think it's torn.\n"
        "Patient: Do I need another MRI?\nDoctor: Not now. Let's do physical therapy twice a week for six weeks, and I'd like you to switch from the Aleve to meloxicam fifteen milligrams once a day. If it's not better by then we'll do an injection on this side as well.\nPatient: Okay.",
        "R shoulder pain x 5 wks, onset after painting ceiling. Lateral, worse at night when lying on it. No paresthesias, no neck pain. Aleve helps partially. L shoulder much improved since injection.",
        "R shoulder: active elevation limited to 90° by pain, empty can +, abduction strength 4/5 (pain). No erythema or warmth. L shoulder: full elevation, 5/5.",
        "R rotator cuff tendinopathy, tear unlikely. L improved.",
        "PT 2x/week x 6 wks. Stop Aleve, start meloxicam 15 mg daily. R subacromial injection if no improvement. No MRI at this time.",
    ),
    MadeVisit(
        "heart-failure-changes",
        "Doctor: How has the breathing been since we changed the water pill?\n"
        "Patient: Better. I'm down to one pillow. I can do the stairs if I go slow.\nDoctor: Any chest pain?\nPatient: No.\nDoctor: Do you wake up gasping?\nPatient: Not anymore.\n"
        "Doctor: Ankles?\nPatient: They still swell by evening, both of them, the left more than the right.\n"
        "Doctor: What are you weighing at home?\nPatient: One eighty six this morning. I was one ninety four when I came out of the hospital.\n"
        "Doctor: And what are you taking?\nPatient: The furosemide, forty in the morning, carvedilol, that's the six and a quarter twice a day, and lisinopril ten. And the potassium, twenty.\n"
        "Doctor: Any dizziness when you stand up?\nPatient: A little, first thing.\n"
        "Doctor: Blood pressure today is one eighteen over seventy two, pulse eighty eight, oxygen ninety six percent. Neck veins aren't up. There are no crackles. Trace edema at the ankles. Your potassium was four point six and creatinine one point three, it was one point one in June. Echo showed an ejection fraction of thirty five percent.\n"
        "Doctor: So I'd like to go up on the carvedilol to twelve and a half twice a day, and I'm going to stop the lisinopril and after two days start Entresto, the twenty four twenty six, twice a day. You can come off the potassium.\n"
        "Patient: Okay. The same water pill?\nDoctor: Yes, same. Labs in one week, see me in three weeks, and call if you gain more than three pounds in a day or five in a week.",
        "HFrEF f/u. Dyspnea improved on current diuretic, 1-pillow, manages stairs slowly. No CP, no PND. Bilateral ankle swelling in evenings, L > R. Home weight 186 lb (194 at discharge). Mild orthostatic dizziness in the morning. "
        "Meds: furosemide 40 mg qAM, carvedilol 6.25 mg BID, lisinopril 10 mg, KCl 20 mEq.",
        "BP 118/72, HR 88, SpO2 96%. No JVD. Lungs: no crackles. Trace ankle edema. K 4.6, Cr 1.3 (1.1 in June). Echo EF 35%.",
        "HFrEF, improving. Cr slightly up.",
        "Increase carvedilol to 12.5 mg BID. D/c lisinopril, 48 h later start Entresto 24/26 BID. Stop potassium. Continue furosemide 40 mg. Labs 1 wk, f/u 3 wks. Call for weight gain > 3 lb/day or 5 lb/week.",
    ),
    MadeVisit(
        "uk-thyroid-tired",
        "GP: Hi there, can you hear me alright?\nPatient: Yeah, yeah, I can hear you. Sorry, my camera's a bit rubbish.\nGP: No worries. What can I help with?\n"
        "Patient: So I'm just, I'm shattered all the time. Like, I sleep nine hours and I'm still knackered. It's been, what, since about Easter.\n"
        "GP: Okay. Anything else you've noticed? Weight, bowels, feeling the cold?\nPatient: Um, yeah I've put on about half a stone, and I'm always cold. Bowels are normal, I think.\n"
        "GP: How are your periods?\nPatient: Heavier than they were. I'm changing every couple of hours on the first day.\nGP: Are you low at all, in your mood?\nPatient: No, not really. Fed up with being tired but not depressed.\n"
        "GP: Any thoughts of harming yourself?\nPatient: God, no.\nGP: Anyone in the family with thyroid trouble?\nPatient: My mum has an underactive thyroid, and my nan was diabetic.\n"
        "GP: Do you smoke or drink?\nPatient: I vape. Couple of glasses of wine at the weekend.\nGP: Any medicines?\nPatient: Just the pill, Rigevidon. Oh and I had a reaction to erythromycin, I was sick as a dog.\n"
        "GP: Any lumps in the neck, trouble swallowing?\nPatient: No.\n"
        "GP: Right. I'd like bloods, so thyroid function, full blood count, ferritin, B12 and a sugar test. I'll text you the form. If the iron's low we'll talk about tablets. Ring in a week for the results. If you get very breathless or have palpitations give us a ring sooner.\nPatient: Lovely, thank you.",
        "TATT since approx Easter despite 9 h sleep/night. Cold intolerance, wt gain ~ 1/2 stone. Bowels NAD. Menorrhagia (changes every couple of hrs day 1). Mood: fed up but not depressed, no TSH or suicidal ideation. No neck lump/dysphagia.\n"
        "FHx: mother hypothyroid, grandmother DM. SHx: vapes, wine at w/ends only. DH: Rigevidon. Erythromycin - vomiting.",
        "Video consultation.",
        "Fatigue ?hypothyroid ?iron deficiency",
        "Bloods: TFT, FBC, ferritin, B12, HbA1c. Ring for results 1/52. Iron if low ferritin. Safety-netted re SOB/palpitations.",
    ),
    MadeVisit(
        "dictation-eye",
        "This is a seventy one year old male seen for follow up of open angle glaucoma in both eyes and a cataract in the left eye. He reports no eye pain and no flashes. "
        "He does report glare when driving at night, mostly the left eye. He uses latanoprost at bedtime in both eyes and timolol in the morning in the right eye only. He misses a drop perhaps once a week. "
        "Visual acuity is twenty twenty five on the right and twenty fifty on the left. Pressures are fifteen right and nineteen left. Last visit they were sixteen and twenty two. "
        "Anterior segment clear in both eyes, a two plus nuclear cataract in the left eye, one plus in the right eye. Cup to disc ratio zero point six on the right and zero point seven on the left. No disc hemorrhage. "
        "Impression one, glaucoma, controlled on the right, borderline on the left. Two, cataract, left greater than right. Plan continue latanoprost both eyes, add timolol in the left eye every morning so that he uses it in both. "
        "We discussed cataract surgery for the left eye, he would like to wait. Visual field test in four months.",
        "71M POAG OU, cataract OS. C/o night-time glare when driving, L > R. Denies pain or flashes. Latanoprost qHS OU, timolol qAM right eye. Misses ~1 dose per week.",
        "VA 20/25 R, 20/50 L. IOP 15 R / 19 L (prev 16/22). Ant seg clear OU. NS cataract 1+ right eye, 2+ left eye. C/D 0.6 R, 0.7 L, no disc heme.",
        "1. POAG - right eye controlled, left borderline. 2. Cataract L > R.",
        "Continue latanoprost OU. Add timolol left eye qAM. Cataract surgery left eye discussed, pt prefers to wait. VF in 4 months.",
    ),
    MadeVisit(
        "adhd-child",
        "Doctor: So how is school going?\nMother: Much better, his teacher says he stays in his seat now. But he comes off it at about three and homework is a battle.\n"
        "Doctor: And he's on the Concerta eighteen?\nMother: Yes, eighteen, in the morning. He was on Ritalin five before that, twice a day, and that made him cry.\n"
        "Doctor: How's his appetite?\nMother: Lunch comes home untouched. He eats a big dinner.\nDoctor: And sleep?\nMother: Takes him an hour to settle. He doesn't snore.\n"
        "Doctor: Any tics? Headaches? Tummy aches?\nMother: No tics. He had headaches the first week but they've gone.\nDoctor: Any heart problems in the family, anybody who died suddenly?\nMother: No.\n"
        "Doctor: Weight's fifty eight pounds, he was fifty nine in the spring, so pretty flat. Height fifty two inches. Blood pressure ninety eight over sixty. Heart sounds normal, no murmur.\n"
        "Doctor: I'd go up to twenty seven. And give him a big breakfast before it. For the sleep, try melatonin, one milligram, half an hour before bed, no screens. If he loses more weight we'll take weekends off. Let's see him in six weeks.\nMother: He's not allergic to anything, you asked last time. Only strawberries give him a rash.",
        "8yo... ADHD f/u with mother. School much improved per teacher, wears off ~ 3 PM, homework difficult. Concerta 18 mg AM. Prior Ritalin 5 mg BID stopped d/t tearfulness. Appetite down at lunch, good dinner. Sleep latency 1 hr, no snoring. No tics. Initial HA resolved. No FHx of sudden death or cardiac dz. NKDA; strawberries cause rash.",
        "Wt 58 lb (59 in spring), Ht 52 in, BP 98/60. RRR, no murmur.",
        "ADHD, partial response. Weight flat.",
        "Increase Concerta to 27 mg qAM. Large breakfast first. Melatonin 1 mg 30 min before bedtime, no screens. Consider weekend holidays if further wt loss. RTC 6 wks.",
    ),
    MadeVisit(
        "post-op-hip",
        "Doctor: Two weeks out from the left hip, how are we doing?\nPatient: Good, really. I'm walking with one crutch. The pain's about a two, maybe a four at night.\n"
        "Doctor: Are you still on the oxycodone?\nPatient: No, I stopped it last Friday. Just Tylenol, a thousand, three times a day.\nDoctor: And the aspirin?\nPatient: Eighty one, twice a day like you said.\n"
        "Doctor: Any fever, chills, drainage?\nPatient: No fever. There was a spot of blood on the dressing the first few days, nothing since.\nDoctor: Calf pain, short of breath?\nPatient: No.\nDoctor: Bowels moving?\nPatient: Now they are, I was stuck for four days.\n"
        "Doctor: The incision looks great, it's clean and dry, I'll take the staples out today. Hip flexes to ninety. Your leg lengths look equal. No calf tenderness. You can lift the foot up fine. X-ray, the cup and stem are where they should be, no fracture.\n"
        "Doctor: So full weight bearing, use a cane in the right hand once you drop the crutch. No bending past ninety, don't cross your legs for another four weeks. Aspirin for another two weeks, then stop. Home therapy goes to outpatient therapy, three times a week. No driving until you're off the cane. What about your other hip, you said the right one was sore.\nPatient: It's a bit achy but not like the left was.\nDoctor: Okay we'll watch it. Four weeks with an x-ray.",
        "POD 14 s/p L THA. Ambulating w/ 1 crutch. Pain 2/10, 4/10 at night. Off oxycodone since last Fri; Tylenol 1000 mg TID, ASA 81 mg BID. No fever; initial spotting on dressing, now none. No calf pain or SOB. Constipation resolved. Mild R hip ache, not as bad as L had been.",
        "L hip incision C/D/I, staples removed. Flexion 90. Leg lengths equal. No calf tenderness, foot dorsiflexion intact. XR: components in position, no fx.",
        "Doing well s/p L THA. R hip pain, mild.",
        "WBAT, cane in R hand. Hip precautions 4 more wks. Aspirin 2 more wks then d/c. Outpt PT 3x/wk. No driving until off cane. Observe R hip. F/u 4 wks w/ XR.",
    ),
    MadeVisit(
        "psych-followup",
        "Therapist: How have the last four weeks been on the higher dose?\nPatient: The panic is way down. I've had two attacks, before it was almost every day.\nTherapist: And your mood?\nPatient: Flat. Not sad really. I don't enjoy things much.\n"
        "Therapist: Sleeping?\nPatient: I fall asleep fine but I'm up at four.\nTherapist: Appetite?\nPatient: I'm eating. No change in weight.\nTherapist: Any thoughts of suicide, or that you'd be better off dead?\nPatient: No. I had those last year but not now.\n"
        "Therapist: Any side effects? Sexual, stomach?\nPatient: Some trouble there, yeah, since the hundred. No nausea.\nTherapist: Alcohol?\nPatient: I stopped in August. Haven't touched it.\nTherapist: Cannabis?\nPatient: Sometimes, a gummy on the weekend.\nTherapist: Good. You were on fifty, now you're on a hundred of sertraline. And the hydroxyzine?\nPatient: Maybe twice a month, twenty five.\nTherapist: Are you hearing voices or seeing anything others don't?\nPatient: No.\n"
        "Therapist: You're well groomed, speech is normal, you look a bit tired. Your PHQ nine is eleven today, it was seventeen. GAD seven is six, down from fifteen.\nTherapist: So I'd keep the sertraline where it is and add bupropion, one fifty in the morning. That may help with energy and with the sexual side effects. You've never had a seizure?\nPatient: Never.\nTherapist: No eating disorder?\nPatient: No.\nTherapist: Stay with the weekly therapy. Let's talk in four weeks. You've got the crisis line number.",
        "Panic attacks reduced to 2 in last 4 wks (previously near-daily). Mood flat w/ anhedonia, denies sadness. Early morning awakening at 4. Appetite ok, wt stable. SI last year, denies currently. Sexual SE since sertraline 100, no nausea. Abstinent from EtOH since August; occasional cannabis edible on weekends. Hydroxyzine 25 mg ~ 2x/month. Denies AVH. No hx seizure or eating d/o.",
        "MSE: well groomed, appears tired, normal speech. PHQ-9 11 (was 17). GAD-7 6 (was 15).",
        "Panic d/o improving. MDD, partial response w/ residual anhedonia.",
        "Continue sertraline 100 mg (no change). Start bupropion 150 mg qAM. Weekly therapy. F/u 4 wks. Has crisis line #.",
    ),
    MadeVisit(
        "kidney-diabetes-many-drugs",
        "Doctor: Morning. I've got your labs. A1c is seven point nine, it was nine point one in January. Kidney function is thirty eight, it was forty two.\nPatient: Is that bad?\nDoctor: It's a bit lower, we'll watch it. What are your sugars in the morning?\nPatient: One twenty, one thirty.\nDoctor: Any lows?\nPatient: Once I had sixty five, I got shaky.\n"
        "Doctor: You take the glargine at night, how much?\nPatient: Twenty two units. And the metformin, a thousand twice a day. And the blue one, for cholesterol, rosuvastatin, ten.\nDoctor: Blood pressure?\nPatient: Amlodipine five and losartan, the hundred.\nDoctor: Any swelling in your legs?\nPatient: Not really.\nDoctor: Vision?\nPatient: I see Doctor Imaginary next week. No trouble.\nDoctor: Any tingling in your feet?\nPatient: The toes on the left burn at night. The right's okay.\nDoctor: Do you smoke?\nPatient: Half a pack. I know, I know.\n"
        "Doctor: Pressure's one forty eight over eighty two. Monofilament is absent at the left big toe, present everywhere on the right. No ulcers. Pulses two plus both sides.\n"
        "Doctor: With the kidneys where they are I want the metformin down to five hundred twice a day. Glargine down to twenty units, because of that low. Then I'd like to start Jardiance, ten, every morning. Amlodipine up to ten. The losartan stays. You can't take ibuprofen or the like with these kidneys. Patient, let's see, urine albumin today, recheck the labs in six weeks. And here's the quit line.\nPatient: I had a yeast infection with that Farxiga once.\nDoctor: Right, that's the same family, so tell me if it happens again.",
        "DM2/CKD f/u. FBG 120-130, one low at 65 w/ shakiness. Glargine 22 units qHS, metformin 1000 mg BID, rosuvastatin 10 mg, amlodipine 5 mg, losartan 100 mg. No leg edema. No visual complaints, eye appt next wk. Burning L toes at night, R fine. Smokes 1/2 ppd. Hx yeast infection on Farxiga.",
        "BP 148/82. A1c 7.9 (9.1 Jan). eGFR 38 (42). Monofilament absent L great toe, intact R. No ulcers. DP 2+ bilat.",
        "T2DM improved, CKD 3b, HTN above goal, L toe neuropathy, tobacco use.",
        "Decrease metformin to 500 mg BID. Decrease glargine to 20 units. Start Jardiance 10 mg qAM (monitor for yeast infection). Increase amlodipine to 10 mg. Continue losartan 100 mg. Avoid NSAIDs. UACR today, labs 6 wks. Quitline info given.",
    ),
    MadeVisit(
        "uk-chest-infection",
        "GP: Hello, come in. You don't look too clever.\nPatient: No doctor, I've had this cough for, what, ten days. It's gone onto my chest.\nGP: Bringing anything up?\nPatient: Green. There was a streak of blood in it on Sunday, just the once.\nGP: Any pain when you breathe in?\nPatient: On the left side a bit, round the back.\nGP: Fever?\nPatient: I was thirty eight four last night.\nGP: Short of breath?\nPatient: On the stairs, yes. Not sat here.\n"
        "GP: Ever smoked?\nPatient: Gave up fifteen years ago, I was on twenty a day.\nGP: Any travel, anyone else ill?\nPatient: The wife's had it.\nGP: You've got asthma, haven't you?\nPatient: As a kid. Not since.\nGP: Tablets?\nPatient: Ramipril, and the aspirin, seventy five. I'm allergic to penicillin. My face swelled up.\n"
        "GP: Right, let's listen. Temperature thirty seven nine, pulse ninety six, sats ninety five, resps twenty. Blood pressure one thirty two seventy eight. There's some crackles at the left base, and it's a bit dull there. The right's clear. No wheeze. Calves are soft. Throat's fine.\n"
        "GP: So I think you've got a touch of pneumonia on the left. Your score's low so you can stay at home. I won't give you amoxicillin obviously, so doxycycline, two hundred today and then one hundred daily for four more days. Paracetamol for the temperature. Chest x-ray in six weeks because of the blood and the smoking. If you get worse, more breathless, confused, ring 999 or come back. I'll ring you on Thursday.",
        "10/7 productive cough, green sputum, single streak haemoptysis Sunday. L sided pleuritic pain posteriorly. Temp 38.4 last night. SOBOE, none at rest. Ex-smoker (stopped 15 yrs ago, was 20/day). Wife similar. No recent travel mentioned. Childhood asthma only. On ramipril, aspirin 75 mg. Allergy: penicillin (facial swelling).",
        "T 37.9, HR 96, SpO2 95%, RR 20, BP 132/78. Creps and dullness L base. R clear. No wheeze. Calves SNT. Throat NAD.",
        "L LRTI / ?pneumonia, low CRB-65. Penicillin allergic so amoxicillin avoided.",
        "Doxycycline 200 mg stat then 100 mg OD 4 days. Paracetamol. CXR 6/52 (haemoptysis, ex-smoker). Worsening advice. Tel r/v Thurs.",
    ),
    MadeVisit(
        "skin-and-migraine",
        "Doctor: What's on the list today?\nPatient: Two things. A mole, and my migraines.\nDoctor: Mole first. Where?\nPatient: On my right calf. My husband thinks it's gotten darker over the last six months.\nDoctor: Does it itch, bleed?\nPatient: It itches sometimes. It's never bled.\nDoctor: Any skin cancer in you or your family?\nPatient: My father had melanoma. Not me.\nDoctor: Sunburns?\nPatient: Plenty as a kid.\n"
        "Doctor: Okay. It's about seven millimeters, two shades of brown, one edge is irregular. No ulceration. There's another one on the left thigh which looks totally benign, four millimeters. No lymph nodes in the groin.\n"
        "Doctor: And the headaches?\nPatient: Six a month now. It was two. Left sided, throbbing, with nausea. I don't vomit. Light bothers me.\nDoctor: Do you see zigzags before?\nPatient: No, never.\nDoctor: Weakness, trouble speaking?\nPatient: No.\nDoctor: What do you take?\nPatient: Sumatriptan fifty. It works if I get it early. Advil otherwise, maybe four days a week.\n"
        "Doctor: That's too much Advil, it can cause headaches by itself, so no more than two days a week. Are you on birth control?\nPatient: I have the Mirena.\nDoctor: Good. Neuro exam's normal, fundi are sharp, blood pressure one twenty two over seventy six.\n"
        "Doctor: I'd like to take that mole on the calf off today, with a two millimeter margin. For the migraines let's start topiramate, twenty five at night for a week, then fifty at night. Sumatriptan can go up to a hundred at the first sign. No history of kidney stones?\nPatient: No.\nDoctor: Ten day stitch removal, and I'll call with the pathology. Keep a headache diary. Back in two months.",
        "1) R calf mole darker x 6 mos, occ. pruritus, no bleeding. Father melanoma; no personal hx skin ca. Childhood sunburns.\n2) Migraine 6/mo, up from 2/mo. L-sided throbbing w/ nausea and photophobia, no emesis, no aura, no focal sx. Sumatriptan 50 mg effective if early; Advil ~4 d/wk. Mirena IUD. No hx nephrolithiasis.",
        "BP 122/76. R calf: 7 mm macule, 2 shades of brown, irregular border, no ulceration. L thigh: 4 mm benign-appearing nevus. No inguinal LAD. Neuro exam WNL, fundi sharp.",
        "Atypical nevus R calf, r/o melanoma. Migraine without aura, increased frequency, w/ medication overuse.",
        "Excision R calf lesion today w/ 2 mm margin, await path. Sutures out 10 days. Topiramate 25 mg qHS x 1 wk then 50 mg qHS. Sumatriptan 100 mg at onset. Limit Advil to 2 d/wk. HA diary. RTC 2 mos.",
    ),
)
