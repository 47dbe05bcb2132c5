"""Sound: the microphone, audio files, playback."""
