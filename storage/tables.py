"""The tables: one for each noun."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.types import TypeDecorator

from storage.sealed import Blinded, SealedJson, SealedText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself only for INTEGER


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


person = Table(
    "person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("created_at", Moment, nullable=False),
)

address = Table(
    "address",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("lookup", Blinded, nullable=False),  # finds the row by the external id
    Column("external_id", SealedText, nullable=False),  # Telegram user, WhatsApp id or phone, web chat session
    Column("unreachable_since", Moment),
    UniqueConstraint("channel", "lookup"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("state", SealedJson, nullable=False),
    Column("changed_at", Moment, nullable=False),
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
    sqlite_with_rowid=False,
)

wish = Table(
    "wish",
    metadata,
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", SmallInteger, primary_key=True),
)

# The outbox. status: queued, leased, sent, failed or unknown (it may have been sent).
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
    Index("ix_message_address", "address_id", "id"),
    Index(
        "ix_message_waiting",
        "lane",
        "priority",
        "due_at",
        postgresql_where=text("status IN ('queued', 'leased')"),
        sqlite_where=text("status IN ('queued', 'leased')"),
    ),
    Index(
        "ix_message_unfinished",
        "address_id",
        "id",
        postgresql_where=text("status IN ('queued', 'leased')"),
        sqlite_where=text("status IN ('queued', 'leased')"),
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
)

# One row: a known text hashed with the key, to find out at once when another key is set.
installation = Table(
    "installation",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("check", Blinded, nullable=False),
)
