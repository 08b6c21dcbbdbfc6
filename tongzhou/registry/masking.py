"""What is shown of a person before their record is opened."""


def masked_name(name: str) -> str:
    """Return "王*英" for 王秀英, "李*" for 李娜, "Ana S*" for Ana Sousa."""
    first, _, rest = name.partition(" ")
    if rest:
        return f"{first} {rest[0]}*"
    if len(name) < 2:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def masked_number(number: str) -> str:
    """The last four characters of an ID or telephone number, the rest as dots."""
    return "•" * max(0, len(number) - 4) + number[-4:] if len(number) > 4 else "•" * len(number)
