"""Plain data to YAML that our own reader reads as the same data."""

from typing import Any, Final

import yaml

from lhs_graph.description.yaml_form import meaning

__all__ = ["yaml_text"]

_TEXT: Final = "tag:yaml.org,2002:str"


def yaml_text(value: Any, *, flow: bool = False) -> str:  # noqa: ANN401  any data
    """The value as YAML in the order of its keys: in blocks, or as one line in brackets."""
    return yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
        default_flow_style=flow,
    )


class _Dumper(yaml.SafeDumper):
    """YAML without anchors; texts that YAML 1.1 or 1.2 takes for something else are quoted."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002  the base class's signature
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # the library quotes by YAML 1.1, to which 1e5 and 08 are texts
    style = None if isinstance(meaning(text), str) else "'"
    return dumper.represent_scalar(_TEXT, text, style=style)


_Dumper.add_representer(str, _text)
