"""Names and doors as they are found again."""

import pytest

from tongzhou.registry.addresses import building_key, door_label, door_search, floor_of
from tongzhou.registry.masking import masked_name, masked_number
from tongzhou.registry.naming import in_letters, name_search, place_search, reduced
from tongzhou.registry.relations import relation_of


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("王秀英", "wangxiuying wxy"),
        ("单雄信", "shanxiongxin sxx danxiongxin"),
        ("解珍", "xiezhen xz"),
        ("仇英", "qiuying qy"),
        ("曾国藩", "zengguofan zgf"),
        ("欧阳锋", "ouyangfeng oyf"),
        ("尉迟恭", "yuchigong ycg"),
        ("吕布", "lvbu lb"),
        ("沈乐", "shenle sl shenyue sy"),
        ("Ana Sousa", "ana sousa anasousa as"),
        ("José Álvarez", "jose alvarez josealvarez ja"),
        ("阿依古丽·买买提", "阿依古丽买买提 ayigulimaimaiti"),
    ],
)
def test_a_name_is_found_by_pinyin_and_initials(name: str, found_by: str) -> None:
    text = name_search(name)

    assert text.startswith(reduced(name))
    assert set(found_by.split()) <= set(text.split())


def test_what_a_name_is_found_by_stays_short() -> None:
    assert len(name_search("乐" * 60)) <= 200
    assert len(name_search("Anna Maria " * 10)) <= 200


def test_typed_text_is_brought_to_one_form() -> None:
    assert reduced("　Ｗａｎｇ  Xi'an Lü ") == "wang xian lv"
    assert reduced("a\x00b") == "ab"


def test_a_place_is_found_by_its_names_and_initials() -> None:
    assert place_search("柳荫里", "Willow Lane") == "柳荫里 liuyinli lyl willow lane"


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        (("3号楼", "2", "501"), "3号楼2单元501"),
        (("3号楼", "", "501"), "3号楼501"),
        (("12号院", "", "3"), "12号院3号"),
        (("东楼", "东单元", "201"), "东楼东单元201"),
    ],
)
def test_a_door_is_read_aloud(parts: tuple[str, str, str], label: str) -> None:
    assert door_label(*parts) == label


def test_spellings_of_a_building_have_one_key() -> None:
    assert {building_key(name) for name in ("3号楼", "3栋", "3#", "三号楼", "3")} == {"3"}


def test_a_door_ends_in_its_key() -> None:
    assert door_search("柳荫里 lyl", "3号楼", "2", "501").endswith("#-3-2-501")
    assert door_search("柳荫里 lyl", "东楼", "", "501").endswith("#-东楼--501")


@pytest.mark.parametrize(
    ("room", "floor"),
    [("501", 5), ("1203", 12), ("0501", 5), ("601-1", 6), ("B1-203", 2), ("3", 0), ("", 0)],
)
def test_a_room_tells_its_floor(room: str, floor: int) -> None:
    assert floor_of(room) == floor


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王秀英", "王*英"),
        ("李娜", "李*"),
        ("欧阳修文", "欧**文"),
        ("Ana Sousa", "Ana S*"),
        ("单", "*"),
    ],
)
def test_a_name_is_masked_until_the_record_is_opened(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_a_number_shows_its_end_only() -> None:
    assert masked_number("990101196203050029") == "•" * 14 + "0029"
    assert masked_number("123") == "•••"


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("户主", "head"),
        ("长女", "child"),
        ("妻", "spouse"),
        ("Son", "child"),
        ("租客", "tenant"),
        ("邻居", ""),
    ],
)
def test_words_for_relations(word: str, relation: str) -> None:
    assert relation_of(word) == relation


@pytest.mark.parametrize(
    ("name", "letters"),
    [("赵敏", "zhaomin"), ("单 红", "shanhong"), ("Ana Sousa", "anasousa"), ("💙", ""), ("", "")],
)
def test_a_name_in_letters_for_an_account(name: str, letters: str) -> None:
    assert in_letters(name) == letters
