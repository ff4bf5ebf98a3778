"""Đôn Đốc: a Telegram bot that chases up the reports of Vietnamese emulation campaigns."""
