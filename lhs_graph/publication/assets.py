"""Files of the project that are published as they are, under the names that data refers to."""

from collections.abc import Mapping
from pathlib import Path

from lhs_graph.catalogue import Catalogue

__all__ = ["published_files"]


def published_files(catalogue: Catalogue) -> Mapping[str, tuple[str, Path]]:
    """By address, the media type and the file; JSON names the context, YAML the schema."""
    return {
        "context.jsonld": ("application/ld+json", catalogue.context()),
        "description.schema.json": ("application/schema+json", catalogue.description_schema()),
    }
