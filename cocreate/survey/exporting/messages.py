"""What exports say when they refuse something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    survey__export__unknown_format=_l("Please choose one of the formats of the list."),
    survey__export__not_installed=_l(
        "This format needs an optional part that is not installed here: whoever runs the server can add it with "
        "“pip install cocreate[statistics]”. CSV, XLSX, ODS, JSON and R work without it."
    ),
    survey__export__nobody_known=_l("This consultation is anonymous: nobody knows who gave which answers."),
    survey__export__days=_l("The first day lies after the last."),
    survey__export__gone=_l("This file was erased after a day. Please make the export again."),
    survey__open_data__not_public=_l("These data are not public: they become so after the close, if the results do."),
    survey__open_data__too_few=_l("These answers are not published: too few people took part for nobody to stand out."),
)
