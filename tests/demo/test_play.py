"""`demo --play`: the story as a dialog, told by the command itself, for the example and for real directives."""

import asyncio
import os
import socket
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bot.demo.telling import Asked, figure_asked

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "../shared/seeds"
EXAMPLE = ROOT / "docs/examples/chi-thi-2026.txt"
SAMPLES = {"002": SEEDS / "002_fa220e7e762b88d7.txt", "003": SEEDS / "003_9f03f7d026056359.txt"}
PATIENCE = 120.0


@pytest.fixture(scope="module")
def stories() -> dict[str, str]:
    """What the command prints for each directive that is there; they are told side by side to save time."""
    directives = {"example": EXAMPLE, **{name: path for name, path in SAMPLES.items() if path.exists()}}
    return asyncio.run(_told(directives))


async def _told(directives: dict[str, Path]) -> dict[str, str]:
    told = await asyncio.gather(*(_play(path) for path in directives.values()))
    return dict(zip(directives, told, strict=True))


async def _play(directive: Path) -> str:
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--play", "--directive", str(directive)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "PYTHONIOENCODING": "utf-8"},
    )
    printed, complaints = await asyncio.wait_for(command.communicate(), PATIENCE)
    assert (command.returncode, complaints.decode()) == (0, ""), printed.decode()[-2000:]
    return printed.decode()


def story_of(stories: dict[str, str], name: str) -> str:
    if name not in stories and "CI" not in os.environ:
        pytest.skip("the sample directives are not beside the project: no ../shared/seeds")
    return stories[name]


def test_the_example_becomes_a_campaign_with_both_phases_and_their_due_dates(stories: dict[str, str]) -> None:
    story = story_of(stories, "example")
    assert "1. Đợt thi đua thứ nhất: 12/01/2026 – 30/6/2026" in story
    assert "Đơn vị báo cáo: hạn Thứ Tư, 17/6/2026" in story
    assert "Đã phát động." in story


def test_a_figure_typed_without_marks_is_echoed_as_understood_with_the_units_share(
    stories: dict[str, str],
) -> None:
    story = story_of(stories, "example")
    assert "Trần Văn Bình: 16,4 ty" in story
    assert "✓ Thu ngân sách trên địa bàn: 16,4 tỷ đồng · 97,6% kế hoạch" in story


def test_a_reading_is_corrected_and_a_page_is_found_all_right(stories: dict[str, str]) -> None:
    story = story_of(stories, "example")
    assert "✓ Đã sửa tên. Trước đó: Trồng chè" in story
    assert "✓ Đã xem 4 chỉ tiêu. Còn 7 chỉ tiêu chưa xem." in story


def test_who_has_reported_is_not_nudged_again(stories: dict[str, str]) -> None:
    story = story_of(stories, "example")
    scene = story[story.index("── 8. ") : story.index("── 9. ")]
    assert "Còn 7 ngày đến hạn" in scene
    assert "Bot → Lê Thị Dung:" in scene
    assert "Bot → Phạm Quốc Khánh:" in scene
    assert "Bot → Trần Văn Bình:" not in scene


def test_a_late_report_says_so_on_its_receipt(stories: dict[str, str]) -> None:
    story = story_of(stories, "example")
    assert "Thời điểm nộp: 08:00 18/6/2026 – chậm hạn (17/6/2026)" in story


def test_the_standing_body_pulls_the_summary_at_the_end(stories: dict[str, str]) -> None:
    story = story_of(stories, "example")
    summary = story[story.index("Nguyễn Thị Hoa: /tonghop") :]
    assert "Đơn vị đã báo cáo: 3/" in summary
    assert "Thu ngân sách trên địa bàn" in summary


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_directive_is_played_to_its_summary(stories: dict[str, str], name: str) -> None:
    assert "Nguyễn Thị Hoa: /tonghop" in story_of(stories, name)


def test_to_a_directive_without_a_list_the_admin_adds_two_indicators(stories: dict[str, str]) -> None:
    story = story_of(stories, "003")
    assert "Nguyễn Thị Hoa: Thu ngân sách trên địa bàn: 50,2 tỷ đồng" in story
    assert "Nguyễn Thị Hoa: Tỷ lệ hộ gia đình văn hóa đạt từ 92% trở lên" in story
    assert "hạn Thứ Sáu, 16/6/2023" in story


def test_a_file_that_is_no_directive_ends_with_one_sentence(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Mai họp lúc 8 giờ.", encoding="utf-8")
    ended = _ended("--play", "--directive", str(note))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1


def test_a_port_that_is_taken_ends_with_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _ended("--port", str(port))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"Port {port} cannot be used")
    assert ended.stderr.count("\n") == 1


def test_the_server_alone_wants_a_token() -> None:
    assert _ended("--server-only").returncode == 2


def _ended(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "demo", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("Đơn vị tính: tỷ đồng\nChỉ tiêu giao: Trên 2.838 tỷ đồng\nNhập số lũy kế từ đầu năm.", "946 ty"),
        ("Đơn vị tính: %\nChỉ tiêu giao: Từ 92% trở lên\nNhập số đến thời điểm báo cáo.", "92%"),
        ("Đơn vị tính: xã\nChỉ tiêu giao: 14/14 xã\nNhập số đến thời điểm báo cáo.", "14"),
        ("Đơn vị tính: tấn\nChỉ tiêu giao: 13.455,5 tấn\nNhập số đến thời điểm báo cáo.", "13455,5 tan"),
    ],
)
def test_people_of_the_story_type_what_the_target_asks_for(question: str, typed: str) -> None:
    asked = figure_asked(question)
    assert asked is not None
    assert asked.typed(Decimal(1)) == typed


def test_a_share_never_exceeds_a_hundred_percent() -> None:
    assert Asked(value=Decimal(99), measure_unit="%", adds_up=False).typed(Decimal("1.02")) == "100%"


def test_a_question_without_a_figure_is_known_as_such() -> None:
    assert figure_asked("Đến nay thực hiện đến đâu?") is None
