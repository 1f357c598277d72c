"""One word for each family of the quadruple helix, whichever page says it."""

import pytest
from flask import Flask, render_template_string

from cocreate.process.rules import HelixCategory
from cocreate.survey.labels import helix_name
from cocreate.web.messages import say


@pytest.mark.parametrize("category", HelixCategory)
def test_badge_and_results_call_a_family_by_the_same_name(app: Flask, category: HelixCategory):
    source = '{% from "components/ui.html" import helix_badge %}{{ helix_badge(category) }}'
    with app.test_request_context("/en/"):
        assert f"{helix_name(category)}</span>" in render_template_string(source, category=category)
        assert helix_name(category) == say(f"helix.{category}") != say("unknown")


def test_a_respondent_without_a_family_is_not_said(app: Flask):
    with app.test_request_context("/en/"):
        assert helix_name("") == "Not said"
