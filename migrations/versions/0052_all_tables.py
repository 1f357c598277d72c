"""All tables, as the models tell of them.

Nothing had been released when this took the place of fifty-one steps. It keeps the number of the last of them: a
database that has gone all the way has these very tables, and one that stopped before is refused (`core.migrate`).
What is not in the models stands here, too: defaults of the database's own, and what finds words.

Revision ID: 0052
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import SQLAlchemyError

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0052"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, those first that others refer to."""
    _people()
    _core()
    _process()
    _survey()
    _directory()
    _themes()
    _ecosystem()
    _information()
    _camp()
    _selection()
    _plan()
    _public()
    _moderation()
    _notices()
    _api()
    _search()
    _what_finds_words()


def downgrade() -> None:
    """Take them away, and all that is in them."""
    for statement in GONE[op.get_bind().dialect.name]:
        op.execute(statement)
    for name in reversed(TABLES):
        op.drop_table(name)


def _people() -> None:
    """Organisations, people, their roles, and the process that a role is in."""
    op.create_table(
        "organisation",
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("footer", JSON, nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("logo_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
        sa.UniqueConstraint("short_name", name=op.f("uq_organisation_short_name")),
    )

    op.create_table(
        "process",
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), server_default="1", nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("minimum_cell", sa.Integer(), nullable=False),
        sa.Column("needs_validation", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sa.UniqueConstraint("form_token", name=op.f("uq_process_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_process_public_id")),
    )
    op.create_index(op.f("ix_process_organisation_id"), "process", ["organisation_id"])

    op.create_table(
        "site_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("permissions", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_role")),
        sa.UniqueConstraint("name", name=op.f("uq_site_role_name")),
    )

    op.create_table(
        "user",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("create_datetime", MOMENT, nullable=True),
        sa.Column("update_datetime", MOMENT, nullable=True),
        sa.Column("last_login_at", MOMENT, nullable=True),
        sa.Column("current_login_at", MOMENT, nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=128), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", JSON, nullable=True),
        sa.Column("us_totp_secrets", sa.String(length=1000), nullable=True),
        sa.Column("us_phone_number", sa.String(length=128), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_public_id")),
        sa.UniqueConstraint("us_phone_number", name=op.f("uq_user_us_phone_number")),
    )

    op.create_table(
        "identity",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_identity_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identity_public_id")),
    )
    op.create_index(op.f("ix_identity_user_id"), "identity", ["user_id"])

    op.create_table(
        "invitation",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user.id"], name=op.f("fk_invitation_invited_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_invitation_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_process_id"), "invitation", ["process_id"])

    op.create_table(
        "letter_wording",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_letter_wording_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
        sa.UniqueConstraint(
            "organisation_id", "letter", "language", name=op.f("uq_letter_wording_organisation_id_letter_language")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_wording_public_id")),
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_membership_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "process_id", "role", name=op.f("uq_membership_user_id_process_id_role")),
    )
    op.create_index(op.f("ix_membership_process_id"), "membership", ["process_id"])

    op.create_table(
        "organisation_invitation",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["user.id"],
            name=op.f("fk_organisation_invitation_invited_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_invitation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_organisation_invitation_token_hash")),
    )
    op.create_index(op.f("ix_organisation_invitation_organisation_id"), "organisation_invitation", ["organisation_id"])

    op.create_table(
        "organisation_logo",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_logo_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_logo")),
    )
    op.create_index(op.f("ix_organisation_logo_hash"), "organisation_logo", ["hash"])

    op.create_table(
        "organisation_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_member_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_organisation_member_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_member")),
        sa.UniqueConstraint("user_id", "organisation_id", name=op.f("uq_organisation_member_user_id_organisation_id")),
    )
    op.create_index(op.f("ix_organisation_member_organisation_id"), "organisation_member", ["organisation_id"])

    op.create_table(
        "user_site_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("site_role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_role_id"],
            ["site_role.id"],
            name=op.f("fk_user_site_role_site_role_id_site_role"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_site_role_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "site_role_id", name=op.f("pk_user_site_role")),
    )


def _core() -> None:
    """What every stage stands on: the audit trail, the chain of evidence, jobs, mail."""
    op.create_table(
        "audit_chain",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_chain")),
    )

    op.create_table(
        "chore_run",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_run")),
    )

    op.create_table(
        "installation_report",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_installation_report_public_id")),
    )
    op.create_index(op.f("ix_installation_report_kind"), "installation_report", ["kind"])

    op.create_table(
        "installation_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_setting")),
    )

    op.create_table(
        "maintenance",
        sa.Column("text", JSON, nullable=False),
        sa.Column("shown_from", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("read_only_from", MOMENT, nullable=True),
        sa.Column("is_ended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
        sa.UniqueConstraint("public_id", name=op.f("uq_maintenance_public_id")),
    )
    op.create_index(op.f("ix_maintenance_ends_at"), "maintenance", ["ends_at"])

    op.create_table(
        "outgoing_mail",
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(length=120), server_default="", nullable=False),
        sa.Column("unsubscribe", sa.String(length=300), server_default="", nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("leaves_no_trace", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_mail_public_id")),
    )

    op.create_table(
        "provenance_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=16), nullable=False),
        sa.Column("source_type", sa.String(length=24), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("target_type", sa.String(length=24), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=24), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provenance_link")),
        sa.UniqueConstraint(
            "source_type",
            "source_id",
            "target_type",
            "target_id",
            "relation",
            name=op.f("uq_provenance_link_source_type_source_id_target_type_target_id_relation"),
        ),
    )
    op.create_index(op.f("ix_provenance_link_process"), "provenance_link", ["process"])
    op.create_index("ix_provenance_link_target", "provenance_link", ["target_type", "target_id"])

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("process", sa.String(length=16), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["chain"], ["audit_chain.name"], name=op.f("fk_audit_entry_chain_audit_chain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_audit_entry_chain_number")),
    )
    op.create_index("ix_audit_entry_process_at", "audit_entry", ["process", "at"])

    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("sign_of_life_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_job_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index(op.f("ix_job_process_id"), "job", ["process_id"])
    op.create_index(op.f("ix_job_state"), "job", ["state"])


def _process() -> None:
    """Phases, megatrends and transitions, challenges, evidence, assets."""
    op.create_table(
        "challenge",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tags", JSON, server_default="[]", nullable=False),
        sa.Column("state", sa.String(length=12), server_default="listed", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_challenge_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("form_token", name=op.f("uq_challenge_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_public_id")),
    )
    op.create_index(op.f("ix_challenge_process_id"), "challenge", ["process_id"])

    op.create_table(
        "context",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_context_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context")),
        sa.UniqueConstraint("public_id", name=op.f("uq_context_public_id")),
    )
    op.create_index(op.f("ix_context_process_id"), "context", ["process_id"])

    op.create_table(
        "evidence",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_evidence_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_public_id")),
    )
    op.create_index(op.f("ix_evidence_process_id"), "evidence", ["process_id"])

    op.create_table(
        "phase",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_phase_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_phase_public_id")),
    )
    op.create_index(op.f("ix_phase_process_id"), "phase", ["process_id"])

    op.create_table(
        "asset",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_asset_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("form_token", name=op.f("uq_asset_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_asset_public_id")),
    )
    op.create_index(op.f("ix_asset_challenge_id"), "asset", ["challenge_id"])

    op.create_table(
        "challenge_link",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["challenge.id"], name=op.f("fk_challenge_link_one_id_challenge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["challenge.id"], name=op.f("fk_challenge_link_other_id_challenge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_link")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_challenge_link_one_id_other_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_link_public_id")),
    )
    op.create_index(op.f("ix_challenge_link_other_id"), "challenge_link", ["other_id"])

    op.create_table(
        "challenge_validation",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("asked_version", sa.Integer(), nullable=False),
        sa.Column("decided_version", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_validation_challenge_id_challenge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user.id"],
            name=op.f("fk_challenge_validation_recorded_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_validation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_validation_public_id")),
    )
    op.create_index(op.f("ix_challenge_validation_challenge_id"), "challenge_validation", ["challenge_id"])

    op.create_table(
        "challenge_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("is_fixed", sa.Boolean(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_challenge_version_actor_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_version_challenge_id_challenge"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_version")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_challenge_version_challenge_id_number")),
    )

    op.create_table(
        "context_point",
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_context_point_context_id_context"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_context_point_public_id")),
    )
    op.create_index(op.f("ix_context_point_context_id"), "context_point", ["context_id"])

    op.create_table(
        "evidence_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_series_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_series")),
    )
    op.create_index(op.f("ix_evidence_series_evidence_id"), "evidence_series", ["evidence_id"])

    op.create_table(
        "evidence_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_evidence_use_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_use_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_use")),
        sa.UniqueConstraint("evidence_id", "challenge_id", name=op.f("uq_evidence_use_evidence_id_challenge_id")),
    )
    op.create_index(op.f("ix_evidence_use_challenge_id"), "evidence_use", ["challenge_id"])

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("quotes", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_interview_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_interview_evidence_id")),
    )

    op.create_table(
        "sub_challenge",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_sub_challenge_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_challenge")),
        sa.UniqueConstraint("form_token", name=op.f("uq_sub_challenge_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sub_challenge_public_id")),
    )
    op.create_index(op.f("ix_sub_challenge_challenge_id"), "sub_challenge", ["challenge_id"])

    op.create_table(
        "matrix_cell",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("megatrend_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["megatrend_id"], ["context.id"], name=op.f("fk_matrix_cell_megatrend_id_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"],
            ["context_point.id"],
            name=op.f("fk_matrix_cell_priority_id_context_point"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_matrix_cell_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_cell")),
        sa.UniqueConstraint("megatrend_id", "priority_id", name=op.f("uq_matrix_cell_megatrend_id_priority_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matrix_cell_public_id")),
    )
    op.create_index(op.f("ix_matrix_cell_process_id"), "matrix_cell", ["process_id"])

    op.create_table(
        "validation_comment",
        sa.Column("validation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_answered_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_validation_comment_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["validation_id"],
            ["challenge_validation.id"],
            name=op.f("fk_validation_comment_validation_id_challenge_validation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_validation_comment_public_id")),
    )
    op.create_index(op.f("ix_validation_comment_validation_id"), "validation_comment", ["validation_id"])

    op.create_table(
        "cell_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["matrix_cell.id"], name=op.f("fk_cell_use_cell_id_matrix_cell"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_cell_use_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_use")),
        sa.UniqueConstraint("cell_id", "challenge_id", name=op.f("uq_cell_use_cell_id_challenge_id")),
    )
    op.create_index(op.f("ix_cell_use_challenge_id"), "cell_use", ["challenge_id"])


def _survey() -> None:
    """Consultations, questions and answers. What must not tell when it was written has no row numbers on SQLite."""
    op.create_table(
        "bank_question",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_bank_question_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_question_public_id")),
    )
    op.create_index(op.f("ix_bank_question_process_id"), "bank_question", ["process_id"])

    op.create_table(
        "consultation",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("title", JSON, nullable=False),
        sa.Column("introduction", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("access", sa.String(length=12), server_default="open", nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("results_rule", sa.String(length=12), server_default="after_close", nullable=False),
        sa.Column("paging", sa.String(length=12), server_default="all", nullable=False),
        sa.Column("allows_editing", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("needs_proof_of_work", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("languages", JSON, server_default="[]", nullable=False),
        sa.Column("targets", JSON, server_default="{}", nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("late_until", sa.Date(), nullable=True),
        sa.Column("late_ended_at", MOMENT, nullable=True),
        sa.Column("privacy", JSON, server_default="{}", nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("thanks", JSON, server_default="{}", nullable=False),
        sa.Column("closing", JSON, server_default="{}", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_consultation_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("form_token", name=op.f("uq_consultation_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultation_public_id")),
    )
    op.create_index(op.f("ix_consultation_process_id"), "consultation", ["process_id"])

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
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_contact_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_contact_process_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
    )
    op.create_index(op.f("ix_contact_process_id"), "contact", ["process_id"])

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
    op.create_index(op.f("ix_answer_draft_consultation_id"), "answer_draft", ["consultation_id"])

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
    op.create_index(op.f("ix_document_consultation_id"), "document", ["consultation_id"])

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
    op.create_index(op.f("ix_import_file_digest"), "import_file", ["digest"])
    op.create_index(op.f("ix_import_file_process_id"), "import_file", ["process_id"])

    op.create_table(
        "mailing",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
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
    op.create_index(op.f("ix_mailing_consultation_id"), "mailing", ["consultation_id"])

    op.create_table(
        "part_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("cut_hash", sa.String(length=32), nullable=False),
        sa.Column("everybody", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
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
        "question",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_soft", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("condition", JSON, server_default="{}", nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_question_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_question_consultation_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_public_id")),
    )
    op.create_index(op.f("ix_question_consultation_id"), "question", ["consultation_id"])

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
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
        "submission",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("flag", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("may_quote", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("orders", JSON, server_default="{}", nullable=False),
        sa.Column("aside", JSON, server_default="{}", nullable=False),
        sa.Column("is_counted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unasked", JSON, nullable=True),
        sa.Column("left_out", sa.String(length=16), server_default="", nullable=False),
        sa.Column("decision_reason", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_submission_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("consultation_id", "form_hash", name=op.f("uq_submission_consultation_id_form_hash")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_submission_receipt_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_submission_consultation_id"), "submission", ["consultation_id"])
    op.create_index(
        "ix_submission_left_out",
        "submission",
        ["consultation_id"],
        sqlite_where=sa.text("left_out <> ''"),
        postgresql_where=sa.text("left_out <> ''"),
    )
    op.create_index(
        "ix_submission_uncounted",
        "submission",
        ["consultation_id"],
        sqlite_where=sa.text("is_counted = 0"),
        postgresql_where=sa.text("NOT is_counted"),
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
    op.create_index(op.f("ix_survey_invitation_consultation_id"), "survey_invitation", ["consultation_id"])
    op.create_index(op.f("ix_survey_invitation_contact_id"), "survey_invitation", ["contact_id"])
    op.create_index(op.f("ix_survey_invitation_user_id"), "survey_invitation", ["user_id"])

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
    op.create_index(op.f("ix_trial_sheet_consultation_id"), "trial_sheet", ["consultation_id"])

    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.Column("text_language", sa.String(length=3), nullable=False),
        sa.Column("attribution", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_answer_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "submission_id", "question_id", "item", name=op.f("uq_answer_submission_id_question_id_item")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_question_id_has_text", "answer", ["question_id", "has_text"])
    op.create_index(op.f("ix_answer_submission_id"), "answer", ["submission_id"])

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
    op.create_index(op.f("ix_mailing_delivery_invitation_id"), "mailing_delivery", ["invitation_id"])

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
    op.create_index(op.f("ix_upload_consultation_id"), "upload", ["consultation_id"])
    op.create_index(op.f("ix_upload_submission_id"), "upload", ["submission_id"])

    op.create_table(
        "answer_flag",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="open", nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_flag_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_flag_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_answer_flag_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_flag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_answer_flag_consultation_id"), "answer_flag", ["consultation_id"])


def _directory() -> None:
    """People whom an organisation knows, and groups with terms."""
    op.create_table(
        "directory_group",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_directory_group_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_directory_group_public_id")),
    )
    op.create_index(op.f("ix_directory_group_process_id"), "directory_group", ["process_id"])

    op.create_table(
        "directory_person",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("works_for", sa.String(length=200), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("speaks", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("uses", JSON, nullable=False),
        sa.Column("availability", sa.String(length=1000), nullable=False),
        sa.Column("gender", sa.String(length=12), nullable=False),
        sa.Column("reach", sa.String(length=12), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("help_needed", sa.String(length=1000), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("source_note", sa.String(length=200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("let_go_from", sa.Date(), nullable=True),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_directory_person_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_person")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_directory_person_organisation_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_directory_person_public_id")),
    )
    op.create_index(op.f("ix_directory_person_organisation_id"), "directory_person", ["organisation_id"])

    op.create_table(
        "directory_request",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("told", JSON, nullable=False),
        sa.Column("consents", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_directory_request_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_directory_request_public_id")),
    )
    op.create_index(op.f("ix_directory_request_process_id"), "directory_request", ["process_id"])

    op.create_table(
        "directory_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("takes_requests", sa.Boolean(), nullable=False),
        sa.Column("introduction", JSON, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_directory_setup_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_setup")),
        sa.UniqueConstraint("process_id", name=op.f("uq_directory_setup_process_id")),
    )

    op.create_table(
        "equality_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_equality_figures_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_figures")),
        sa.UniqueConstraint("process_id", name=op.f("uq_equality_figures_process_id")),
    )

    op.create_table(
        "equality_sheet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("gender", sa.String(length=12), nullable=False),
        sa.Column("age", sa.String(length=12), nullable=False),
        sa.Column("disability", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_equality_sheet_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_sheet")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_equality_sheet_process_id"), "equality_sheet", ["process_id"])

    op.create_table(
        "directory_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("told", sa.String(length=12), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["directory_person.id"],
            name=op.f("fk_directory_consent_person_id_directory_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_consent")),
    )
    op.create_index(op.f("ix_directory_consent_person_id"), "directory_consent", ["person_id"])

    op.create_table(
        "directory_participation",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("has_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["directory_person.id"],
            name=op.f("fk_directory_participation_person_id_directory_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_directory_participation_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_participation")),
        sa.UniqueConstraint("process_id", "person_id", name=op.f("uq_directory_participation_process_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_directory_participation_public_id")),
    )
    op.create_index(op.f("ix_directory_participation_person_id"), "directory_participation", ["person_id"])
    op.create_index(op.f("ix_directory_participation_process_id"), "directory_participation", ["process_id"])

    op.create_table(
        "directory_term",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("gave_role", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["directory_group.id"],
            name=op.f("fk_directory_term_group_id_directory_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["directory_person.id"],
            name=op.f("fk_directory_term_person_id_directory_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_term")),
        sa.UniqueConstraint("public_id", name=op.f("uq_directory_term_public_id")),
    )
    op.create_index(op.f("ix_directory_term_group_id"), "directory_term", ["group_id"])
    op.create_index(op.f("ix_directory_term_person_id"), "directory_term", ["person_id"])


def _themes() -> None:
    """What the text analysis found, and what people decided about it."""
    op.create_table(
        "analysis_run",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("versions", JSON, nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("coverage", JSON, nullable=False),
        sa.Column("trees", JSON, server_default="{}", nullable=False),
        sa.Column("moved", JSON, server_default="{}", nullable=False),
        sa.Column("campaigns", JSON, server_default="{}", nullable=False),
        sa.Column("oppositions", JSON, server_default="{}", nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_analysis_run_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_analysis_run_job_id_job"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_analysis_run_public_id")),
    )
    op.create_index(op.f("ix_analysis_run_consultation_id"), "analysis_run", ["consultation_id"])

    op.create_table(
        "answer_search",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_search_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_answer_search_job_id_job"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_search")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_search_public_id")),
    )
    op.create_index(op.f("ix_answer_search_consultation_id"), "answer_search", ["consultation_id"])

    op.create_table(
        "match_run",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("versions", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_match_run_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_match_run_job_id_job"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_match_run_public_id")),
    )
    op.create_index(op.f("ix_match_run_consultation_id"), "match_run", ["consultation_id"])

    op.create_table(
        "coding_round",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("categories", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["user.id"], name=op.f("fk_coding_round_drawn_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_coding_round_question_id_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_coding_round_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_coding_round_public_id")),
    )
    op.create_index(op.f("ix_coding_round_run_id"), "coding_round", ["run_id"])

    op.create_table(
        "name_asking",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("prompt_version", sa.String(length=12), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("names", JSON, nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_name_asking_job_id_job"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_name_asking_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_asking")),
        sa.UniqueConstraint("public_id", name=op.f("uq_name_asking_public_id")),
    )
    op.create_index(op.f("ix_name_asking_run_id"), "name_asking", ["run_id"])

    op.create_table(
        "opinion_reading",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("result", JSON, nullable=False),
        sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_opinion_reading_job_id_job"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_opinion_reading_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_reading")),
        sa.UniqueConstraint("public_id", name=op.f("uq_opinion_reading_public_id")),
    )
    op.create_index(op.f("ix_opinion_reading_question_id"), "opinion_reading", ["question_id"])

    op.create_table(
        "theme",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), server_default="", nullable=False),
        sa.Column("machine_labels", JSON, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("also", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by_helix", JSON, nullable=False),
        sa.Column("by_language", JSON, nullable=False),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("stability_level", sa.String(length=12), nullable=False),
        sa.Column("voices", JSON, server_default="{}", nullable=False),
        sa.Column("suggestion", JSON, nullable=False),
        sa.Column("labels", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("belongs_to", sa.String(length=16), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("sub_challenge_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_theme_challenge_id_challenge"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_theme_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["theme.id"], name=op.f("fk_theme_merged_into_id_theme"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_theme_question_id_question"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_theme_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sub_challenge_id"],
            ["sub_challenge.id"],
            name=op.f("fk_theme_sub_challenge_id_sub_challenge"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_theme_public_id")),
    )
    op.create_index(op.f("ix_theme_question_id"), "theme", ["question_id"])
    op.create_index(op.f("ix_theme_run_id"), "theme", ["run_id"])

    op.create_table(
        "theme_step",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("made", sa.Integer(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_theme_step_actor_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_theme_step_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_theme_step_undone_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_theme_step_public_id")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_theme_step_run_id_number")),
    )

    op.create_table(
        "answer_request",
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_request_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "start", name=op.f("pk_answer_request")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "campaign_copy",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_campaign_copy_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_campaign_copy_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "answer_id", name=op.f("pk_campaign_copy")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_campaign_copy_answer_id"), "campaign_copy", ["answer_id"])

    op.create_table(
        "coding_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=16), nullable=False),
        sa.Column("settled", sa.String(length=16), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_coding_unit_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["coding_round.id"], name=op.f("fk_coding_unit_round_id_coding_round"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_coding_unit_settled_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_unit")),
        sa.UniqueConstraint("round_id", "answer_id", name=op.f("uq_coding_unit_round_id_answer_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_coding_unit_round_id_number")),
    )
    op.create_index(op.f("ix_coding_unit_answer_id"), "coding_unit", ["answer_id"])

    op.create_table(
        "match_statement",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("machine_verdict", sa.String(length=12), nullable=False),
        sa.Column("machine_entry", sa.String(length=16), nullable=False),
        sa.Column("near", JSON, nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("raw", sa.Double(), nullable=False),
        sa.Column("novelty", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("entry", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_match_statement_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_match_statement_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_match_statement_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["user.id"], name=op.f("fk_match_statement_held_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_statement")),
        sa.UniqueConstraint("answer_id", "start", name=op.f("uq_match_statement_answer_id_start")),
        sa.UniqueConstraint("public_id", name=op.f("uq_match_statement_public_id")),
    )
    op.create_index("ix_match_statement_waiting", "match_statement", ["consultation_id", "verdict", "turn"])

    op.create_table(
        "text_vector",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_text_vector_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_text_vector_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "key", name=op.f("pk_text_vector")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_text_vector_answer_id"), "text_vector", ["answer_id"])

    op.create_table(
        "theme_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("quote_rank", sa.Integer(), nullable=True),
        sa.Column("is_main", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stop", sa.Integer(), nullable=True),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("dissent_rank", sa.Integer(), nullable=True),
        sa.Column("came_by", sa.String(length=8), server_default="run", nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_theme_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_answer_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_answer")),
        sa.UniqueConstraint("theme_id", "answer_id", name=op.f("uq_theme_answer_theme_id_answer_id")),
    )
    op.create_index(op.f("ix_theme_answer_answer_id"), "theme_answer", ["answer_id"])

    op.create_table(
        "unplaced_answer",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_unplaced_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_unplaced_answer_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "answer_id", name=op.f("pk_unplaced_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unplaced_answer_answer_id"), "unplaced_answer", ["answer_id"])

    op.create_table(
        "coding_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["user.id"], name=op.f("fk_coding_choice_coder_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["coding_unit.id"], name=op.f("fk_coding_choice_unit_id_coding_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_choice")),
        sa.UniqueConstraint("unit_id", "coder_id", name=op.f("uq_coding_choice_unit_id_coder_id")),
    )

    op.create_table(
        "match_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("entry", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_match_decision_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["match_statement.id"],
            name=op.f("fk_match_decision_statement_id_match_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
    )
    op.create_index(op.f("ix_match_decision_decided_by_id"), "match_decision", ["decided_by_id"])
    op.create_index(op.f("ix_match_decision_statement_id"), "match_decision", ["statement_id"])


def _ecosystem() -> None:
    """Actors, their strengths, and proposed projects."""
    op.create_table(
        "ecosystem_actor",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("joined_into_id", sa.Integer(), nullable=True),
        sa.Column("name", JSON, nullable=False),
        sa.Column("spellings", JSON, nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("website", sa.String(length=1000), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("trl_from", sa.Integer(), nullable=True),
        sa.Column("trl_to", sa.Integer(), nullable=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=320), nullable=False),
        sa.Column("agreement", sa.String(length=12), nullable=False),
        sa.Column("agreement_at", MOMENT, nullable=True),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["joined_into_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_ecosystem_actor_joined_into_id_ecosystem_actor"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_ecosystem_actor_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecosystem_actor")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ecosystem_actor_public_id")),
    )
    op.create_index(op.f("ix_ecosystem_actor_joined_into_id"), "ecosystem_actor", ["joined_into_id"])
    op.create_index(op.f("ix_ecosystem_actor_process_id"), "ecosystem_actor", ["process_id"])

    op.create_table(
        "actor_change",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_actor_change_actor_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_actor_change_public_id")),
    )
    op.create_index(op.f("ix_actor_change_actor_id"), "actor_change", ["actor_id"])

    op.create_table(
        "actor_join",
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("joined_id", sa.Integer(), nullable=False),
        sa.Column("followers", JSON, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["joined_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_actor_join_joined_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["ecosystem_actor.id"], name=op.f("fk_actor_join_kept_id_ecosystem_actor"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_join")),
        sa.UniqueConstraint("public_id", name=op.f("uq_actor_join_public_id")),
    )
    op.create_index(op.f("ix_actor_join_joined_id"), "actor_join", ["joined_id"])
    op.create_index(op.f("ix_actor_join_kept_id"), "actor_join", ["kept_id"])

    op.create_table(
        "distinct_actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_distinct_actors_first_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_distinct_actors_second_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_actors")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_distinct_actors_first_id_second_id")),
    )
    op.create_index(op.f("ix_distinct_actors_second_id"), "distinct_actors", ["second_id"])

    op.create_table(
        "ecosystem_strength",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_ecosystem_strength_actor_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_ecosystem_strength_challenge_id_challenge"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecosystem_strength")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ecosystem_strength_public_id")),
    )
    op.create_index(op.f("ix_ecosystem_strength_actor_id"), "ecosystem_strength", ["actor_id"])
    op.create_index(op.f("ix_ecosystem_strength_challenge_id"), "ecosystem_strength", ["challenge_id"])

    op.create_table(
        "asset_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_asset_place_actor_id_ecosystem_actor"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_asset_place_asset_id_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_place")),
        sa.UniqueConstraint("asset_id", name=op.f("uq_asset_place_asset_id")),
    )
    op.create_index(op.f("ix_asset_place_actor_id"), "asset_place", ["actor_id"])

    op.create_table(
        "actor_suggestion",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_actor_suggestion_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_actor_suggestion_challenge_id_challenge"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_actor_suggestion_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_suggestion")),
        sa.UniqueConstraint("answer_id", "kind", "number", name=op.f("uq_actor_suggestion_answer_id_kind_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_actor_suggestion_public_id")),
    )
    op.create_index(op.f("ix_actor_suggestion_key"), "actor_suggestion", ["key"])
    op.create_index(op.f("ix_actor_suggestion_process_id"), "actor_suggestion", ["process_id"])

    op.create_table(
        "proposed_project",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("text_hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("attribution", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_proposed_project_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_proposed_project_challenge_id_challenge"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_proposed_project_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_project")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_proposed_project_answer_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposed_project_public_id")),
    )
    op.create_index(op.f("ix_proposed_project_challenge_id"), "proposed_project", ["challenge_id"])
    op.create_index(op.f("ix_proposed_project_process_id"), "proposed_project", ["process_id"])

    op.create_table(
        "project_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["ecosystem_actor.id"],
            name=op.f("fk_project_member_actor_id_ecosystem_actor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["proposed_project.id"],
            name=op.f("fk_project_member_project_id_proposed_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_member")),
        sa.UniqueConstraint("project_id", "actor_id", name=op.f("uq_project_member_project_id_actor_id")),
    )
    op.create_index(op.f("ix_project_member_actor_id"), "project_member", ["actor_id"])


def _information() -> None:
    """Information sheets."""
    op.create_table(
        "information_sheet",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_information_sheet_challenge_id_challenge"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_sheet")),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_information_sheet_challenge_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_information_sheet_public_id")),
    )

    op.create_table(
        "sheet_comment",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_sheet_comment_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_sheet_comment_settled_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["information_sheet.id"],
            name=op.f("fk_sheet_comment_sheet_id_information_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_comment_public_id")),
    )
    op.create_index(op.f("ix_sheet_comment_sheet_id"), "sheet_comment", ["sheet_id"])

    op.create_table(
        "sheet_text",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_sheet_text_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["information_sheet.id"],
            name=op.f("fk_sheet_text_sheet_id_information_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_text")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_text_public_id")),
        sa.UniqueConstraint(
            "sheet_id", "language", "block", "slot", name=op.f("uq_sheet_text_sheet_id_language_block_slot")
        ),
    )

    op.create_table(
        "sheet_version",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_sheet_version_approved_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["user.id"], name=op.f("fk_sheet_version_kept_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_sheet_version_published_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["information_sheet.id"],
            name=op.f("fk_sheet_version_sheet_id_information_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_version_public_id")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_version_sheet_id_number")),
    )


def _camp() -> None:
    """Innovation Camps: groups, seats, boards, cards, votes."""
    op.create_table(
        "camp",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("introduction", JSON, nullable=False),
        sa.Column("join_code_hash", sa.String(length=64), nullable=True),
        sa.Column("join_code", sa.String(length=20), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("votes_per_seat", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rehearses", sa.String(length=16), server_default="", nullable=False),
        sa.Column("takes_registrations", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("video_link", sa.String(length=500), server_default="", nullable=False),
        sa.Column("shows_cursors", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("step", sa.String(length=16), server_default="", nullable=False),
        sa.Column("step_ends_at", MOMENT, nullable=True),
        sa.Column("step_left", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_camp_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp")),
        sa.UniqueConstraint("join_code_hash", name=op.f("uq_camp_join_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_public_id")),
    )
    op.create_index(op.f("ix_camp_process_id"), "camp", ["process_id"])

    op.create_table(
        "camp_grouping",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("proposed", JSON, nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.Column("objective", sa.Double(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_grouping_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_grouping")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_grouping_public_id")),
    )
    op.create_index(op.f("ix_camp_grouping_camp_id"), "camp_grouping", ["camp_id"])

    op.create_table(
        "plan_step",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("guide", JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_plan_step_camp_id_camp"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_step_public_id")),
    )
    op.create_index(op.f("ix_plan_step_camp_id"), "plan_step", ["camp_id"])

    op.create_table(
        "working_group",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("title", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_plenary", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("video_link", sa.String(length=500), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_working_group_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_working_group_challenge_id_challenge"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_working_group_public_id")),
    )
    op.create_index(op.f("ix_working_group_camp_id"), "working_group", ["camp_id"])

    op.create_table(
        "board",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mode", JSON, server_default="{}", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_board_group_id_working_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("group_id", name=op.f("uq_board_group_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_board_public_id")),
    )

    op.create_table(
        "seat",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("is_facilitator", sa.Boolean(), nullable=False),
        sa.Column("is_observer", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attributes", JSON, server_default="{}", nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("checked_in_at", MOMENT, nullable=True),
        sa.Column("muted_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_seat_camp_id_camp"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_seat_group_id_working_group"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seat_token_hash")),
    )
    op.create_index(op.f("ix_seat_camp_id"), "seat", ["camp_id"])
    op.create_index(op.f("ix_seat_group_id"), "seat", ["group_id"])

    op.create_table(
        "camp_message",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_camp_message_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_message_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_message_public_id")),
    )
    op.create_index(op.f("ix_camp_message_camp_id"), "camp_message", ["camp_id"])

    op.create_table(
        "camp_registration",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("gender", sa.String(length=12), nullable=False),
        sa.Column("wishes", JSON, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_registration_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_camp_registration_seat_id_seat"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_registration")),
        sa.UniqueConstraint("camp_id", "email", name=op.f("uq_camp_registration_camp_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_registration_public_id")),
    )
    op.create_index(op.f("ix_camp_registration_camp_id"), "camp_registration", ["camp_id"])

    op.create_table(
        "help_request",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_help_request_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_help_request_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_help_request_seat_id_seat"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_help_request_public_id")),
    )
    op.create_index(op.f("ix_help_request_camp_id"), "help_request", ["camp_id"])

    op.create_table(
        "moderation",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("was_removed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_moderation_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_moderation_camp_id_camp"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_moderation_seat_id_seat"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_public_id")),
    )
    op.create_index(op.f("ix_moderation_camp_id"), "moderation", ["camp_id"])
    op.create_index(op.f("ix_moderation_seat_id"), "moderation", ["seat_id"])

    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("change", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_operation_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_operation_seat_id_seat"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("board_id", "number", name=op.f("uq_operation_board_id_number")),
        sa.UniqueConstraint("board_id", "op_id", name=op.f("uq_operation_board_id_op_id")),
    )
    op.create_index(op.f("ix_operation_seat_id"), "operation", ["seat_id"])

    op.create_table(
        "presence",
        sa.Column("connection_id", sa.String(length=40), nullable=False),
        sa.Column("server", sa.String(length=16), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_presence_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_presence_seat_id_seat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_board_id"), "presence", ["board_id"])
    op.create_index(op.f("ix_presence_seat_id"), "presence", ["seat_id"])
    op.create_index(op.f("ix_presence_seen_at"), "presence", ["seen_at"])
    op.create_index(op.f("ix_presence_server"), "presence", ["server"])

    op.create_table(
        "voting_round",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("question", JSON, nullable=False),
        sa.Column("zones", JSON, nullable=False),
        sa.Column("card_kinds", JSON, nullable=False),
        sa.Column("votes_each", sa.Integer(), nullable=False),
        sa.Column("most_per_card", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("cards", JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("results", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_voting_round_board_id_board"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_voting_round_public_id")),
    )
    op.create_index(op.f("ix_voting_round_batch"), "voting_round", ["batch"])
    op.create_index(op.f("ix_voting_round_board_id"), "voting_round", ["board_id"])

    op.create_table(
        "zone",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(length=8), server_default="list", nullable=False),
        sa.Column("columns", JSON, server_default="[]", nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_zone_board_id_board"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("board_id", "key", name=op.f("uq_zone_board_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_zone_public_id")),
    )
    op.create_index(op.f("ix_zone_board_id"), "zone", ["board_id"])

    op.create_table(
        "card",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), server_default="note", nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("colour", sa.String(length=12), server_default="", nullable=False),
        sa.Column("tags", JSON, server_default="[]", nullable=False),
        sa.Column("column_key", sa.String(length=24), server_default="", nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("rank", sa.Double(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_group", sa.String(length=16), server_default="", nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_promoted", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stack", sa.String(length=16), server_default="", nullable=False),
        sa.Column("parents", JSON, server_default="[]", nullable=False),
        sa.Column("went_into", JSON, server_default="[]", nullable=False),
        sa.Column("parents_votes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["seat.id"], name=op.f("fk_card_author_id_seat"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_card_board_id_board"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_card_zone_id_zone"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_public_id")),
    )
    op.create_index("ix_card_board_id_zone_id", "card", ["board_id", "zone_id"])

    op.create_table(
        "voting_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["voting_round.id"], name=op.f("fk_voting_ballot_round_id_voting_round"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_voting_ballot_seat_id_seat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_ballot")),
        sa.UniqueConstraint("round_id", "seat_id", name=op.f("uq_voting_ballot_round_id_seat_id")),
    )
    op.create_index(op.f("ix_voting_ballot_seat_id"), "voting_ballot", ["seat_id"])

    op.create_table(
        "card_comment",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["seat.id"], name=op.f("fk_card_comment_author_id_seat"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_comment_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_comment_public_id")),
    )
    op.create_index(op.f("ix_card_comment_card_id"), "card_comment", ["card_id"])

    op.create_table(
        "card_file",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_card_file_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_file_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_card_file_seat_id_seat"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_file_public_id")),
    )
    op.create_index(op.f("ix_card_file_board_id"), "card_file", ["board_id"])
    op.create_index(op.f("ix_card_file_card_id"), "card_file", ["card_id"])

    op.create_table(
        "card_link",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_card_link_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["card.id"], name=op.f("fk_card_link_source_id_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["card.id"], name=op.f("fk_card_link_target_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_link_public_id")),
        sa.UniqueConstraint(
            "source_id", "target_id", "relation", name=op.f("uq_card_link_source_id_target_id_relation")
        ),
    )
    op.create_index(op.f("ix_card_link_board_id"), "card_link", ["board_id"])
    op.create_index(op.f("ix_card_link_target_id"), "card_link", ["target_id"])

    op.create_table(
        "card_reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("reaction", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_reaction_card_id_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_card_reaction_seat_id_seat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reaction")),
        sa.UniqueConstraint("card_id", "seat_id", "reaction", name=op.f("uq_card_reaction_card_id_seat_id_reaction")),
    )
    op.create_index(op.f("ix_card_reaction_seat_id"), "card_reaction", ["seat_id"])

    op.create_table(
        "card_reference",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=40), server_default="", nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_reference_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_reference_public_id")),
    )
    op.create_index(op.f("ix_card_reference_card_id"), "card_reference", ["card_id"])

    op.create_table(
        "card_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_source_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_card_source_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_source")),
        sa.UniqueConstraint("card_id", "theme_id", name=op.f("uq_card_source_card_id_theme_id")),
    )
    op.create_index(op.f("ix_card_source_theme_id"), "card_source", ["theme_id"])

    op.create_table(
        "card_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_vote_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_card_vote_seat_id_seat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_vote")),
        sa.UniqueConstraint("card_id", "seat_id", name=op.f("uq_card_vote_card_id_seat_id")),
    )
    op.create_index(op.f("ix_card_vote_seat_id"), "card_vote", ["seat_id"])


def _selection() -> None:
    """Candidates, rankings, criteria, scores, the committee's room, decisions."""
    op.create_table(
        "committee_meeting",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("speaking_minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["user.id"], name=op.f("fk_committee_meeting_chair_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_committee_meeting_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_committee_meeting_public_id")),
    )
    op.create_index(op.f("ix_committee_meeting_process_id"), "committee_meeting", ["process_id"])

    op.create_table(
        "criteria_set",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=True),
        sa.Column("scoring_opened_at", MOMENT, nullable=True),
        sa.Column("scoring_closed_at", MOMENT, nullable=True),
        sa.Column("shortlist_size", sa.Integer(), nullable=False),
        sa.Column("conflict_rule", sa.String(length=8), server_default="count", nullable=False),
        sa.Column("crowd", JSON, server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_criteria_set_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_set")),
        sa.UniqueConstraint("process_id", name=op.f("uq_criteria_set_process_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_criteria_set_public_id")),
    )

    op.create_table(
        "selection_move",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("is_in_decision", sa.Boolean(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_selection_move_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_selection_move_public_id")),
    )
    op.create_index(op.f("ix_selection_move_process_id"), "selection_move", ["process_id"])

    op.create_table(
        "shortlist",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("proposal", JSON, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decision_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_shortlist_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("process_id", name=op.f("uq_shortlist_process_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shortlist_public_id")),
    )

    op.create_table(
        "sid",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("sub_domains", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_reconstructed", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawal_reason", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_sid_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sid")),
        sa.UniqueConstraint("form_token", name=op.f("uq_sid_form_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sid_public_id")),
    )
    op.create_index(op.f("ix_sid_process_id"), "sid", ["process_id"])

    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sids", JSON, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("paused_left", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_agenda_item_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"])

    op.create_table(
        "conflict_of_interest",
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_conflict_of_interest_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sid_id"], ["sid.id"], name=op.f("fk_conflict_of_interest_sid_id_sid"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conflict_of_interest_public_id")),
        sa.UniqueConstraint("sid_id", "member_id", name=op.f("uq_conflict_of_interest_sid_id_member_id")),
    )
    op.create_index(op.f("ix_conflict_of_interest_member_id"), "conflict_of_interest", ["member_id"])

    op.create_table(
        "criteria_version",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_criteria_version_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_criteria_version_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_criteria_version_public_id")),
    )

    op.create_table(
        "criterion",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("rubric", JSON, server_default="[]", nullable=False),
        sa.Column("evidence_expected", JSON, server_default="{}", nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_criterion_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("criteria_set_id", "key", name=op.f("uq_criterion_criteria_set_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_criterion_public_id")),
    )
    op.create_index(op.f("ix_criterion_criteria_set_id"), "criterion", ["criteria_set_id"])

    op.create_table(
        "decision",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("was_proposed", sa.Boolean(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("final_title", JSON, nullable=False),
        sa.Column("is_transversal", sa.Boolean(), nullable=False),
        sa.Column("taken_up_in", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["shortlist_id"], ["shortlist.id"], name=op.f("fk_decision_shortlist_id_shortlist"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_decision_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
        sa.UniqueConstraint("shortlist_id", "sid_id", name=op.f("uq_decision_shortlist_id_sid_id")),
    )
    op.create_index(op.f("ix_decision_shortlist_id"), "decision", ["shortlist_id"])

    op.create_table(
        "decision_record",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("amendment_reason", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("snapshot", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("signatures_needed", sa.Integer(), nullable=False),
        sa.Column("drawn_up_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["user.id"], name=op.f("fk_decision_record_chair_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["shortlist_id"],
            ["shortlist.id"],
            name=op.f("fk_decision_record_shortlist_id_shortlist"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_record_public_id")),
        sa.UniqueConstraint("shortlist_id", "number", name=op.f("uq_decision_record_shortlist_id_number")),
    )
    op.create_index(op.f("ix_decision_record_shortlist_id"), "decision_record", ["shortlist_id"])

    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_meeting_attendance_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_meeting_attendance_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_meeting_attendance_meeting_id_member_id")),
    )

    op.create_table(
        "motion",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("sids", JSON, nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("majority", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("result", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_motion_made_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_motion_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_motion_public_id")),
    )
    op.create_index(op.f("ix_motion_meeting_id"), "motion", ["meeting_id"])

    op.create_table(
        "ranking_round",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("dimensions", JSON, nullable=False),
        sa.Column("counting_rule", sa.String(length=16), nullable=False),
        sa.Column("weighting", sa.String(length=12), server_default="raw", nullable=False),
        sa.Column("targets", JSON, server_default="{}", nullable=False),
        sa.Column("places", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seed", sa.Integer(), server_default="1", nullable=False),
        sa.Column("opens_ballots", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("results", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_ranking_round_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_ranking_round_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ranking_round_public_id")),
    )
    op.create_index(op.f("ix_ranking_round_process_id"), "ranking_round", ["process_id"])

    op.create_table(
        "scoring_round",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("report", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_scoring_round_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_round")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_scoring_round_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_scoring_round_public_id")),
    )

    op.create_table(
        "sid_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_sid_challenge_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_sid_challenge_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sid_challenge")),
        sa.UniqueConstraint("sid_id", "challenge_id", name=op.f("uq_sid_challenge_sid_id_challenge_id")),
    )
    op.create_index(op.f("ix_sid_challenge_challenge_id"), "sid_challenge", ["challenge_id"])

    op.create_table(
        "speaking_turn",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_speaking_turn_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_speaking_turn_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_turn")),
        sa.UniqueConstraint("public_id", name=op.f("uq_speaking_turn_public_id")),
    )
    op.create_index(op.f("ix_speaking_turn_meeting_id"), "speaking_turn", ["meeting_id"])

    op.create_table(
        "weighing",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_weighing_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_weighing_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_weighing_public_id")),
    )

    op.create_table(
        "decision_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["decision_record.id"],
            name=op.f("fk_decision_file_record_id_decision_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_file")),
        sa.UniqueConstraint("record_id", "name", name=op.f("uq_decision_file_record_id_name")),
    )

    op.create_table(
        "decision_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_decision_signature_member_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["decision_record.id"],
            name=op.f("fk_decision_signature_record_id_decision_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_signature")),
        sa.UniqueConstraint("record_id", "member_id", name=op.f("uq_decision_signature_record_id_member_id")),
    )
    op.create_index(op.f("ix_decision_signature_member_id"), "decision_signature", ["member_id"])

    op.create_table(
        "member_weighing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weighing_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("given", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_member_weighing_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["weighing_id"], ["weighing.id"], name=op.f("fk_member_weighing_weighing_id_weighing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_weighing")),
        sa.UniqueConstraint("weighing_id", "member_id", name=op.f("uq_member_weighing_weighing_id_member_id")),
    )
    op.create_index(op.f("ix_member_weighing_member_id"), "member_weighing", ["member_id"])

    op.create_table(
        "motion_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_motion_vote_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_motion_vote_motion_id_motion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_vote")),
        sa.UniqueConstraint("motion_id", "member_id", name=op.f("uq_motion_vote_motion_id_member_id")),
    )

    op.create_table(
        "private_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_private_note_criterion_id_criterion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_private_note_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_private_note_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_note")),
        sa.UniqueConstraint(
            "sid_id", "criterion_id", "member_id", name=op.f("uq_private_note_sid_id_criterion_id_member_id")
        ),
    )
    op.create_index(op.f("ix_private_note_member_id"), "private_note", ["member_id"])

    op.create_table(
        "room_post",
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("earlier", JSON, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["room_post.id"], name=op.f("fk_room_post_answers_id_room_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_room_post_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_room_post_criterion_id_criterion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_room_post_meeting_id_committee_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_room_post_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_post_public_id")),
    )
    op.create_index(op.f("ix_room_post_sid_id"), "room_post", ["sid_id"])

    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("is_abstained", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("confidence", sa.String(length=8), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("evidence", JSON, server_default="[]", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id_criterion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_score_member_id_user"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_score_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "sid_id", "criterion_id", "member_id", "round", name=op.f("uq_score_sid_id_criterion_id_member_id_round")
        ),
    )
    op.create_index(op.f("ix_score_member_id"), "score", ["member_id"])

    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_score_sheet_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["scoring_round.id"], name=op.f("fk_score_sheet_round_id_scoring_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("round_id", "member_id", name=op.f("uq_score_sheet_round_id_member_id")),
    )
    op.create_index(op.f("ix_score_sheet_member_id"), "score_sheet", ["member_id"])

    op.create_table(
        "ranking_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("dimension", sa.String(length=24), nullable=False),
        sa.Column("ballot_order", JSON, nullable=False),
        sa.Column("points", JSON, server_default="{}", nullable=False),
        sa.Column("shown", JSON, server_default="[]", nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(seat_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_ranking_ballot_one_voter")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["ranking_round.id"],
            name=op.f("fk_ranking_ballot_round_id_ranking_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_ranking_ballot_seat_id_seat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_ranking_ballot_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_ballot")),
        sa.UniqueConstraint(
            "round_id", "seat_id", "dimension", name=op.f("uq_ranking_ballot_round_id_seat_id_dimension")
        ),
        sa.UniqueConstraint(
            "round_id", "user_id", "dimension", name=op.f("uq_ranking_ballot_round_id_user_id_dimension")
        ),
    )


def _plan() -> None:
    """Axes and actions."""
    op.create_table(
        "axis",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_axis_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis")),
        sa.UniqueConstraint("public_id", name=op.f("uq_axis_public_id")),
    )
    op.create_index(op.f("ix_axis_process_id"), "axis", ["process_id"])

    op.create_table(
        "action",
        sa.Column("axis_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("actors", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["axis_id"], ["axis.id"], name=op.f("fk_action_axis_id_axis"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_public_id")),
    )
    op.create_index(op.f("ix_action_axis_id"), "action", ["axis_id"])

    op.create_table(
        "action_sid",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_sid_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_action_sid_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "sid_id", name=op.f("pk_action_sid")),
    )


def _public() -> None:
    """The public record and what becomes of contributions."""
    op.create_table(
        "data_release",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("tables", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_data_release_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_release")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_data_release_process_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_release_public_id")),
    )
    op.create_index(op.f("ix_data_release_process_id"), "data_release", ["process_id"])

    op.create_table(
        "fate_decision",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_fate_decision_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_fate_decision_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fate_decision_public_id")),
    )
    op.create_index(op.f("ix_fate_decision_process_id"), "fate_decision", ["process_id"])

    op.create_table(
        "fate_watch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_fate_watch_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_watch")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_fate_watch_process_id_email")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "news_post",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("happens_at", MOMENT, nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_news_post_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_news_post_public_id")),
    )
    op.create_index(op.f("ix_news_post_process_id"), "news_post", ["process_id"])

    op.create_table(
        "population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("attribute", sa.String(length=12), nullable=False),
        sa.Column("shares", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_population_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("process_id", "attribute", name=op.f("uq_population_process_id_attribute")),
    )

    op.create_table(
        "record_document",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_record_document_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_document_public_id")),
    )
    op.create_index(op.f("ix_record_document_process_id"), "record_document", ["process_id"])

    op.create_table(
        "record_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_record_edition_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_edition")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_record_edition_process_id_number")),
    )

    op.create_table(
        "data_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["data_release.id"], name=op.f("fk_data_file_release_id_data_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_file")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_data_file_release_id_name")),
    )

    op.create_table(
        "record_document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["record_document.id"],
            name=op.f("fk_record_document_version_document_id_record_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_document_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_record_document_version_document_id_number")),
    )

    op.create_table(
        "fate_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answer_id IS NOT NULL AND card_id IS NULL AND theme_id IS NULL) OR (answer_id IS NULL AND card_id IS NOT NULL AND theme_id IS NULL) OR (answer_id IS NULL AND card_id IS NULL AND theme_id IS NOT NULL)",
            name=op.f("ck_fate_mark_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_fate_mark_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_fate_mark_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["fate_decision.id"],
            name=op.f("fk_fate_mark_decision_id_fate_decision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_fate_mark_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_mark")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_fate_mark_answer_id")),
        sa.UniqueConstraint("card_id", name=op.f("uq_fate_mark_card_id")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_fate_mark_theme_id")),
    )
    op.create_index(op.f("ix_fate_mark_decision_id"), "fate_mark", ["decision_id"])


def _moderation() -> None:
    """Reports, decisions with reasons, appeals."""
    op.create_table(
        "moderation_case",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=8), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_moderation_case_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
        sa.UniqueConstraint("process_id", "kind", "subject", name=op.f("uq_moderation_case_process_id_kind_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_case_public_id")),
    )
    op.create_index("ix_moderation_case_waiting", "moderation_case", ["process_id", "is_waiting"])

    op.create_table(
        "moderation_learning",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("precision", sa.Double(), nullable=True),
        sa.Column("recall", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_moderation_learning_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_learning")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_learning_public_id")),
    )
    op.create_index(op.f("ix_moderation_learning_process_id"), "moderation_learning", ["process_id"])

    op.create_table(
        "moderation_reason",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_moderation_reason_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_reason")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_moderation_reason_organisation_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_reason_public_id")),
    )

    op.create_table(
        "moderation_decision",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reason_title", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("hash_before", sa.String(length=64), nullable=False),
        sa.Column("hash_after", sa.String(length=64), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_decision_case_id_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_moderation_decision_decided_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_decision_public_id")),
    )
    op.create_index(op.f("ix_moderation_decision_batch"), "moderation_decision", ["batch"])
    op.create_index(op.f("ix_moderation_decision_case_id"), "moderation_decision", ["case_id"])

    op.create_table(
        "moderation_report",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_report_case_id_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["user.id"], name=op.f("fk_moderation_report_reporter_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_report_public_id")),
    )
    op.create_index(op.f("ix_moderation_report_case_id"), "moderation_report", ["case_id"])

    op.create_table(
        "moderation_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learning_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"],
            ["moderation_learning.id"],
            name=op.f("fk_moderation_suggestion_learning_id_moderation_learning"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_suggestion")),
        sa.UniqueConstraint(
            "learning_id", "kind", "subject", name=op.f("uq_moderation_suggestion_learning_id_kind_subject")
        ),
    )

    op.create_table(
        "moderation_appeal",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_moderation_appeal_answered_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["moderation_decision.id"],
            name=op.f("fk_moderation_appeal_decision_id_moderation_decision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_moderation_appeal_decision_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_appeal_public_id")),
    )


def _notices() -> None:
    """Who follows what and is told of it."""
    op.create_table(
        "calendar_link",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_calendar_link_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_link")),
    )

    op.create_table(
        "follower",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_follower_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_follower_process_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follower_public_id")),
    )

    op.create_table(
        "notice_hours",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notice_hours_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_hours")),
    )

    op.create_table(
        "notice_wish",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_wish_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_wish")),
    )

    op.create_table(
        "follow",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("follower_id", sa.Integer(), nullable=True),
        sa.Column("item_type", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(user_id IS NULL) <> (follower_id IS NULL)", name=op.f("ck_follow_one_reader")),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_follow_follower_id_follower"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_follow_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_follow_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("follower_id", "item_type", "item", name=op.f("uq_follow_follower_id_item_type_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_public_id")),
        sa.UniqueConstraint(
            "user_id", "process_id", "item_type", "item", name=op.f("uq_follow_user_id_process_id_item_type_item")
        ),
    )
    op.create_index(op.f("ix_follow_process_id"), "follow", ["process_id"])

    op.create_table(
        "notice",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("follower_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("params", JSON, nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("mail", sa.String(length=16), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(user_id IS NULL) <> (follower_id IS NULL)", name=op.f("ck_notice_one_reader")),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_notice_follower_id_follower"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_notice_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("follower_id", "key", name=op.f("uq_notice_follower_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notice_user_id_key")),
    )
    op.create_index(op.f("ix_notice_process_id"), "notice", ["process_id"])
    op.create_index(op.f("ix_notice_settled_at"), "notice", ["settled_at"])
    op.create_index("ix_notice_user_id_read_at", "notice", ["user_id", "read_at"])


def _api() -> None:
    """Tokens and webhooks."""
    op.create_table(
        "api_token",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_api_token_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_token_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"])

    op.create_table(
        "webhook",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("given_up", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_webhook_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webhook_public_id")),
    )
    op.create_index(op.f("ix_webhook_process_id"), "webhook", ["process_id"])

    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webhook_delivery_public_id")),
    )
    op.create_index("ix_webhook_delivery_state_next_at", "webhook_delivery", ["state", "next_at"])
    op.create_index(op.f("ix_webhook_delivery_webhook_id"), "webhook_delivery", ["webhook_id"])


def _search() -> None:
    """The index; what finds words in it is made after it."""
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
    )

    op.create_table(
        "search_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_search_change_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_search_change_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_change")),
    )
    op.create_index(op.f("ix_search_change_organisation_id"), "search_change", ["organisation_id"])
    op.create_index(op.f("ix_search_change_process_id"), "search_change", ["process_id"])

    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("anchor", sa.String(length=60), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("body_words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_search_document_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_search_document_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("source", "ref", name=op.f("uq_search_document_source_ref")),
    )
    op.create_index(op.f("ix_search_document_organisation_id"), "search_document", ["organisation_id"])
    op.create_index("ix_search_document_process_id_source", "search_document", ["process_id", "source"])


def _what_finds_words() -> None:
    """As `search.storage` has it for tables without migrations."""
    connection = op.get_bind()
    for statement in WORDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                for statement in GRAMS:
                    connection.exec_driver_sql(statement)
        except SQLAlchemyError:  # not everybody may make extensions; `cocreate doctor` says what that means
            return


# What finds words: full-text tables on SQLite, text vectors on PostgreSQL, and triggers that keep them in step.
WORDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text USING fts5(title_words, body_words, stems, content='search_document',"
        " content_rowid='id', tokenize='ascii', prefix='3 4 5')",
        # What was taken out must not be left in the file.
        "INSERT INTO search_text(search_text, rank) VALUES ('secure-delete', 1)",
        "CREATE TRIGGER search_document_made AFTER INSERT ON search_document BEGIN"
        " INSERT INTO search_text(rowid, title_words, body_words, stems)"
        " VALUES (new.id, new.title_words, new.body_words, new.stems); END",
        "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN"
        " INSERT INTO search_text(search_text, rowid, title_words, body_words, stems)"
        " VALUES ('delete', old.id, old.title_words, old.body_words, old.stems); END",
        "CREATE TRIGGER search_document_changed AFTER UPDATE OF title_words, body_words, stems ON search_document BEGIN"
        " INSERT INTO search_text(search_text, rowid, title_words, body_words, stems)"
        " VALUES ('delete', old.id, old.title_words, old.body_words, old.stems);"
        " INSERT INTO search_text(rowid, title_words, body_words, stems)"
        " VALUES (new.id, new.title_words, new.body_words, new.stems); END",
        "CREATE VIRTUAL TABLE search_gram USING fts5(word, tokenize='trigram', detail='none')",
        "CREATE TRIGGER search_word_made AFTER INSERT ON search_word BEGIN"
        " INSERT INTO search_gram(rowid, word) VALUES (new.id, '^' || new.word || '$'); END",
        "INSERT INTO search_gram(search_gram, rank) VALUES ('secure-delete', 1)",
        "CREATE TRIGGER search_word_gone AFTER DELETE ON search_word BEGIN"
        " DELETE FROM search_gram WHERE rowid = old.id; END",
    ),
    "postgresql": (
        "CREATE TABLE search_text (document_id integer PRIMARY KEY REFERENCES search_document(id) ON DELETE CASCADE,"
        " titles tsvector NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX ix_search_text_titles ON search_text USING gin (titles)",
        "CREATE INDEX ix_search_text_words ON search_text USING gin (words)",
        # Tens of thousands of texts may have the words: who may see them is read from here, not from their rows.
        "CREATE INDEX ix_search_document_sight ON search_document (id)"
        " INCLUDE (source, kind, ref, process_id, organisation_id, permission, languages)",
        """CREATE FUNCTION search_document_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_text(document_id, titles, words) VALUES (new.id, to_tsvector('simple', new.title_words),
        setweight(to_tsvector('simple', new.title_words), 'A') ||
        setweight(to_tsvector('simple', new.body_words), 'B') ||
        setweight(to_tsvector('simple', new.stems), 'C'))
    ON CONFLICT (document_id) DO UPDATE SET titles = excluded.titles, words = excluded.words;
    RETURN NULL;
END $$""",
        "CREATE TRIGGER search_document_told AFTER INSERT OR UPDATE OF title_words, body_words, stems ON search_document"
        " FOR EACH ROW EXECUTE FUNCTION search_document_told()",
    ),
}
# Words that are written alike, by their pieces (PostgreSQL).
GRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS ix_search_word_gram ON search_word USING gin (word gin_trgm_ops)",
)
GONE = {
    "sqlite": ("DROP TABLE search_text", "DROP TABLE search_gram"),
    "postgresql": ("DROP TABLE search_text", "DROP FUNCTION search_document_told() CASCADE"),
}
# In the order in which they are made.
TABLES = """
organisation process site_role user identity invitation letter_wording membership organisation_invitation
organisation_logo organisation_member user_site_role audit_chain chore_run installation_report installation_setting
maintenance outgoing_mail provenance_link audit_entry job challenge context evidence phase asset challenge_link
challenge_validation challenge_version context_point evidence_series evidence_use interview sub_challenge
matrix_cell validation_comment cell_use bank_question consultation contact answer_draft document import_file mailing
part_count question revision submission survey_invitation tally trial_sheet answer mailing_delivery named_sheet
upload answer_flag directory_group directory_person directory_request directory_setup equality_figures
equality_sheet directory_consent directory_participation directory_term analysis_run answer_search match_run
coding_round name_asking opinion_reading theme theme_step answer_request campaign_copy coding_unit match_statement
text_vector theme_answer unplaced_answer coding_choice match_decision ecosystem_actor actor_change actor_join
distinct_actors ecosystem_strength asset_place actor_suggestion proposed_project project_member information_sheet
sheet_comment sheet_text sheet_version camp camp_grouping plan_step working_group board seat camp_message
camp_registration help_request moderation operation presence voting_round zone card voting_ballot card_comment
card_file card_link card_reaction card_reference card_source card_vote committee_meeting criteria_set selection_move
shortlist sid agenda_item conflict_of_interest criteria_version criterion decision decision_record
meeting_attendance motion ranking_round scoring_round sid_challenge speaking_turn weighing decision_file
decision_signature member_weighing motion_vote private_note room_post score score_sheet ranking_ballot axis action
action_sid data_release fate_decision fate_watch news_post population record_document record_edition data_file
record_document_version fate_mark moderation_case moderation_learning moderation_reason moderation_decision
moderation_report moderation_suggestion moderation_appeal calendar_link follower notice_hours notice_wish follow
notice api_token webhook webhook_delivery search_word search_change search_document
""".split()
