"""Who works on the invented street. User names are `post.unit`, for example grid1.liuyin."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tongzhou.demo import names
from tongzhou.demo.street import Compound, Street, Unit


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user with one role (in the words of accounts) in one unit, named by its key.

    A grid worker looks after all buildings of `compounds`.
    """

    username: str
    name: str
    role: str
    title: str
    committee: str = ""
    compound: str = ""
    department: str = ""
    is_coordinator: bool = False
    is_supervisor: bool = False
    compounds: tuple[str, ...] = ()


def staff(street: Street, *, rng: Random) -> tuple[Colleague, ...]:
    """Return everybody with an account: the committees, the office and its desks."""
    return (
        *(colleague for unit in street.committees for colleague in _committee(unit, street, rng)),
        *(_director(compound, street, rng) for compound in street.compounds if compound.is_old),
        *_office(street, rng),
    )


def _committee(unit: Unit, street: Street, rng: Random) -> Iterator[Colleague]:
    yield Colleague(
        f"secretary.{unit.key}",
        _name(rng),
        "committee_staff",
        "党支部书记",
        committee=unit.key,
        is_coordinator=True,
        is_supervisor=True,
    )
    compounds = [compound.key for compound in street.compounds if compound.committee == unit.key]
    workers = rng.randint(2, 4)
    for number in range(workers):
        yield Colleague(
            f"grid{number + 1}.{unit.key}",
            _name(rng),
            "committee_staff",
            "网格员",
            committee=unit.key,
            compounds=tuple(compounds[number::workers]),
        )
    yield Colleague(f"volunteer.{unit.key}", _name(rng), "volunteer", "志愿者", committee=unit.key)


def _director(compound: Compound, street: Street, rng: Random) -> Colleague:
    """Make the building director out of the leader of the compound's first neighbour group."""
    group = next(group for group in street.groups if group.compound == compound.key)
    return Colleague(
        f"director.{compound.key}",
        street.person(group.leader).name,
        "building_director",
        "楼长",
        committee=compound.committee,
        compound=compound.key,
    )


def _office(street: Street, rng: Random) -> Iterator[Colleague]:
    for department in street.departments:
        yield Colleague(
            f"desk.{department.key}",
            _name(rng),
            "department_desk",
            department.name,
            department=department.key,
        )
    for number in range(1, 4):
        yield Colleague(f"health{number}", _name(rng), "health_worker", "社区医生")
    yield Colleague("officer", _name(rng), "street_officer", "值班领导")
    yield Colleague("officer2", _name(rng), "street_officer", "综合协调组")
    yield Colleague("admin", _name(rng), "administrator", "系统管理员")


def _name(rng: Random) -> str:
    sex, year = rng.choice("ffm"), rng.randint(1962, 1994)
    return names.chinese_name(rng, family=names.surname(rng), sex=sex, year=year)
