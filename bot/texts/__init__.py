"""Every sentence a person reads: one template a screen, with its buttons, in one folder a language."""

from bot.texts.rendering import Button, Reply, Texts, View
from bot.texts.words import LANGUAGES

__all__ = ["LANGUAGES", "Button", "Reply", "Texts", "View"]
