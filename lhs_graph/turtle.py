"""The one spelling of our Turtle files, written by a machine so that a change shows meaning only.

`python -m lhs_graph.turtle [--check] FILE...` writes or compares; it needs the `oracle` extra
(rdflib).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["canonical_turtle"]


def canonical_turtle(text: str) -> str:
    """The same graph in canonical form.

    Sorted, four spaces, one object a line, only the prefixes used.

    Canonical text is a fixed point: formatting it again changes nothing.
    """
    from rdflib import RDF, Graph  # noqa: PLC0415  heavy, and only for those who edit our files

    graph = Graph(bind_namespaces="none").parse(data=text, format="turtle")
    graph.bind("rdf", RDF)
    written = graph.serialize(format="longturtle", canon=True)
    lines = [line.rstrip() for line in written.strip().splitlines()]
    if not any("rdf:" in line for line in lines if not line.startswith("PREFIX")):
        lines = [line for line in lines if not line.startswith("PREFIX rdf:")]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Format the files, or with `--check` name those that are not canonical and end with 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say which files would change")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    changed = []
    for path in options.files:
        text = path.read_text(encoding="utf-8")
        canonical = canonical_turtle(text)
        if canonical != text:
            changed.append(path)
            if not options.check:
                path.write_text(canonical, encoding="utf-8")
    for path in changed:
        sys.stdout.write(f"{'not canonical' if options.check else 'formatted'}: {path}\n")
    return 1 if changed and options.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
