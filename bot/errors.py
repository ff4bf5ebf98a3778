"""Every error of our own, sorted by who must act. Each carries facts; bot/texts finds the words."""

from collections.abc import Sequence


class DonDocError(Exception):
    """The root: nothing else is raised on purpose."""


class Refused(DonDocError):
    """The person must act: what he asked cannot be done so.

    `reason` names the sentence under texts/<language>/refused/, `facts` fill it.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts
        # Set at the edge, where the caller is known: the words are found in his language.
        self.language: str | None = None


class OperatorError(DonDocError):
    """The operator must act: configuration, database, token. The text is one plain sentence."""


class StoreUnavailable(OperatorError):
    """The database is locked, full or gone; what was asked left nothing behind and may be asked again."""


class StoreFull(StoreUnavailable):
    """The database takes no writes: no room is left, or it was made read-only. Reading goes on."""


class ConfigError(OperatorError):
    """The configuration is wrong; `mistakes` names all of them, one sentence each, and never a value."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)
