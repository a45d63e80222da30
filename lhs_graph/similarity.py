"""How much two systems resemble each other, as far as both are documented.

The measure is simGIC (Pesquita et al. 2008), the Jaccard index with every place weighted by its
information content, taken only over the places that can be compared (Gower 1971): what one side
leaves unsaid is no difference. docs/similarity.md has the formulas, the reasons, and an example.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log2

from lhs_graph.places import Place, Profile

__all__ = [
    "Likeness",
    "Nearest",
    "Overlap",
    "Pairing",
    "Weights",
    "liken",
    "nearest_cases",
    "overlap",
]

_LACKING = ("absent", "reported-gap")


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling each place is, from how many of `total` described systems document it filled."""

    total: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> "Weights":
        """The weights that those described systems give."""
        total, counts = 0, Counter[str]()
        for profile in profiles:
            total += 1
            counts.update(iri for iri, state in profile.states.items() if state == "present")
        return cls(total, counts)

    def of_place(self, iri: str) -> float:
        """The place's information content in bits, always above 0.

        The negative binary logarithm of the share of systems that document it, smoothed by the
        rule of succession.
        """
        return -log2((self.counts.get(iri, 0) + 1) / (self.total + 2))


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two systems' places amount to, in bits.

    `shared`: both fill the place. `differing`: one fills it, the other is known to lack it.
    `open`: one fills it, the other leaves it unsaid. Places that neither fills are left out.
    """

    shared: float
    differing: float
    open: float

    @property
    def similarity(self) -> float | None:
        """The shared part of what can be compared, 0 to 1; None where nothing can."""
        known = self.shared + self.differing
        return self.shared / known if known else None

    @property
    def assured(self) -> float:
        """The similarity that remains if whatever is unsaid turns out to be different."""
        return self.shared / self._all if self._all else 0.0

    @property
    def possible(self) -> float:
        """The similarity that is reached if whatever is unsaid turns out to be shared."""
        return (self.shared + self.open) / self._all if self._all else 1.0

    @property
    def comparable(self) -> float:
        """The part that can be compared of what at least one of them documents, 0 to 1."""
        return (self.shared + self.differing) / self._all if self._all else 0.0

    @property
    def _all(self) -> float:
        return self.shared + self.differing + self.open


@dataclass(frozen=True, slots=True)
class Pairing:
    """One place that at least one of two systems fills.

    `kind` is shared, only-other, only-own, open-other or open-own: filled by both; by one while
    the other is known to lack it; by one while the other leaves it unsaid.
    """

    place: Place
    weight: float
    kind: str


@dataclass(frozen=True)
class Likeness:
    """How one described system resembles another one or a design, and by what.

    `pairings` have every place that at least one fills, the most telling first.
    """

    own: Profile
    other: Profile
    overlap: Overlap
    pairings: tuple[Pairing, ...]

    def of_kind(self, *kinds: str) -> tuple[Pairing, ...]:
        """The pairings of those kinds, the most telling first."""
        return tuple(one for one in self.pairings if one.kind in kinds)


@dataclass(frozen=True)
class Nearest:
    """The systems nearest to one, out of `considered`; `described` systems gave the weights."""

    own: Profile
    cases: tuple[Likeness, ...]
    considered: int
    described: int


def overlap(
    own: Mapping[str, str], other: Mapping[str, str], weights: Mapping[str, float]
) -> Overlap:
    """The overlap of two systems, given by the state of each place, over the places of `weights`.

    Weights are in bits. A place whose state is not given is undocumented.
    """
    sums: dict[str, list[float]] = {"shared": [], "only": [], "open": []}
    for iri, weight in weights.items():
        kind = _kind(own.get(iri, "undocumented"), other.get(iri, "undocumented"))
        if kind:
            sums[kind.split("-", 1)[0]].append(weight)
    return Overlap(fsum(sums["shared"]), fsum(sums["only"]), fsum(sums["open"]))


def liken(own: Profile, other: Profile, places: Sequence[Place], weights: Weights) -> Likeness:
    """How `other` resembles `own` over those places."""
    bits = {place.concept.iri: weights.of_place(place.concept.iri) for place in places}
    pairings = []
    for place in places:
        iri = place.concept.iri
        kind = _kind(own.fillings[iri].state, other.fillings[iri].state)
        if kind:
            pairings.append(Pairing(place, bits[iri], kind))
    pairings.sort(key=lambda one: (-one.weight, one.place.concept.iri))
    return Likeness(own, other, overlap(own.states, other.states, bits), tuple(pairings))


def nearest_cases(
    own: Profile,
    others: Iterable[Profile],
    places: Sequence[Place],
    weights: Weights,
    top: int = 5,
) -> Nearest:
    """The `top` of the others that resemble `own` most, itself left out.

    Ordered by what is assured, then by similarity, then by the other's IRI.
    """
    found = [
        liken(own, other, places, weights) for other in others if other.system.iri != own.system.iri
    ]
    found.sort(
        key=lambda one: (
            -one.overlap.assured,
            -(one.overlap.similarity or 0.0),
            one.other.system.iri,
        )
    )
    return Nearest(own, tuple(found[:top]), len(found), weights.total)


def _kind(own: str, other: str) -> str | None:
    """What a place says of two systems by its state in each; None where neither fills it."""
    if own == other == "present":
        return "shared"
    for state, against, name in ((own, other, "own"), (other, own, "other")):
        if state == "present":
            return f"only-{name}" if against in _LACKING else f"open-{name}"
    return None
