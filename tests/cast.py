"""The one cast of people all tests speak of. All of them are invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.addresses import door_search
from tongzhou.registry.models import (
    Building,
    Committee,
    Compound,
    Department,
    Household,
    Membership,
    Resident,
    StreetOffice,
)
from tongzhou.registry.naming import name_search, place_search

# 3 February 2020, a quarter past nine in the morning on the street's wall.
NOW = datetime(2020, 2, 3, 1, 15, tzinfo=UTC)
TODAY = date(2020, 2, 3)
PASSWORD = "same-boat-2020"


@dataclass(frozen=True)
class Cast:
    """Two committees, two compounds, four households and everyone who acts."""

    office: StreetOffice
    willow: Committee
    locust: Committee
    civil_affairs: Department
    health_office: Department
    willow_lane: Compound
    locust_garden: Compound
    wang: Household  # Wang Xiuying, 68, and her daughter Li Na, who expects a child
    chen: Household  # Chen Jun, back from the outbreak area, and his wife Zhou Min
    gao: Household  # Gao Shulan, 86, lives alone
    far: Household  # in the other committee: He Ping
    wang_xiuying: Resident
    li_na: Resident
    chen_jun: Resident
    zhou_min: Resident
    gao_shulan: Resident
    he_ping: Resident
    secretary: Acting  # Lin Xiu, secretary of the Willow committee (supervisor)
    worker: Acting  # Zhao Min, grid worker of the Willow committee
    neighbour_worker: Acting  # Sun Li, grid worker of the Locust committee
    officer: Acting  # Han Lei, street officer
    medic: Acting  # Dr. Song, community health worker
    desk: Acting  # Qian Hua, civil affairs desk
    health_desk: Acting  # Wu Di, public health office desk
    director: Acting  # Old Ma, building director of Willow Lane
    volunteer: Acting  # Xiao Wu
    admin: Acting  # Gu Feng

    def everyone(self) -> dict[str, Acting]:
        """All who can sign in, by the name they have here."""
        return {k: v for k, v in vars(self).items() if isinstance(v, Acting)}


def make_cast() -> Cast:
    """Put the cast into an empty database."""
    office = StreetOffice.objects.create(name="同安街道办事处", name_en="Tong'an Street Office")
    willow = Committee.objects.create(office=office, name="柳荫居委会", name_en="Willow Committee")
    locust = Committee.objects.create(office=office, name="槐安居委会", name_en="Locust Committee")
    civil = Department.objects.create(office=office, name="社会事务办", name_en="Civil Affairs")
    health = Department.objects.create(office=office, name="公共卫生办", name_en="Public Health")
    lane = Compound.objects.create(
        committee=willow, name="柳荫里", name_en="Willow Lane", has_property_management=False
    )
    garden = Compound.objects.create(committee=locust, name="槐安花园", name_en="Locust Garden")
    three = Building.objects.create(compound=lane, name="3号楼", walk_order=3)
    one = Building.objects.create(compound=garden, name="1号楼", walk_order=1)
    wang, chen = household(three, "2", "501"), household(three, "1", "302")
    gao, far = household(three, "1", "101"), household(one, "1", "801")
    people = {
        "wang_xiuying": resident(wang, "王秀英", "f", date(1951, 6, 2), "13900000501"),
        "li_na": resident(wang, "李娜", "f", date(1991, 4, 9), "13900000502"),
        "chen_jun": resident(chen, "陈军", "m", date(1979, 11, 20), "13900000302"),
        "zhou_min": resident(chen, "周敏", "f", date(1982, 1, 15), ""),
        "gao_shulan": resident(gao, "高淑兰", "f", date(1933, 9, 1), "02700000101"),
        "he_ping": resident(far, "何平", "m", date(1988, 3, 3), "13900000801"),
    }  # fmt: skip
    in_willow = {"office": office, "committee": willow}
    in_locust = {"office": office, "committee": locust}
    return Cast(
        office=office, willow=willow, locust=locust, civil_affairs=civil, health_office=health,
        willow_lane=lane, locust_garden=garden, wang=wang, chen=chen, gao=gao, far=far, **people,
        secretary=act("linxiu", "林秀", Role.COMMITTEE_STAFF, is_supervisor=True, **in_willow),
        worker=act("zhaomin", "赵敏", Role.COMMITTEE_STAFF, **in_willow),
        neighbour_worker=act("sunli", "孙丽", Role.COMMITTEE_STAFF, **in_locust),
        officer=act("hanlei", "韩磊", Role.STREET_OFFICER, office=office),
        medic=act("songyi", "宋医生", Role.HEALTH_WORKER, office=office),
        desk=act("qianhua", "钱华", Role.DEPARTMENT_DESK, office=office, department=civil),
        health_desk=act("wudi", "吴迪", Role.DEPARTMENT_DESK, office=office, department=health),
        director=act("laoma", "老马", Role.BUILDING_DIRECTOR, compound=lane, **in_willow),
        volunteer=act("xiaowu", "小吴", Role.VOLUNTEER, **in_willow),
        admin=act("gufeng", "顾峰", Role.ADMINISTRATOR, office=office),
    )  # fmt: skip


def household(building: Building, unit: str, room: str) -> Household:
    """A door in a building."""
    compound = building.compound
    return Household.objects.create(
        building=building, committee=compound.committee, unit=unit, room=room,
        floor=int(room[:-2]), door=f"{building.name}{unit}单元{room}",
        search=door_search(
            place_search(compound.name, compound.name_en), building.name, unit, room
        ),
    )  # fmt: skip


def resident(home: Household, name: str, sex: str, birth_on: date, phone: str) -> Resident:
    """A person at home there, with a sealed phone."""
    keyring, [key_id] = Keyring.new()
    person = Resident(
        household=home, committee=home.committee, name=name, search=name_search(name), sex=sex,
        birth_on=birth_on, key_id=key_id, phone_index=blind.phone_index(phone),
        phone_tail_index=blind.phone_tail_index(phone),
    )  # fmt: skip
    keyring.seal(person, "phone", phone)
    person.save()
    return person


def act(username: str, name: str, role: Role, **unit: object) -> Acting:
    """An account without a usable password, and how it acts."""
    user = User.objects.create(username=username, name=name, password=UNUSABLE_PASSWORD_PREFIX)
    member = Membership.objects.create(user=user, role=role, started_on=TODAY, **unit)
    return Acting.by_membership(member)
