"""Words for somebody's place in a household, as rosters write them."""

from functools import lru_cache

from tongzhou.registry.choices import Relation

_WORDS: dict[Relation, str] = {
    Relation.HEAD: "户主 本人 户主本人 本户户主 房主 head self householder head_of_household",
    Relation.SPOUSE: "配偶 妻 妻子 夫 丈夫 爱人 老伴 夫妻 spouse wife husband partner",
    Relation.CHILD: "子 女 子女 儿子 女儿 长子 次子 三子 长女 次女 三女 独生子 独生女 独子 独女 "
    "养子 养女 继子 继女 之子 之女 孩子 child son daughter son_or_daughter",
    Relation.CHILD_IN_LAW: "儿媳 儿媳妇 媳妇 媳 女婿 婿 daughter-in-law son-in-law child-in-law "
    "son-_or_daughter-in-law",
    Relation.GRANDCHILD: "孙子 孙女 外孙 外孙子 外孙女 孙 孙子女 外孙子女 曾孙 重孙 grandchild "
    "grandson granddaughter",
    Relation.PARENT: "父 母 父亲 母亲 父母 爸爸 妈妈 公公 婆婆 岳父 岳母 公婆 岳父母 继父 继母 "
    "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷 parent father mother grandparent",
    Relation.SIBLING: "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹 sibling brother sister",
    Relation.OTHER_RELATIVE: "侄子 侄女 外甥 外甥女 叔叔 伯伯 姑姑 舅舅 姨妈 嫂子 弟媳 姐夫 "
    "妹夫 亲戚 亲属 其他亲属 表亲 堂亲 relative other_relative uncle aunt nephew niece cousin",
    Relation.TENANT: "租户 租客 租住 租房 承租 承租人 房客 租赁 合租 tenant lodger renter",
    Relation.LIVE_IN: "保姆 护工 住家保姆 护理 看护 阿姨 live-in nanny carer lives_in "
    "lives_in_(care,_nanny)",
}
_RELATIONS = {
    word.replace("_", " "): relation for relation, words in _WORDS.items() for word in words.split()
}


@lru_cache(maxsize=1024)
def relation_of(text: str) -> str:
    """The relation a word stands for; an unknown word is an unknown relation."""
    return _RELATIONS.get(text.casefold(), Relation.UNKNOWN).value
