"""The promise: every page calls properties and kinds of thing by words in its language."""

import re
from html import unescape

from lhs_graph.publication.html import document_html
from lhs_graph.publication.library import Library
from lhs_graph.service import KnowledgeGraph

_SHORT_NAME = re.compile(r"[a-z][\w.-]*:\S+")
_PROPERTIES = re.compile(r'(?:<dt>|<span class="note">)<(?:a|span)([^>]*)>([^<]*)<')
_CELLS = re.compile(r"<td><(?:a|span)([^>]*)>((?!https?://)[^<]*)<")
"""Of tables of statistics; graphs and vocabularies stand there by the addresses to ask them by."""


def test_every_page_calls_properties_by_words_of_its_language(
    knowledge_graph: KnowledgeGraph,
) -> None:
    """Text that looks like a short name is no label, nor is one marked as of another language."""
    library = Library(knowledge_graph)
    pages, wordless, looked_at = 0, set(), 0
    for address in library.addresses():
        document = library.find(address)
        assert document is not None
        text = document_html(document, library, "fr")
        pages += 1
        for own, label in (*_PROPERTIES.findall(text), *_CELLS.findall(text)):
            looked_at += 1
            if _SHORT_NAME.fullmatch(unescape(label)) or ' lang="' in own:
                wordless.add((address, label))

    assert pages > 1000
    assert looked_at > 10_000
    assert wordless == set()
