"""What may hang on a report, a unit or a campaign: one of each, so that a forged button has something to reach for."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert

from bot.store.engine import Tx
from bot.store.tables import metadata
from tests.town import moment

NOW = moment("2023-05-02 09:00")
SECRET = "Bạch Dương"
"""Stands in every text of these things."""
FIGURE = "777,25"
"""What Lan's unit reported, and nobody else."""
OFFICE = (
    SECRET,
    "Suối Vàng",
    "Nà Hoa",
    "Bản Mới",
    "Hương",
    "Lan",
    "Minh",
    "Thắng",
    "Sơn",
    "Tài",
    "Thìn",
    FIGURE,
)
BESIDE = (SECRET, "Nà Hoa", "Lan", "Sơn", "Tài", FIGURE)
ROOT, UPPER, LOWER = 1, 2, 3
ADMIN, LAN = 1, 2
"""People and units by the order in which the office is put together; report, campaign and period are the first ones."""
MENTIONED = {"person_id": LAN, "at": NOW}
FILE = {"file_name": f"{SECRET}.pdf", "file_id": "f", "file_unique_id": "u", "size": 1, "hash": "a" * 64}
REPORT = {"report_id": 1, "indicator_id": 1}
DAY = date(2023, 6, 16)

THINGS: Mapping[str, Mapping[str, object]] = {
    "former_names": {"unit_id": UPPER, "name": f"Thôn {SECRET}", "until": date(2022, 1, 1)},
    "unit_aliases": {"unit_id": UPPER, "name": SECRET},
    "office_days": {"unit_id": ROOT, "day": DAY, "worked": False},
    "office_templates": {"unit_id": ROOT, "paper": "report", "name": f"{SECRET}.docx", "content": b"x"},
    "offices": {"unit_id": ROOT, "place": SECRET, "signer": SECRET, "standing_body": SECRET},
    "planned_changes": {
        "wanted": {"kind": "rename", "units": [UPPER], "name": SECRET, "was": SECRET, "decision": SECRET},
        "on": date(2023, 7, 1),
        "person_id": ADMIN,
        "at": NOW,
    },
    "commemorations": {"campaign_id": 1, "n": 1, "day": DAY, "text": SECRET, "circle": "leaders"},
    "invitations": {
        "token_hash": "b" * 64,
        "unit_id": UPPER,
        "role": "focal_point",
        "invited_by": ADMIN,
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=2),
        "hands_over": LAN,
        "meant_for": ADMIN,
    },
    "leaves": {"role_id": LAN, "since": NOW + timedelta(days=1), "until": NOW + timedelta(days=3)},
    "album_pieces": {
        **{"person_id": LAN, "message_id": 1, "album": "a", "indicator_id": 1, "outcome": "kept"},
        **{"captioned": False, "at": NOW},
    },
    "targets": {
        **{"indicator_id": 1, "version": 1, "from_on": date(2023, 1, 1), "source_text": SECRET},
        **{"reason": SECRET, "comparator": "=", "value": Decimal("12.5"), "direction": "reach", "at": NOW},
    },
    "unit_targets": {"indicator_id": 1, "unit_id": UPPER, "version": 1, "set_by": ADMIN, "set_at": NOW},
    "waves": {
        **{"key": "w", "kind": "announcement", "campaign_id": 1, "circle": "leaders", "text": SECRET},
        **{"person_id": ADMIN, "at": NOW, "shown": 0},
    },
    "boards": {
        **{"chat_id": -100, "message_id": 5, "campaign_id": 1, "period_id": 1, "shown": 0},
        **{"made_by": ADMIN, "made_at": NOW},
    },
    "extensions": {"period_id": 1, "unit_id": UPPER, "due_on": DAY + timedelta(days=3)},
    "period_times": {"period_id": 1, "kind": "summary", "day": DAY + timedelta(days=5), "exclusive": False},
    "said": {
        **{"period_id": 1, "unit_id": UPPER, "due_on": DAY, "step": -15, "person_id": LAN, "at": NOW},
        **{"merged": False},
    },
    "snoozes": {"person_id": LAN, "period_id": 1, "unit_id": UPPER, "until": DAY},
    "cluster_moves": {
        "report_id": 1,
        "move": "return",
        "state": "returned",
        "reason": SECRET,
        "due_on": DAY,
        **MENTIONED,
    },
    "evidence": {**REPORT, **FILE, "kind": "document", **MENTIONED},
    "follow_ups": {**REPORT, "version": 1, "asked_by": ADMIN, "asked_at": NOW, "question": SECRET},
    "good_examples": {"report_id": 1, "name": SECRET, "deed": SECRET, **MENTIONED},
    "narratives": {"report_id": 1, "part": "results", "version": 1, "text": SECRET, **MENTIONED},
    "report_moves": {
        "report_id": 1,
        "move": "return",
        "state": "returned",
        "reason": SECRET,
        "due_on": DAY,
        **MENTIONED,
    },
    "sent_forms": {"person_id": ADMIN, "report_id": 1, "name": SECRET, "reading": {}, "at": NOW},
    "signed_reports": {
        "report_id": 1,
        "version": 1,
        "number": SECRET,
        "signed_on": NOW.date(),
        **FILE,
        **MENTIONED,
    },
    "stand_ins": {"report_id": 1, "person_id": ADMIN, "source": f"phone:{SECRET}", "at": NOW},
    "outbox": {
        **{"key": "o", "lane": "bulk", "person_id": LAN, "kind": "reply", "due_at": NOW, "attempts": 1},
        **{"expires_at": NOW, "outcome": "failed", "ended_at": NOW, "last_error": SECRET},
    },
}


def put(tx: Tx) -> None:
    for name, row in THINGS.items():
        tx.execute(insert(metadata.tables[name]).values(row))
