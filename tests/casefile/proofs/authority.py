"""A time-stamp service on this machine: made with openssl, served on the loopback. Its stamps prove nothing."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa_config]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
{chain}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """A root, a service's certificate and the reply to a request. ``chain`` puts the root into each reply too."""

    def __init__(self, folder: Path, *, chain: bool = False, name: str = "Test TSA (invented)") -> None:
        folder.mkdir()
        self.folder = folder
        certs = f"certs = {folder}/ca.pem" if chain else ""
        (folder / "config").write_text(_CONFIG.format(folder=folder, chain=certs))
        (folder / "serial").write_text("01\n")
        self._run("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
                  "-subj", "/CN=Test root (invented)", "-extensions", "ca", "-config", "config")  # fmt: skip
        self._run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
                  "-subj", f"/CN={name}", "-config", "config")  # fmt: skip
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                  "-days", "29", "-out", "tsa.pem", "-extfile", "config", "-extensions", "tsa")  # fmt: skip

    def _run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def reply(self, request: bytes) -> bytes:
        (self.folder / "request.tsq").write_bytes(request)
        self._run("ts", "-reply", "-queryfile", "request.tsq", "-out", "reply.tsr", "-config", "config",
                  "-section", "tsa_config")  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def served(answer: Authority | bytes | int) -> Iterator[tuple[str, list[bytes]]]:
    """Serve an authority, fixed bytes or an HTTP status; yields the address and what was received."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(request)
            if isinstance(answer, int):
                self.send_response(answer)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
                return
            content = answer.reply(request) if isinstance(answer, Authority) else answer
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
