"""The settings that hold in this session: used at once, stored behind, and taken back where they may not be stored."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.domain.capture import AudioDevice
from desktop.domain.errors import NotPermitted
from desktop.ui.jobs import Lane, at_once
from desktop.workflow.session import Session
from desktop.workflow.settings import Settings, save_settings

_OF_THE_VISIT_PAGE = (
    "agreed_to_send",
    "specialty_id",
    "template_id",
    "microphone_name",
    "microphone_host_api",
)
"""What was agreed or chosen on the visit page, of which the settings page knows nothing."""


class SettingsInUse(QObject):
    """used(): other settings hold now. taken_back(): they could not stand and the earlier ones hold again.

    failed(error): they could not be stored.
    """

    used = Signal()
    taken_back = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._lane = lane

    def change(self, settings: Settings) -> None:
        """Use and store what the settings page says."""
        kept = {name: getattr(self._session.settings, name) for name in _OF_THE_VISIT_PAGE}
        self._store(settings.model_copy(update=kept))

    def remember_layout(self, specialty_id: str, template_id: str) -> None:
        """The next visit is laid out as this one."""
        self._update({"specialty_id": specialty_id, "template_id": template_id})

    def remember_agreement(self, engine: str) -> None:
        """The person does not want to be asked again before text goes there."""
        self._update({"agreed_to_send": (*self._session.settings.agreed_to_send, engine)})

    def remember_microphone(self, device: AudioDevice) -> None:
        """The next recording begins with this microphone."""
        self._update({"microphone_name": device.name, "microphone_host_api": device.host_api})

    def _update(self, changes: dict[str, object]) -> None:
        self._store(self._session.settings.model_copy(update=changes))

    def _store(self, settings: Settings) -> None:
        before = self._session.settings
        self._session.settings = settings
        self.used.emit()

        def _refused(error: Exception) -> None:
            if isinstance(error, NotPermitted):  # what is not stored must not hold for this session either
                self._session.settings = before
                self.used.emit()
                self.taken_back.emit()
            self.failed.emit(error)

        self._lane.start(at_once(lambda: save_settings(self._session.records, settings)), failed=_refused)
