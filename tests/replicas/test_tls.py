"""deploy/replicas/tls.conf and plain.conf: how readers come to the front."""

import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.clock import now
from tests.replicas.front import FOLDER, NGINX, Front, free_port, fronting, needs_nginx
from tests.replicas.replica import Replica

NAME = "darial.example.org"
SINCE_WHICH_HTTP2 = (1, 25, 1)
"""The version that knows `http2 on`; an older one is tried without."""


def certified(folder: Path) -> None:
    """Make a certificate of our own, and its key, as an authority would leave them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def version() -> tuple[int, ...]:
    """Give the version of nginx that is here."""
    said = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True, check=True)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", said.stderr)[:3])


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Front, int]]:
    """Give nginx with the shipped tls.conf, before a replica, and the port on which it does TLS."""
    port = free_port()
    certified(tmp_path / "certificates")
    challenge = tmp_path / "challenges" / ".well-known" / "acme-challenge"
    challenge.mkdir(parents=True)
    (challenge / "token").write_text("proof", encoding="ascii")
    text = (FOLDER / "tls.conf").read_text(encoding="utf-8").replace("/etc/nginx", str(tmp_path))
    text = text.replace("listen 80;", "listen 127.0.0.1:PORT;")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    if version() < SINCE_WHICH_HTTP2:
        text = text.replace("http2 on;", "")
    with Replica(lambda asked: (200, {}, asked.line.encode())).running() as replica:
        folder = tmp_path / "front"
        folder.mkdir()
        with fronting(folder, [replica.port], text) as front:
            yield front, port


@needs_nginx
def test_tls_ends_at_the_front(secure: tuple[Front, int], tmp_path: Path) -> None:
    """Who comes by TLS is answered; who does not is sent there, an authority's question apart."""
    front, port = secure
    trusted = ssl.create_default_context(cafile=str(tmp_path / "certificates" / "fullchain.pem"))
    trusted.check_hostname = False
    with closing(HTTPSConnection("127.0.0.1", port, context=trusted, timeout=60)) as connection:
        connection.request("GET", "/v1/status?place=lars")
        answer = connection.getresponse()
        body = answer.read()
    sent_on = front.ask("/v1/status?place=lars", {"Host": NAME})
    challenge = front.ask("/.well-known/acme-challenge/token")

    assert (answer.status, body) == (200, b"GET /v1/status?place=lars HTTP/1.1")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert sent_on.status == 301
    assert sent_on.headers["location"] == f"https://{NAME}/v1/status?place=lars"
    assert (challenge.status, challenge.body) == (200, b"proof")


def test_without_tls_it_only_listens() -> None:
    """What stands before does the rest, and the file says no more than where it is reached."""
    text = (FOLDER / "plain.conf").read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if line and line[0] != "#"] == ["listen 80;"]
