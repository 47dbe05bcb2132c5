"""English clinical text as pure functions: spoken numbers, dictation commands, sentences."""
