"""Soapstone: the words of a clinical visit become a SOAP note, on this workstation.

The map. Imports point down; import-linter holds it (pyproject.toml).

    __main__        python -m desktop, and the console script soapstone
    app             builds the whole application for one home folder: lock, log, window
    ui              the window (PySide6); Qt's widgets are nowhere else
      window            the first start (first_run), signing in (entrance), restoring (restore_page), then the workspace
      workspace         the rail and the pages that the signed-in user's rights allow
      locking           lock_page; idle and system_lock say when; account, announcements, users_card: who is signed in
      visit_page        header, transcript_pane, note_panes of four section_pane; autosave
      visit_drafting    Draft note, Regenerate, Stop; drafts and draft_run keep what arrives with its visit
      visit_recording   Record, Pause, Stop, Finish; recorder and recorder_bar; what was cut short
      write_down        recordings become words: speech_run, live or afterwards;  visit_sound: play and import
      visit_review      review_panel: visit_checking and evidence_marks, visit_coding, visit_explaining
      way_out           visit_signing; exporting, printing, private_clipboard; worklist_page, the front desk's page
      history_page      every visit and patient; patient_page: trends, what is carried forward, summaries
      care              backups, retention and the audit, as cards of settings_page
      jobs              the one bridge between jobs and the GUI thread
      theme, widgets, banner, messages, questions, icons, and the dialogs
    cli             note transcribe models check codes summary pseudonyms visits export backup restore verify audit
                    specialties doctor; sign_in opens the records for those that need them
    workflow        what a person does, one file per verb; window and command line both use it
    tools, which do not import each other:
      catalog           the specialties and templates, shipped and the clinic's own
      imports           patients, schedules and past notes from other programs' files
      transcripts       text and files into a transcript: speaker tags, .docx, .srt, ...
      audio             the microphone, audio files, playback
      speech            speech recognition on this device or through an endpoint
      drafting          prompts; endpoint (any OpenAI-compatible server); offline (rules)
      evidence          what each sentence of a note rests on; findings; what was said and left out
      coding            ICD-10-CM table and search, suggestions, visit level, timed units, the clinic's code lists
      patient_summary   the visit in plain words, from the note alone
      summaries         what the notes of many visits say about one patient, each statement with its visits
      privacy           pseudonyms: identifiers out before text leaves this computer, back in when it returns
      records           one SQLCipher file: keys, users and their rights, audit, patients, visits, notes, signed notes,
                        recordings, search, merges, retention, backups
      export            a visit's document as text, Markdown, PDF (QtGui), Word, JSON, CSV, FHIR; sending it to a server
      system            folders, log without clinical text, one program per home, which folders may hold records
    network         the way to an OpenAI-compatible server: may it, how it is asked, what its failures mean
    language        English clinical text as pure functions: numbers, dictation, headings, sentences, cleaning
    domain          what it is all about: transcript, note, visit, patient, user, document, finding, code, errors ...

    resources       icons, pictures, sample visits, demo speech model, ICD-10-CM table, word lists
    specialties     one TOML file each
    packaging       dev.py: set up, run, test, bench; scripts that made what resources holds
    tests           unit tools gui e2e bench; servers: real counterparts on loopback, and made-up records

Long work is a job: a generator that yields events, returns its result and is closed to cancel (domain/jobs).
Patient data is in the encrypted records and nowhere else: no log, title, temporary file or exception holds it.
Rights are asked for where records are read and written (records/access), never in a widget alone.
"""

__version__ = "0.1.0"
