"""What w3id.org is asked to do: lead from our identifiers to the host that answers for them.

Two files for a folder of their project: the rules, and what they are about.
"""

from collections.abc import Mapping
from typing import Final

from lhs_graph.publication.templating import filled
from lhs_graph.terms import BASE

__all__ = ["IN_FORCE", "PLACEHOLDER", "redirect_files"]

PLACEHOLDER: Final = "https://your-host.example/"
"""What stands for the address of a site that has none yet."""

IN_FORCE: Final = ".htaccess"
"""The name under which a host applies rules to the folder that they lie in."""


def redirect_files(url: str | None, rules: str = IN_FORCE) -> Mapping[str, str]:
    """The rules and their README, by name.

    Args:
        url: the address of the site with the slash at its end, if it is known.
        rules: the name of the rules; another one than they have in force says that they lie in an
            exported site, and that they are to be renamed.
    """
    facts = {
        "base": BASE,
        "folder": BASE.rstrip("/").rsplit("/", 1)[-1],
        "target": url or PLACEHOLDER,
        "known": url is not None,
        "rules": rules,
        "in_force": IN_FORCE,
    }
    return {
        rules: filled("w3id.htaccess.j2", **facts),
        "README.md": filled("w3id.md.j2", **facts),
    }
