"""What is said of steps that are refused."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    themes__move__none_chosen=_l("Please choose at least one answer."),
    themes__move__needs_theme=_l("Please choose where the answers should go."),
    themes__move__other_question=_l("Answers can only go to a theme of the same question."),
    themes__move__same_theme=_l("The answers are in this theme already."),
    themes__split__needs_name=_l("Please give the new theme a name, in at least one language."),
    themes__split__needs_rest=_l("At least one answer must stay: to name the whole theme differently, rename it."),
    themes__step__undone=_l("This step is undone already."),
    themes__step__old_run=_l("The answers were read again since; only steps of the newest reading can be undone."),
    themes__step__followed=_l("A later step changed the same themes or answers: undo that one first."),
    themes__step__cited=_l("A card of the camp rests on this theme, so it has to stand."),
)
