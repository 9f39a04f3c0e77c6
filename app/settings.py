"""Settings: what an operator may choose, read once from DARIAL_* variables."""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    DirectoryPath,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "DARIAL_"


def _network(text: str) -> str:
    """Give a network as it is written; raises ValueError for what is none."""
    return str(ip_network(text))


def _address(text: str) -> str:
    """Give the address of a database; raises ValueError, which repeats none of it."""
    try:
        make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("it is no address") from None
    return text


Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:%-]+$")]
Port = Annotated[int, Field(ge=0, le=65535)]
Connections = Annotated[int, Field(ge=16, le=60_000)]
DatabaseUrl = Annotated[
    str,
    StringConstraints(
        max_length=2000,
        pattern=r"^(sqlite\+aiosqlite:///.|postgresql(\+psycopg)?://[^/?#\s]*/[^/?#\s]+(\?\S*)?$)",
    ),
    AfterValidator(_address),
]
# The contact travels in a header to every source, so it keeps to what a header may carry.
Contact = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[ -~]+$")
]
WebAddress = Annotated[
    str, StringConstraints(max_length=2000, pattern=r"^https?://[A-Za-z0-9.:\[\]_-]+(/[!-~]*)?$")
]
Network = Annotated[str, AfterValidator(_network)]
Megabytes = Annotated[int, Field(ge=0, le=1_000_000)]
Days = Annotated[int, Field(ge=0, le=3650)]


def _names(text: object) -> object:
    """Give the names in a text that has commas in between."""
    if not isinstance(text, str):
        return text
    return tuple(name for each in text.split(",") if (name := each.strip()))


def _pairs(text: object) -> object:
    """Give the pairs in a text such as `a=1,b=2`; raises ValueError for a part without `=`."""
    if not isinstance(text, str):
        return text
    parts = [each.partition("=") for each in text.split(",") if each.strip()]
    if not all(name.strip() and mark and value.strip() for name, mark, value in parts):
        raise ValueError("not all of them are pairs")
    return {name.strip(): value.strip() for name, _, value in parts}


def _in_a_folder(path: Path) -> Path:
    """Give a path that is a folder, or could be made one; raises ValueError for any other."""
    if not (path.is_dir() or (path.absolute().parent.is_dir() and not path.exists())):
        raise ValueError("it can be no folder")
    return path


ArchiveFolder = Annotated[Path, AfterValidator(_in_a_folder)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_names)]
Pairs = Annotated[Mapping[str, str], NoDecode, BeforeValidator(_pairs)]


class Role(StrEnum):
    """What a process does of what there is to do."""

    ALL = "all"
    """It answers, and leads where nobody else does."""
    WEB = "web"
    """It answers only."""
    POLL = "poll"
    """It leads where nobody else does; what it answers is for its operator."""


class SettingsError(ValueError):
    """Some settings cannot be used; the message has one sentence for each."""


class Settings(BaseSettings):
    """Everything an operator may choose, with a default that works on one machine.

    Each description is the end of the sentence "give ...", which a bad value is answered with.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,  # an address of a database can hold a password
    )

    host: Host = Field(
        default="127.0.0.1",
        description="The address to listen on, a name or an IP address without scheme or port.",
    )
    port: Port = Field(
        default=8000,
        description="The port to listen on, a whole number from 0 (any free one) to 65535.",
    )
    connections: Connections = Field(
        default=12_000,
        description="The most connections of readers at a time, a whole number from 16 to 60000.",
    )
    database_url: DatabaseUrl = Field(
        default="sqlite+aiosqlite:///darial.db",
        repr=False,
        description="The address of the database: a file's begins with sqlite+aiosqlite:///, a"
        " server's reads postgresql://user:password@host:5432/name.",
    )
    role: Role = Field(
        default=Role.ALL,
        description="The part this process takes: all, web (answers only) or poll (polls, and is"
        " asked by nobody but its operator).",
    )
    polling: bool = Field(
        default=True,
        description="The switch for polling the live sources, true or false.",
    )
    catalog_dir: DirectoryPath | None = Field(
        default=None,
        description="The folder with your own places and notices, one that exists.",
    )
    sources: Names = Field(
        default=(),
        description="The sources to poll, their ids with commas in between; empty for those that"
        " are on by default.",
    )
    upstream_mirror: WebAddress | None = Field(
        default=None,
        description="The address of a relay that is asked in place of every source, such as"
        " http://127.0.0.1:9000.",
    )
    open_meteo_url: WebAddress | None = Field(
        default=None,
        description="The address of your own Open-Meteo server, such as http://127.0.0.1:8080.",
    )
    proxies: Pairs = Field(
        default={},
        repr=False,
        description="The proxy of a source, as customs_russia=http://10.0.0.1:3128, several with"
        " commas in between.",
    )
    authorities: Pairs = Field(
        default={},
        description="The file with a certificate authority that one source needs besides, as"
        " zitic=/etc/darial/ca.pem, several with commas in between.",
    )
    keep_payloads: Days = Field(
        default=30,
        description="The days that answers of sources are kept to be read again, a whole number"
        " from 0 (not at all) to 3650.",
    )
    keep_polls: Days = Field(
        default=90,
        description="The days that every poll is kept (later one an hour), a whole number from 0"
        " to 3650.",
    )
    spool_dir: ArchiveFolder | None = Field(
        default=None,
        description="The folder in which polls wait while the database is away, that exists or can"
        " be made where it is named; empty for one beside the database's file, or where it is"
        " started.",
    )
    spool_mb: Megabytes = Field(
        default=64,
        description="The most that may wait in that folder, in megabytes, a whole number from 0 (no"
        " poll waits) to 1000000.",
    )
    alert_url: WebAddress | None = Field(
        default=None,
        repr=False,
        description="The address that gets a message when a source or the service goes down or"
        " recovers, beginning with https:// or http://.",
    )
    heartbeat_url: WebAddress | None = Field(
        default=None,
        repr=False,
        description="The address that is asked each minute while all is well, beginning with"
        " https:// or http://.",
    )
    webhook_networks: Networks = Field(
        default=(),
        description="The networks of your own that webhooks may lead into besides public addresses,"
        " as 10.1.0.0/16, several with commas in between.",
    )
    archive_dir: ArchiveFolder | None = Field(
        default=None,
        description="The folder for the archive that is written each night, that exists or can be"
        " made where it is named; empty for one beside the database's file, or where this runs.",
    )
    contact: Contact | None = Field(
        default=None,
        description="The way to reach you, such as a mail or web address, in plain ASCII"
        " of at most 200 characters.",
    )

    @property
    def may_lead(self) -> bool:
        """Tell whether this process polls where no other does."""
        return self.polling and self.role is not Role.WEB


NAMES = {field: f"{PREFIX}{field.upper()}" for field in Settings.model_fields}


def read_settings() -> Settings:
    """Read the environment, or raise with one sentence for each thing to mend."""
    faults = list(_unknown(os.environ))
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [_fault(str(each["loc"][0]), each["input"]) for each in error.errors()]
        raise SettingsError("\n".join(faults)) from error
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _fault(field: str, value: object) -> str:
    about = Settings.model_fields[field]
    wanted = f"{about.description}"
    shown = f" be {value!r}" if about.repr else " have this value"
    return f"{NAMES[field]} cannot{shown}: give {wanted[0].lower()}{wanted[1:]}"


def _unknown(variables: Iterable[str]) -> Iterable[str]:
    known = {name.removeprefix(PREFIX): name for name in NAMES.values()}
    for variable in sorted(variables):
        word = variable.upper().removeprefix(PREFIX)
        if not variable.upper().startswith(PREFIX) or word in known:
            continue
        near = [known[match] for match in get_close_matches(word, known, n=1)]
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES.values())}."
        yield f"{variable} is no setting: {hint}"
