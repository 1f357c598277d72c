"""Here the second factor is asked of staff, as in production."""

from dataclasses import replace

import pytest

from cocreate.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of other tests, with the second factor."""
    return replace(settings, two_factor_required=True)
