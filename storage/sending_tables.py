"""The tables of what is sent to many, and of what comes in besides words."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Identity, Index, Integer, SmallInteger, String, Table, Uuid, text

from storage.columns import BigId, Moment, metadata
from storage.sealed import Blinded, SealedBytes, SealedJson, SealedText

# What a coordinator sends to all members. status: waiting (for its time), sending (messages are made and go out), done, cancelled
# or stopped (the platform refused to go on).
broadcast = Table(
    "broadcast",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="SET NULL"), index=True),  # who sends it
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="SET NULL"), index=True),  # where she hears how it goes
    Column("lookup", Blinded, nullable=False),  # of the digest: two who press at once make one
    Column("digest", SealedText, nullable=False),  # the same for the same thing
    Column("body", SealedJson, nullable=False),  # what it is: {"kind": "plan", "plan": 3}, {"kind": "words", "text": "..."}
    Column("status", String(10), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("cursor", Integer, nullable=False, server_default=text("0")),  # members up to this number have their message
    Column("left_out", JSON, nullable=False),  # how many got none, by the reason: {"stopped": 2, "unreachable": 1}
    Column("reason", String(40)),  # why it was stopped
    Column("told", SmallInteger, nullable=False, server_default=text("0")),  # so many times its sender was told how it goes
    Column("told_at", Moment),
    Column("told_state", String(40)),  # what she was told last, so that she hears only news
    Column("ended_at", Moment),
    Index(
        "uq_broadcast_lookup",
        "group_id",
        "lookup",
        unique=True,
        postgresql_where=text("status IN ('waiting', 'sending')"),
        sqlite_where=text("status IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_broadcast_due_at",
        "due_at",
        postgresql_where=text("status IN ('waiting', 'sending')"),
        sqlite_where=text("status IN ('waiting', 'sending')"),
    ),
    sqlite_autoincrement=True,  # an id is never used twice: buttons and messages hold it
)

# A template at WhatsApp, as it was when Meta last told.
template = Table(
    "template",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("language", String(12), primary_key=True),
    Column("status", String(20), nullable=False),  # as Meta calls it: APPROVED, PENDING, REJECTED, PAUSED, ...
    Column("checked_at", Moment, nullable=False),
)

# A Telegram group chat that a coordinator added the bot to. The address is on channel 'telegram-group', and belongs to her.
group_chat = Table(
    "group_chat",
    metadata,
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What she said aloud, with a prompt or to all groups. It is fetched as soon as it was noted. status: wanted, kept or lost.
voice = Table(
    "voice",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("submission_id", Uuid, ForeignKey("submission.id", ondelete="CASCADE"), index=True),  # None: it is a contribution
    Column("contribution_id", BigInteger, ForeignKey("contribution.id", ondelete="CASCADE"), index=True),
    Column("prompt", String(90), nullable=False),  # empty: no prompt asked for it
    Column("minority", Boolean, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("media_id", SealedText),  # what the platform calls it, until it is fetched
    Column("kind", String(60)),  # its media type: audio/ogg
    Column("body", SealedBytes),
    Column("status", String(8), nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("due_at", Moment),  # None: there is nothing to fetch any more
    Index("ix_voice_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL"), sqlite_where=text("due_at IS NOT NULL")),
    sqlite_with_rowid=False,  # a number of SQLite's own would tell the order in which they came
)
