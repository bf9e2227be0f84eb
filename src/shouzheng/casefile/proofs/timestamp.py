"""RFC 3161 time stamps: the request, and the check of a reply. 可信时间戳 tokens are checked the same way.

Replies are checked with rfc3161-client, which is strict about DER; some services order the certificates in a reply in a
way that it refuses. Then the ``openssl`` program is asked, where there is one. The reply is always kept as it came.
Not verified here: that the service's certificate was not revoked, and that its clock was right.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import rfc3161_client
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerificationError, VerifierBuilder

from shouzheng.casefile.proofs.blinded import Blinded
from shouzheng.casefile.proofs.state import ProofState, Standing, bad
from shouzheng.model.words import Words

KIND = "rfc3161"
#: A reply is 1 to 10 kB; more is none.
MOST_BYTES = 1 << 18
_OPENSSL_SECONDS = 20
_GRANTED = (0, 1)
_TIME = re.compile(r"Time stamp: (\w{3} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \d{4}) GMT")
_NAME = re.compile(r"TSA: DirName:.*?CN ?= ?([^,/\n]+)")
#: What cryptography raises for certificates that it cannot read, wherever they are touched; not all are ``ValueError``.
UNREADABLE_CERTIFICATE = (
    ValueError,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)
_UNSIGNED = Words(
    "内容相符；没有给出该机构的根证书，签名未核对", "it fits; no root certificate given, signature not checked"
)
_OTHER_ROOT = Words(
    "内容和签名相符；给出的根证书不是该机构的，证书链未核对",
    "content and signature fit; the root certificates given are not this service's, chain not checked",
)
_HOLDS = Words("签名、证书和内容都已核对", "signature, certificates and content were checked")


def request(blinded: Blinded) -> bytes:
    """Return a time-stamp request (``.tsq``, DER) that asks for the service's certificates too."""
    builder = TimestampRequestBuilder().data(blinded.content).hash_algorithm(HashAlgorithm.SHA256)
    return bytes(builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes())


def examine(reply: bytes, blinded: Blinded, roots: bytes = b"") -> ProofState:
    """Return what the reply is worth for the digest, never raising; ``roots`` are the service's roots (PEM)."""
    if len(reply) > MOST_BYTES:
        return bad(KIND, "文件太大，不是时间戳回复", "too large for a time-stamp reply")
    try:
        return _examined(reply, blinded, roots)
    except UNREADABLE_CERTIFICATE:
        return bad(KIND, "读不了回复或根证书", "the reply or the root certificates cannot be read")


def _examined(reply: bytes, blinded: Blinded, roots: bytes) -> ProofState:
    try:
        response = rfc3161_client.decode_timestamp_response(reply)
        if response.status not in _GRANTED:
            return bad(KIND, "服务机构拒绝了请求", "the service refused the request")
        info = response.tst_info
        imprint, time = bytes(info.message_imprint.message), info.gen_time
    except ValueError:
        return _by_openssl(reply, blinded, roots, "not strict DER")
    by = _signer(response)
    when = time if time.tzinfo else time.replace(tzinfo=UTC)
    if imprint != blinded.digest:
        return bad(KIND, "盖的是别的内容", "it stamps something else", by)
    if not roots:
        return ProofState(KIND, by, Standing.UNCHECKED, _UNSIGNED, when)
    try:
        builder = VerifierBuilder()
        for certificate in x509.load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify(response, blinded.digest)
    except (VerificationError, *UNREADABLE_CERTIFICATE) as error:
        return _by_openssl(reply, blinded, roots, str(error)[:120], by)
    return ProofState(KIND, by, Standing.HOLDS, _HOLDS, when, "rfc3161-client")


def _signer(response: rfc3161_client.TimeStampResponse) -> str:
    """The common name of the signing certificate in the reply; not verified."""
    try:
        signer = next(iter(response.signed_data.signer_infos))
        for raw in response.signed_data.certificates:
            certificate = x509.load_der_x509_certificate(bytes(raw))
            if certificate.serial_number == signer.serial_number:
                return _common_name(certificate)
    except (StopIteration, *UNREADABLE_CERTIFICATE):
        return ""
    return ""


def _by_openssl(reply: bytes, blinded: Blinded, roots: bytes, reason: str, by: str = "") -> ProofState:
    """Ask the openssl program; nothing private is in the files that it is given."""
    program = shutil.which("openssl")
    if program is None:
        words = Words(f"本机核对不了（{reason}），也没有 openssl", f"cannot be checked here ({reason}); no openssl")
        return ProofState(KIND, by, Standing.UNCHECKED, words)
    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        token, ca = Path(folder) / "reply.tsr", Path(folder) / "roots.pem"
        token.write_bytes(reply)
        ca.write_bytes(roots)
        shown = _run(program, "ts", "-reply", "-in", str(token), "-text")
        if shown is None or "Status: Granted" not in shown:
            return bad(KIND, "不是有效的时间戳回复", "no valid time-stamp reply")
        found, name = _TIME.search(shown), _NAME.search(shown)
        own = _service(program, token)
        by = by or (name[1].strip()[:80] if name else _common_name(own))
        when = _openssl_time(found[1]) if found else None
        if blinded.digest.hex() not in _imprint(shown):
            return bad(KIND, "盖的是别的内容", "it stamps something else", by)
        if not roots:
            return ProofState(KIND, by, Standing.UNCHECKED, _UNSIGNED, when)
        verify = (program, "ts", "-verify", "-digest", blinded.digest.hex(), "-in", str(token))
        if _verified(*verify, "-CAfile", str(ca)):
            return ProofState(KIND, by, Standing.HOLDS, _HOLDS, when, "openssl ts -verify")
        if own is not None:
            (Path(folder) / "own.pem").write_bytes(own.public_bytes(Encoding.PEM))
            if _verified(*verify, "-partial_chain", "-CAfile", str(Path(folder) / "own.pem")):
                return ProofState(KIND, by, Standing.UNCHECKED, _OTHER_ROOT, when)
    return bad(KIND, "签名或证书链不成立", "signature or chain of certificates does not hold", by)


def _service(program: str, token: Path) -> x509.Certificate | None:
    """The certificate in a reply that may sign time stamps; ``None`` when there is none, or several."""
    signed = token.with_suffix(".p7")
    if _run(program, "ts", "-reply", "-in", str(token), "-token_out", "-out", str(signed)) is None:
        return None
    shown = _run(program, "pkcs7", "-inform", "DER", "-in", str(signed), "-print_certs")
    try:
        every = x509.load_pem_x509_certificates((shown or "").encode())
        may = [each for each in every if _may_stamp(each)]
    except UNREADABLE_CERTIFICATE:
        return None
    return may[0] if len(may) == 1 else None


def _may_stamp(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


def _common_name(certificate: x509.Certificate | None) -> str:
    """The common name, empty when there is none or it cannot be read."""
    try:
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME) if certificate else []
    except UNREADABLE_CERTIFICATE:
        return ""
    return str(names[0].value)[:80] if names else ""


def _verified(program: str, *words: str) -> bool:
    return "Verification: OK" in (_run(program, *words) or "")


def _run(program: str, *words: str) -> str | None:
    """Run openssl; returns what it says, ``None`` when it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - the program was looked up, the words are ours
            [program, *words], capture_output=True, timeout=_OPENSSL_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return said if done.returncode == 0 else None


def _imprint(shown: str) -> str:
    """The message imprint as openssl prints it, 16 bytes a line, without offsets and spaces."""
    block = shown.partition("Message data:")[2].partition("Serial number:")[0]
    rows = re.findall(r"^\s+[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", block, re.MULTILINE)
    return re.sub(r"[ -]", "", "".join(rows))


def _openssl_time(text: str) -> datetime | None:
    try:
        plain = re.sub(r"\.\d+", "", text)
        return datetime.strptime(plain, "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None
