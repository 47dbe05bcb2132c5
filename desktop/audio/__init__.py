"""Sound in and out: microphones, loudspeakers and audio files, each in a process of its own."""
