"""Pages of the administration, all below one address."""

from flask import Blueprint

from cocreate.administration.frame import file_size, navigation

pages = Blueprint("administration", __name__, url_prefix="/admin")
pages.add_app_template_global(navigation, "administration_navigation")
pages.add_app_template_filter(file_size, "file_size")
