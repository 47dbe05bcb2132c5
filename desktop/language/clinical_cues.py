"""Words that tell clinical talk from other talk, beyond the lexicon of resources/clinical_words."""

from __future__ import annotations

from desktop.language.number_words import word_set

CARE = word_set(
    # visits and charts, any specialty
    "patient patients pt diagnosis diagnosed diagnoses symptom symptoms prognosis hpi ros pmh soap triage vitals "
    "afebrile febrile bp hr spo2 auscultation palpation bilateral bilaterally prn bid tid qid mg mcg meq mmhg bpm "
    "allergies allergic comorbidities contraindicated prescribe prescribed prescribing refills inpatient "
    "outpatient discharged ambulated telehealth caregiver hospice palliative bedside catheter foley iv "
    "dysphagia dyspnea edema infected inflammation ulcer lesion lesions rash itchy swollen "
    # mind, social work, counselling
    "suicidal suicide homicidal ideation anxious anxiety depressed ptsd grief grieving "
    "sober sobriety cravings coping mindfulness cbt dbt emdr reframing hallucinations delusions manic "
    "psychosis dissociation self-harm bipolar therapist therapeutic psychotherapy counseling counselor "
    "eviction homelessness medicaid medicare guardianship cps caseworker "
    # movement, manual and eastern therapies
    "rom mmt gait ambulation adl adls weight-bearing dorsiflexion subluxation hypertonicity fascia myofascial "
    "trapezius effleurage petrissage spasm stiffness qi meridian meridians acupuncture needling moxa "
    "moxibustion cupping acupoint stagnation orthosis splinting prosthesis diffuser "
    # mouth, eyes, feet, skin
    "molar molars premolar incisor caries carpules gingival gingivitis periodontal periodontitis "
    "occlusion denture dentures bitewing diopters acuity snellen intraocular iop cataract "
    "glaucoma retinal cornea corneal myopia fundus tonometry monofilament onychomycosis bunion plantar "
    "neuropathic dermatitis eczema psoriasis acne nevus biopsy melanoma "
    # women, children, genes, speech, food
    "gravida trimester fetal fundal gestation gestational prenatal postpartum "
    "midwife menstrual breastfeeding lactation immunizations brca "
    "pedigree hereditary chromosome karyotype aphasia articulation stuttering dysarthria "
    "phonological swallow aspiration bmi kcal macronutrients malnutrition enteral a1c glucose "
    "insulin diabetic "
    # animals and rescue
    "canine feline neutered spayed vomiting diarrhea lethargic lethargy heartworm parvo rabies deworming hooves "
    "surgical vaccinations pregnancies miscarriage bellyache tummyache hypergranulation posteriorly limp limps limping lameness hind kibble kennel paramedic unresponsive gcs cpr rosc defibrillated narcan naloxone tourniquet extrication splinted "
    "transported ekg ecg "
    # medicines as groups
    "diagnose pathogen needlestick tetanus neurological ingested ingestion poison nontoxic exam sexually monogamous "
    "concussion fracture fractured sprained dislocated rpe vo2 treadmill theraband reps "
    "antibiotic antibiotics steroid steroids inhaler nebulizer vaccine vaccinated vaccination dosage "
    "medication medications meds pharmacy pharmacist prescription capsules ointment "
)
"""Any one of these, in text that is no recipe and no program, is something for a note."""

EVERYDAY = word_set(
    # body, feelings and care in songs, sports and small talk
    "pain pains painful ache aches aching hurt hurts hurting sore burning stinging tight tender fever fevers cold "
    "colds tired tiredness exhausted weak weakness sweat sweating sweats numb cough dizzy faint warmth confused forgetful "
    "sleep sleepy insomnia sad sadness worried worry stress stressed crying cry cries angry irritable lonely mood guilt "
    "hopeless nervous scared afraid appetite hungry thirsty thirst bleeding blood breathless drunk high low energy "
    "vision hearing memory gas scream itching redness stiff bruise bruised cut cuts burn burns bite bites fall fell "
    "chills racing heart shaking restless rest relax heat ice salt fluids diet exercise exercises stretching massage "
    "therapy surgery operation procedure rehab doctor doctors nurse hospital clinic appointment cleaning filling crown "
    "implant extraction dressing wrap cast boot brace sling patch compression elevation elevate referral specialist "
    "transport bypass adjustment adjustments screening follow-up follow stitches temperature temp weight height "
    "pressure results scan scans culture cultures panel pathology imaging lab labs fees pulse medicine medicines pill "
    "pills drug drugs cream lotion supplement supplements vitamin vitamins alcohol wine beer drink smoking smoke "
    "tobacco cigarettes cannabis marijuana caffeine coffee oil oils essential tablet tablets capsule shot drops spray "
    "oxygen potassium sodium calcium iron magnesium flu virus infection sick ill illness disease cancer polyps "
    "stroke shock tension depression withdrawal allergy carrier para trigger os od hi si ou ems mod affect insight "
    "shelter custody abuse needles contractions newborn mole dose doses needle adjusted chart deficiency lavender cutting "
    "fluency snap needles variant mutation retina icu voice cavity callus grasp neglect colic relapse carbs calories "
    "panic trauma wound wounds injection admitted homeless pregnant pregnancy diapers milestones composite plaque "
    "alt bleed bleeds bumps bun cad concentration confusion congestion clicking discharge discharged echo er falls flare "
    "frequency hives iced icing instability laboratory lactate locking manipulation moles nightmares panoramic pap period "
    "periods pop popping radiates radiating radiation rolled referrals sensitivity sequencing scaling scratching sleeping "
    "snoring sores spotting stretches surgeon taping tear tears twisted urgency walking worrying choking flashbacks "
    "shots inserts wraps casts crowns fillings boots procedures smokes history emergency complications alert illness illnesses diseases health healthy medical condition conditions disorder disorders treatment treatments breathe "
    "breathing accident crash injury injuries injured exposure suffer suffered smoke smoked smoker drugs died living gym "
    "hernia gout wheeze lump bump mass growth swelling bloating hiccups strain sprain"
)
"""Clinical in a visit, common outside; two of them count when they come with a time course or in a dialogue."""

COOKING = word_set(
    "preheat oven bake baked simmer simmering boil tablespoon tablespoons teaspoon teaspoons flour butter garlic onion "
    "onions chopped chop dice diced stir whisk saucepan skillet recipe serve serves servings ingredients dough batter "
    "sauce pepper minced sprinkle drizzle marinate roast roasted grill vanilla sugar cups cup bowl pan parchment yeast"
)
PROGRAMMING = word_set(
    "def return import class function const let var print null none true false int void string public private static "
    "self this else elif for while try except async await println include select from where"
)

DRUG_NAME_ENDINGS = (
    "pril sartan olol statin prazole cillin mycin floxacin azepam azolam oxetine triptan gliptin gliflozin glutide "
    "tinib cycline dipine thiazide setron caine profen codone conazole ciclovir cyclovir parin xaban lukast prednisone "
    "predniso idone azapine tidine terol dronate formin bactam zepam barbital mab fenac pentin gabalin triptyline"
)
"""Endings of generic names (the stems that WHO gives to groups of medicines), for names that no list holds."""
