"""What every picture is drawn with: an empty picture, and words in it."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement

__all__ = ["INK", "canvas", "draw_text"]

INK: Final = "#2b2f36"


def canvas(width: float, height: float, title: str, description: str = "") -> Element:
    """An empty picture, which says its title and description to those who do not see it."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "role": "img",
            "font-family": "system-ui, sans-serif",
            "font-size": "11",
        },
    )
    SubElement(root, "title").text = title
    if description:
        SubElement(root, "desc").text = description
    return root


def draw_text(  # noqa: PLR0913  a text has a place, words and a look
    parent: Element,
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
    fill: str = INK,
    turn: float = 0,
) -> None:
    """Words at a point, turned by that many degrees around it."""
    attributes = {
        "x": f"{x:g}",
        "y": f"{y:g}",
        "fill": fill,
        "text-anchor": anchor,
        "font-weight": weight,
    }
    if turn:
        attributes["transform"] = f"rotate({turn:g} {x:g} {y:g})"
    SubElement(parent, "text", attributes).text = words
