"""What is said of names from a language model: refusals, progress and doubts."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    themes__assistant__nothing_to_send=_l(
        "There is no quote to send: themes that nobody named yet need answers whose writers agreed to be quoted."
    ),
    themes__assistant__under_way=_l("The language model is being asked already."),
    themes__assistant__changed=_l("The installation names another language model now. Please ask again."),
    themes__assistant__asked_again=_l("The language model was asked again meanwhile. Please look at its new name."),
    themes__assistant__nothing_usable=_l(
        "The language model gave no name that can be used: it did not answer, or not as it was asked to."
    ),
)
_progress = {"themes:asking": _l("Asking the language model")}
_doubts = {
    "assistant.no_answer": _l("It did not answer, was too slow or said too much."),
    "assistant.no_json": _l("Its answer did not have the form asked for."),
    "assistant.no_name": _l("Its answer held no name in our languages."),
    "assistant.not_a_name": _l("It gave something that is no plain short name in one language or more."),
}
register(**_progress, **_doubts)
