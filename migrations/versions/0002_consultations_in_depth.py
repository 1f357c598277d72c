"""Consultations in depth: rules, conditions, versions, drafts, files, tallies, and who was invited.

Columns are added in place: SQLite's way of copying a table would drop the old one, and with it, by cascade, every answer.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "bank_question",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("kept_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_bank_question_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_question_public_id")),
    )
    op.create_index(op.f("ix_bank_question_process_id"), "bank_question", ["process_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("is_opted_out", sa.Boolean(), nullable=False),
        sa.Column("is_bounced", sa.Boolean(), nullable=False),
        sa.Column("added_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_contact_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_contact_process_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
    )
    op.create_index(op.f("ix_contact_process_id"), "contact", ["process_id"], unique=False)

    op.create_table(
        "answer_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_draft_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_answer_draft_code_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_answer_draft_consultation_id"), "answer_draft", ["consultation_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_document_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    op.create_index(op.f("ix_document_consultation_id"), "document", ["consultation_id"], unique=False)

    op.create_table(
        "mailing",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_mailing_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_mailing_job_id_job"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mailing_public_id")),
    )
    op.create_index(op.f("ix_mailing_consultation_id"), "mailing", ["consultation_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_revision_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_revision_consultation_id_number")),
    )
    op.create_table(
        "survey_invitation",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_survey_invitation_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_survey_invitation_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_survey_invitation_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint(
            "consultation_id", "contact_id", name=op.f("uq_survey_invitation_consultation_id_contact_id")
        ),
        sa.UniqueConstraint("consultation_id", "user_id", name=op.f("uq_survey_invitation_consultation_id_user_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_invitation_public_id")),
    )
    op.create_index(
        op.f("ix_survey_invitation_consultation_id"), "survey_invitation", ["consultation_id"], unique=False
    )
    op.create_index(op.f("ix_survey_invitation_contact_id"), "survey_invitation", ["contact_id"], unique=False)
    op.create_index(op.f("ix_survey_invitation_user_id"), "survey_invitation", ["user_id"], unique=False)

    op.create_table(
        "part_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("cut_hash", sa.String(length=32), nullable=False),
        sa.Column("everybody", sa.Integer(), nullable=False),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_part_count_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_count")),
        sa.UniqueConstraint("consultation_id", "cut_hash", name=op.f("uq_part_count_consultation_id_cut_hash")),
    )
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("value_hash", sa.String(length=32), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_tally_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint(
            "consultation_id",
            "question_id",
            "item",
            "value_hash",
            "has_text",
            "helix",
            "language",
            name="uq_tally_cell",
        ),
    )
    op.create_table(
        "trial_sheet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_trial_sheet_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_sheet")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_trial_sheet_consultation_id"), "trial_sheet", ["consultation_id"], unique=False)

    op.create_table(
        "mailing_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["survey_invitation.id"],
            name=op.f("fk_mailing_delivery_invitation_id_survey_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mail.id"],
            name=op.f("fk_mailing_delivery_mail_id_outgoing_mail"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_delivery_mailing_id_mailing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_delivery")),
        sa.UniqueConstraint("mailing_id", "invitation_id", name=op.f("uq_mailing_delivery_mailing_id_invitation_id")),
    )
    op.create_index(op.f("ix_mailing_delivery_invitation_id"), "mailing_delivery", ["invitation_id"], unique=False)

    op.create_table(
        "named_sheet",
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_named_sheet_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_named_sheet_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_named_sheet_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_named_sheet")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_upload_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_upload_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_upload_consultation_id"), "upload", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_upload_submission_id"), "upload", ["submission_id"], unique=False)

    op.create_table(
        "import_file",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("adds_answers", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=24), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("wishes", JSON, nullable=False),
        sa.Column("helix", JSON, nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("report", JSON, nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_import_file_consultation_id_consultation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_import_file_job_id_job"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_import_file_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_file_public_id")),
    )
    op.create_index(op.f("ix_import_file_digest"), "import_file", ["digest"], unique=False)
    op.create_index(op.f("ix_import_file_process_id"), "import_file", ["process_id"], unique=False)

    op.add_column("consultation", sa.Column("access", sa.String(length=12), nullable=False, server_default="open"))
    op.add_column("consultation", sa.Column("is_anonymous", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(
        "consultation", sa.Column("results_rule", sa.String(length=12), nullable=False, server_default="after_close")
    )
    op.add_column("consultation", sa.Column("paging", sa.String(length=12), nullable=False, server_default="all"))
    op.add_column("consultation", sa.Column("allows_editing", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(
        "consultation", sa.Column("needs_proof_of_work", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("consultation", sa.Column("languages", JSON, nullable=False, server_default="[]"))
    op.add_column("consultation", sa.Column("targets", JSON, nullable=False, server_default="{}"))
    op.add_column("consultation", sa.Column("privacy", JSON, nullable=False, server_default="{}"))
    op.add_column("consultation", sa.Column("erase_on", sa.Date(), nullable=True))
    op.add_column("consultation", sa.Column("erased_at", database.UtcDateTime(timezone=True), nullable=True))
    op.add_column("consultation", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))

    op.add_column("outgoing_mail", sa.Column("unsubscribe", sa.String(length=300), nullable=False, server_default=""))

    op.add_column("question", sa.Column("is_soft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("question", sa.Column("condition", JSON, nullable=False, server_default="{}"))

    op.add_column("submission", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("submission", sa.Column("edits", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("submission", sa.Column("may_quote", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("submission", sa.Column("orders", JSON, nullable=False, server_default="{}"))
    op.add_column("submission", sa.Column("aside", JSON, nullable=False, server_default="{}"))
    op.add_column("submission", sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_submission_uncounted",
        "submission",
        ["consultation_id"],
        unique=False,
        sqlite_where=sa.text("is_counted = 0"),
        postgresql_where=sa.text("NOT is_counted"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_submission_uncounted", table_name="submission")
    op.drop_column("submission", "is_counted")
    op.drop_column("submission", "aside")
    op.drop_column("submission", "orders")
    op.drop_column("submission", "may_quote")
    op.drop_column("submission", "edits")
    op.drop_column("submission", "revision")

    op.drop_column("outgoing_mail", "unsubscribe")

    op.drop_column("question", "condition")
    op.drop_column("question", "is_soft")

    op.drop_column("consultation", "revision")
    op.drop_column("consultation", "erased_at")
    op.drop_column("consultation", "erase_on")
    op.drop_column("consultation", "privacy")
    op.drop_column("consultation", "targets")
    op.drop_column("consultation", "languages")
    op.drop_column("consultation", "needs_proof_of_work")
    op.drop_column("consultation", "allows_editing")
    op.drop_column("consultation", "paging")
    op.drop_column("consultation", "results_rule")
    op.drop_column("consultation", "is_anonymous")
    op.drop_column("consultation", "access")

    op.drop_index(op.f("ix_upload_submission_id"), table_name="upload")
    op.drop_index(op.f("ix_upload_consultation_id"), table_name="upload")

    op.drop_table("upload")
    op.drop_index(op.f("ix_import_file_process_id"), table_name="import_file")
    op.drop_index(op.f("ix_import_file_digest"), table_name="import_file")
    op.drop_table("import_file")
    op.drop_table("named_sheet")
    op.drop_index(op.f("ix_mailing_delivery_invitation_id"), table_name="mailing_delivery")

    op.drop_table("mailing_delivery")
    op.drop_index(op.f("ix_trial_sheet_consultation_id"), table_name="trial_sheet")

    op.drop_table("trial_sheet")
    op.drop_table("tally")
    op.drop_table("part_count")
    op.drop_index(op.f("ix_survey_invitation_user_id"), table_name="survey_invitation")
    op.drop_index(op.f("ix_survey_invitation_contact_id"), table_name="survey_invitation")
    op.drop_index(op.f("ix_survey_invitation_consultation_id"), table_name="survey_invitation")

    op.drop_table("survey_invitation")
    op.drop_table("revision")
    op.drop_index(op.f("ix_mailing_consultation_id"), table_name="mailing")

    op.drop_table("mailing")
    op.drop_index(op.f("ix_document_consultation_id"), table_name="document")

    op.drop_table("document")
    op.drop_index(op.f("ix_answer_draft_consultation_id"), table_name="answer_draft")

    op.drop_table("answer_draft")
    op.drop_index(op.f("ix_contact_process_id"), table_name="contact")

    op.drop_table("contact")
    op.drop_index(op.f("ix_bank_question_process_id"), table_name="bank_question")

    op.drop_table("bank_question")
