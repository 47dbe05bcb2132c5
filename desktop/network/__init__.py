"""The way to an OpenAI-compatible server: its address and rules on hosts, the client, what went wrong in words."""
