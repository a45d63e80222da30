"""Templates of files that are no HTML, for hosts and for those who set them up."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["filled"]


def filled(template: str, **facts: object) -> str:
    """The template with those facts, as they are; `literal` writes one for a regular expression."""
    environment = Environment(
        loader=PackageLoader("lhs_graph.publication", "templates"),
        autoescape=False,  # noqa: S701  these files are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["literal"] = re.escape
    return environment.get_template(template).render(**facts)
