"""The cards of the settings page on backups, retention and the audit, for those who may use them."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.user import Right
from desktop.ui.audit_card import AuditCard
from desktop.ui.backup_card import BackupCard
from desktop.ui.care import Care
from desktop.ui.retention_card import RetentionCard
from desktop.ui.settings_card import SettingsCard
from desktop.workflow.session import Session


def care_cards(session: Session, care: Care, on_restore: Callable[[], None]) -> tuple[SettingsCard, ...]:
    """Those that this user has the right to. on_restore: the person wants to restore a backup."""
    cards: list[SettingsCard] = []
    if session.user.may(Right.BACK_UP):
        backups = BackupCard(session, care)
        backups.restore_asked.connect(on_restore)
        cards.append(backups)
    if session.user.may(Right.MANAGE_CLINIC):
        cards.append(RetentionCard(session, care))
    if session.user.may(Right.READ_AUDIT):
        cards.append(AuditCard(session, care))
    return tuple(cards)
