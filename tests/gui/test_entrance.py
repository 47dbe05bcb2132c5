"""The first start, unlocking, and what is said when the records cannot be opened."""

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop.ui.entrance import StoppedPage, UnlockPage
from desktop.ui.first_run import SetupPage
from tests.gui.conftest import PASSWORD, named


def _set_up(qtbot, window):
    """Go through set-up as a person does; returns the recovery key."""
    page = window.page
    assert isinstance(page, SetupPage)
    named(page.password_step, QLineEdit, "Your name").setText("Sample Owner")
    named(page.password_step, QLineEdit, "Sign-in name").setText("owner")
    for name in ("New password", "Repeat the password"):
        named(page.password_step, QLineEdit, name).setText(PASSWORD)
    named(page.password_step, QPushButton, "Create the records").click()
    key = named(page.key_step, QLabel, "Recovery key")
    qtbot.waitUntil(lambda: bool(key.text()), timeout=10_000)
    shown = key.text()
    proceed = named(page.key_step, QPushButton, "Continue")
    assert not proceed.isEnabled()
    page.key_step.part.typed.setText(shown.lower())
    proceed.click()
    named(page.workstation_step, QPushButton, "Continue").click()
    with qtbot.waitSignal(window.entered, timeout=10_000):
        named(page.clinic_step, QPushButton, "Start").click()
    assert window.workspace is not None
    return shown


def test_set_up_makes_records_that_the_password_opens_again(qtbot, open_application):
    """A new home asks for a password, shows the recovery key once, and is locked at the next start."""
    window = open_application().window
    _set_up(qtbot, window)
    window = open_application().window
    page = window.page
    assert isinstance(page, UnlockPage)
    page.password.setText("not this password at all")
    named(page, QPushButton, "Unlock").click()
    qtbot.waitUntil(lambda: "does not open the records" in page.problem.text())
    assert window.workspace is None
    page.password.setText(PASSWORD)
    with qtbot.waitSignal(window.entered, timeout=10_000):
        named(page, QPushButton, "Unlock").click()


def test_the_recovery_key_opens_the_records_and_sets_a_new_password(qtbot, open_application):
    """Lower case and spaces do not matter; the new password then unlocks."""
    recovery_key = _set_up(qtbot, open_application().window)
    window = open_application().window
    page = window.page
    named(page, QPushButton, "Use the recovery key").click()
    page.key.setText(recovery_key.lower().replace("-", " "))
    page.recovery.password.setText("another set of garden words")
    page.recovery.repeat.setText("another set of garden words")
    with qtbot.waitSignal(window.entered, timeout=10_000):
        page.recovery.go.click()
    window = open_application().window
    page = window.page
    page.password.setText("another set of garden words")
    with qtbot.waitSignal(window.entered, timeout=10_000):
        page.go.click()


def test_a_mistyped_recovery_key_is_told_from_a_wrong_one(qtbot, open_application):
    """A typing error is named as such."""
    recovery_key = _set_up(qtbot, open_application().window)
    page = open_application().window.page
    named(page, QPushButton, "Use the recovery key").click()
    wrong = ("0" if recovery_key[0] != "0" else "2") + recovery_key[1:]
    page.key.setText(wrong)
    page.recovery.password.setText("another set of garden words")
    page.recovery.repeat.setText("another set of garden words")
    page.recovery.go.click()
    qtbot.waitUntil(lambda: bool(page.recovery.problem.text()), timeout=10_000)
    assert "typ" in page.recovery.problem.text().lower()


def test_a_weak_password_and_two_different_ones_are_refused_with_a_reason(qtbot, open_application):
    """Nothing is created, and the words say why."""
    application = open_application()
    step = application.window.page.password_step
    step.display_name.setText("Sample Owner")
    step.sign_in_name.setText("owner")
    step.password.setText("short")
    step.repeat.setText("short")
    step.go.click()
    qtbot.waitUntil(lambda: "15" in step.problem.text())
    step.password.setText(PASSWORD)
    step.repeat.setText(PASSWORD + " no")
    step.go.click()
    assert "not the same" in step.problem.text()
    assert not (application.home / "records.db").exists()


def test_missing_records_are_never_replaced_by_new_ones(qtbot, home, open_application):
    """Keys without a database stop the program with the path in one sentence, and Look again looks again."""
    _set_up(qtbot, open_application().window)
    database = home / "records.db"
    away = home / "away.db"

    def _hide(path, to):
        for side in ("", "-wal", "-shm"):
            if path.with_name(path.name + side).exists():
                path.with_name(path.name + side).rename(to.with_name(to.name + side))

    application = open_application()
    application.window.close()
    _hide(database, away)
    window = open_application().window
    page = window.page
    assert isinstance(page, StoppedPage)
    assert str(database) in page.words.text()
    _hide(away, database)
    named(page, QPushButton, "Look again").click()
    assert isinstance(window.page, UnlockPage)
