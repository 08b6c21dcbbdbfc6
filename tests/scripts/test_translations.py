"""The check finds what is not translated."""

from pathlib import Path

import pytest
from check_translations import HEADER, breaches, skeleton
from compile_messages import compile_stale

TEMPLATE = """{% load i18n %}
<p title="{% translate "Say \\"hello\\"" %}">{% translate "May" context "month" %}</p>
{% blocktranslate trimmed count n=doors %}
  One door, 5% {{ n }}
{% plural %}
  {{ n }} doors
{% endblocktranslate %}
<p lang="zh">同舟</p><script>let word = 1;</script><code>make run</code>
"""
CATALOG = """
msgid "Say \\"hello\\""
msgstr "问好"

msgctxt "month"
msgid "May"
msgstr "五月"

msgid "One door, 5%% %(n)s"
msgid_plural "%(n)s doors"
msgstr[0] "%(n)s 扇门"

msgid "Save"
msgstr "保存"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A room with one template, one module and a complete catalogue."""
    root = tmp_path / "tongzhou"
    _write(root / "desk" / "templates" / "desk" / "page.html", TEMPLATE)
    _write(root / "desk" / "views.py", 'label = _("Save")\n')
    _write(_catalog(root), HEADER + CATALOG)
    return root


def test_a_complete_room_passes(house: Path) -> None:
    assert list(breaches(house)) == []
    assert skeleton(house, "desk") == ""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('_("Send")', "not translated: 'Send'"),
        ('_(f"Send {it}")', "only literal text"),
        ('ngettext("Save", "Saves", 2)', "plural not in catalogue: 'Saves'"),
    ],
)
def test_the_place_in_the_code_is_named(house: Path, source: str, reason: str) -> None:
    _write(house / "desk" / "forms.py", f"\n{source}\n")

    [breach] = breaches(house)

    assert f"{house}/desk/forms.py:2: {reason}" in breach


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>Bare</b>", "not marked for translation: 'Bare'"),
        ("<input placeholder='Name'>", "not marked for translation: 'Name'"),
        ("{{ x|default:_('None') }}", "not translated: 'None'"),
    ],
)
def test_the_place_in_the_template_is_named(house: Path, text: str, reason: str) -> None:
    _write(house / "desk" / "templates" / "desk" / "part.html", f"<p>\n{text}</p>")

    [breach] = breaches(house)

    assert f"part.html:2: {reason}" in breach


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('msgid "Gone"\nmsgstr "没了"\n', "not used in desk: 'Gone'"),
        ('#~ msgid "Gone"\n#~ msgstr "没了"\n', "obsolete entry left over: 'Gone'"),
        ('msgid "Save"\nmsgstr "保存"\n', "entered twice"),
    ],
)
def test_a_catalogue_holds_only_what_its_room_says(house: Path, entry: str, reason: str) -> None:
    _write(_catalog(house), HEADER + CATALOG + "\n" + entry)

    assert [breach for breach in breaches(house) if reason in breach]


def test_an_override_of_a_packages_sentence_is_allowed(house: Path) -> None:
    entry = '\n# overrides allauth\nmsgid "Sign In"\nmsgstr "登录"\n'
    _write(_catalog(house), HEADER + CATALOG + entry)

    assert list(breaches(house)) == []


def test_placeholders_are_kept(house: Path) -> None:
    _write(_catalog(house), HEADER + CATALOG.replace('"%(n)s 扇门"', '"几扇门"'))

    [breach] = breaches(house)

    assert "placeholders differ" in breach


def test_two_rooms_say_it_the_same_way(house: Path) -> None:
    _write(house / "gates" / "views.py", '_("Save")\n')
    _write(_catalog(house, "gates"), HEADER + '\nmsgid "Save"\nmsgstr "存"\n')

    [breach] = breaches(house)

    assert "'Save' is translated otherwise at" in breach


def test_the_skeleton_lists_what_is_missing(house: Path) -> None:
    _write(house / "desk" / "forms.py", '_("Send")\n')

    assert 'msgid "Send"\nmsgstr ""\n' in skeleton(house, "desk")


def test_only_stale_catalogues_are_compiled(house: Path) -> None:
    assert compile_stale(house) == 1
    assert compile_stale(house) == 0


def _catalog(root: Path, room: str = "desk") -> Path:
    return root / room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
