"""The administration of the installation, announced to the application."""

from cocreate.administration import jobs as jobs
from cocreate.administration import messages as messages
from cocreate.administration import policy as policy
from cocreate.administration.pages import (  # noqa: F401
    audit,
    features,
    health,
    maintenance,
    organisations,
    out_of_service,
    pages,
    start,
    storage,
    users,
)
from cocreate.administration.pages import jobs as job_pages  # noqa: F401
from cocreate.core.stages import Stage

STAGE = Stage(name="administration", blueprints=(pages,))
