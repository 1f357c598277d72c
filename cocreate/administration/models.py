"""What checks of the installation found, kept so that a page can show it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class Report(HasPublicId, Base):
    """The outcome of one check of the installation as a whole."""

    __tablename__ = "installation_report"
    ref_type = "installation_report"
    kind: Mapped[str] = mapped_column(String(20), index=True)  # rules.ReportKind
    made_at: Mapped[datetime]
    is_good: Mapped[bool]
    content: Mapped[dict[str, Any]]
