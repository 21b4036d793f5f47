"""The tables of what brings a group back to its plan, and of what its members give to all groups."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from storage.columns import BigId, Moment, metadata
from storage.sealed import SealedText

# When a new round of a plan opens by itself. Local times are those of the group's zone.
reminder = Table(
    "reminder",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), nullable=False),
    Column("plan", SmallInteger, nullable=False),
    Column("rule", String(200), nullable=False),  # an RRULE of RFC 5545, without DTSTART
    Column("starts_on", Date, nullable=False),  # its DTSTART, with the minute below: never before this local day
    Column("minute", SmallInteger, nullable=False),  # of the local day: 600 is 10:00
    Column("next_local", String(16)),  # the occurrence that is next, as it stands on a clock there: 2027-01-05T10:00
    Column("next_at", Moment),  # when that is to be done: later than the occurrence, if it falls in quiet hours. None: never any more
    Column("paused_until", Date),  # nothing happens before this local day
    UniqueConstraint("group_id", "plan"),
    Index("ix_reminder_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL"), sqlite_where=text("next_at IS NOT NULL")),
    sqlite_autoincrement=True,  # an id is never used twice: buttons hold it
)

# What has to be told about a round at a time. kind: start, nudge, closing, half or end.
errand = Table(
    "errand",
    metadata,
    Column("round_id", BigInteger, ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("number", SmallInteger, primary_key=True),  # of its kind, from 1
    Column("due_at", Moment),  # None: it is done
    Column("cursor", Integer, nullable=False, server_default=text("0")),  # members up to this number have theirs
    Index("ix_errand_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL"), sqlite_where=text("due_at IS NOT NULL")),
    sqlite_with_rowid=False,
)

# "Ask me later": she is asked again to go on with what she fills in. It goes when it is done, and with the round.
later = Table(
    "later",
    metadata,
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("sheet", String(20), primary_key=True),  # '3' or '3.17'
    Column("round_id", BigInteger, ForeignKey("round.id", ondelete="CASCADE"), index=True),  # None: on her own
    Column("due_at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What a member gives to all groups. kind: experience (with a plan) or topic (a challenge that no plan is about). status: draft (she has
# not sent it), waiting (for a moderator), proposed (she is asked whether it may be said in other words), accepted or refused.
contribution = Table(
    "contribution",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="SET NULL"), index=True),  # whose it is; None: nobody knows any more
    Column("kind", String(10), nullable=False),
    Column("plan", SmallInteger),
    Column("language", String(8), nullable=False),
    Column("words", SealedText),  # as she gave them, once accepted as all may read them; None: she said it aloud
    Column("edited", SealedText),  # as a moderator would have them
    Column("edited_in", String(8)),  # her language
    Column("status", String(8), nullable=False),
    Column("reason", String(12)),  # why it was refused: the name of a reason; of one that waits: 'own', she wants her own words
    Column("made_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("moderator_id", Uuid),  # who decided last
    Column("tell_at", Moment),  # when that is to be told: moderators that it waits, her what was decided. None: they know
    Index("ix_contribution_status", "status", "id"),
    Index("ix_contribution_tell_at", "tell_at", postgresql_where=text("tell_at IS NOT NULL"), sqlite_where=text("tell_at IS NOT NULL")),
    sqlite_autoincrement=True,  # an id is never used twice: buttons hold it
)

# Groups in which somebody wants a topic: noted when she says so, without her, and for good, so that the number never tells who it was.
topic_group = Table(
    "topic_group",
    metadata,
    Column("contribution_id", BigInteger, ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Who wants a topic.
topic_wish = Table(
    "topic_wish",
    metadata,
    Column("contribution_id", BigInteger, ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
