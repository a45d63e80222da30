"""JSON as people and programs read it, written by an encoder that is quick with indented text."""

import orjson

__all__ = ["json_text"]


def json_text(content: object) -> str:
    """The content as JSON text, indented by two and ended by a newline.

    Raises:
        TypeError: something in it is not JSON's, such as a key that is no string.
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS
    return orjson.dumps(content, option=options).decode()
