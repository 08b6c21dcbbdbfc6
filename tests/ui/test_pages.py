"""The interface's own pages, cookies and apologies."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from tongzhou.ui import errors, nav, preferences
from tongzhou.ui.middleware import SavedMiddleware, SignInMiddleware

pytestmark = pytest.mark.urls("tests.ui.urls")

PACKAGE = Path(nav.__file__).parents[1]
SPRITE = PACKAGE / "ui" / "static" / "ui" / "icons.svg"
ICON = re.compile(r"{% icon [\"']([\w-]+)[\"']|icon=[\"']([\w-]+)[\"']")


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_patterns_page_shows_itself_in_both_languages(db: None, client: Client) -> None:
    english = client.get(reverse("ui:patterns")).content.decode()
    chinese = client.get(
        reverse("ui:patterns"), headers={"accept-language": "zh-hans"}
    ).content.decode()

    assert "All done for today" in english
    assert "今天的事都办完了" in chinese
    assert "All done" not in chinese


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', SPRITE.read_text("utf-8")))
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("templates/**/*.html")]
    named = {a or b for source in sources for a, b in ICON.findall(source)}

    assert not named - drawn


def test_the_language_is_remembered_and_one_goes_back(db: None, client: Client) -> None:
    answer = client.post(reverse("ui:language"), {"language": "zh-hans", "next": "/ui/keys/"})

    assert answer.headers["Location"] == "/ui/keys/"
    assert "快捷键" in client.get("/ui/keys/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_nobody_is_sent_to_another_site(db: None, client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("ui:language"), {"language": "en", "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_theme_and_size_are_in_the_first_paint(db: None, client: Client) -> None:
    client.post(reverse("ui:look"), {"theme": "dark", "text": "large"})
    html = client.get(reverse("ui:patterns")).content.decode()

    assert 'data-text="large"' in html
    assert 'media="screen" id="dark-sheet"' in html


def test_an_unknown_look_is_not_remembered(db: None, client: Client) -> None:
    answer = client.post(reverse("ui:look"), {"theme": '"><script>'})

    assert "theme" not in answer.cookies


def test_a_forged_cookie_counts_as_not_chosen() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "nonsense"

    assert preferences.read(request) == preferences.Preferences()


def test_an_entry_without_a_page_is_left_out_of_the_navigation() -> None:
    entries = [nav.NavEntry("ui:keys", "Keys", "keyboard"), nav.NavEntry("no:where", "x", "x")]

    assert [link.name for link in nav.links(entries, "volunteer", "/")] == ["ui:keys"]


def test_an_entry_is_for_its_roles_only() -> None:
    entry = nav.NavEntry("ui:keys", "Keys", "keyboard", roles=frozenset({"committee"}))

    assert nav.links([entry], "committee", "/ui/keys/")[0].is_current
    assert not nav.links([entry], "volunteer", "/")


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.server_error, 500),
        (errors.unavailable, 503),
        (errors.csrf_failure, 403),
    ],
)
def test_what_went_wrong_is_said_without_blame_or_shouting(view: object, status: int) -> None:
    answer = view(RequestFactory().get("/x/"))  # type: ignore[operator]
    html = answer.content.decode()

    assert answer.status_code == status
    assert "<h1>" in html
    assert "!" not in re.sub(r"<[^>]*>", "", html)


def test_the_apology_for_a_busy_server_says_when_to_come_back() -> None:
    assert errors.unavailable(RequestFactory().get("/")).headers["Retry-After"] == "60"


def post(answer: HttpResponse, client_id: str = "0170-7") -> HttpResponse:
    request = RequestFactory().post("/desk/new/", {"client_id": client_id} if client_id else {})
    return SavedMiddleware(lambda _: answer)(request)


def test_the_browser_learns_which_form_was_stored() -> None:
    assert post(HttpResponseRedirect("/desk/3/")).cookies["saved"].value == "0170-7"


@pytest.mark.parametrize(
    "answer",
    [HttpResponse(), HttpResponse(status=422), HttpResponseRedirect("/sign-in/?next=/")],
)
def test_a_form_that_was_not_stored_keeps_its_draft(answer: HttpResponse) -> None:
    assert "saved" not in post(answer).cookies


def test_a_refusal_that_became_a_redirect_keeps_the_draft() -> None:
    def refuse(request: HttpRequest) -> HttpResponse:
        middleware.process_exception(request, ValueError())
        return HttpResponseRedirect("/desk/new/")

    middleware = SavedMiddleware(refuse)
    request = RequestFactory().post("/desk/new/", {"client_id": "0170-7"})

    assert "saved" not in middleware(request).cookies


def test_a_part_asked_for_after_the_session_ended_opens_sign_in_as_a_page() -> None:
    middleware = SignInMiddleware(lambda _: HttpResponseRedirect("/sign-in/?next=/part/"))
    headers = {"HX-Request": "true", "HX-Current-URL": "https://street.example/desk/7/?a=1"}
    answer = middleware(RequestFactory().post("/part/", headers=headers))

    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Fdesk%2F7%2F%3Fa%3D1"
