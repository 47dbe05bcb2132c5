"""Opens the shorthand of an assessment: "T2DM w/ neuropathy" becomes "type 2 diabetes with neuropathy"."""

from __future__ import annotations

import re

_ABBREVIATIONS = (
    (re.compile(r"\bl5\s?[-/]\s?s1\b"), "lumbosacral"),
    (re.compile(r"\bc[1-7](?:\s?[-/]\s?c?[1-7])\b"), "cervical"),
    (re.compile(r"\bt(?:1[0-2]|\d)\s?[-/]\s?t?(?:1[0-2]|\d)\b"), "thoracic"),
    (re.compile(r"\bl[1-5]\s?[-/]\s?l?[1-5]\b"), "lumbar"),
    (re.compile(r"\bs/p\b"), "status post"), (re.compile(r"\bh/o\b"), "history of"), (re.compile(r"\bw/(?=\s)"), "with"),
    (re.compile(r"\bw/(?=\w)(?!o\b)"), "with "), (re.compile(r"\bf/u\b"), "follow-up"), (re.compile(r"\bn/v\b"), "nausea and vomiting"),
    (re.compile(r"\bc-spine\b"), "cervical spine"), (re.compile(r"\bl-spine\b"), "lumbar spine"), (re.compile(r"\bt-spine\b"), "thoracic spine"),
    (re.compile(r"\b(?:lt|l)\.? (?=\w)"), "left "), (re.compile(r"\b(?:rt|r)\.? (?=\w)"), "right "), (re.compile(r"\b(?:bilat|b/l)\b\.?"), "bilateral"),
    (re.compile(r"\bo\.?a\.?(?=\s|$)"), "osteoarthritis"), (re.compile(r"\bca\b"), "cancer"), (re.compile(r"\bdx\b"), "diagnosis"),
    (re.compile(r"\bhx\b"), "history"), (re.compile(r"\bfhx\b"), "family history"),
    (re.compile(r"\blle\b"), "left lower extremity"), (re.compile(r"\brle\b"), "right lower extremity"),
    (re.compile(r"\blue\b"), "left upper extremity"), (re.compile(r"\brue\b"), "right upper extremity"),
    (re.compile(r"\b(?:od)\b"), "right eye"), (re.compile(r"\bos\b"), "left eye"), (re.compile(r"\bou\b"), "both eyes"),
    (re.compile(r"\bcervicalgia\b"), "neck pain"), (re.compile(r"\bdm ?(?:type )?(?:2|ii)\b"), "type 2 diabetes"), (re.compile(r"\bdm ?(?:type )?(?:1|i)\b"), "type 1 diabetes"),
    (re.compile(r"\btype (?:2|ii) dm\b"), "type 2 diabetes"), (re.compile(r"\btype (?:1|i) dm\b"), "type 1 diabetes"),
    (re.compile(r"\bdm\b"), "diabetes"), (re.compile(r"\bt(1|2)dm\b"), r"type \1 diabetes"),
    (re.compile(r"\bright[- ]sided\b"), "right"), (re.compile(r"\bleft[- ]sided\b"), "left"),
    (re.compile(r"\bstage ([iv]+|\d) ([ab])\b"), r"stage \1\2"), (re.compile(r"\bckd ?(\d[ab]?)\b"), r"ckd stage \1"),
    (re.compile(r"\bcancer\b"), "malignant neoplasm"),
)  # fmt: skip


def opened(text: str) -> str:
    """A phrase in lower case with its clinical shorthand in words."""
    text = " ".join(text.lower().replace("’", "'").split())
    for pattern, said in _ABBREVIATIONS:
        text = pattern.sub(said, text)
    return text
