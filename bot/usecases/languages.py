"""`/ngonngu`: in which language the bot speaks to a person, in replies, nudges and his menu of commands alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.store import audit, people
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageChoice(View):
    """Which language? A button each, labelled in itself."""

    template: ClassVar[str] = "language"
    changes_nothing: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageChosen(View):
    """The first words in the language that was chosen."""

    template: ClassVar[str] = "language_chosen"
    in_place: ClassVar[bool] = True
    language: str

    @property
    def speaks(self) -> str:
        return self.language


def ask(_tx: Tx, who: Caller, _now: datetime) -> View:
    """The question stands beside whatever is open; nothing is closed by it."""
    _person_of(who)
    return LanguageChoice()


def choose(tx: Tx, who: Caller, now: datetime, *, language: str) -> View:
    """A newcomer may choose before he consents: he should be able to read what he is asked."""
    person_id = _person_of(who)
    people.speak(tx, person_id, language)
    if who.consented:
        audit.note(
            tx, "speak", "person", person_id, person_id=person_id, now=now, facts={"language": language}
        )
    return LanguageChosen(language=language)


def _person_of(who: Caller) -> int:
    if who.person_id is None:
        raise Refused("no_role")
    return who.person_id
