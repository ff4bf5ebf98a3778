"""The tables of what comes in and goes out, of what was said, and of who did what."""

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
)

from bot.store.types import Instant, Key, metadata

# --- In and out ----------------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger),
    # The raw update as Telegram sent it; emptied after 48 hours.
    Column("body", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("answered_at", Instant),
    Column("failure", Text),
    Index("ix_inbox_answered_at", "answered_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    # e.g. digest:<person>:<day>:<slot>; makes planning twice harmless.
    Column("key", String(128), nullable=False, unique=True),
    Column("lane", String(8), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    # What to say; the words are found when it is sent, from the state of that moment.
    Column("kind", String(32), nullable=False),
    Column("subject_id", BigInteger),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sending_at", Instant),
    Column("message_id", BigInteger),
    Column("last_error", Text),
    # sent | unreachable | expired | failed | unknown; null while it waits.
    Column("outcome", String(16)),
    Column("ended_at", Instant),
    Index("ix_outbox_outcome_lane_due_at", "outcome", "lane", "due_at"),
    # What waits for somebody, and when he was last told something of a kind.
    Index("ix_outbox_person_id_kind_sending_at", "person_id", "kind", "sending_at"),
    # How far a wave has come.
    Index("ix_outbox_kind_subject_id_outcome", "kind", "subject_id", "outcome"),
)

# The message in a group that tells how a campaign stands, rewritten as figures arrive.
boards = Table(
    "boards",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    # What it says: of which period, and the newest move of a report that it tells of.
    Column("period_id", ForeignKey("periods.id")),
    Column("shown", BigInteger, nullable=False),
    Column("shown_at", Instant),
    # When the bot fastened it to the top of the group, or tried to: it may have no right to.
    Column("pinned_at", Instant),
    Column("made_by", ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("chat_id", "campaign_id"),
)

# One message to many people that an admin had sent: what, to whom, and the message on which he sees how far it is.
waves = Table(
    "waves",
    metadata,
    Column("id", Key, primary_key=True),
    # e.g. nudge:<campaign>:<phase>:<person>:<moment of the preview>:<circle>; makes a second tap harmless.
    Column("key", String(128), nullable=False, unique=True),
    # nudge | announcement
    Column("kind", String(16), nullable=False),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False, index=True),
    # Of a nudge.
    Column("phase_id", ForeignKey("phases.id")),
    # A group of a nudge (all | nothing | incomplete) or a circle (focal_points | heads | leaders).
    Column("circle", String(16), nullable=False),
    # His own words; of a nudge they may be null.
    Column("text", Text),
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Column("message_id", BigInteger),
    # What that message says: how many of its messages had ended.
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("cancelled_at", Instant),
    # Set once none of its messages waits and the message says so.
    Column("ended_at", Instant),
)

# A form of a summary that a person asked for: it is there until he has it, or was told why not.
downloads = Table(
    "downloads",
    metadata,
    Column("id", Key, primary_key=True),
    # One a person at a time.
    Column("person_id", ForeignKey("people.id"), nullable=False, unique=True),
    Column("period_id", ForeignKey("periods.id"), nullable=False, index=True),
    # Of one unit only; null for all that the person may see.
    Column("unit_id", ForeignKey("units.id")),
    Column("form", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    # The message on which he sees how far it is.
    Column("message_id", BigInteger),
    # How often it was begun: one that ends the process each time is given up.
    Column("tries", Integer, nullable=False, server_default="0"),
)

# What the running bot writes down of itself at each tick: a single row.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Key, primary_key=True),
    Column("started_at", Instant),
    Column("ticked_at", Instant),
    # When Telegram last answered a poll, and when an update last came.
    Column("polled_at", Instant),
    Column("update_at", Instant),
    Column("sent_last_minute", Integer, nullable=False),
    # Until when Telegram wants no bulk: it must outlive the process that was told.
    Column("paused_until", Instant),
    # Seconds by which our clock is ahead of Telegram's, behind where negative; 0 while they agree to a minute.
    Column("clock_off", Integer, nullable=False, server_default="0"),
    # The newest message whose marks Telegram could not read: when, and what was said of which kind.
    Column("unmarked_at", Instant),
    Column("unmarked", Text),
    # The newest part of a tick that failed by a mistake of ours: when, which, and the kind of error.
    Column("failed_at", Instant),
    Column("failed", Text),
)

said = Table(
    "said",
    metadata,
    Column("period_id", ForeignKey("periods.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    # True where a newer step of the same day spoke for this one.
    Column("merged", Boolean, nullable=False),
    Index("ix_said_person_id", "person_id"),
)

# What a person put off hearing of, until which day; the row goes once he has heard of it again.
snoozes = Table(
    "snoozes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("period_id", ForeignKey("periods.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("until", Date, nullable=False, index=True),
)

slots = Table(
    "slots",
    metadata,
    Column("day", Date, primary_key=True),
    Column("slot", String(5), primary_key=True),
    Column("planned_at", Instant, nullable=False),
)

# People whose obligations changed after the current slot was planned; the next tick plans them again.
reopened = Table(
    "reopened",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    # Null: the operator's command line.
    Column("person_id", ForeignKey("people.id")),
    Column("action", String(32), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("subject_id", BigInteger),
    Column("facts", JSON(none_as_null=True)),
    # SHA-256 over the previous seal and this row; a tick seals what is new.
    Column("seal", String(64)),
    Index("ix_audit_seal", "seal"),
)

# A day that the directive commemorates, once an admin has looked at it: what is said on it, and to whom.
commemorations = Table(
    "commemorations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    # Its place in the directive's list, from 1.
    Column("n", Integer, nullable=False),
    Column("day", Date, nullable=False, index=True),
    # Null as long as the words are those that the bot proposes.
    Column("text", Text),
    # focal_points | heads | leaders
    Column("circle", String(16), nullable=False),
    # Null while it is not approved; another text or circle must be approved again.
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", Instant),
    UniqueConstraint("campaign_id", "n"),
)
