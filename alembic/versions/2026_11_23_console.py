"""The coordinators' pages: links that log in, who is logged in, how long a group keeps its answers, and which messages tell of it."""

import sqlalchemy as sa

from alembic import op

revision = "console"
down_revision = "coming_back"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "login",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_login_address_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_login")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_login_person_id"), "login", ["person_id"])
    op.create_index(op.f("ix_login_address_id"), "login", ["address_id"])
    op.create_table(
        "session",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_session_address_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("lookup", name=op.f("uq_session_lookup")),
        sqlite_autoincrement=True,
    )
    for column in ("person_id", "address_id", "seen_at"):
        op.create_index(op.f(f"ix_session_{column}"), "session", [column])
    op.add_column("group", sa.Column("keep_months", sa.SmallInteger(), nullable=True))
    op.add_column("message", sa.Column("group_id", sa.BigInteger(), nullable=True))
    waits = sa.text("group_id IS NOT NULL AND status IN ('queued', 'leased', 'sending')")
    op.create_index("ix_message_group_id", "message", ["group_id"], postgresql_where=waits, sqlite_where=waits)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_message_group_id", "message")
    op.drop_column("message", "group_id")
    op.drop_column("group", "keep_months")
    op.drop_table("session")
    op.drop_table("login")
