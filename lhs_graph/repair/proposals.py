"""What the gap kinds propose: their queries, asked of the description with all proposals in it.

A kind names queries (`lhs:isRepairedBy`). A query whose rows name an owner proposes new parts; one
whose rows name a subject proposes statements, or pairs of them that are needed together. Each is
asked once for all findings. Since the parts proposed so far are in the graph that it is asked of,
statements about them and between them are proposed as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.entailment import entail
from lhs_graph.errors import ValidationSetupError
from lhs_graph.headers import QueryFile
from lhs_graph.repair.additions import Addition, Additions
from lhs_graph.repair.trials import Gap
from lhs_graph.serialization import serialized
from lhs_graph.terms import DCTERMS, LHS, RDF, RDFS, SKOS
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Proposer"]

_SH: Final = "http://www.w3.org/ns/shacl#"
_SCHEMA: Final = "https://schema.org/"
_READ: Final = frozenset(
    {
        f"{RDF}type",
        f"{RDFS}domain",
        f"{RDFS}range",
        f"{RDFS}subClassOf",
        f"{_SCHEMA}domainIncludes",
        f"{_SCHEMA}rangeIncludes",
        f"{SKOS}broader",
        f"{LHS}inPillar",
        f"{LHS}ofPhase",
        f"{LHS}closedBy",
        f"{LHS}concerns",
        f"{LHS}isRepairedBy",
    }
)


@dataclass(frozen=True)
class Proposer:
    """Asks the queries of `queries/repairs/` what would close findings; made once.

    Raises:
        ValidationSetupError: a kind names a query that there is not.
    """

    vocabulary: Vocabulary
    queries: Mapping[str, QueryFile]

    def __post_init__(self) -> None:
        named = {name for names in self.methods.values() for name in names}
        if missing := sorted(named - set(self.queries)):
            raise ValidationSetupError(detail=f"no repair query {', '.join(missing)}")

    @cached_property
    def methods(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the queries of each gap kind, by its notation."""
        found: dict[str, list[str]] = defaultdict(list)
        kinds = self.vocabulary.kinds
        for subject, predicate, value in self.vocabulary.triples:
            if predicate.value == f"{LHS}isRepairedBy" and isinstance(subject, ox.NamedNode):
                found[kinds[subject.value].notation].append(getattr(value, "value", ""))
        return {notation: tuple(sorted(names)) for notation, names in found.items()}

    def propose(
        self,
        description: Description,
        gaps: Sequence[Gap],
        additions: Additions,
        *,
        linked: bool = False,
    ) -> Mapping[Gap, list[frozenset[int]]]:
        """For each finding, the sets of additions that would close it or help to, in order.

        Additions that nobody thought of before are numbered in `additions`. With `linked` the
        queries also see the links proposed so far: some propose only for parts that are linked.
        """
        store = self._store(description, gaps, [one for one in additions.all if linked or one.part])
        names = {name for gap in gaps for name in self.methods.get(gap[0], ())}
        found: dict[Gap, list[frozenset[int]]] = {gap: [] for gap in gaps}
        for name in sorted(names):
            query = self.queries[name]
            take = _part if "owner" in [column.name for column in query.columns] else _links
            answer = store.query(query.text, use_default_graph_as_union=True)
            columns = [variable.value for variable in answer.variables]  # type: ignore[union-attr]
            for row in answer:  # type: ignore[union-attr]
                told = {one: row[one] for one in columns if row[one] is not None}
                gap = gaps[int(told["finding"].value.removeprefix("finding"))]
                option = take(told, additions)
                if option and option not in found[gap]:
                    found[gap].append(option)
        return found

    def _store(
        self, description: Description, gaps: Sequence[Gap], additions: Sequence[Addition]
    ) -> ox.Store:
        store = ox.Store()
        store.load(self._slice, format=ox.RdfFormat.N_TRIPLES)
        proposed = [triple for one in additions for triple in one.statements()]
        stated = list(dict.fromkeys((*description.triples, *proposed)))
        triples = (*stated, *entail(stated, self.vocabulary.axioms))
        store.extend(ox.Quad(*triple) for triple in (*triples, *self._findings(gaps, description)))
        return store

    def _findings(self, gaps: Sequence[Gap], description: Description) -> Iterable[ox.Triple]:
        iris = {kind.notation: iri for iri, kind in self.vocabulary.kinds.items()}
        for number, (notation, focus, about, related) in enumerate(gaps):
            node = ox.BlankNode(f"finding{number}")
            said = (
                (f"{LHS}ofKind", iris[notation]),
                (f"{DCTERMS}isPartOf", description.system),
                (f"{_SH}focusNode", focus),
                (f"{LHS}about", about),
                (f"{LHS}concerns", related),
            )
            for name, value in said:
                if value:
                    yield ox.Triple(node, ox.NamedNode(name), ox.NamedNode(value))

    @cached_property
    def _slice(self) -> bytes:
        """What repair queries read of the vocabulary, as N-Triples."""
        rows = (
            triple
            for triple in self.vocabulary.triples
            if triple.predicate.value in _READ
            and isinstance(triple.subject, ox.NamedNode)
            and not isinstance(triple.object, ox.BlankNode)
        )
        return serialized(rows, ox.RdfFormat.N_TRIPLES)


Row = Mapping[str, ox.NamedNode | ox.Literal | ox.BlankNode]


def _part(row: Row, additions: Additions) -> frozenset[int] | None:
    def text(name: str) -> str | None:
        return row[name].value if name in row else None

    number = additions.part(
        row["owner"].value, row["by"].value, row["class"].value, text("key"), text("concept")
    )
    if "toBeTold" in row:
        additions.leave_open(number, row["toBeTold"].value)
    return frozenset({number})


def _links(row: Row, additions: Additions) -> frozenset[int] | None:
    found = set()
    for subject, name, value in (
        ("subject", "property", "value"),
        ("alsoSubject", "alsoProperty", "alsoValue"),
    ):
        if subject in row and not isinstance(row[value], ox.BlankNode):
            number = additions.link(row[subject].value, row[name].value, row[value])  # type: ignore[arg-type]
            if number is not None:
                found.add(number)
    return frozenset(found) or None
