"""The way to an OpenAI-compatible server: may text go there, how it is asked, what its failures mean in words.

    ask_text         one question, its running text streamed, whole or not at all
    attempts         what is tried again, once; when an ending is no whole answer
      exchange       the job that polls; reading_thread: the thread that blocks; ending: what arrives
        client       the openai client, bare; connection: its sockets; failures: its errors in our words
    features         optional parts of the protocol;  message, data_block, tokens: what a prompt is made of
    reasoning, loops   thinking aloud taken out; a model that runs in a circle
    address, probe   before anything is sent: may it, does the server answer

The openai client takes 0.4 s to import, so only the thread that uses it does.
"""
