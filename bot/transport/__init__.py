"""The wire to Telegram: updates come in once and in order, messages go out at the pace Telegram allows."""

import os

# python-telegram-bot warns at each use of a duration until one opts in to timedelta.
# It reads this variable at every use.
os.environ.setdefault("PTB_TIMEDELTA", "true")
