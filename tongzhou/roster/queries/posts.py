"""Posts: the list, and one of them."""

from django.db.models import Count, Q, QuerySet

from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.models import Post

BESIDE = ("committee", "compound", "place")
ACTIVE = Q(wished_by__state=VolunteerState.ACTIVE)


def listing(acting: Acting, *, committee: int = 0, is_open: bool = True) -> QuerySet[Post]:
    """Posts with how many wish to stand there, compound by compound: one query."""
    rows = access.posts(acting).filter(closed_at__isnull=is_open).select_related(*BESIDE)
    rows = rows.filter(committee=committee) if committee else rows
    return rows.annotate(wishing=Count("wished_by", filter=ACTIVE)).order_by(
        "committee", "kind", "compound", "pk"
    )


def record(acting: Acting, pk: int) -> Post:
    """One post one may know."""
    rows = access.posts(acting).select_related(*BESIDE)
    return get_or_404(rows.annotate(wishing=Count("wished_by", filter=ACTIVE)), pk=pk)


def beside(posts: list[Post]) -> list[Post]:
    """All open posts of the same committees: what is offered is shared among them. One query."""
    committees = {post.committee_id for post in posts}
    rows = access.open_posts(Acting.system()).filter(committee__in=committees)
    return list(rows.select_related(*BESIDE).order_by("committee", "kind", "compound", "pk"))


def on_posters(committee_id: int) -> list[Post]:
    """Open posts of one committee, for a public page."""
    rows = access.posts_on_posters(committee_id).select_related(*BESIDE)
    return list(rows.order_by("kind", "compound", "pk"))
