"""One fictional visit for low back pain, as dictated, and the note that a good model writes of it."""

from __future__ import annotations

LOW_BACK_PAIN = (
    "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks. Pain rated 6/10, worse with "
    "sitting. Ibuprofen provides moderate relief. Exam shows lumbar paraspinal tenderness L3-L5, ROM restricted at 40 "
    "degrees flexion. SLR negative bilaterally."
)

LOW_BACK_PAIN_NOTE = {
    "subjective": (
        "Chief complaint: Persistent lower back pain for 3 weeks.\n"
        "History of present illness: 42-year-old male. Pain rated 6/10, worse with sitting. "
        "Ibuprofen provides moderate relief."
    ),
    "objective": (
        "Physical exam: Lumbar paraspinal tenderness L3-L5. ROM restricted at 40 degrees flexion. "
        "SLR negative bilaterally."
    ),
    "assessment": "Mechanical lower back pain without radicular signs.",
    "plan": "Continue ibuprofen as needed.\nReferral to physical therapy.\nFollow-up in 4 weeks.",
}
