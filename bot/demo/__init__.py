"""The local Bot API server: Telegram's side of the wire with its real limits, on this machine, in memory."""
