"""Settings of the service: the only reader of its environment (`LHS_…`) and `.env` file."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from lhs_api.limits import Limits
from lhs_api.rest.invalid import words_of
from lhs_graph.errors import FileUnreadableError, IllTypedParameterError
from lhs_graph.messages import Words
from lhs_graph.vocabulary import nearest

__all__ = ["Settings", "read_settings", "unknown_in_environment"]

_PREFIX: Final = "LHS_"
_FILE: Final = ".env"
_OF_THE_COMMAND: Final = frozenset({"LHS_DEBUG", "LHS_ENDPOINT", "LHS_LANG", "LHS_SERVICE"})
"""What else the command line reads from the environment."""

_Seconds: TypeAlias = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
"""Up to a day: clocks and timers take no number that is much larger."""


class Settings(BaseSettings):
    """What an operator may set; every field has a default that is safe in public."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=_FILE, extra="ignore")

    release: Path | None = Field(
        default=None, description="Folder of releases; one is built if it is empty."
    )
    workers: int = Field(
        default=4, ge=1, le=64, description="Processes that run queries and checks."
    )
    query_seconds: _Seconds = Field(default=10.0, description="Seconds until a request is stopped.")
    query_rows: int = Field(
        default=10_000, ge=1, description="Rows of an answer unless fewer are asked for."
    )
    answer_bytes: int = Field(default=50_000_000, ge=1000, description="Largest answer in bytes.")
    worker_memory: int = Field(
        default=1 << 30, ge=512 << 20, description="Memory of a worker in bytes."
    )
    per_client: int = Field(default=2, ge=1, description="Requests of one client that run at once.")
    seconds_a_minute: _Seconds = Field(
        default=60.0, description="Seconds of query time a client a minute."
    )
    follow_seconds: _Seconds = Field(
        default=5.0, description="How often to look for a newer release, in seconds."
    )
    root_path: str = Field(default="", description="Path below which a proxy serves the service.")
    trusted_hosts: Annotated[list[str], NoDecode] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Values of Host that are answered, without ports; * for any. By commas.",
    )
    header_seconds: _Seconds = Field(
        default=10.0, description="Seconds in which a request's headers must arrive."
    )
    body_seconds: _Seconds = Field(
        default=30.0, description="Seconds in which a request's body must arrive."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error."
    )

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        """The names in a text: by commas, or as a JSON list."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            try:
                return json.loads(value)
            except ValueError:
                pass
        return [one.strip() for one in value.split(",") if one.strip()]

    @field_validator("root_path")
    @classmethod
    def _rooted(cls, value: str) -> str:
        """The path with the slash before it and none behind it."""
        inner = value.strip("/ ")
        return f"/{inner}" if inner else ""

    def limits(self) -> Limits:
        """The bounds of one request."""
        return Limits(
            seconds=self.query_seconds,
            memory=self.worker_memory,
            rows=self.query_rows,
            answer=self.answer_bytes,
        )


def read_settings() -> Settings:
    """The settings of the environment and the `.env` file.

    Raises:
        IllTypedParameterError: one of them has a value that it cannot have, or the file has one
            that there is not.
        FileUnreadableError: the file cannot be read.
    """
    try:
        _refuse_unknown()
        return Settings()
    except UnicodeDecodeError as error:
        raise FileUnreadableError(file=_FILE, detail=Words("description.no_utf8")) from error
    except OSError as error:
        raise FileUnreadableError.of(_FILE, error) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{'_'.join(str(one) for one in first['loc'][:1]).upper()}"
        value, detail = str(first["input"])[:100], words_of(first)
        raise IllTypedParameterError(name=name, value=value, detail=detail) from error


def unknown_in_environment() -> list[str]:
    """The variables of the environment that look like settings and are none.

    They may be another's: container hosts tell addresses as `LHS_PORT` where a service is named so.
    """
    return _unknown(os.environ)


def _refuse_unknown() -> None:
    """Refuse what only looks like a setting in the file, which is ours alone."""
    for name in _unknown(DotEnvSettingsSource(Settings).env_vars):
        detail = Words("invalid.unknown_setting", (("nearest", nearest(name, _names())),))
        raise IllTypedParameterError(name=_FILE, value=name, detail=detail)


def _unknown(names: Iterable[str]) -> list[str]:
    """Those that begin as settings do and are known to nobody, in their one spelling."""
    ours = sorted(name.upper() for name in names if name.upper().startswith(_PREFIX))
    return [name for name in ours if name not in _names()]


def _names() -> frozenset[str]:
    return _OF_THE_COMMAND | {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
