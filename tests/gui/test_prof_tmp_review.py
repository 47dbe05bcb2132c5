import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.domain.note import Section
from desktop.workflow.samples import SAMPLE_VISITS
def test_p(person):
    person.page.window().resize(1920,1080)
    t=SAMPLE_VISITS[1].text(); person.starts_visit(t)
    for s in Section: person.pane(s).editor.setPlainText("\n".join(l.partition(": ")[2] for l in t.splitlines()))
    r=person.workspace.review
    r.checking.check(); person.qtbot.waitUntil(lambda: r.checking.is_up_to_date,timeout=10000)
    r.coding.suggest(); person.qtbot.waitUntil(lambda: r.coding.suggestions is not None,timeout=10000); person.qtbot.wait(300)
    c=r.coding
    for i in range(3):
        a=time.perf_counter(); p=time.thread_time(); c._show(); print("show", 1000*(time.perf_counter()-a), "cpu", 1000*(time.thread_time()-p))
        for k in range(8):
            a=time.perf_counter(); p=time.thread_time(); QApplication.sendPostedEvents(); QApplication.processEvents(); print("  ev", round(1000*(time.perf_counter()-a)), "cpu", round(1000*(time.thread_time()-p)))
    st=[0,0]; tm=QTimer(interval=0)
    def tick():
        n=time.perf_counter(); st[1]=max(st[1],n-st[0]); st[0]=n
    tm.timeout.connect(tick); 
    c._suggested=lambda s: None  # only the worker
    done=[]
    st[0]=time.perf_counter(); tm.start(); c.suggest(); person.qtbot.waitUntil(lambda: c._lane.is_idle, timeout=9000); print("worker alone stall", 1000*st[1])
