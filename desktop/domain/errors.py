"""Everything that can go wrong and that a person can do something about.

    SoapstoneError
    ├── InputError             what the person gave cannot be used as it is
    │   ├── TranscriptTooShort     fewer characters than a note can honestly be made from
    │   ├── NothingClinical        words, but nothing that belongs in a note
    │   ├── FileUnreadable         a transcript, context or template file that cannot be read
    │   ├── ImportedBefore         the same file of patients or notes was imported before
    │   ├── AlreadySigned          the note is signed; it gains addenda or is amended
    │   ├── OnLegalHold            nothing of this patient may be deleted
    │   └── UnknownChoice          a specialty, template or visit that does not exist
    ├── EndpointError          the language model elsewhere; the transcript is kept, the note can be retried
    │   ├── EndpointNotAllowed     the address may not be used (plain http to a public host, a redirect)
    │   ├── EndpointUnreachable    refused, no route, bad certificate, no answer in time
    │   ├── EndpointRefused        it answered with an error status
    │   ├── AnswerUnusable         it answered, but not with a whole note
    │   ├── SendingRefused         a record system refused a document
    │   └── SendingUncertain       it may or may not have taken a document; sending again finds out
    ├── RecordsError           the encrypted records
    │   ├── WrongPassword          also a wrong recovery key
    │   ├── SignInDelayed          too many wrong passwords: wait before the next
    │   ├── SignedOut              the user was disabled or the session has ended: show the lock screen
    │   ├── NotPermitted           the signed-in user's roles do not allow it
    │   ├── PasswordTooWeak
    │   ├── RecordsMissing         keys without a database
    │   ├── RecordsDamaged         right key, unreadable file
    │   ├── RecordsNewer           written by a newer version of the program
    │   ├── RecordsUnavailable     locked, read-only, disk full, no rights: the same action may work later
    │   └── TextTooLong
    ├── AudioError             the microphone or an audio file
    │   ├── NoMicrophone           none found, or the system refuses it
    │   ├── RecordingRefused       one is running already, no consent, too little disk space
    │   ├── AlreadyImported        the same file is in the records
    │   └── AudioUnreadable        a file that is no audio, is cut, encrypted, too long or too large
    ├── SpeechError            speech recognition; the recording is kept and it can be tried again
    │   ├── NoSpeechModel          no model on this machine, or it cannot be downloaded or verified
    │   ├── RecognizerStopped      its process died (memory, native crash); a smaller model may work
    │   └── NothingHeard           no speech in the recording
    ├── FileNotWritten         an exported file; nothing half written stays in the folder
    └── MissingPart            a library or file of the program itself is not there

Foreign exceptions are translated once, where the foreign library is called, with ``raise ... from``.
An exception outside this tree is a defect of the program: logged without clinical text and shown once.
"""

from __future__ import annotations


class SoapstoneError(Exception):
    """A failure with one plain sentence that says what happened and what to do next.

    The sentence holds no patient data; it may name a file, a host, a field or a limit.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputError(SoapstoneError):
    """What the person gave cannot be used as it is."""


class TranscriptTooShort(InputError):
    """Fewer characters than MINIMUM_TRANSCRIPT_CHARS."""


class NothingClinical(InputError):
    """There are words, but nothing in them belongs in a note."""


class FileUnreadable(InputError):
    """A transcript, context or template file cannot be read; the sentence names it and says why."""


class ImportedBefore(InputError):
    """The same file was imported before; it can be imported again on purpose."""


class AlreadySigned(InputError):
    """The note is signed, so it does not change any more; it gains addenda or is amended."""


class OnLegalHold(InputError):
    """Nothing of this patient may be deleted, by whomever, until the hold ends."""


class UnknownChoice(InputError):
    """A specialty, template, patient or visit that does not exist."""


class EndpointError(SoapstoneError):
    """The language model elsewhere failed. can_retry: the same request may work later."""

    can_retry = True


class EndpointNotAllowed(EndpointError):
    """The address may not be used: plain http to a public host, a redirect to another host."""

    can_retry = False


class EndpointUnreachable(EndpointError):
    """Refused, no route, bad certificate, or no answer in time."""


class EndpointRefused(EndpointError):
    """It answered with an error status. status: the HTTP status code."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class AnswerUnusable(EndpointError):
    """It answered, but not with a whole note.

    answer: the model's words as received, cleaned of control characters, for a person to read on
    request; never shown as a note, never logged.
    """

    def __init__(self, sentence: str, answer: str = "") -> None:
        super().__init__(sentence)
        self.answer = answer


class SendingRefused(EndpointRefused):
    """A record system refused a document; nothing was stored there.

    about: what it said, as plain text on one line, for a person to read on request; it may quote the document and
    is never logged.
    """

    def __init__(self, sentence: str, status: int, about: str = "") -> None:
        super().__init__(sentence, status)
        self.about = about


class SendingUncertain(EndpointError):
    """The connection broke after a document was on its way; sending it again looks for it first."""


class RecordsError(SoapstoneError):
    """The encrypted records."""


class WrongPassword(RecordsError):
    """The password or recovery key does not open the records."""


class SignInDelayed(RecordsError):
    """Too many wrong passwords for this sign-in name. wait_s: how long until the next one is looked at."""

    def __init__(self, sentence: str, wait_s: float) -> None:
        super().__init__(sentence)
        self.wait_s = wait_s


class SignedOut(RecordsError):
    """The signed-in user was disabled meanwhile, or nobody is signed in. The window answers with the lock screen."""


class NotPermitted(RecordsError):
    """The signed-in user may not do this. It was not done, and the audit says that it was tried."""


class PasswordTooWeak(RecordsError):
    """The new password is too short or easily guessed; the sentence says which."""


class RecordsMissing(RecordsError):
    """The keys are there and the database is not. A new one is never made silently."""


class RecordsDamaged(RecordsError):
    """The key is right and the file cannot be read."""


class RecordsNewer(RecordsError):
    """The file was written by a newer version of the program; it is left unchanged."""


class RecordsUnavailable(RecordsError):
    """Locked, read-only, disk full or no rights: nothing is lost and the action can be tried again."""


class TextTooLong(RecordsError):
    """A text exceeds its limit; what was stored before is intact."""


class AudioError(SoapstoneError):
    """The microphone or an audio file."""


class NoMicrophone(AudioError):
    """None found, or the system refuses it."""


class RecordingRefused(AudioError):
    """A recording may not start. visit_id: of the visit being recorded when that is why, for the window to name."""

    def __init__(self, sentence: str, visit_id: int | None = None) -> None:
        super().__init__(sentence)
        self.visit_id = visit_id


class AlreadyImported(AudioError):
    """The same file was imported before, into recording_id of visit_id; it can be imported again on purpose."""

    def __init__(self, sentence: str, recording_id: int, visit_id: int) -> None:
        super().__init__(sentence)
        self.recording_id = recording_id
        self.visit_id = visit_id


class AudioUnreadable(AudioError):
    """A file that is no audio, is cut short, encrypted, too long or too large; the sentence names it."""


class SpeechError(SoapstoneError):
    """Speech recognition failed; the recording is kept and it can be tried again."""


class NoSpeechModel(SpeechError):
    """No model on this machine, or it cannot be downloaded or verified."""


class RecognizerStopped(SpeechError):
    """The recognizer's process died (memory, native crash); a smaller model may work."""


class NothingHeard(SpeechError):
    """No speech in the recording: nothing is written."""


class FileNotWritten(SoapstoneError):
    """An exported file could not be written; nothing half written stays in the folder."""


class MissingPart(SoapstoneError):
    """A library or file of the program itself is not there; the sentence says how to get it."""
