"""What becomes of every word that is stored: a test fails where a column with words is in no line of this rule.

Ids of people stand in many tables and stay: once a person is deleted they lead to a row without name and chat.
"""

from collections.abc import Mapping
from enum import StrEnum


class Fate(StrEnum):
    """When a column's words go."""

    CODE = "code"
    """Holds words of the program, numbers and hashes, nothing that a person wrote."""
    PERSON = "person"
    """Goes with the person: when he says so twice, or when he has held no role for long."""
    HOURS = "hours"
    """Goes by itself within 48 hours."""
    CAMPAIGN = "campaign"
    """Goes once the campaign has been closed for as long as people without a role are kept; files go from the disk too."""
    REPORT = "report"
    """The unit's official report, its words and signed paper, and what was decided about it: stays, as in an archive."""
    OFFICE = "office"
    """What the office made known: directives, names of units, its own announcements. Stays until the office changes it."""


_COLUMNS = {
    Fate.PERSON: {
        "people": "chat_id name unreachable_why quiet_from quiet_until",
        "drafts": "pending",
        "sent_forms": "name reading outcome",
        "wrong_tokens": "chat_id",
    },
    Fate.HOURS: {"inbox": "chat_id body failure", "album_pieces": "album"},
    Fate.CAMPAIGN: {"good_examples": "name", "evidence": "file_name file_id file_unique_id"},
    Fate.REPORT: {
        "figures": "sentence typed reason because source",
        "narratives": "text because source",
        "good_examples": "deed source",
        "evidence": "source",
        "signed_reports": "number source file_name file_id file_unique_id hash",
        "report_moves": "reason source",
        "follow_ups": "question answer",
        "stand_ins": "source",
        "cluster_texts": "text because",
        "cluster_moves": "reason",
        # A reason that somebody typed; the seals hold it.
        "audit": "facts",
    },
    Fate.OFFICE: {
        "clusters": "code name",
        "units": "code name kind level",
        "unit_aliases": "name",
        "former_names": "name decision note",
        "unit_changes": "decision",
        "planned_changes": "wanted",
        "offices": "place signer signer_post standing_body superior issuer symbol authority recipients",
        "office_templates": "name",
        "campaigns": "title theme document_type number directive file_name",
        "phases": "name source_text review_kind review_text",
        "periods": "name",
        "indicators": "section name source_text group owner measure_unit catalogue_key",
        "assignments": "kind",
        "targets": "source_text reason",
        "commemorations": "text",
        "waves": "text",
        "boards": "chat_id",
    },
    Fate.CODE: {
        "people": "language",
        "roles": "role",
        "units": "duty path",
        "unit_changes": "kind figures",
        "offices": "ladder paper_circle",
        "office_templates": "paper",
        "campaigns": "state issued_precision file_hash ladder",
        "campaign_units": "duty",
        "phases": "rhythm",
        "indicators": "comparator direction measure relation doubts",
        "assignments": "scope",
        "targets": "comparator direction",
        "pairs": "choice",
        "reports": "state",
        "report_moves": "move state",
        "figures": "kind standing",
        "narratives": "part",
        "evidence": "kind hash",
        "album_pieces": "outcome",
        "cluster_reports": "state",
        "cluster_moves": "move state",
        "cluster_texts": "part",
        "drafts": "screen",
        "invitations": "token_hash role",
        "page_links": "code_hash",
        "page_sessions": "token_hash door",
        "form_keys": "key",
        "outbox": "key lane kind last_error outcome",
        "pulse": "unmarked failed",
        "downloads": "form",
        "slots": "slot",
        "period_times": "kind",
        "names_state": "token",
        "audit": "action subject seal",
        "commemorations": "circle",
        "waves": "key kind circle",
    },
}

RULE: Mapping[str, Fate] = {
    ".".join((table, column)): fate
    for fate, tables in _COLUMNS.items()
    for table, columns in tables.items()
    for column in columns.split()
}
"""The fate of every column that holds words or a chat, as "table.column"."""
