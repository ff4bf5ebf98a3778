"""Every table, in the words of docs/glossary.md. A change here needs a migration beside it.

Those of what comes in and goes out stand in message_tables.py, those of targets in target_tables.py, those of
phases in phase_tables.py, those of coming in and being away in people_tables.py, those of offices in office_tables.py.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store import cluster_tables as cluster_tables  # noqa: PLC0414 - who imports the tables has them all.
from bot.store import entry_tables as entry_tables  # noqa: PLC0414 - as above.
from bot.store import message_tables as message_tables  # noqa: PLC0414 - who imports the tables has them all.
from bot.store import name_tables as name_tables  # noqa: PLC0414 - as above.
from bot.store import narrative_tables as narrative_tables  # noqa: PLC0414 - as above.
from bot.store import succession_tables as succession_tables  # noqa: PLC0414 - as above.
from bot.store import target_tables as target_tables  # noqa: PLC0414 - as above.
from bot.store.office_tables import office_days as office_days  # noqa: PLC0414 - as above.
from bot.store.office_tables import office_templates as office_templates  # noqa: PLC0414 - as above.
from bot.store.office_tables import offices as offices  # noqa: PLC0414 - as above.
from bot.store.people_tables import invitations as invitations  # noqa: PLC0414 - as above.
from bot.store.people_tables import leaves as leaves  # noqa: PLC0414 - as above.
from bot.store.people_tables import wrong_tokens as wrong_tokens  # noqa: PLC0414 - as above.
from bot.store.phase_tables import periods as periods  # noqa: PLC0414 - as above.
from bot.store.phase_tables import phases as phases  # noqa: PLC0414 - as above.
from bot.store.types import Exact, Instant, Key
from bot.store.types import metadata as metadata  # noqa: PLC0414 - as above.

# --- Who: units, people, roles -------------------------------------------------------------------

clusters = Table(
    "clusters",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("level", String(64), nullable=False),
    Column("parent_id", ForeignKey("units.id"), index=True),
    Column("cluster_id", ForeignKey("clusters.id"), index=True),
    Column("duty", String(16), nullable=False),
    # Whether the unit's head signs its reports before the standing body gets them.
    Column("signed_off", Boolean, nullable=False, server_default=false()),
    # The ids from the root down to the unit itself, "/1/7/30/": a role's reach is one prefix comparison.
    Column("path", Text, nullable=False, index=True),
    # The first day on which it is not there any more: it went up in its successor.
    Column("ended_on", Date),
)

people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    # Null, and the name empty, once the person's data are deleted; the row stays for the figures that he gave.
    Column("chat_id", BigInteger, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("met_at", Instant, nullable=False),
    Column("consent_at", Instant),
    # Set when Telegram says that the person cannot be written to; cleared by the person's next message.
    Column("unreachable_since", Instant),
    # blocked | never_started | deleted
    Column("unreachable_why", String(16)),
    # "20:00" and "07:00": between them he is not to be nudged; both null: at any time.
    Column("quiet_from", String(5), index=True),
    Column("quiet_until", String(5)),
    # Few are silent: each slot asks who fell silent lately.
    Index(
        "ix_people_unreachable_since",
        "unreachable_since",
        sqlite_where=text("unreachable_since IS NOT NULL"),
        postgresql_where=text("unreachable_since IS NOT NULL"),
    ),
)

roles = Table(
    "roles",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("role", String(16), nullable=False),
    # A deputy is written to only while no main holder of the role is there.
    Column("deputy", Boolean, nullable=False, server_default=false()),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Index("ix_roles_unit_id_role", "unit_id", "role"),
    # Few lead a cluster: planning looks for them among all roles.
    Index(
        "ix_roles_cluster_lead",
        "role",
        "unit_id",
        sqlite_where=text("role = 'cluster_lead'"),
        postgresql_where=text("role = 'cluster_lead'"),
    ),
)

# --- What: campaigns, phases, periods, indicators --------------------------------------------------

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Key, primary_key=True),
    Column("owner_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("parent_id", ForeignKey("campaigns.id")),
    Column("state", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("theme", Text),
    Column("document_type", Text),
    Column("number", Text),
    Column("issued_on", Date),
    # day | month: how much of that date the directive states.
    Column("issued_precision", String(8)),
    Column("starts_on", Date),
    # Null while a draft waits for the admin to say it; a campaign that runs has it.
    Column("ends_on", Date),
    # The whole reading of the directive, as `read-directive --json` prints it, and the file it came from.
    Column("directive", JSON, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_hash", String(64), nullable=False),
    Column("made_by", ForeignKey("people.id")),
    Column("made_at", Instant, nullable=False),
    Column("launched_at", Instant),
    Column("closed_at", Instant),
    # The running campaign whose targets this document re-issues, and from which day; null for a campaign of its own.
    Column("reissues_id", ForeignKey("campaigns.id"), index=True),
    Column("in_force_on", Date),
    # How many calendar days after its due date a unit may still enter and correct.
    Column("lock_days", Integer, nullable=False, server_default="30"),
    # What it said of `deadlines.OwnLadder`; the rest, or null, is that of the office.
    Column("ladder", JSON(none_as_null=True)),
)

campaign_units = Table(
    "campaign_units",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("duty", String(16), nullable=False),
    # It takes part in the periods due from this day on, or due before that one; null: in all.
    Column("from_on", Date),
    Column("until_on", Date),
    Index("ix_campaign_units_unit_id", "unit_id"),
)

indicators = Table(
    "indicators",
    metadata,
    Column("id", Key, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("source_text", Text, nullable=False),
    Column("source_line", Integer),
    Column("group", Text, nullable=False, server_default=""),
    Column("owner", Text, nullable=False, server_default=""),
    Column("comparator", String(8)),
    Column("value", Exact),
    Column("value_to", Exact),
    Column("measure_unit", Text, nullable=False),
    Column("direction", String(16)),
    Column("measure", String(16), nullable=False),
    # Of what accumulates: asked for what the period brought, not for the total since the start of the year.
    Column("in_period", Boolean, nullable=False, server_default=false()),
    # By which years are compared; null in a draft that has not taken it over from another campaign.
    Column("catalogue_key", Text),
    # The first day on which it is asked, and the first on which it is not any more; null: as long as the campaign.
    Column("given_from", Date),
    Column("given_until", Date),
    # The whole that this one is a part of or says again; the relation says which.
    Column("parent_id", ForeignKey("indicators.id"), index=True),
    Column("relation", String(16)),
    # The two ends of "từ 13,18% xuống 13,08%", the total of "lũy kế 15 xã", the second number of "14/14 xã".
    Column("baseline", Exact),
    Column("target_level", Exact),
    Column("cumulative_total", Exact),
    Column("denominator", Exact),
    # Why the reading should be looked at (codes of `directive.model.Reason`), and when an admin did so.
    Column("doubts", JSON(none_as_null=True)),
    Column("looked_at", Instant),
    UniqueConstraint("campaign_id", "n"),
)

# Who answers for an indicator; exactly one of kind, cluster_id, unit_id is set unless the scope is "all".
assignments = Table(
    "assignments",
    metadata,
    Column("indicator_id", ForeignKey("indicators.id"), primary_key=True),
    Column("scope", String(16), nullable=False),
    Column("kind", String(64)),
    Column("cluster_id", ForeignKey("clusters.id")),
    Column("unit_id", ForeignKey("units.id")),
    Column("proposed", Boolean, nullable=False, server_default=false()),
)

# Another due date for one unit; the newest one of a period and unit counts.
extensions = Table(
    "extensions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("period_id", ForeignKey("periods.id"), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("due_on", Date, nullable=False),
    Index("ix_extensions_period_id_unit_id", "period_id", "unit_id"),
)

# --- Reports -----------------------------------------------------------------------------------------

reports = Table(
    "reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("period_id", ForeignKey("periods.id"), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("submitted_at", Instant),
    Column("submitted_by", ForeignKey("people.id")),
    # The due date in force when the report was submitted, and the judgement made then.
    Column("due_on", Date),
    Column("late", Boolean),
    # A late report that counts as on time; who excused it and why stands in the moves.
    Column("excused", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("period_id", "unit_id"),
    Index("ix_reports_unit_id", "unit_id"),
)

# Append-only: what was done to a report as a whole, from its submission to its acceptance.
report_moves = Table(
    "report_moves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("move", String(16), nullable=False),
    # The state that it led to.
    Column("state", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text),
    # The due date in force, which a return and an extension set anew.
    Column("due_on", Date, nullable=False),
    Column("late", Boolean),
    # The figure that a correction changed.
    Column("indicator_id", ForeignKey("indicators.id")),
    # From what it was made in the unit's stead; null where the unit made it.
    Column("source", Text),
)

# Append-only: a correction is a new version, the old row is never touched.
figures = Table(
    "figures",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("indicator_id", ForeignKey("indicators.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Exact),
    Column("standing", String(16)),
    Column("estimate", Boolean, nullable=False, server_default=false()),
    # Both parts of a figure given as 12/14.
    Column("numerator", Exact),
    Column("denominator", Exact),
    # What the unit wrote beside the standing of a qualitative indicator.
    Column("sentence", Text),
    Column("typed", Text, nullable=False),
    # Why there is no figure, or what was doubtful when it was confirmed.
    Column("reason", Text),
    # Why it was corrected after the report was handed in.
    Column("because", Text),
    # From what it was entered in the unit's stead.
    Column("source", Text),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    # The chat message that gave it: editing that message corrects this figure.
    Column("message_id", BigInteger),
    UniqueConstraint("report_id", "indicator_id", "version"),
    Index("ix_figures_person_id_message_id", "person_id", "message_id"),
)

# What the standing body asks about a figure ("yêu cầu giải trình"), answered in the chat.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("indicator_id", ForeignKey("indicators.id"), nullable=False),
    # The version of the figure that was asked about.
    Column("version", Integer, nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("question", Text, nullable=False),
    Column("answered_by", ForeignKey("people.id")),
    Column("answered_at", Instant),
    Column("answer", Text),
    Column("closed_at", Instant),
    # When a digest named it, a working day after it was asked; it is named in others, but has none of its own again.
    Column("nudged_at", Instant),
)

# The open screen of a person: what his next message means. One row a person, so it survives everything.
drafts = Table(
    "drafts",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("screen", String(32), nullable=False),
    Column("report_id", ForeignKey("reports.id")),
    Column("indicator_id", ForeignKey("indicators.id")),
    Column("campaign_id", ForeignKey("campaigns.id")),
    # What the screen still needs to know, e.g. the figure that waits for "đúng, giữ".
    Column("pending", JSON(none_as_null=True)),
    # Counts the screens; a button of an older screen is stale.
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    # Who else is in a report is asked with its sheet.
    Index("ix_drafts_report_id", "report_id"),
)
