"""The tables of groups: who is in them, how people come in, their rounds, and what they chose to do."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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
from storage.sealed import Blinded, SealedText

group = Table(
    "group",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("name", SealedText, nullable=False),
    Column("threshold", SmallInteger, nullable=False),  # nothing is shown of fewer people
    Column("numbers", Integer, nullable=False),  # so many were given out to members: none is used twice
    Column("made_on", Date, nullable=False),
    Column("zone", String(40), nullable=False, server_default="Europe/Amsterdam"),  # whose clock its reminders go by
    Column("quiet_from", SmallInteger, nullable=False, server_default=text("1200")),  # minutes of the local day: from 20:00
    Column("quiet_until", SmallInteger, nullable=False, server_default=text("540")),  # to 9:00; the same as above: no quiet hours
    Column("nudge_days", String(20), nullable=False, server_default="4,10"),  # after so many days who has not answered is reminded
    Column("keep_months", SmallInteger),  # its rounds are deleted so long after they closed; None: as the operator set it
    sqlite_autoincrement=True,  # an id is never used twice: buttons hold it
)

membership = Table(
    "membership",
    metadata,
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("number", Integer, nullable=False),  # names her within the group, where she gave no name: "lid 4"
    Column("role", String(12), nullable=False),  # member or coordinator
    Column("joined_on", Date, nullable=False),
    UniqueConstraint("group_id", "number"),
    sqlite_with_rowid=False,
)

# What somebody may type to come in. kind: invite (into a group), link (another phone of the same person) or permit (may make groups).
code = Table(
    "code",
    metadata,
    Column("lookup", Blinded, primary_key=True),
    Column("code", SealedText, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), index=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), index=True),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),  # None: until somebody ends it
    sqlite_with_rowid=False,
)

# A code that was not right, for a day, so that nobody can try them all.
guess = Table(
    "guess",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# More than one person on one phone. Whose turn it is stands in address.person_id.
sharing = Table(
    "sharing",
    metadata,
    Column("address_id", BigInteger, ForeignKey("address.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

round_ = Table(
    "round",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), nullable=False),
    Column("plan", SmallInteger, nullable=False),
    Column("version", String(8), nullable=False),  # the plan's text as it was when the round was opened
    Column("anonymous", Boolean, nullable=False),
    Column("joint", Boolean, nullable=False),  # one submission, filled in together on one phone
    Column("threshold", SmallInteger, nullable=False),  # the group's when it was opened; it may only be raised after that
    Column("opened_on", Date, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("closed_on", Date),  # None: open, or due to be closed
    Column("members", Integer),  # so many were in the group when it closed
    Index("ix_round_group_id", "group_id", "id"),
    Index(
        "uq_round_open",
        "group_id",
        "plan",
        unique=True,
        postgresql_where=text("closed_on IS NULL"),
        sqlite_where=text("closed_on IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# What of an answer the group may see, as it was when it was released. What is not here is shown to nobody but its writer.
shown = Table(
    "shown",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("prompt", String(90), primary_key=True),
    Column("options", JSON, nullable=False),
    Column("number", BigInteger),
    Column("words", SealedText),
    sqlite_with_rowid=False,
)

# Whose answers a round showed, and from which release on: never what they were. A view of a later round must not differ by one or
# two people from one of these.
took_part = Table(
    "took_part",
    metadata,
    Column("round_id", BigInteger, ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, primary_key=True),  # no foreign key: who is forgotten leaves a stand-in, or an old view would shrink by her
    Column("wave", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)

chosen_step = Table(
    "chosen_step",
    metadata,
    Column("group_id", BigInteger, ForeignKey("group.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", SmallInteger, primary_key=True),
    Column("step", String(40), primary_key=True),
    Column("status", String(8), nullable=False),  # todo, busy, done or stuck
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="SET NULL"), index=True),  # who takes care of it
    Column("changed_on", Date, nullable=False),
    Column("done_on", Date),  # None: it is not done
    Column("ask_at", Moment, index=True),  # then whoever takes care of it is asked how it goes; None: nobody is asked
    Column("asked", SmallInteger, nullable=False, server_default=text("0")),  # so many times, without an answer
    sqlite_with_rowid=False,
)

# What coordinators did: ids only, and no foreign keys, so that it outlives what it is about.
audit = Table(
    "audit",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("group_id", BigInteger, nullable=False, index=True),
    Column("person_id", Uuid, nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(80)),  # the id of what it was done to
)
