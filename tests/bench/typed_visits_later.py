"""Eight more visits made up for measuring, all persons fictional, with notes as a clinician types them: short, in other words, true.

They were written after the rules that typed_visits.py led to, and measured once before any rule was changed for them.
"""

from __future__ import annotations

from made_visits import MadeVisit

LATER_TYPED_VISITS = (
    MadeVisit(
        "uk-back-pain",
        "GP: Hi, is that working, can you see me?\nPatient: I can, yeah. Hiya.\nGP: What's been happening?\n"
        "Patient: So it's me back again. I bent down to get the washing out, what, four days ago, and it just went. I couldn't straighten up.\n"
        "GP: Whereabouts in the back?\nPatient: Low down, more on the right, and it goes into the bum a bit. Not past the knee.\n"
        "GP: Any tingling or numbness, weakness in the legs?\nPatient: No, nothing like that.\nGP: Passing water alright, bowels okay?\nPatient: Yeah, no problems.\n"
        "GP: Any numbness around the back passage?\nPatient: No.\nGP: Have you had anything like this before?\nPatient: About two years ago, it settled in a fortnight.\n"
        "GP: What have you taken?\nPatient: Paracetamol, two of them four times a day, and a bit of Ibuprofen gel.\nGP: Any stomach ulcers, asthma?\nPatient: I've got asthma, but I've had Nurofen before and been fine. The blue inhaler, that's it. I'm not allergic to anything.\n"
        "GP: And work?\nPatient: I'm on a till in the supermarket. I can't sit for more than twenty minutes.\n"
        "GP: Can you stand up for me and bend forwards? So you're getting your hands about to your knees. And lift the leg straight, lying down. That's about seventy degrees both sides, that's good. And walk on your heels, your toes. Lovely.\n"
        "GP: So I think it's a muscle strain. I don't think there's a trapped nerve. Keep moving. I'll give you some naproxen, two hundred and fifty, three times a day with food for a week, and some omeprazole, twenty, once a day to protect the stomach. If the asthma plays up stop them. I'll do you a fit note for two weeks. You can refer yourself to physio on the website. If you get numbness down below, can't wee, or weak legs, go to A and E.\nPatient: Brilliant. Thank you.",
        "4/7 hx acute LBP after bending, R>L, radiating to buttock, not below knee. No paraesthesia/weakness, no saddle anaesthesia, bladder + bowels normal. Prev similar episode 2 yrs ago, resolved 2/52. "
        "Taking paracetamol 2 tabs QDS, ibuprofen gel. PMH asthma (salbutamol only) - tolerates NSAIDs. NKDA. Works on supermarket till, sitting tolerance 20 mins.",
        "Video consult. Flexion: fingertips to knees. SLR 70 deg bilat. Heel + toe walking normal.",
        "Mechanical low back pain, no red flags. No evidence radiculopathy.",
        "Keep active. Naproxen 250mg TDS with food 1/52 + omeprazole 20mg OD. Stop if asthma worsens. MED3 2/52. Self-refer physio. Cauda equina safety net advice given.",
    ),
    MadeVisit(
        "afib-new",
        "Doctor: So tell me about these palpitations.\nPatient: They started Tuesday night, I was watching TV and my heart just started flip flopping. It lasted two hours maybe. Then again yesterday, all afternoon.\n"
        "Doctor: Any chest pain, passing out?\nPatient: No passing out. A bit lightheaded. No pain.\nDoctor: Short of breath?\nPatient: When I took the trash out, yes.\n"
        "Doctor: How much coffee are you drinking?\nPatient: Four cups, and I had a few beers Saturday, six or so.\nDoctor: And you snore, I remember.\nPatient: My wife says like a freight train.\n"
        "Doctor: You're seventy four now. High blood pressure, diabetes. Ever had a stroke, a mini stroke?\nPatient: No.\nDoctor: Any bleeding, black stools?\nPatient: No.\n"
        "Doctor: Still on the metformin five hundred twice a day and lisinopril twenty?\nPatient: Yep. And a baby aspirin.\n"
        "Doctor: Your pulse is one twelve and it's irregular. Pressure one thirty eight over eighty four. Oxygen ninety seven. Lungs are clear. No murmur. Your legs aren't swollen. And the EKG shows atrial fibrillation, rate one fifteen.\n"
        "Doctor: So with your age, the pressure and the sugar your stroke risk score comes to four. I want you on a blood thinner. Eliquis, five milligrams twice a day, and stop the aspirin. And metoprolol succinate twenty five once a day for the rate. I'll order an echo, thyroid, a metabolic panel and a blood count. And a sleep study. Cut the coffee, and no more than one drink. See cardiology in two weeks. If you faint or have chest pain call 911.",
        "74M w/ HTN, DM2 p/w palpitations since Tues: 2 hrs first episode, recurred yesterday all afternoon. +lightheaded, +DOE. No CP/syncope. Caffeine 4 cups/d, ETOH ~6 beers Sat. +snoring. No hx CVA/TIA. No melena or bleeding. Meds: metformin 500 BID, lisinopril 20, ASA 81.",
        "HR 112 irreg irreg, BP 138/84, SpO2 97%. Lungs CTAB. No m/r/g. No LE edema. ECG: AF w/ RVR 115.",
        "New onset AF, CHA2DS2-VASc 4. Suspected OSA.",
        "Apixaban 5 mg BID, d/c ASA. Toprol XL 25 mg daily. TTE, TSH, CMP, CBC, PSG. Limit caffeine/EtOH. Cards 2 wks. ED precautions: syncope, CP.",
    ),
    MadeVisit(
        "infant-bronchiolitis",
        "Doctor: How old is she now?\nMother: Seven months on Friday.\nDoctor: And what's going on?\nMother: She's had a runny nose since Sunday and last night the cough got really bad. She was breathing fast and making this noise.\n"
        "Doctor: Fever?\nMother: A hundred point nine last night, I gave her Tylenol, two and a half mils.\nDoctor: How is she eating?\nMother: Half her bottles. She usually takes six ounces, she's taking three.\nDoctor: Wet diapers?\nMother: Four since yesterday morning. \n"
        "Doctor: Has she stopped breathing or turned blue?\nMother: No, no.\nDoctor: Any vomiting, diarrhea?\nMother: She threw up once after coughing. No diarrhea.\nDoctor: Was she full term?\nMother: Thirty six weeks. She was in the nursery two days for jaundice, nothing else.\nDoctor: Shots up to date?\nMother: Yes. Her brother is in daycare and he has a cold.\nDoctor: Does anybody smoke?\nMother: My husband, outside.\n"
        "Doctor: Okay. Temperature's a hundred point two, her heart rate's one forty eight, breathing fifty two, oxygen ninety five. Weight seventeen pounds four ounces. She's smiling, alert. I see a little pulling in under the ribs, no flaring. Wheezes on both sides and some crackles. Ears are fine. Her mouth is moist, soft spot is flat. Cap refill under two seconds. RSV swab is positive.\n"
        "Doctor: So this is bronchiolitis from RSV. She's on day four so tonight may be the worst. No antibiotics, no albuterol, they don't help. Saline and suction before feeds. Small feeds more often, at least an ounce every hour. Tylenol every six hours if she's uncomfortable. Bring her back tomorrow at ten. Go to the ER if she's breathing over sixty, pauses, turns blue, or has no wet diaper for eight hours.",
        "7 mo F (ex-36 wkr, jaundice in nursery x 2d) w/ rhinorrhea since Sun, worsening cough and tachypnea last night. Tmax 100.9, Tylenol 2.5 mL. PO ~50% (3 oz vs usual 6). UOP 4 wet diapers since yest AM. Post-tussive emesis x1, no diarrhea. No apnea/cyanosis. IUTD. Sib w/ URI, daycare. Father smokes outside.",
        "T 100.2 HR 148 RR 52 SpO2 95% RA. Wt 17 lb 4 oz. Alert, smiling. Mild subcostal retractions, no nasal flaring. Bilat wheezes and crackles. TMs nl. MMM, AFSOF, CRT <2s. RSV +.",
        "RSV bronchiolitis, day 4, mild resp distress, adequately hydrated.",
        "Supportive care: nasal saline/suction before feeds, small frequent feeds. Acetaminophen q6h prn. No abx or bronchodilator. Recheck tomorrow 10 AM. ED if RR >60, apnea, cyanosis, no UOP x 8h.",
    ),
    MadeVisit(
        "uk-diabetes-review",
        "Nurse: So it's your annual check. How have things been?\nPatient: Not bad. I've been getting up in the night to wee, two or three times.\nNurse: Any thrush, itching?\nPatient: No.\nNurse: Are you thirsty?\nPatient: No more than usual.\n"
        "Nurse: Your feet, any sores?\nPatient: No sores. I don't feel the left one as well, the sole.\nNurse: And eyes, did you go for the photo?\nPatient: In March. They said there's a bit of background change, come back in a year.\nNurse: Do you smoke?\nPatient: No. I packed it in in twenty fifteen.\nNurse: Drinking?\nPatient: About ten units a week.\n"
        "Nurse: Your HbA1c is sixty eight, it was sixty one last year. Cholesterol's five point two. Kidneys are fine, eGFR seventy four. Urine protein is up a bit at five point one. Weight's ninety four kilos, that's up three from last time. Blood pressure's one forty six over eighty eight.\n"
        "Nurse: Let me do your feet. I'm touching here. Did you feel it?\nPatient: No.\nNurse: And this one?\nPatient: Yes.\nNurse: So you've lost it at three points on the left, the right's all there. Pulses are both good. Skin's intact.\n"
        "Nurse: You're on metformin one gram twice a day, atorvastatin twenty, is that right?\nPatient: Yes. And gliclazide forty in the morning. I do get a hypo now and then, before lunch, about once a fortnight.\n"
        "Nurse: I've spoken to the doctor. We'd like to stop the gliclazide because of those, start empagliflozin ten milligrams in the morning, and ramipril, two point five, for the pressure and the protein. And double the atorvastatin to forty. If you're being sick, stop the metformin, empagliflozin and ramipril until you've eaten for a day. Bloods for the kidneys in two weeks, see me in three months. I'll refer you to foot protection. Not driving with a sugar under five, yes?\nPatient: Yes, I know that one.",
        "T2DM annual review. Nocturia x2-3. No thrush/polydipsia. Reduced sensation L sole, no ulcers. Retinal screening March - background retinopathy, recall 12/12. Ex-smoker since 2015, EtOH 10 u/wk. Hypos approx 1/2 wks pre lunch. Metformin 1g BD, gliclazide 40mg OM, atorvastatin 20mg.",
        "HbA1c 68 (61 last yr), chol 5.2, eGFR 74, uACR 5.1 (raised). Wt 94kg (+3kg). BP 146/88. 10g monofilament: L 3 sites absent, R normal. Pulses present bilat. Skin intact.",
        "T2DM suboptimal control w/ hypos on SU. Microalbuminuria. HTN. L peripheral neuropathy - moderate risk foot.",
        "Stop gliclazide. Start empagliflozin 10mg OM, ramipril 2.5mg OD. ↑ atorvastatin 40mg. Sick day rules (metformin/empagliflozin/ramipril). U&E 2/52, r/v 3/12. Refer foot protection team. DVLA advice: >5 to drive.",
    ),
    MadeVisit(
        "dictation-knee-injection",
        "This is a fifty eight year old female who presents for follow up of left knee osteoarthritis. She states that the left knee pain has been getting worse over the last three months, it is six out of ten with stairs and two out of ten at rest. "
        "She reports swelling at the end of the day and stiffness for about fifteen minutes in the morning. She denies locking or giving way. She had a steroid injection in April with about eight weeks of relief. "
        "She takes diclofenac gel and Tylenol arthritis, six hundred fifty, twice a day. She could not tolerate ibuprofen because of heartburn. Past history is notable for hypertension and gastric sleeve. "
        "On exam, the left knee has a mild effusion, range of motion from five to one hundred ten degrees, medial joint line tenderness, crepitus. Stable to varus and valgus stress. The right knee is unremarkable with motion from zero to one thirty. She walks with an antalgic gait. BMI is thirty four. "
        "X-rays today show moderate to severe medial compartment narrowing, Kellgren Lawrence three. Impression, left knee osteoarthritis, failed conservative treatment. Plan. After consent the left knee was injected under sterile conditions with forty milligrams of triamcinolone and four cc's of lidocaine one percent. She tolerated it well. "
        "Continue physical therapy once a week. Medial unloader brace. Weight loss discussed. She will think about a knee replacement. Follow up in three months.",
        "58F f/u L knee OA. Pain worsening x3 mo, 6/10 w/ stairs, 2/10 at rest. PM swelling, AM stiffness ~15 min. No mechanical sx (locking, giving way). CSI in April - 8 wks relief. Diclofenac gel, APAP 650 BID. Intolerant of ibuprofen (heartburn). PMH HTN, s/p gastric sleeve.",
        "L knee: mild effusion, ROM 5-110, medial JLT, crepitus, stable varus/valgus. R knee WNL, ROM 0-130. Antalgic gait. BMI 34. XR: mod-severe medial JSN, KL 3.",
        "L knee OA, refractory to conservative tx.",
        "L knee CSI today: triamcinolone 40 mg + 4 mL 1% lidocaine, sterile technique, consent obtained, tolerated well. PT 1x/wk. Medial unloader brace. Weight loss. Considering TKA. F/u 3 mo.",
    ),
    MadeVisit(
        "pregnancy-visit",
        "Midwife: How are you feeling, you're twenty eight weeks today.\nPatient: Tired. My hips hurt when I turn over in bed. And heartburn, oh my god.\nMidwife: Is the baby moving?\nPatient: All the time, especially at night.\n"
        "Midwife: Any bleeding, any fluid, contractions?\nPatient: No bleeding. I get tightenings, once or twice a day, they don't hurt.\nMidwife: Headaches, spots in your eyes, swelling?\nPatient: No headaches. My ankles are a bit puffy by night.\n"
        "Midwife: And your mood?\nPatient: I'm okay, I cry at adverts, that's all.\nMidwife: Are you taking the iron?\nPatient: I stopped, it bunged me up.\nMidwife: Okay. Do you feel safe at home?\nPatient: Yes, absolutely.\n"
        "Midwife: Blood pressure's one hundred and eight over sixty four. Urine, no protein, no sugar. Bump measures twenty nine. Baby's heart one forty two. It's head down just now. Your haemoglobin is ten point one, it was eleven point four at booking. You're rhesus negative so you'll have your anti D today. Sugar test, the two hour was six point nine, that's fine.\n"
        "Midwife: For the iron, let's try one tablet every other day with orange juice. If it bungs you up again, a spoon of lactulose. Gaviscon after meals for the heartburn. The whooping cough jab today as well. Pelvic physio for the hips. If the baby's moving less, ring straight away, day or night. See you in three weeks, and we'll do the blood count again then.\nPatient: Which arm, I'm left handed.\nMidwife: We'll use the right one then.",
        "28/40. Fatigue, PGP when turning in bed, reflux ++. FMF. No PVB/SROM. Braxton Hicks 1-2/day, painless. No headache/visual disturbance, mild ankle oedema in evenings. Mood ok, tearful at times. Stopped iron due to constipation. Safe at home.",
        "BP 108/64. Urine NAD (no prot/gluc). SFH 29 cm. FHR 142. Cephalic. Hb 101 (114 at booking). GTT 2h 6.9 normal. Rh neg.",
        "28/40, mild anaemia. Rh negative. Reflux. Pelvic girdle pain.",
        "Anti-D given today. Pertussis vaccine given R arm. Iron alternate days with OJ, lactulose if constipated. Gaviscon PRN after meals. Pelvic health physio. RFM advice. 3/52 with FBC.",
    ),
    MadeVisit(
        "ear-and-dizziness",
        "Doctor: What can I do for you?\nPatient: I'm dizzy. When I roll over to the right in bed the room spins. It lasts, I don't know, twenty, thirty seconds, and I feel sick.\n"
        "Doctor: When did it start?\nPatient: Last Thursday morning.\nDoctor: Any hearing loss, ringing?\nPatient: I've had ringing in the left ear for years. My hearing's the same.\nDoctor: Have you vomited?\nPatient: Once, Thursday.\n"
        "Doctor: Headache, double vision, trouble swallowing, weakness?\nPatient: No, none of that.\nDoctor: Did you hit your head?\nPatient: No. I did have a cold about three weeks back.\nDoctor: What are you taking?\nPatient: Hydrochlorothiazide, twelve and a half. Zyrtec. And fish oil.\nDoctor: Are you eating and drinking?\nPatient: Not much. Toast.\n"
        "Doctor: Let's check. Lying, one thirty over seventy eight. Standing, one twenty six over eighty. So that doesn't drop. Eyes, no nystagmus looking straight. Face is symmetric, finger to nose is good, your gait's a little cautious. Okay, I'm going to lay you back quickly, head to the right. There it is. Eyes are beating up and toward the floor, and it fades by twenty five seconds. Now to the left. Nothing on that side. The ear drums look normal.\n"
        "Doctor: You've got loose crystals in the right ear, BPPV. Let's do the Epley now. How was that?\nPatient: Rough, but it's better.\nDoctor: I repeated it, and now there's no nystagmus. You don't need a scan. Do it at home, once a day until you've had no dizziness for a whole day. I'd give you Zofran, four milligrams, under the tongue, every eight hours if you need it, ten of them. No driving till it's gone. If it's not gone in two weeks, vestibular therapy. And come in right away if you get a bad headache, slurred speech or can't walk.",
        "Positional vertigo since last Thurs, triggered by rolling R in bed, 20-30 sec, w/ nausea; emesis x1. Chronic L tinnitus, hearing unchanged. URI ~3 wks ago. No HA, diplopia, dysphagia, or weakness. No head trauma. Decreased PO. Meds: HCTZ 12.5, cetirizine, fish oil.",
        "Orthostatics neg (130/78 supine, 126/80 standing). No spontaneous nystagmus. CN intact, FTN nl, gait cautious. Dix-Hallpike R +: upbeating torsional nystagmus, resolved by 25 sec; L neg. TMs nl.",
        "BPPV, R posterior canal. No central signs.",
        "Epley x2 in office w/ resolution of nystagmus. Home Epley daily until 24 h sx-free. Ondansetron ODT 4 mg q8h prn #10. No driving until resolved. Vestibular PT if persists > 2 wks. No imaging. RTC/ED for severe HA, slurred speech, unable to ambulate.",
    ),
    MadeVisit(
        "copd-lung-nodule",
        "Doctor: So I have your CT back. But first how's the breathing?\nPatient: Same. I get winded after about one block. I cough in the mornings, clear stuff.\nDoctor: Any blood?\nPatient: No.\nDoctor: Weight?\nPatient: I've lost maybe eight pounds since Christmas, but I've been trying.\n"
        "Doctor: How many times have you needed prednisone this year?\nPatient: Twice. February and then again in May.\nDoctor: Were you in the hospital?\nPatient: No, I just went to urgent care the second time.\nDoctor: And smoking?\nPatient: Down to five a day. I've smoked since I was sixteen, a pack a day, so fifty years.\n"
        "Doctor: You're on Spiriva, the one puff, two puffs?\nPatient: Two puffs in the morning. And albuterol, I use it maybe three times a day.\nDoctor: And oxygen at night?\nPatient: Two liters.\nDoctor: Vaccines? Flu, pneumonia?\nPatient: I had the flu shot in October. I never had the pneumonia one.\n"
        "Doctor: Let me listen. Breath sounds are down everywhere, a long expiration, no wheezes. Heart's regular. No clubbing. No swelling. You're eighty nine percent sitting here and it's eighty six when you walked the hall. Pressure's one twenty six over seventy.\n"
        "Doctor: The CT shows an eight millimeter nodule in the right upper lobe. It's new, it wasn't there last year. There's also the emphysema we know of. FEV one was forty eight percent.\nPatient: Is it cancer?\nDoctor: I don't know. It could be. It's too small to be sure. I'd like a PET scan within two weeks and I'll present it at our conference. I'll change Spiriva to Trelegy, one puff once a day, rinse your mouth after. Oxygen also when you walk, two liters. Pneumonia shot today. Pulmonary rehab. And here's varenicline, half a milligram once a day for three days, twice a day for four days, then one milligram twice a day. Let's talk by phone as soon as the PET is in, and I'll see you in four weeks.",
        "COPD f/u, CT results. Dyspnea at 1 block, stable. AM cough, clear sputum, no hemoptysis. Wt loss ~8 lb since Xmas, intentional. 2 exacerbations this yr (Feb, May) treated w/ prednisone, no hospitalizations. Smoking 5 cigs/d, ~50 pk-yrs. Tiotropium 2 puffs qAM, albuterol ~TID. Nocturnal O2 2L. Flu shot Oct; no prior pneumococcal vaccine.",
        "BP 126/70. SpO2 89% RA at rest, 86% ambulating. Diminished BS throughout, prolonged expiratory phase, no wheezes. RRR. No clubbing or edema. CT chest: new 8 mm RUL nodule, emphysema. FEV1 48%.",
        "1. RUL pulmonary nodule 8 mm, new, concerning for malignancy. 2. COPD severe, uncontrolled. 3. Chronic hypoxic resp failure. 4. Tobacco dependence.",
        "1. PET/CT within 2 wks, tumor board. 2. Tiotropium -> Trelegy 1 puff daily, rinse mouth. Pulm rehab. PCV today. 3. O2 2L w/ ambulation + nocturnal. 4. Varenicline 0.5 mg daily x3d, BID x4d, then 1 mg BID. Phone after PET, RTC 4 wks.",
    ),
)
