"""What each sentence of a note rests on, what it says that was not said, and what was said and left out."""
