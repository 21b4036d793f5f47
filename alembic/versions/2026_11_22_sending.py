"""Broadcasts, limits, statuses, WhatsApp's window and templates, group chats, and what she says aloud."""

import sqlalchemy as sa

from alembic import op

revision = "sending"
down_revision = "groups"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = ["lane", "priority", "due_at", "id"]
UNFINISHED = ["address_id", "id"]


def upgrade() -> None:
    """Make them."""
    _columns()
    _waiting("status IN ('queued', 'leased', 'sending')")
    _broadcast()
    _others()
    _voice()


def _broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address_id", sa.BigInteger(), nullable=True),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("told", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_state", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_broadcast_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_broadcast_person_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_broadcast_address_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sqlite_autoincrement=True,
    )
    for column in ("group_id", "person_id", "address_id"):
        op.create_index(op.f(f"ix_broadcast_{column}"), "broadcast", [column])
    _partial("uq_broadcast_lookup", "broadcast", ["group_id", "lookup"], "status IN ('waiting', 'sending')", unique=True)
    _partial("ix_broadcast_due_at", "broadcast", ["due_at"], "status IN ('waiting', 'sending')")


def _others() -> None:
    op.create_table(
        "template",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "language", name=op.f("pk_template")),
    )
    op.create_table(
        "group_chat",
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_group_chat_address_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_group_chat_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_group_chat")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_group_chat_group_id"), "group_chat", ["group_id"])


def _voice() -> None:
    op.create_table(
        "voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("prompt", sa.String(length=90), nullable=False),
        sa.Column("minority", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("media_id", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_voice_submission_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_voice_submission_id"), "voice", ["submission_id"])
    _partial("ix_voice_due_at", "voice", ["due_at"], "due_at IS NOT NULL")


def _columns() -> None:
    op.add_column("address", sa.Column("also_lookup", sa.LargeBinary(length=32), nullable=True))
    op.add_column("address", sa.Column("also_id", sa.LargeBinary(), nullable=True))
    op.add_column("address", sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("address", sa.Column("spent_until", sa.Float(), nullable=True))
    _partial("uq_address_also_lookup", "address", ["channel", "also_lookup"], "also_lookup IS NOT NULL", unique=True)
    op.add_column("lane", sa.Column("spent_until", sa.Float(), nullable=True))
    op.add_column("lane", sa.Column("slowness", sa.Float(), server_default=sa.text("1"), nullable=False))
    op.add_column("lane", sa.Column("slow_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("broadcast_id", sa.BigInteger(), nullable=True))
    _partial("ix_message_broadcast_id", "message", ["broadcast_id", "status"], "broadcast_id IS NOT NULL")


def _waiting(where: str, columns_of_waiting: list[str] = WAITING) -> None:
    """What still has to go out has indexes of its own."""
    for name, columns in (("ix_message_waiting", columns_of_waiting), ("ix_message_unfinished", UNFINISHED)):
        op.drop_index(name, table_name="message")
        _partial(name, "message", columns, where)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def downgrade() -> None:
    """Drop them, with all that is in them."""
    for table in ("voice", "group_chat", "template", "broadcast"):
        op.drop_table(table)
    _waiting("status IN ('queued', 'leased')", WAITING[:-1])
    op.drop_index("ix_message_broadcast_id", table_name="message")
    op.drop_column("message", "broadcast_id")
    for column in ("slow_until", "slowness", "spent_until"):
        op.drop_column("lane", column)
    op.drop_index("uq_address_also_lookup", table_name="address")
    for column in ("spent_until", "heard_at", "also_id", "also_lookup"):
        op.drop_column("address", column)
