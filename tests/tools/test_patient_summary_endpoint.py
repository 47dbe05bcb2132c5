"""A model's summary for the patient, over real HTTP: read back into lines and held against the note."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from desktop.domain.errors import AnswerUnusable
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.patient_summary import Block, PatientSummary
from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.workflow.explain import explain
from desktop.workflow.pseudonyms import Vault
from desktop.workflow.settings import EndpointSettings, Settings
from tests.servers.openai_server import OpenAIServer
from tests.servers.scripts import streaming

_NOTE = Note(
    {
        Section.ASSESSMENT: "Low back pain of Mr. Quartermaine (fictional).",
        Section.PLAN: "Ibuprofen 600 mg three times a day with food. Follow-up in 4 weeks.",
    }
)


def _explained(answer: str, language: str = "en", vault: Vault | None = None) -> tuple[PatientSummary, str]:
    with OpenAIServer(streaming(answer)) as server:
        settings = Settings(
            engine="endpoint",
            endpoint=EndpointSettings(
                base_url=server.base_url, model="test-model", api_key=SecretStr(""), allow_plain_http=True
            ),
        )
        return finish(explain(_NOTE, settings, language, vault)), server.chats[0].text


def test_a_summary_is_read_under_its_headings() -> None:
    """Bullets, bold headings and words before the first heading do not disturb."""
    answer = (
        "Here it is:\n**What we found**\n- Your back hurts.\n\n## Your medicines\n"
        "* Ibuprofen: 600 mg, three times a day with food.\nNext steps:\n1. Come back in 4 weeks."
    )
    summary, sent = _explained(answer)
    assert [(line.block, line.text) for line in summary.lines] == [
        (Block.FOUND, "Your back hurts."),
        (Block.MEDICINES, "Ibuprofen: 600 mg, three times a day with food."),
        (Block.NEXT, "Come back in 4 weeks."),
    ]
    assert not any(line.problem for line in summary.lines)
    assert "Ibuprofen 600 mg" in sent


def test_what_the_model_adds_is_marked() -> None:
    """A dose that the note does not have is never shown unmarked."""
    summary, _ = _explained("Your medicines\n- Ibuprofen: 800 mg, three times a day.\n")
    assert summary.lines[0].problem == "The note does not have “800”."


def test_an_answer_without_headings_is_no_summary() -> None:
    """Rather none than one that nobody can check."""
    with pytest.raises(AnswerUnusable, match="no summary"):
        _explained("I hope you feel better soon!")


def test_another_language_is_marked_as_translated() -> None:
    """A person who reads the language has to look at it."""
    summary, sent = _explained("Next steps\n- Vuelva en 4 semanas.\n", "es")
    assert summary.is_translated
    assert "Spanish" in sent


def test_names_leave_as_tokens_and_come_back() -> None:
    """The endpoint never sees the name that the patient reads."""
    vault = Vault(KnownIdentifiers(patient_names=("Quartermaine, Zebulon",)))
    summary, sent = _explained("What we found\n- {PATIENT-1}, your back hurts.\n", vault=vault)
    assert "Quartermaine" not in sent
    assert summary.lines[0].text == "Quartermaine, your back hurts."
