"""The table of copies that do not count."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import NO_ORDER, Base


class CampaignCopy(Base):
    """An answer that the numbers of a run leave out, as an analyst decided that its campaign counts once."""

    __tablename__ = "campaign_copy"
    __table_args__ = (NO_ORDER,)
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True)
