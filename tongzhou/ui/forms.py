"""How forms are drawn: `{{ form }}` and `{% field form.name %}` give the same accessible mark-up."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Form renderer of the house (setting FORM_RENDERER)."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
