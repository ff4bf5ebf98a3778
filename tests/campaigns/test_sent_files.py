"""A file sent to the bot: told by what it is, or refused with what to send instead."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from bot.errors import Refused
from bot.store import campaigns, indicators
from bot.texts import Texts
from bot.usecases import sent_files, targets_grid, unit_targets
from bot.usecases.sent_files import SentDirective, SentUnits, check_before
from bot.usecases.targets_grid import FilledGrid
from tests.campaigns.commune import BOSS, LAN, Commune
from tests.directive.samples import EXAMPLES

TEXT = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 05/CT-UBND

Suối Vàng, ngày 12 tháng 01 năm 2026

CHỈ THỊ
Về việc phát động phong trào thi đua năm 2026

Ủy ban nhân dân xã phát động phong trào thi đua năm 2026 với chủ đề "Suối Vàng đổi mới".

1. Thời gian: từ ngày 12/01/2026 đến hết ngày 31/12/2026.

2. Các chỉ tiêu thi đua

- Thu ngân sách trên địa bàn: 12,5 tỷ đồng.
- Trồng rừng mới đạt 75 ha.

CHỦ TỊCH

Nông Thị Lành
"""


def refused(name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        sent_files.read(name, content)
    return refusal.value.reason, Texts().refusal(refusal.value.reason, refusal.value.facts, None).html


def test_a_directive_sent_as_text_becomes_a_draft_with_its_indicators(here: Commune) -> None:
    sent = sent_files.read("chi-thi.txt", TEXT.encode())
    assert isinstance(sent, SentDirective)
    here.sends(sent.draft)
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert campaign is not None
    assert campaign.title == "Phong trào thi đua năm 2026"
    assert campaign.number == "05/CT-UBND"
    found = here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))
    assert [(one.name, str(one.target.value), one.target.measure_unit) for one in found] == [
        ("Thu ngân sách trên địa bàn", "12.5", "tỷ đồng"),
        ("Trồng rừng mới", "75", "ha"),
    ]
    assert [one.source_text for one in found] == [
        "Thu ngân sách trên địa bàn: 12,5 tỷ đồng",
        "Trồng rừng mới đạt 75 ha",
    ]


def test_a_shopping_list_is_no_directive() -> None:
    reason, sentence = refused("cho.txt", "Gạo 5 kg\nMuối 2 gói\nNước mắm 1 chai\n".encode())
    assert reason == "not_a_directive"
    assert "không có gì được tạo" in sentence


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("trong.txt", b"", "document_empty"),
        ("anh.jpg", b"\xff\xd8\xff\xe0", "document_scan"),
        ("hong.docx", b"PK\x03\x04 damaged", "document_damaged"),
        ("bieu-mau.xlsx", b"PK\x03\x04 damaged", "document_broken_form"),
        ("mat.txt", "MẬT\n\nCHỈ THỊ\nVề việc phát động thi đua\n".encode(), "document_classified"),
        ("to.txt", b"x" * (sent_files.MOST_BYTES + 1), "document_too_large"),
        ("bai-hat.mp3", b"ID3", "file_unknown"),
        ("khong-duoi", b"abc", "file_unknown"),
        ("bang.csv", "một;hai\n1;2\n".encode(), "file_unknown"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(name: str, content: bytes, reason: str) -> None:
    found, sentence = refused(name, content)
    assert found == reason
    assert "gửi" in sentence.lower()


def test_every_reason_of_an_unreadable_document_has_its_sentence() -> None:
    reasons = [
        "empty",
        "too_large",
        "not_supported",
        "scan",
        "encrypted",
        "damaged",
        "classified",
        "suspicious",
    ]
    sentences = {Texts().refusal(f"document_{reason}", {}, None).html for reason in reasons}
    assert len(sentences) == len(reasons)


def test_a_list_of_units_is_told_by_its_header() -> None:
    head = "code,name,kind,level,parent,cluster,obligation\n"
    assert isinstance(sent_files.read("don-vi.csv", head.encode()), SentUnits)


def test_a_filled_grid_is_told_by_its_hidden_row(here: Commune) -> None:
    here.sends()
    who, campaign_id = here.who(), here.campaign_id()
    view = here.store.read_now(lambda tx: unit_targets.hand_out(tx, who, here.now, campaign_id=campaign_id))
    assert isinstance(sent_files.read("bang.xlsx", targets_grid.write(view.grid)), FilledGrid)
    other = openpyxl.Workbook()
    content = BytesIO()
    other.save(content)
    assert refused("khac.xlsx", content.getvalue())[0] == "file_unknown"


def test_a_file_is_not_even_fetched_for_one_who_launches_nothing(here: Commune) -> None:
    for chat, size, reason in ((LAN, 10, "file_not_expected"), (99, 10, "no_role")):
        with pytest.raises(Refused, match=reason):
            check_before(here.who(chat), name="chi-thi.docx", size=size)
    with pytest.raises(Refused, match="document_too_large"):
        check_before(here.who(BOSS), name="chi-thi.docx", size=sent_files.MOST_BYTES + 1)
    check_before(replace(here.who(BOSS)), name="chi-thi.docx", size=10)


@pytest.mark.parametrize("ending", [".docx", ".doc", ".pdf", ".txt"])
def test_a_directive_may_come_in_any_of_the_formats(ending: str) -> None:
    path = EXAMPLES / f"chi-thi-2026{ending}"
    sent = sent_files.read(path.name, path.read_bytes())
    assert isinstance(sent, SentDirective)
    assert len(sent.draft.indicators) == 12
