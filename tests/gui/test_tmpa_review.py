from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
def test_a(person):
    person.starts_visit("[00:01] Speaker: hello\n[00:04] Provider: how are you\n[00:07] Patient: fine")
    pane = person.page.transcript
    print("ACTIVE", QApplication.activeWindow(), QApplication.focusWidget(), person.page.window().isActiveWindow(), [w for w in QApplication.topLevelWidgets() if w.isVisible()])
    person.page.window().activateWindow(); print(person.page.window().isActiveWindow(), QApplication.focusWidget())
    person.qtbot.keyClick(pane.editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    print(pane.text[:40], flush=True)
