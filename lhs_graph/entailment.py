"""What the ontology's axioms entail about descriptions, computed forward and without Java.

The rules are read from the axioms themselves: domains, ranges, subclasses, subproperties,
symmetric, transitive and inverse properties, chains of two, and defined classes built from named
classes, `hasValue`, `someValuesFrom`, `intersectionOf` and `unionOf` (the OWL 2 RL rules for them).
A test compares the result with HermiT's. It is done in memory over one description or a chunk of
them; time is linear in their triples.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lhs_graph.errors import CatalogueError
from lhs_graph.terms import OWL, RDF, RDFS

__all__ = [
    "ANYTHING",
    "AllOf",
    "AnyOf",
    "Axioms",
    "Condition",
    "HasValue",
    "Named",
    "Node",
    "Some",
    "entail",
    "read_axioms",
]

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
Links: TypeAlias = dict[Node, set[Node]]
Facts: TypeAlias = dict[NamedNode, Links]

_TYPE = NamedNode(f"{RDF}type")
_NIL = NamedNode(f"{RDF}nil")


@dataclass(frozen=True, slots=True)
class Named:
    """Members of a named class."""

    name: Node


@dataclass(frozen=True, slots=True)
class HasValue:
    """Nodes that have that value of the property."""

    property: NamedNode
    value: Node


@dataclass(frozen=True, slots=True)
class Some:
    """Nodes with at least one value of the property that meets the condition."""

    property: NamedNode
    filler: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Nodes that meet every part."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Nodes that meet at least one part."""

    parts: tuple["Condition", ...]


Condition: TypeAlias = Named | HasValue | Some | AllOf | AnyOf


@dataclass(frozen=True)
class Axioms:
    """The axioms in the form that forward chaining needs, all closed over the hierarchies."""

    superclasses: Mapping[Node, frozenset[Node]]
    superproperties: Mapping[NamedNode, frozenset[NamedNode]]
    domains: Mapping[NamedNode, frozenset[Node]]
    ranges: Mapping[NamedNode, frozenset[Node]]
    symmetric: frozenset[NamedNode]
    transitive: frozenset[NamedNode]
    inverses: Mapping[NamedNode, frozenset[NamedNode]]
    chains: tuple[tuple[NamedNode, NamedNode, NamedNode], ...]
    definitions: tuple[tuple[NamedNode, Condition], ...]
    background: Facts = field(default_factory=dict)

    @cached_property
    def extending(self) -> frozenset[NamedNode]:
        """The properties whose statements entail statements of other properties than type."""
        return frozenset({*self.superproperties, *self.inverses, *self.symmetric, *self.transitive})

    @cached_property
    def properties(self) -> frozenset[NamedNode]:
        """The properties that entailments depend on; the rest of a description does not matter."""
        steps = {step for first, second, _ in self.chains for step in (first, second)}
        tested = {name for _, condition in self.definitions for name in _tested(condition)}
        typing = {_TYPE, *self.domains, *self.ranges}
        return frozenset({*typing, *self.extending, *steps, *tested})

    @property
    def size(self) -> int:
        """How many axioms there are; none at all would mean that nothing was read."""
        maps = (self.superclasses, self.superproperties, self.domains, self.ranges, self.inverses)
        sets = (self.symmetric, self.transitive, self.chains, self.definitions)
        return sum(len(one) for one in maps) + sum(len(one) for one in sets)


def read_axioms(ontology: Iterable[Triple]) -> Axioms:
    """The axioms stated in the ontology's triples.

    Facts about its concepts become the chains' background.
    """
    facts = _index(ontology)
    superclasses = _closure(_named_links(facts, f"{RDFS}subClassOf"))
    superproperties = _closure(_named_links(facts, f"{RDFS}subPropertyOf"))
    chains = tuple(
        (steps[0], steps[1], name)
        for name, lists in _links(facts, f"{OWL}propertyChainAxiom").items()
        for steps in (_members(facts, head) for head in lists)
    )
    inverses: dict[Node, set[Node]] = defaultdict(set)
    for left, rights in _links(facts, f"{OWL}inverseOf").items():
        for right in rights:
            inverses[left].add(right)
            inverses[right].add(left)
    definitions = tuple(
        (name, condition)
        for name, expressions in sorted(_links(facts, f"{OWL}equivalentClass").items(), key=str)
        for condition in (_condition(facts, expression) for expression in expressions)
    )
    steps = {step for first, second, _ in chains for step in (first, second)}
    return Axioms(
        superclasses=superclasses,
        superproperties=superproperties,  # type: ignore[arg-type]
        domains=_typed(facts, f"{RDFS}domain", superclasses),
        ranges=_typed(facts, f"{RDFS}range", superclasses),
        symmetric=_instances(facts, f"{OWL}SymmetricProperty"),
        transitive=_instances(facts, f"{OWL}TransitiveProperty"),
        inverses={key: frozenset(value) for key, value in inverses.items()},  # type: ignore[misc,arg-type]
        chains=chains,  # type: ignore[arg-type]
        definitions=definitions,  # type: ignore[arg-type]
        background={step: facts[step] for step in steps if step in facts},  # type: ignore[misc,index]
    )


def entail(triples: Iterable[Triple], axioms: Axioms) -> list[Triple]:
    """The triples that follow and are not stated, in a stable order of discovery, none twice."""
    facts = _index(triples, axioms.properties)
    stated = {node: set(classes) for node, classes in facts.get(_TYPE, {}).items()}
    fresh: list[Triple] = []
    while _extend_properties(facts, axioms, fresh):
        pass
    _classify(facts, axioms)
    none: AbstractSet[Node] = frozenset()
    fresh.extend(
        Triple(node, _TYPE, one)  # type: ignore[arg-type]
        for node, classes in facts[_TYPE].items()
        for one in classes - stated.get(node, none)
    )
    return fresh


def _extend_properties(facts: Facts, axioms: Axioms, fresh: list[Triple]) -> bool:
    """One round over the property axioms; True when something new was found."""
    before = len(fresh)
    for name in [name for name in facts if name in axioms.extending]:
        pairs = [(start, end) for start, ends in facts[name].items() for end in ends]
        for upper in axioms.superproperties.get(name, ()):
            _add(facts, upper, pairs, fresh)
        turned = [*axioms.inverses.get(name, ()), *((name,) if name in axioms.symmetric else ())]
        for other in turned:
            _add(facts, other, [(end, start) for start, end in pairs], fresh)
        if name in axioms.transitive:
            links = facts[name]
            joined = [(start, far) for start, end in pairs for far in links.get(end, ())]
            _add(facts, name, joined, fresh)
    for first, second, name in axioms.chains:
        left = facts.get(first)
        if left:
            own, shared = facts.get(second, {}), axioms.background.get(second, {})
            joined = [
                (start, far)
                for start, ends in left.items()
                for end in ends
                for far in (*own.get(end, ()), *shared.get(end, ()))
            ]
            _add(facts, name, joined, fresh)
    return len(fresh) > before


def _add(
    facts: Facts, name: NamedNode, pairs: Sequence[tuple[Node, Node]], fresh: list[Triple]
) -> None:
    links = facts.setdefault(name, {})
    for start, end in pairs:
        if isinstance(start, Literal):
            continue
        ends = links.setdefault(start, set())
        if end not in ends:
            ends.add(end)
            fresh.append(Triple(start, name, end))


def _classify(facts: Facts, axioms: Axioms) -> None:
    """Types from domains, ranges and the hierarchy.

    Then the defined classes until nothing changes.
    """
    types = facts.setdefault(_TYPE, {})
    for name, links in list(facts.items()):
        ends = set().union(*links.values()) if name in axioms.ranges else ()
        for nodes, given in ((links, axioms.domains.get(name)), (ends, axioms.ranges.get(name))):
            for node in nodes if given else ():
                if not isinstance(node, Literal):
                    types.setdefault(node, set()).update(given or ())
    for classes in types.values():
        for one in list(classes):
            classes.update(axioms.superclasses.get(one, ()))
    members = _members_by_class(types)
    while _define(facts, members, axioms):
        pass


def _members_by_class(types: Links) -> Links:
    members: Links = defaultdict(set)
    for node, classes in types.items():
        for one in classes:
            members[one].add(node)
    return members


def _define(facts: Facts, members: Links, axioms: Axioms) -> bool:
    """One round over the defined classes; True when something new was found."""
    types, grown = facts[_TYPE], False
    for name, condition in axioms.definitions:
        for node in _members_of(condition, facts, members) - members[name]:
            new = {name, *axioms.superclasses.get(name, ())}
            types.setdefault(node, set()).update(new)
            for one in new:
                members[one].add(node)
            grown = True
    return grown


def _members_of(condition: Condition, facts: Facts, members: Links) -> set[Node]:
    """The nodes that meet the condition, `members` being those of each class by name so far."""
    match condition:
        case Named(name):
            return members.get(name, set())
        case HasValue(name, value):
            return {node for node, ends in facts.get(name, {}).items() if value in ends}
        case Some(name, filler):
            links = facts.get(name, {})
            if not links:
                return set()
            good = None if filler == ANYTHING else _members_of(filler, facts, members)
            return {
                node for node, ends in links.items() if good is None or not good.isdisjoint(ends)
            }
        case AllOf(parts):
            return set.intersection(*(_members_of(part, facts, members) for part in parts))
        case AnyOf(parts):
            return set().union(*(_members_of(part, facts, members) for part in parts))


def _tested(condition: Condition) -> Iterator[NamedNode]:
    """The properties that a condition looks at, besides type."""
    match condition:
        case HasValue(name, _):
            yield name
        case Some(name, filler):
            yield name
            yield from _tested(filler)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _tested(part)
        case Named(_):
            return


ANYTHING = Named(NamedNode(f"{OWL}Thing"))


def _condition(facts: Facts, node: Node) -> Condition:
    """The class expression at that node.

    Kinds of expression that have no OWL 2 RL rule are an error.
    """
    if isinstance(node, NamedNode):
        return Named(node)
    for kind, build in ((f"{OWL}intersectionOf", AllOf), (f"{OWL}unionOf", AnyOf)):
        for head in _links(facts, kind).get(node, ()):
            return build(tuple(_condition(facts, member) for member in _members(facts, head)))
    for name in _links(facts, f"{OWL}onProperty").get(node, ()):
        for value in _links(facts, f"{OWL}hasValue").get(node, ()):
            return HasValue(name, value)  # type: ignore[arg-type]
        for filler in _links(facts, f"{OWL}someValuesFrom").get(node, ()):
            return Some(name, _condition(facts, filler))  # type: ignore[arg-type]
    raise CatalogueError(detail=f"no rule for the class expression {node}")


def _index(triples: Iterable[Triple], properties: Container[NamedNode] | None = None) -> Facts:
    """The triples by property and subject; those of some properties where they are given."""
    facts: Facts = {}
    for start, name, end in triples:
        if properties is not None and name not in properties:
            continue
        links = facts.get(name)
        if links is None:
            links = facts[name] = {}
        ends = links.get(start)
        if ends is None:
            links[start] = {end}
        else:
            ends.add(end)
    return facts


def _links(facts: Facts, iri: str) -> Links:
    return facts.get(NamedNode(iri), {})


def _named_links(facts: Facts, iri: str) -> Links:
    return {
        start: {end for end in ends if isinstance(end, NamedNode)}
        for start, ends in _links(facts, iri).items()
        if isinstance(start, NamedNode)
    }


def _members(facts: Facts, head: Node) -> list[Node]:
    members: list[Node] = []
    while head != _NIL:
        members.extend(_links(facts, f"{RDF}first")[head])
        (head,) = _links(facts, f"{RDF}rest")[head]
    return members


def _closure(links: Links) -> dict[Node, frozenset[Node]]:
    closed: dict[Node, frozenset[Node]] = {}
    for start in links:
        seen: set[Node] = set()
        todo = [start]
        while todo:
            for end in links.get(todo.pop(), ()):
                if end not in seen:
                    seen.add(end)
                    todo.append(end)
        closed[start] = frozenset(seen - {start})
    return closed


def _typed(
    facts: Facts, iri: str, superclasses: Mapping[Node, frozenset[Node]]
) -> dict[NamedNode, frozenset[Node]]:
    typed: dict[NamedNode, frozenset[Node]] = {}
    for name, classes in _named_links(facts, iri).items():
        own = {one for one in classes if not str(one).startswith(f"<{RDFS}Literal")}
        uppers = {upper for one in own for upper in superclasses.get(one, ())}
        if own and isinstance(name, NamedNode):
            typed[name] = frozenset(own | uppers)
    return typed


def _instances(facts: Facts, iri: str) -> frozenset[NamedNode]:
    wanted = NamedNode(iri)
    links = _links(facts, f"{RDF}type")
    return frozenset(
        node for node, classes in links.items() if wanted in classes and isinstance(node, NamedNode)
    )
