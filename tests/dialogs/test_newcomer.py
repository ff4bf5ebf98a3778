"""A newcomer and the report of a real directive: how many messages it takes him, counted."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.campaign.model import Measure
from bot.store.tables import figures
from tests.dialogs.test_forms import filled, form
from tests.directive.samples import sample
from tests.town import Town, settle, town

INDICATORS = 18
DUE, START = date(2023, 6, 16), date(2023, 1, 10)


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[tuple[Town, list[str]]]:
    """A town whose units report on the indicators of sample 002, with an answer to each: its target is met."""
    read = [one for one in sample("002").indicators if one.target is not None][:INDICATORS]
    assert len(read) == INDICATORS
    named, answers = [], []
    for one in read:
        value = one.target.value
        qualitative = value is None
        comparator = one.target.comparator
        named.append(
            (
                one.name,
                "=" if comparator is None else comparator.value,
                "0" if value is None else format(value, "f"),
                one.measure_unit,
                Measure.QUALITATIVE.value if qualitative else one.measure.value,
            )
        )
        answers.append("đã thực hiện" if value is None else format(value, "f").replace(".", ","))
    settle(tmp_path, named=named, dues=[DUE], starts=[START])
    async with town(tmp_path) as here:
        yield here, answers


def kept(here: Town) -> int:
    assert here.bot is not None
    return len(
        here.bot.store.read_now(lambda tx: tx.execute(select(figures.c.indicator_id).distinct()).all())
    )


async def test_one_by_one_it_takes_at_most_22_messages(there: tuple[Town, list[str]]) -> None:
    here, answers = there
    messages = 1
    shown = await here.lan.says("/baocao")
    for answer in answers:
        shown = await here.lan.says(answer)
        messages += 1
        if any(label.startswith("Đúng, giữ") for row in shown.buttons for label in row):
            label = next(label for row in shown.buttons for label in row if label.startswith("Đúng, giữ"))
            shown = await here.lan.taps(label)
            messages += 1
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith("Đã nộp báo cáo.")
    messages += 1
    assert kept(here) == INDICATORS
    assert messages <= 22


async def test_in_bulk_it_takes_one_message(there: tuple[Town, list[str]]) -> None:
    here, answers = there
    shown = await here.lan.says("\n".join(f"{n}: {answer}" for n, answer in enumerate(answers, 1)))
    assert f"({INDICATORS}/{INDICATORS} chỉ tiêu)" in shown.text
    assert kept(here) == INDICATORS


async def test_by_the_form_it_takes_the_form_and_one_tap(there: tuple[Town, list[str]]) -> None:
    here, answers = there
    cells = {f"F{row}": answer for row, answer in enumerate(answers, 5)}
    await here.lan.sends("bieu-mau.xlsx", filled(await form(here, here.lan), cells))
    await here.lan.taps(f"Ghi {INDICATORS} số liệu")
    assert kept(here) == INDICATORS
