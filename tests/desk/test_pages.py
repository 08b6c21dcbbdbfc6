"""The pages of the desk, as each of the cast finds them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.cast import NOW, Cast
from tongzhou.accounts.models import User
from tongzhou.desk import access, actions
from tongzhou.desk.choices import State
from tongzhou.desk.forms import table
from tongzhou.desk.models import Attachment, Service, ServiceRequest
from tongzhou.privacy.models import AccessSubject
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("name", ["list", "new", "callbacks", "errands", "catalogue"])
def test_staff_open_every_list(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest, shopping: ServiceRequest, name: str
) -> None:
    assert page(signed_in(cast.worker), name)


def test_a_record_shows_what_was_asked_and_what_is_waited_for(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    shown = page(signed_in(cast.worker), "request", permit.code)

    assert "准生证找不到了" in shown
    assert "Waits for somebody of Willow Committee to take it on." in shown
    assert "tel:13900000501" in shown


def test_the_department_reads_the_matter_but_not_the_door(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.log_contact(cast.worker, permit, way="call", note="她婆婆病了", now=NOW)
    actions.add_note(cast.worker, permit, text="门禁密码 4711", now=NOW)
    actions.refer(cast.worker, permit, note="请查原始登记", now=NOW)

    shown = page(signed_in(cast.health_desk), "request", permit.code)

    assert "准生证找不到了" in shown
    assert "请查原始登记" in shown
    assert "李娜" in shown
    for secret in ("501", cast.wang.door, "她婆婆病了", "4711"):
        assert secret not in shown.replace("13900000501", "")


@pytest.mark.parametrize("who", ["desk", "neighbour_worker"])
def test_what_is_not_ones_own_does_not_exist(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest, who: str
) -> None:
    actions.refer(cast.worker, permit, now=NOW)
    client = signed_in(getattr(cast, who))

    assert client.get(reverse("desk:request", args=[permit.code])).status_code == 404
    for deed in ("start", "note", "confirm"):
        url = reverse("desk:deed", args=[permit.code, deed])
        assert client.post(url, {"text": "x"}).status_code == 404


def test_a_call_is_taken_with_four_fields(
    cast: Cast, signed_in: SignIn, catalogue: Callable[[str], Service]
) -> None:
    service = catalogue("repair")
    client = signed_in(cast.worker)
    answer = client.post(
        reverse("desk:new"),
        {
            "who": f"{cast.wang.pk}-{cast.li_na.pk}", "service": service.pk,
            "details": "水管冻裂了", "priority": "1", "channel": "phone",
        },
    )  # fmt: skip
    made = access.requests(cast.worker).get()

    assert answer.headers["Location"] == reverse("desk:request", args=[made.code])
    assert (made.household, made.resident, made.priority) == (cast.wang, cast.li_na, 1)


def test_a_call_that_cannot_be_saved_keeps_what_was_typed(
    cast: Cast, signed_in: SignIn, catalogue: Callable[[str], Service]
) -> None:
    answer = signed_in(cast.worker).post(
        reverse("desk:new"), {"service": "", "details": "水管冻裂了", "who": ""}
    )

    assert answer.status_code == 422
    assert "水管冻裂了" in answer.content.decode()


def test_each_page_notes_who_was_shown(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    page(signed_in(cast.worker), "list")
    page(signed_in(cast.worker), "request", permit.code)

    pages = AccessSubject.objects.filter(resident_id=cast.li_na.pk)
    assert set(pages.values_list("entry__page", flat=True)) == {"desk.list", "desk.request"}


def test_the_list_finds_by_code_name_and_door(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest, shopping: ServiceRequest
) -> None:
    client = signed_in(cast.worker)
    for words in (permit.code, permit.code[2:].lower(), "lina", "3-2-501", "13900000501"):
        shown = page(client, "list", q=words)
        assert permit.code in shown, words
        assert shopping.code not in shown, words


def test_one_press_on_a_card_answers_with_a_card(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    answer = signed_in(cast.worker).post(
        reverse("desk:quick", args=[permit.code, "start"]), headers={"HX-Request": "true"}
    )

    permit.refresh_from_db()
    assert permit.state == State.IN_PROGRESS
    assert answer.content.decode().strip().startswith("<article")


def test_a_confirmation_can_be_taken_back_from_its_toast(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    client = signed_in(cast.worker)
    undo = reverse("desk:deed", args=[permit.code, "reopen"])

    said = client.post(reverse("desk:deed", args=[permit.code, "confirm"]), follow=True)
    assert f'<form method="post" action="{undo}"' in said.content.decode()
    client.post(undo)
    permit.refresh_from_db()
    assert permit.state == State.REOPENED


def test_a_call_that_closed_a_request_can_be_taken_back(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    url = reverse("desk:call_made", args=[permit.callbacks.get().pk])
    said = signed_in(cast.worker).post(url, {"outcome": "solved"}, headers={"HX-Request": "true"})
    assert reverse("desk:deed", args=[permit.code, "reopen"]) in said.headers["HX-Trigger"]


def test_every_deed_has_its_own_answer() -> None:
    assert all(deed.said for deed in table.BY_KEY.values())


def test_the_list_does_not_call_the_time_of_the_deed_a_target(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    assert "done <time" in page(signed_in(cast.worker), "list")


def test_an_errand_is_corrected_without_words(
    cast: Cast, signed_in: SignIn, shopping: ServiceRequest
) -> None:
    url = reverse("desk:deed", args=[shopping.code, "amend"])
    sent = {"details": "", "priority": "1", "version": shopping.version}
    assert signed_in(cast.worker).post(url, sent).status_code == 302


def test_the_slip_opens_the_residents_page_which_names_nobody(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    slip = signed_in(cast.worker).post(reverse("desk:slip", args=[permit.code]))
    url = slip.context["url"]
    shown = Client(headers={"accept-language": "en"}).get(url).content.decode()

    assert "We have your request." in shown
    for name in ("李娜", "王秀英", "赵敏", cast.wang.door, "准生证找不到了"):
        assert name not in shown


def test_a_stale_correction_shows_both_texts_and_loses_neither(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    url = reverse("desk:deed", args=[permit.code, "amend"])
    typed = {"details": "我写的", "priority": "2", "version": permit.version}
    actions.amend(cast.secretary, permit, details="别人写的", now=NOW)
    client = signed_in(cast.worker)

    refused = client.post(url, typed)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "我写的" in shown
    assert "别人写的" in shown

    again = typed | {"version": refused.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302


def test_the_letter_of_authorisation_is_a_pdf(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    answer = signed_in(cast.worker).get(reverse("desk:mandate", args=[permit.code]))

    assert answer.content.startswith(b"%PDF-")


def test_a_director_sees_the_door_of_a_delivery_and_not_what_is_in_it(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.start_work(cast.worker, permit, now=NOW)
    actions.add_document(
        cast.worker, permit, name="生育服务证", direction="produced", where="committee", now=NOW
    )
    actions.mark_ready(cast.worker, permit, now=NOW)
    client = signed_in(cast.director)

    shown = page(client, "errands") + page(client, "delivery", permit.code)
    shown += page(client, "deed", permit.code, "deliver")
    shown += client.post(
        reverse("desk:quick", args=[permit.code, "bring"]), headers={"HX-Request": "true"}
    ).content.decode()

    assert cast.wang.door in shown
    for secret in ("Birth permit", "生育", "李娜", "准生证"):
        assert secret not in shown
    assert client.get(reverse("desk:request", args=[permit.code])).status_code == 404


def test_a_volunteer_has_only_their_own_errands(
    cast: Cast, signed_in: SignIn, shopping: ServiceRequest
) -> None:
    client = signed_in(cast.volunteer)
    url = reverse("desk:errand", args=[shopping.code])
    assert client.get(url).status_code == 404

    runner = User.objects.get(username="xiaowu")
    actions.send_runner(cast.worker, shopping, runner=runner, now=NOW)
    assert "大米" in page(client, "errand", shopping.code)


def test_a_photo_is_kept_sealed_and_opened_by_those_who_may(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    upload = SimpleUploadedFile("身份证.jpg", out.getvalue())
    url = reverse("desk:deed", args=[permit.code, "attach"])
    assert signed_in(cast.worker).post(url, {"file": upload}).status_code == 302

    file = reverse("desk:file", args=[Attachment.objects.get().pk])
    opened = signed_in(cast.worker).get(file)
    assert opened.headers["Content-Type"] == "image/jpeg"
    for other in (cast.neighbour_worker, cast.volunteer, cast.desk):
        assert signed_in(other).get(file).status_code == 404


def test_a_text_file_is_refused_with_a_sentence(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    url = reverse("desk:deed", args=[permit.code, "attach"])
    upload = SimpleUploadedFile("notes.txt", b"hello")
    answer = signed_in(cast.worker).post(url, {"file": upload})

    assert answer.status_code == 422
    assert "Only photos" in answer.content.decode()


def test_a_runner_ticks_pays_and_delivers_on_the_page(
    cast: Cast, signed_in: SignIn, shopping: ServiceRequest
) -> None:
    actions.send_runner(cast.worker, shopping, runner=User.objects.get(username="xiaowu"), now=NOW)
    client = signed_in(cast.volunteer)
    line = shopping.errand.lines.order_by("order")[0]
    ticked = reverse("desk:errand_line", args=[shopping.code, line.pk])
    client.post(ticked, {"is_got": "on", "cost_fen": "32.50"})
    for deed, typed in (("spend", {"fen": "43"}), ("bring", {}), ("deliver", {})):
        url = reverse("desk:deed", args=[shopping.code, deed])
        assert client.post(url, typed).status_code == 302, deed

    shopping.refresh_from_db()
    line.refresh_from_db()
    assert (line.is_got, line.cost_fen) == (True, 3250)
    assert (shopping.state, shopping.errand.spent_fen) == (State.DELIVERED, 4300)
