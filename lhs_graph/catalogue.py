"""Which files the project is made of and where they are: the only module that computes a path.

At run time the files lie either beside the package (a checkout) or inside it (an installed wheel);
nothing depends on the current directory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lhs_graph.errors import FileUnreadableError

__all__ = ["Catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The files below one root folder, each list sorted by path.

    A list that would be empty is an error.
    """

    root: Path

    @classmethod
    def shipped(cls) -> "Catalogue":
        """The files that came with the package."""
        package = Path(__file__).resolve().parent
        inside = package / "data"
        return cls(inside if inside.is_dir() else package.parent)

    def ontology_modules(self) -> tuple[Path, ...]:
        """The Turtle files of the ontology proper, code lists included.

        Mappings and foreign stubs not.
        """
        folder = self.root / "ontology"
        own = [path for path in folder.glob("*.ttl") if path.name != "prefixes.ttl"]
        return self._some([*own, *folder.glob("concepts/*.ttl")], "ontology/*.ttl")

    def alignments(self) -> tuple[Path, ...]:
        """The Turtle files that map our terms to other vocabularies and frameworks."""
        return self._files("ontology/alignments/*.ttl")

    def foreign_labels(self) -> tuple[Path, ...]:
        """The Turtle files that say what terms of other vocabularies are called."""
        return self._files("ontology/external/*.ttl")

    def prefixes(self) -> Path:
        """The list of prefixes."""
        return self._file("ontology/prefixes.ttl")

    def context(self) -> Path:
        """The JSON-LD context of descriptions."""
        return self._file("ontology/context.jsonld")

    def description_schema(self) -> Path:
        """The JSON Schema of descriptions."""
        return self._file("ontology/description.schema.json")

    def shapes(self) -> tuple[Path, ...]:
        """The shapes for data."""
        return self._files("shapes/*.ttl")

    def gap_queries(self) -> tuple[Path, ...]:
        """The detectors that are queries."""
        return self._files("queries/gaps/*.rq")

    def precedent_queries(self) -> tuple[Path, ...]:
        """The queries that find how cases fill a place."""
        return self._files("queries/precedents/*.rq")

    def repair_queries(self) -> tuple[Path, ...]:
        """The queries that propose what would close gaps."""
        return self._files("queries/repairs/*.rq")

    def questions(self) -> tuple[Path, ...]:
        """The competency questions."""
        return self._files("queries/questions/*.rq")

    def questions_answered_elsewhere(self) -> Path:
        """The competency questions that have no query of their own, and what answers them."""
        return self._file("queries/questions/answered-by-gaps.yaml")

    def quality_queries(self) -> tuple[Path, ...]:
        """The metrics of the ontology's quality that are queries."""
        return self._files("queries/quality/*.rq")

    def quality_lists(self) -> Mapping[str, Path]:
        """By stem, what the metrics accept and what they cannot check."""
        stems = ("accepted", "not-checked")
        return {stem: self._file(f"queries/quality/{stem}.yaml") for stem in stems}

    def entailment_rules(self) -> tuple[Path, ...]:
        """The SPARQL updates that materialise what the axioms entail."""
        return self._files("queries/entailment/*.ru")

    def view(self, stem: str) -> Path:
        """One CONSTRUCT or SELECT that the program itself uses."""
        return self._file(f"queries/views/{stem}.rq")

    def cases(self) -> tuple[Path, ...]:
        """The descriptions of real systems."""
        return self._files("cases/*.yaml")

    def designs(self) -> tuple[Path, ...]:
        """The constructed designs."""
        return self._files("cases/designs/*.yaml")

    def template(self, language: str) -> Path:
        """The commented template of a description in that language."""
        return self._file(f"cases/templates/{language}.yaml")

    def fingerprint(self) -> str:
        """A digest of all that answers are made from besides a release: the files and the program.

        It changes with every byte of them, so that nothing which was made by an earlier state of
        the installation is taken for current.
        """
        package = Path(__file__).resolve().parent
        folders = (*(self.root / name for name in ("ontology", "shapes", "queries")), package)
        digest = sha256()
        for path in sorted(path for folder in folders for path in folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def _files(self, pattern: str) -> tuple[Path, ...]:
        return self._some(list(self.root.glob(pattern)), pattern)

    def _some(self, found: list[Path], pattern: str) -> tuple[Path, ...]:
        if not found:
            raise FileUnreadableError(file=str(self.root / pattern), detail="no such file")
        return tuple(sorted(found))

    def _file(self, relative: str) -> Path:
        path = self.root / relative
        if not path.is_file():
            raise FileUnreadableError(file=str(path), detail="no such file")
        return path
