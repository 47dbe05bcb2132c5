"""Soapstone: the words of a clinical visit become a SOAP note, on this workstation.

The map. Imports point down; import-linter holds it (pyproject.toml).

    __main__        python -m desktop, and the console script soapstone
    app             builds the whole application for one home folder: lock, log, window
    ui              the window (PySide6). Nothing below imports Qt
      window            set-up or unlocking (entrance), then the workspace
      first_run         set-up in four steps;  locking: the lock, with idle, system_lock, lock_page;  account, users_card
      workspace         the rail and its pages: visit_page, history_page, settings_page
      visit_page        header, transcript_pane, note_panes of four section_pane; autosave
      visit_drafting    Draft note, Regenerate, Stop; drafts and draft_run keep what arrives with its visit
      visit_recording   Record, Pause, Stop, Finish; recorder and recorder_bar; what was cut short
      write_down        recordings become words: speech_run, live or afterwards
      visit_sound       play and import;  meters: level and wave
      jobs              the one bridge between jobs and the GUI thread
      theme, widgets, banner, messages, questions, icons, and the dialogs
    cli             note, transcribe, models, specialties, doctor
    workflow        what a person does, one file per verb; window and command line both use it
    tools, which do not import each other:
      catalog           the specialties and templates, shipped and the clinic's own
      imports           patients, schedules and past notes from other programs' files
      transcripts       text and files into a transcript: speaker tags, .docx, .srt, ...
      drafting          prompts; endpoint (any OpenAI-compatible server); offline (rules)
      coding            ICD-10-CM table and search, suggestions, visit level, timed units, the clinic's code lists
      records           one SQLCipher file: keys, users and their rights, audit, patients, visits, transcripts, notes, recordings, settings
      audio             the microphone, audio files, playback
      speech            speech recognition on this device or through an endpoint
      system            folders, log without clinical text, one program per home
    language        English clinical text as pure functions: numbers, dictation, headings, cleaning
    domain          what it is all about: transcript, note, visit, patient, drafter and its events, errors

    resources       icons, sample visits, pictures of the window          specialties   one TOML file each
    packaging       dev.py: set up, run, test, bench                      tests         unit tools gui e2e bench

Long work is a job: a generator that yields events, returns its result and is closed to cancel (domain/jobs).
Patient data is in the encrypted records and nowhere else: no log, title, temporary file or exception holds it.
"""

__version__ = "0.1.0"
