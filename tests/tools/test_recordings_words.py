"""The times of spoken words are kept with their recording, and go with it."""

from desktop.domain.speech import Word
from desktop.workflow.visits import now
from tests.servers.recorded_visits import records_in, visit_with_consent

WORDS = (Word("lower", 500, 800, 0.9), Word("back", 800, 1200, 0.75))


def test_words_come_back_in_the_order_in_which_they_were_said(tmp_path):
    """Whatever the order in which they were stored."""
    with records_in(tmp_path) as records:
        recording = records.recordings.begin(visit_with_consent(records), "a microphone", now())
        records.spoken_words.add(recording.id, WORDS[1:])
        records.spoken_words.add(recording.id, WORDS[:1])
        assert records.spoken_words.of_recording(recording.id) == list(WORDS)


def test_words_are_deleted_with_their_recording(tmp_path):
    """And words that come late for a deleted recording are no error and are not kept."""
    with records_in(tmp_path) as records:
        recording = records.recordings.begin(visit_with_consent(records), "a microphone", now())
        records.spoken_words.add(recording.id, WORDS)
        records.recordings.delete(recording.id)
        records.spoken_words.add(recording.id, WORDS)
        assert records.spoken_words.of_recording(recording.id) == []
