"""View -> Reply: a use case returns a view of frozen fields, its template finds the words and the buttons.

A template is a screen as the person sees it. After the text come the rows of buttons, a line each:

    Đã nhập {{ count }} chỉ tiêu.
    {{ button("Nộp báo cáo", "submit", report_id, version=version) }} {{ button("Sửa", "review", report_id) }}
"""

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import Field, dataclass
from datetime import tzinfo
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.campaign.deadlines import Ladder
from bot.texts.words import LANGUAGES, filters

FOLDER = Path(__file__).parent
FALLBACK = "vi"
USUAL = Ladder()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# Control characters cannot be typed into a chat, so a name can never pretend to be a button.
OPEN, MIDDLE, CLOSE = "\x02", "\x03", "\x04"
_BUTTON = re.compile(f"{OPEN}(.*?){MIDDLE}(.*?){CLOSE}", re.DOTALL)
# With them go the marks that turn the direction of all text behind a name around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BLANK_LINES = re.compile(r"\n{3,}")
LONGEST_LABEL = 64
# As bot.transport.sending knows it.
WEB_APP = "web_app="
# How many letters of a label a narrow phone shows, by the buttons of its row; Telegram cuts off the rest.
_SHOWN = {1: LONGEST_LABEL, 2: 20, 3: 13, 4: 9}
_SHOWN_AMONG_MANY = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """A button under a message: `data` is `action:subject:version` (at most 64 bytes) or an address to open.

    Behind `WEB_APP` the address is opened within Telegram, which says there who opens it.
    """

    label: str
    data: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What goes out: Telegram HTML and the rows of buttons below it."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()

    @property
    def rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The buttons as labels with what they do."""
        return tuple(tuple((button.label, button.data) for button in row) for row in self.buttons)


class View:
    """What a use case has to show. A subclass is a frozen dataclass and names its template, without ending."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    template: ClassVar[str]
    in_place: ClassVar[bool] = False
    """True where a tap that leads here rewrites the message it was on, rather than sending a new one."""
    changes_nothing: ClassVar[bool] = False
    """True where whoever asked is simply answered again after a crash, for asking had no effect."""

    @property
    def rewrites(self) -> int | None:
        """The bot's own message that this one replaces, where it goes on telling of the same."""
        return None

    @property
    def speaks(self) -> str | None:
        """The language that the bot speaks to this person from now on, where this view tells him so."""
        return None


def _button(label: str, action: str, *subjects: object, version: int | None = None) -> Markup:
    data = ":".join([action, *map(str, subjects), *([] if version is None else [f"v{version}"])])
    if len(data.encode()) > 64:
        raise ValueError("callback data over 64 bytes: " + data)
    return Markup(OPEN + " ".join(_label(label).split())[:LONGEST_LABEL] + MIDDLE + data + CLOSE)  # noqa: S704 - taken apart again below, never shown as markup.


def _label(label: str) -> str:
    """A label as it is read: what a macro hands over is markup, and a button knows none."""
    return _plain(label.striptags() if isinstance(label, Markup) else label)


def _link(label: str, address: str) -> Markup:
    return Markup(OPEN + _label(label) + MIDDLE + address + CLOSE)  # noqa: S704 - as above.


def _app(page_address: str | None, label: str, path: str) -> Markup:
    """A button that opens the page within Telegram; none where there is no page, or Telegram would not open it."""
    if page_address is None or not page_address.startswith("https://"):
        return Markup()
    return _link(label, "".join((WEB_APP, page_address, path)))


def _plain(value: object) -> str:
    return _CONTROL.sub(" ", str(value))


def _finalize(value: object) -> object:
    """Strip control characters from everything that is put into a template; nothing prints as nothing."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _plain(value)
    return value


class Texts:
    """The templates of every language, with the filters of `bot.texts.words`; moments are shown in `zone`.

    `page_address` is that of the page beside the chat, where there is one; `usual_ladder` holds where no office has said
    otherwise. Each language has an environment of its own, so that its templates import their neighbours by name and the
    filters need not be told who reads. A template that a language does not have is shown in Vietnamese.
    """

    def __init__(
        self,
        *,
        default: str = "vi",
        zone: tzinfo = HANOI,
        page_address: str | None = None,
        usual_ladder: Ladder = USUAL,
    ) -> None:
        self.default = default
        self._zone = zone
        self._known = (page_address, usual_ladder)
        self._environments = self.environments()

    def environments(self, folder: Path | None = None) -> dict[str, Environment]:
        """A language's templates each; with those of another folder before them, which are the same in every language."""
        before = () if folder is None else (folder,)
        return {
            language: _environment(
                (*before, FOLDER / language, FOLDER / FALLBACK), language, self._zone, *self._known
            )
            for language in LANGUAGES
        }

    def closest(self, code: str | None) -> str:
        """The language for somebody whose client speaks `code` ("en-GB"): the default where we do not speak it."""
        spoken = (code or "").lower().partition("-")[0]
        return spoken if spoken in LANGUAGES else self.default

    def render(self, view: View, language: str | None = None) -> Reply:
        """The reply in the person's language, or in the default where we do not know it."""
        facts = {name: getattr(view, name) for name in view.__dataclass_fields__}
        return self._fill(view.template, facts, view.speaks or language)

    def refusal(self, reason: str, facts: Mapping[str, object], language: str | None) -> Reply:
        """The sentence for a refusal: what is wrong and what to do instead."""
        return self._fill("refused/" + reason, facts, language)

    def _fill(self, template: str, facts: Mapping[str, object], language: str | None) -> Reply:
        environment = self._environments[self.closest(language)]
        return parse(environment.get_template(f"{template}.j2").render(facts))


class _Shared(Environment):
    """Every template has the same globals, so an import need not compare them name by name each time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals if d is None else super().make_globals(d)


@lru_cache(maxsize=16)
def _environment(
    folders: tuple[Path, ...], language: str, zone: tzinfo, page_address: str | None, usual_ladder: Ladder
) -> Environment:
    """Made once and shared: a template is compiled when it is first shown, which costs more than all its renderings."""
    environment = _Shared(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        button=_button,
        link=_link,
        refusal=partial(_sentence, environment),
        app=partial(_app, page_address),
        page_address=page_address,
        usual_ladder=usual_ladder,
    )
    environment.filters.update(filters(LANGUAGES[language], zone))
    return environment


def _sentence(environment: Environment, reason: str, facts: Mapping[str, object]) -> Markup:
    """The sentence of a refusal within another screen, without its buttons."""
    rendered = environment.get_template(f"refused/{reason}.j2").render(facts)
    return Markup(parse(rendered).html)  # noqa: S704 - a template has escaped its facts.


def _rows(row: tuple[Button, ...]) -> list[tuple[Button, ...]]:
    """The row, taken apart where a phone could not show each label whole."""
    for width in range(len(row), 1, -1):
        rows = [row[start : start + width] for start in range(0, len(row), width)]
        if all(_fit(part) for part in rows):
            return rows
    return [(one,) for one in row]


def _fit(row: tuple[Button, ...]) -> bool:
    return max(len(button.label) for button in row) <= _SHOWN.get(len(row), _SHOWN_AMONG_MANY)


def parse(rendered: str) -> Reply:
    """Take the buttons out of a rendered template: each line that holds some becomes a row, or as many as it needs."""
    if OPEN not in rendered:
        return Reply(html=_BLANK_LINES.sub("\n\n", rendered).strip())
    text: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for line in rendered.split("\n"):
        row = tuple(Button(label=label, data=data) for label, data in _BUTTON.findall(line))
        if row:
            rows.extend(_rows(row))
        else:
            text.append(line)
    return Reply(html=_BLANK_LINES.sub("\n\n", "\n".join(text)).strip(), buttons=tuple(rows))
