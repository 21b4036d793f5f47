"""Groups, their rounds, and what they chose to do."""

import sqlalchemy as sa

from alembic import op

revision = "groups"
down_revision = "first_tables"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them. What is kept of conversations fills in its new columns at her next message."""
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_group_id"), "audit", ["group_id"])
    op.create_table(
        "group",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chosen_step",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_chosen_step_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chosen_step_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("group_id", "plan", "step", name=op.f("pk_chosen_step")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_chosen_step_person_id"), "chosen_step", ["person_id"])
    op.create_table(
        "code",
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_code_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_code_group_id"), "code", ["group_id"])
    op.create_index(op.f("ix_code_person_id"), "code", ["person_id"])
    op.create_table(
        "membership",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_membership_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_membership")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_membership_group_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"])
    op.create_table(
        "round",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.String(length=8), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_round_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_round_group_id", "round", ["group_id", "id"])
    op.create_index(
        "uq_round_open",
        "round",
        ["group_id", "plan"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
        sqlite_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "guess",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_guess_address_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guess")),
    )
    op.create_index(op.f("ix_guess_at"), "guess", ["at"])
    op.create_table(
        "sharing",
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_sharing_address_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sharing_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address_id", "person_id", name=op.f("pk_sharing")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sharing_person_id"), "sharing", ["person_id"])
    op.create_table(
        "took_part",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_took_part_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_took_part")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shown",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("prompt", sa.String(length=90), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_shown_submission_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("submission_id", "prompt", name=op.f("pk_shown")),
        sqlite_with_rowid=False,
    )
    op.add_column("conversation", sa.Column("language", sa.String(length=8), server_default="", nullable=False))
    op.add_column("conversation", sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("message", sa.Column("round_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_message_round_id",
        "message",
        ["round_id"],
        postgresql_where=sa.text("round_id IS NOT NULL"),
        sqlite_where=sa.text("round_id IS NOT NULL"),
    )
    op.add_column("person", sa.Column("name", sa.LargeBinary(), nullable=True))
    op.add_column("person", sa.Column("may_make_groups", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("remark", sa.Column("minority", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("submission", sa.Column("round_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_submission_round_id"), "submission", ["round_id"])


def downgrade() -> None:
    """Drop them, with all that is in them. What was answered in rounds stays, as if each had answered on her own."""
    op.drop_index(op.f("ix_submission_round_id"), table_name="submission")
    op.drop_column("submission", "round_id")
    op.drop_column("remark", "minority")
    op.drop_column("person", "may_make_groups")
    op.drop_column("person", "name")
    op.drop_index("ix_message_round_id", table_name="message")
    op.drop_column("message", "round_id")
    op.drop_column("conversation", "stopped")
    op.drop_column("conversation", "language")
    op.drop_table("shown")
    op.drop_table("took_part")
    op.drop_table("sharing")
    op.drop_table("guess")
    op.drop_table("round")
    op.drop_table("membership")
    op.drop_table("code")
    op.drop_table("chosen_step")
    op.drop_table("group")
    op.drop_table("audit")
