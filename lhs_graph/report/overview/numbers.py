"""Numbers as a language writes them: its signs for groups of digits, decimals and per cent."""

from lhs_graph.messages import sentence

__all__ = ["percentage", "share_of", "whole"]


def whole(value: int, language: str) -> str:
    """The whole number with its digits in groups of three.

    >>> whole(641, "en"), whole(28085, "en")
    ('641', '28,085')
    """
    return f"{value:,}".replace(",", sentence("number.group", language))


def percentage(share: float, language: str) -> str:
    """The share from 0 to 1 in per cent: whole, but never rounded to nothing or to all.

    >>> percentage(0.123, "en"), percentage(0.002, "en"), percentage(0.999, "en")
    ('12%', '<1%', '>99%')
    """
    rounded = round(100 * share)
    sign = ""
    if rounded == 0 and share > 0:
        sign, rounded = "<", 1
    elif rounded == 100 and share < 1:  # noqa: PLR2004  all of it
        sign, rounded = ">", 99
    return sentence("number.percent", language, value=f"{sign}{rounded}")


def share_of(part: int, total: int, language: str) -> str:
    """The share in per cent, with a dash where there is nothing to have a share of.

    >>> share_of(1, 4, "en"), share_of(0, 0, "en")
    ('25%', '–')
    """
    return percentage(part / total, language) if total else "–"
