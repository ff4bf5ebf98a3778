"""Every sentence a person reads: one template a screen, with its buttons, in one folder a language."""

from bot.texts.rendering import Button, Reply, Texts, View

__all__ = ["Button", "Reply", "Texts", "View"]
