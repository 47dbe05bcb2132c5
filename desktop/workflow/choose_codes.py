"""Lets the endpoint choose among the codes that the table suggests: shown before it is sent, hidden names, audited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.domain.coding import CodeSuggestions
from desktop.domain.context import VisitContext
from desktop.domain.jobs import Job
from desktop.network.ask_text import AskEvent, ask_text
from desktop.workflow.code import choose_with_model
from desktop.workflow.preview_send import SendPreview, preview_text
from desktop.workflow.pseudonyms import Vault
from desktop.workflow.record_send import as_sent, record_send
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings
from desktop.workflow.suggest_for_visit import VisitSuggestions

_LONGEST_ANSWER_CHARS = 8_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model is asked to choose from. vault: where the endpoint is not on this computer."""

    visit_id: int
    suggestions: VisitSuggestions
    context: VisitContext
    settings: Settings
    vault: Vault | None = None

    @property
    def text(self) -> str:
        """All that is sent: the words of each problem and its candidates; empty when there is nothing to choose."""
        prompts: list[str] = []

        def _keep(prompt: str) -> str:
            prompts.append(prompt)
            return ""

        choose_with_model(self.suggestions.codes, _keep)
        text = "".join(prompts)
        return text if self.vault is None else self.vault.hide(text)


def preview_choice(choice: Choice) -> SendPreview:
    """Which host and model would get what, to the letter. Nothing is sent."""
    kinds = ("the words of each diagnosis in the note, and candidate codes",)
    return preview_text(choice.text, kinds, choice.settings, choice.vault)


def choose_codes(session: Session, choice: Choice) -> Job[AskEvent, VisitSuggestions]:
    """The suggestions with the codes that the model chose; the send is in the audit first. Raises EndpointError."""
    preview = preview_choice(choice)
    if not preview.text:
        return choice.suggestions
    record_send(session, choice.visit_id, as_sent("codes", preview))
    answer = yield from ask_text(
        choice.settings.endpoint.endpoint,
        ({"role": "user", "content": preview.text},),
        what="choice of codes",
        limit_chars=_LONGEST_ANSWER_CHARS,
    )
    chosen: CodeSuggestions = choose_with_model(
        choice.suggestions.codes, lambda _: answer, choice.context.sex, choice.context.age_years
    )
    return replace(choice.suggestions, codes=chosen)
