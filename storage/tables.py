"""The tables: one for each noun. Those of groups and their rounds stand in `storage.group_tables`."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    false,
    text,
)

import storage.coming_back_tables
import storage.console_tables
import storage.group_tables
import storage.sending_tables  # noqa: F401 - so that `metadata` knows all tables
from storage.columns import BigId, Moment
from storage.columns import metadata as metadata  # noqa: PLC0414 - for whoever wants all of them
from storage.sealed import Blinded, SealedJson, SealedText

person = Table(
    "person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("name", SealedText),  # a first name or nickname, if she gave one
    Column("may_make_groups", Boolean, nullable=False, server_default=false()),  # where the operator decides who may
    Column("moderator", Boolean, nullable=False, server_default=false()),  # guards what all groups read
)

address = Table(
    "address",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("lookup", Blinded, nullable=False),  # finds the row by the external id
    Column("external_id", SealedText, nullable=False),  # Telegram user, WhatsApp id or phone, web chat session
    Column("also_lookup", Blinded),  # the same for another name of it: her phone number, where her WhatsApp id is the first
    Column("also_id", SealedText),
    Column("unreachable_since", Moment),
    Column("heard_at", Moment),  # when she last wrote here, by her own phone; only where a channel has a window
    Column("spent_until", Float),  # seconds since 1970: what was sent there has used up its rate until then
    UniqueConstraint("channel", "lookup"),
    Index(
        "uq_address_also_lookup",
        "channel",
        "also_lookup",
        unique=True,
        postgresql_where=text("also_lookup IS NOT NULL"),
        sqlite_where=text("also_lookup IS NOT NULL"),
    ),
)

conversation = Table(
    "conversation",
    metadata,
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("state", SealedJson, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("language", String(8), nullable=False, server_default=""),  # these two are in the state as well: here they can be asked for
    Column("stopped", Boolean, nullable=False, server_default=false()),
)

plan_version = Table(
    "plan_version",
    metadata,
    Column("plan", SmallInteger, primary_key=True),
    Column("version", String(8), primary_key=True),
    Column("text", JSON, nullable=False),
    Column("since", Moment, nullable=False),
)

submission = Table(
    "submission",
    metadata,
    Column("id", Uuid, primary_key=True),  # random, so that ids tell no order
    Column("plan", SmallInteger, nullable=False),
    Column("version", String(8), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("round_id", BigInteger, index=True),  # None: on her own, outside any group. Whoever deletes a round deletes these first
    sqlite_with_rowid=False,
)

# Who gave a submission stands apart from it: this row can be deleted and the answers stay.
submission_person = Table(
    "submission_person",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

answer = Table(
    "answer",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("prompt", String(90), primary_key=True),
    Column("options", JSON, nullable=False),
    Column("number", BigInteger),
    Column("words", SealedText),
    Column("done", Boolean, nullable=False),
    sqlite_with_rowid=False,  # a number of SQLite's own would tell the order in which they came
)

remark = Table(
    "remark",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("submission_id", Uuid, ForeignKey("submission.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("prompt", String(90), nullable=False),
    Column("words", SealedText, nullable=False),
    Column("minority", Boolean, nullable=False, server_default=false()),  # another view than what the group answered together
    sqlite_with_rowid=False,
)

wish = Table(
    "wish",
    metadata,
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", SmallInteger, primary_key=True),
)

# The outbox. status: queued, leased, sending (of a broadcast: the call has begun), sent, delivered, read, failed, cancelled or
# unknown (it may have been sent).
message = Table(
    "message",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("key", String(120), nullable=False, unique=True),  # the same for the same message, so that a retry adds nothing
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),  # whom it is for
    Column("address_id", BigId, ForeignKey("address.id", ondelete="CASCADE"), nullable=False),  # where it goes
    Column("lane", String(60), nullable=False),
    Column("priority", SmallInteger, nullable=False),  # 0 is a reply; what is higher goes later
    Column("status", String(10), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease_by", String(40)),
    Column("lease_until", Moment),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("doubts", SmallInteger, nullable=False, server_default=text("0")),  # after so many of them it may have been sent
    Column("body", SealedJson, nullable=False),
    Column("external_id", String(80)),
    Column("reason", String(200)),
    Column("created_at", Moment, nullable=False),
    Column("round_id", BigInteger),  # it may show answers of this round: it is blanked when the round closes
    Column("broadcast_id", BigInteger),  # it is one of these
    Column("group_id", BigInteger),  # it tells of this group by itself: what of it still waits goes when she leaves, or the group ends
    Index("ix_message_address", "address_id", "id"),
    Index(
        "ix_message_round_id",
        "round_id",
        postgresql_where=text("round_id IS NOT NULL"),
        sqlite_where=text("round_id IS NOT NULL"),
    ),
    Index(
        "ix_message_waiting",
        "lane",
        "priority",
        "due_at",
        "id",
        postgresql_where=text("status IN ('queued', 'leased', 'sending')"),
        sqlite_where=text("status IN ('queued', 'leased', 'sending')"),
    ),
    Index(
        "ix_message_unfinished",
        "address_id",
        "id",
        postgresql_where=text("status IN ('queued', 'leased', 'sending')"),
        sqlite_where=text("status IN ('queued', 'leased', 'sending')"),
    ),
    Index(
        "ix_message_broadcast_id",
        "broadcast_id",
        "status",
        postgresql_where=text("broadcast_id IS NOT NULL"),
        sqlite_where=text("broadcast_id IS NOT NULL"),
    ),
    Index(
        "ix_message_group_id",
        "group_id",
        postgresql_where=text("group_id IS NOT NULL AND status IN ('queued', 'leased', 'sending')"),
        sqlite_where=text("group_id IS NOT NULL AND status IN ('queued', 'leased', 'sending')"),
    ),
    sqlite_autoincrement=True,  # an id is never used twice: the web chat asks for what came after one
)

# What came in. status: done, or aside when it could not be understood.
inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("received_at", Moment, nullable=False, index=True),
    Column("status", String(10), nullable=False),
    Column("body", SealedText),  # only of what was put aside
    Column("reason", String(200)),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE")),  # whose body it is
    Index(
        "ix_inbox_person_id",
        "person_id",
        postgresql_where=text("person_id IS NOT NULL"),
        sqlite_where=text("person_id IS NOT NULL"),
    ),
)

# What shares one rate limit. A throttled address waits alone; when a second one is throttled, the lane is paused.
lane = Table(
    "lane",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("throttled_address", BigId),
    Column("throttled_until", Moment),
    Column("paused_until", Moment),
    Column("spent_until", Float),  # seconds since 1970: what was sent has used up the rate until then
    Column("slowness", Float, nullable=False, server_default=text("1")),  # the platform asked to slow down by so much
    Column("slow_until", Moment),
)

# One row: a known text hashed with the key, to find out at once when another key is set.
installation = Table(
    "installation",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("check", Blinded, nullable=False),
)
