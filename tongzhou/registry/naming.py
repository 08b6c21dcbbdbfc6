"""How names are found again: pinyin, initials, and one way of reducing whatever is typed.

Readings of surnames follow the usual lists of polyphonic surnames (单 Shan, 解 Xie, 仇 Qiu). Who
does not know a rare reading finds the person by the common one too.
"""

import os
import re
import unicodedata
from functools import lru_cache
from itertools import product

MAX_SEARCH = 200
MAX_READINGS = 4

SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "区": "ou", "朴": "piao", "查": "zha",
    "盖": "ge", "覃": "qin", "翟": "zhai", "尉": "wei", "种": "chong", "繁": "po", "乐": "yue",
    "秘": "bi", "冼": "xian", "折": "she", "任": "ren", "华": "hua", "燕": "yan", "应": "ying",
    "纪": "ji", "牟": "mou", "逄": "pang", "缪": "miao", "隗": "wei", "员": "yun", "贠": "yun",
    "教": "jiao", "黑": "he", "晁": "chao", "佴": "nai", "幺": "yao", "哈": "ha", "洗": "xian",
    "葛": "ge", "召": "shao", "那": "na", "宓": "mi", "过": "guo", "令": "ling", "阚": "kan",
    "车": "che", "石": "shi", "郗": "xi", "宁": "ning", "钭": "tou", "祭": "zhai", "撒": "sa",
}  # fmt: skip
DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"), "澹台": ("tan", "tai"), "令狐": ("ling", "hu"),
    "宇文": ("yu", "wen"), "鲜于": ("xian", "yu"), "皇甫": ("huang", "fu"),
    "夏侯": ("xia", "hou"), "诸葛": ("zhu", "ge"), "欧阳": ("ou", "yang"),
    "上官": ("shang", "guan"), "司马": ("si", "ma"), "慕容": ("mu", "rong"),
}  # fmt: skip
# Characters of given names that are read in two ways; the commoner one first.
GIVEN = {
    "乐": ("le", "yue"), "重": ("chong", "zhong"), "长": ("chang", "zhang"),
    "晟": ("sheng", "cheng"), "盛": ("sheng", "cheng"), "朝": ("chao", "zhao"),
    "茜": ("qian", "xi"), "行": ("xing", "hang"), "娜": ("na", "nuo"), "曾": ("zeng", "ceng"),
    "贾": ("jia", "gu"), "调": ("diao", "tiao"), "传": ("chuan", "zhuan"), "翟": ("zhai", "di"),
    "都": ("du", "dou"), "沈": ("shen", "chen"), "降": ("jiang", "xiang"), "藏": ("cang", "zang"),
    "柏": ("bai", "bo"), "殷": ("yin", "yan"), "奇": ("qi", "ji"), "色": ("se", "shai"),
}  # fmt: skip

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_IGNORED = dict.fromkeys(map(ord, "'’‘`·・•‧.\u200b"))


def reduced(text: str) -> str:
    """What is typed or stored, as it is compared: half-width, small, one space, no apostrophes.

    The ü of pinyin becomes v, as it is typed.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_IGNORED).replace("ü", "v")
    return " ".join(text.replace("\x00", "").split())


@lru_cache(maxsize=2**17)
def name_search(name: str) -> str:
    """Everything a person's name is found by, small letters, at most 200 characters.

    "单雄信" gives "单雄信 shanxiongxin sxx danxiongxin dxx".
    """
    words = [reduced(name)]
    if _HAN.search(name):
        for syllables in _readings(words[0].replace(" ", "")):
            words += _spelled(syllables)
    else:
        words += _latin(words[0])
    return _joined(words, MAX_SEARCH)


def in_letters(name: str) -> str:
    """A person's name in small Latin letters and digits alone: "zhaomin", "anasousa"."""
    text = reduced(name).replace(" ", "")
    spelled = "".join(_readings(text)[0]) if text else ""
    return "".join(c for c in spelled if c.isascii() and c.isalnum())


def initials(name: str) -> str:
    """The first letters of a person's name: "wxy" for 王秀英, "as" for Ana Sousa."""
    if not _HAN.search(name):
        return _latin(reduced(name))[-1]
    return "".join(syllable[0] for syllable in _readings(reduced(name).replace(" ", ""))[0])


@lru_cache(maxsize=4096)
def place_search(name: str, name_en: str = "") -> str:
    """Everything a place is found by: its names, pinyin and initials."""
    words = [reduced(name)]
    if _HAN.search(name):
        words += _spelled([_reading(c) for c in words[0] if c != " "])
    return _joined([*words, reduced(name_en)], MAX_SEARCH)


def _joined(words: list[str], limit: int) -> str:
    """Different words in their order; what does not fit is left out whole."""
    text = ""
    for word in dict.fromkeys(filter(None, words)):
        if len(text) + len(word) < limit:
            text = f"{text} {word}".strip()
    return text


def _spelled(syllables: list[str]) -> list[str]:
    return ["".join(syllables), "".join(s[0] for s in syllables)]


def _latin(name: str) -> list[str]:
    """Without spaces, the initials, and the same without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [bare, bare.replace(" ", ""), "".join(part[0] for part in bare.split())]


def _readings(name: str) -> list[list[str]]:
    """The likeliest ways of reading a Chinese name, the best first."""
    surname = _surname(name)
    choices = [*surname, *(_given(c) for c in name[len(surname) :])]
    return [list(way) for way, _ in zip(product(*choices), range(MAX_READINGS), strict=False)]


def _surname(name: str) -> list[tuple[str, ...]]:
    if len(name) > 2 and name[:2] in DOUBLE_SURNAMES:
        return [(syllable,) for syllable in DOUBLE_SURNAMES[name[:2]]]
    common = _reading(name[0])
    return [tuple(dict.fromkeys((SURNAMES.get(name[0], common), common)))]


def _given(character: str) -> tuple[str, ...]:
    return GIVEN.get(character) or (_reading(character),)


@lru_cache(maxsize=2**15)
def _reading(character: str) -> str:
    """The usual reading of one character; anything but a Chinese one stays as it is."""
    # Words are never asked for, only characters: without its phrases the library takes a tenth.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    if not _HAN.match(character):
        return character
    return pinyin(character, style=Style.NORMAL)[0][0]
