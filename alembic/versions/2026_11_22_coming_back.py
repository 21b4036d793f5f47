"""Reminders and what they bring: rounds that open by themselves, nudges, "ask me later"; and contributions to all groups."""

import sqlalchemy as sa

from alembic import op

revision = "coming_back"
down_revision = "sending"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIDY = {"sqlite_with_rowid": False}  # where SQLite makes a table anew it must be told again


def upgrade() -> None:
    """Make them."""
    _columns()
    _reminders()
    _contributions()
    _voice()


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.SmallInteger(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=False),
        sa.Column("next_local", sa.String(length=16), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_reminder_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("group_id", "plan", name=op.f("uq_reminder_group_id")),
        sqlite_autoincrement=True,
    )
    _partial("ix_reminder_next_at", "reminder", ["next_at"], "next_at IS NOT NULL")
    op.create_table(
        "errand",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_errand_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "kind", "number", name=op.f("pk_errand")),
        sqlite_with_rowid=False,
    )
    _partial("ix_errand_due_at", "errand", ["due_at"], "due_at IS NOT NULL")
    op.create_table(
        "later",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_later_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_later_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "sheet", name=op.f("pk_later")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_later_round_id"), "later", ["round_id"])
    op.create_index(op.f("ix_later_due_at"), "later", ["due_at"])


def _contributions() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("plan", sa.SmallInteger(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("edited", sa.LargeBinary(), nullable=True),
        sa.Column("edited_in", sa.String(length=8), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contribution_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contribution_person_id"), "contribution", ["person_id"])
    op.create_index("ix_contribution_status", "contribution", ["status", "id"])
    _partial("ix_contribution_tell_at", "contribution", ["tell_at"], "tell_at IS NOT NULL")
    op.create_table(
        "topic_group",
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_topic_group_contribution_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_topic_group_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "group_id", name=op.f("pk_topic_group")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_topic_group_group_id"), "topic_group", ["group_id"])
    op.create_table(
        "topic_wish",
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_topic_wish_contribution_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topic_wish_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "person_id", name=op.f("pk_topic_wish")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_topic_wish_person_id"), "topic_wish", ["person_id"])


def _columns() -> None:
    op.add_column("person", sa.Column("moderator", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("group", sa.Column("zone", sa.String(length=40), server_default="Europe/Amsterdam", nullable=False))
    op.add_column("group", sa.Column("quiet_from", sa.SmallInteger(), server_default=sa.text("1200"), nullable=False))
    op.add_column("group", sa.Column("quiet_until", sa.SmallInteger(), server_default=sa.text("540"), nullable=False))
    op.add_column("group", sa.Column("nudge_days", sa.String(length=20), server_default="4,10", nullable=False))
    op.add_column("chosen_step", sa.Column("done_on", sa.Date(), nullable=True))
    op.add_column("chosen_step", sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("chosen_step", sa.Column("asked", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.create_index(op.f("ix_chosen_step_ask_at"), "chosen_step", ["ask_at"])
    op.execute("UPDATE chosen_step SET done_on = changed_on WHERE status = 'done'")


def _voice() -> None:
    """A recording may be a contribution, and then belongs to no submission."""
    with op.batch_alter_table("voice", table_kwargs=TIDY) as voice:
        voice.alter_column("submission_id", existing_type=sa.Uuid(), nullable=True)
        voice.add_column(sa.Column("contribution_id", sa.BigInteger(), nullable=True))
        voice.create_foreign_key(op.f("fk_voice_contribution_id"), "contribution", ["contribution_id"], ["id"], ondelete="CASCADE")
    op.create_index(op.f("ix_voice_contribution_id"), "voice", ["contribution_id"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def downgrade() -> None:
    """Drop them, with all that is in them."""
    op.execute("DELETE FROM voice WHERE submission_id IS NULL")
    op.drop_index("ix_voice_contribution_id", table_name="voice")
    with op.batch_alter_table("voice", table_kwargs=TIDY) as voice:
        voice.drop_constraint("fk_voice_contribution_id", type_="foreignkey")
        voice.drop_column("contribution_id")
        voice.alter_column("submission_id", existing_type=sa.Uuid(), nullable=False)
    for table in ("topic_wish", "topic_group", "contribution", "later", "errand", "reminder"):
        op.drop_table(table)
    op.drop_index("ix_chosen_step_ask_at", table_name="chosen_step")
    for column in ("asked", "ask_at", "done_on"):
        op.drop_column("chosen_step", column)
    for column in ("nudge_days", "quiet_until", "quiet_from", "zone"):
        op.drop_column("group", column)
    op.drop_column("person", "moderator")
