"""Time stamps by a service on this machine: asked, kept, checked; bad and late ones are said and stop nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.proofs import keep, timestamp
from shouzheng.casefile.proofs.blinded import Blinded, as_blinded, blinded
from shouzheng.casefile.proofs.keep import certificates, give_roots, import_proof, new_request, proofs
from shouzheng.casefile.proofs.send import send
from shouzheng.casefile.proofs.state import ProofState, Standing, one_holds
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import Problem, ShouzhengError
from tests.casefile.making import filled
from tests.casefile.proofs.authority import Authority, served


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return filled(tmp_path / "case")


def test_only_a_blinded_digest_is_sent(case: CaseFile, authority: Authority) -> None:
    with case:
        about, wanted = new_request(case)
        with served(authority) as (address, received):
            reply = send(wanted, address)
        assert isinstance(reply, bytes)
        assert received == [wanted]
        assert about.digest in wanted
        for secret in (case.head().hash, about.hash, case.header.id, about.nonce.hex()):
            assert bytes.fromhex(secret) not in wanted
            assert secret.encode() not in wanted
        kept = import_proof(case, reply, authority.root)
        assert kept.state.standing is Standing.HOLDS
        assert kept.state.by == "Test TSA (invented)"
        assert kept.state.time is not None
        assert abs(kept.state.time - datetime.now(UTC)) < timedelta(minutes=5)
        (again,) = proofs(case)
        assert (again.token, again.state) == (reply, kept.state)
        assert verify(case).problems == ()


def test_two_requests_for_the_same_line_look_unlike(case: CaseFile) -> None:
    with case:
        assert blinded(case.head()).digest != blinded(case.head()).digest


def test_one_of_several_is_enough(case: CaseFile, authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", name="Another (invented)")
    with case:
        _, wanted = new_request(case)
        import_proof(case, authority.reply(wanted), other.root)  # the wrong root
        assert not one_holds([proof.state for proof in proofs(case)])
        import_proof(case, other.reply(wanted), other.root)
        import_proof(case, authority.reply(wanted))  # no root
        states = [proof.state for proof in proofs(case)]
        assert [state.standing for state in states] == [Standing.UNCHECKED, Standing.HOLDS, Standing.UNCHECKED]
        assert one_holds(states)


def test_a_reply_that_the_strict_library_refuses_is_checked_with_openssl(case: CaseFile, tmp_path: Path) -> None:
    """``certs =`` puts two certificates into the reply, not sorted as DER demands."""
    loose = [Authority(tmp_path / f"loose{number}", chain=True) for number in range(3)]
    with case:
        _, wanted = new_request(case)
        states = [import_proof(case, each.reply(wanted), each.root).state for each in loose]
        without = import_proof(case, loose[0].reply(wanted)).state
    assert {state.standing for state in states} == {Standing.HOLDS}
    assert all(state.time is not None for state in (*states, without))
    assert without.standing is Standing.UNCHECKED
    assert {state.by for state in (*states, without)} == {"Test TSA (invented)"}


def test_the_openssl_way_gives_the_same_answers(authority: Authority) -> None:
    about = Blinded(3, "ab" * 32, b"n" * 32)
    reply = authority.reply(timestamp.request(about))
    direct = timestamp.examine(reply, about, authority.root)
    other = timestamp._by_openssl(reply, about, authority.root, "")
    assert (direct.standing, direct.time) == (other.standing, other.time)
    assert other.checked_by == "openssl ts -verify"
    wrong = Blinded(4, "ab" * 32, b"m" * 32)
    assert timestamp._by_openssl(reply, wrong, authority.root, "").standing is Standing.BAD
    assert timestamp._by_openssl(b"x", about, authority.root, "").standing is Standing.BAD


def test_without_openssl_it_is_said(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    state = timestamp.examine(b"no reply", Blinded(1, "ab" * 32, b"n" * 32), authority.root)
    assert state.standing is Standing.UNCHECKED
    assert "no openssl" in state.why.en


def _with_a_doubled_extension() -> x509.Certificate:
    """A certificate that can be loaded, and cannot be asked for its extensions: one of them is there twice."""
    key, name = Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Odd (invented)")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(5)
    made = made.not_valid_before(day).not_valid_after(day + timedelta(days=365))
    for oid in ("1.2.3.4", "1.2.3.5"):
        made = made.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), b"\x05\x00"), critical=False)
    content = made.sign(key, None).public_bytes(Encoding.DER)
    return x509.load_der_x509_certificate(content.replace(b"\x06\x03\x2a\x03\x05", b"\x06\x03\x2a\x03\x04"))


def test_a_certificate_that_cannot_be_read_stops_nothing(case: CaseFile, tmp_path: Path) -> None:
    """Old bug: ``DuplicateExtension`` is no ``ValueError``; the reply was in the case by then, and no bundle could
    be written any more.
    """
    odd, other = Authority(tmp_path / "odd", chain=True), Authority(tmp_path / "other")
    true_root, certificate = odd.root, _with_a_doubled_extension()
    with pytest.raises(x509.DuplicateExtension):
        certificate.extensions  # noqa: B018 - reading it is what fails
    (odd.folder / "ca.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    with case:
        about, wanted = new_request(case)
        reply = odd.reply(wanted)
        assert certificate.public_bytes(Encoding.DER) in reply
        for roots in (b"", true_root, other.root, certificate.public_bytes(Encoding.PEM)):
            for state in (timestamp.examine(reply, about, roots), timestamp._by_openssl(reply, about, roots, "")):
                assert state.kind == timestamp.KIND
                assert (state.standing is Standing.HOLDS) is (roots == true_root)
            import_proof(case, reply, roots)
        assert len(proofs(case)) == 1  # one reply, however often it is brought and with whatever roots


@pytest.mark.parametrize("error", timestamp.UNREADABLE_CERTIFICATE)
def test_what_cannot_be_examined_is_bad_and_what_fails_is_not_stored(
    case: CaseFile, authority: Authority, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    raised = error.__new__(error)

    def fail(*_: object) -> ProofState:
        raise raised

    with case:
        _, wanted = new_request(case)
        reply = authority.reply(wanted)
        with monkeypatch.context() as patch:
            patch.setattr(timestamp, "_examined", fail)
            assert import_proof(case, reply).state.standing is Standing.BAD
            patch.setattr(timestamp, "examine", fail)
            with pytest.raises(error):
                import_proof(case, reply)
        assert len(proofs(case)) == 1


def test_every_flipped_byte_of_a_reply_is_bad(authority: Authority) -> None:
    about = Blinded(3, "ab" * 32, b"n" * 32)
    reply = authority.reply(timestamp.request(about))
    for place in range(40, len(reply), len(reply) // 25):
        changed = bytearray(reply)
        changed[place] ^= 1
        state = timestamp.examine(bytes(changed), about, authority.root)
        assert state.standing is Standing.BAD, place


def test_a_stamp_for_something_else_is_not_stored(case: CaseFile, authority: Authority) -> None:
    reply = authority.reply(timestamp.request(Blinded(3, "ab" * 32, b"n" * 32)))
    with case:
        for token in (reply, b"", b"x" * 5000, bytes(2 << 20)):
            with pytest.raises(ShouzhengError) as caught:
                import_proof(case, token)
            assert caught.value.problems[0].code == "SZ-5320"
        assert proofs(case) == ()


def test_a_root_that_comes_later_makes_a_stamp_hold(case: CaseFile, authority: Authority, tmp_path: Path) -> None:
    """Old bug: a reply that was checked with another service's root was called bad for good."""
    other = Authority(tmp_path / "other", name="Another (invented)")
    with case:
        _, wanted = new_request(case)
        first = import_proof(case, authority.reply(wanted), other.root)
        assert (first.state.standing, "not this service's" in first.state.why.en) == (Standing.UNCHECKED, True)
        assert give_roots(case, other.root) == 0
        assert give_roots(case, authority.root) == 1
        (now,) = proofs(case)
        assert (now.state.standing, now.token) == (Standing.HOLDS, first.token)
        assert give_roots(case, authority.root) == 0
        assert len(list(case.entries("proof", history=True))) == 2
        assert verify(case).problems == ()


def test_only_certificates_are_kept_of_what_is_given_as_roots(authority: Authority) -> None:
    key = (authority.folder / "tsa.key").read_bytes()
    assert certificates(b"somebody's words\n" + authority.root + key + authority.root) == authority.root
    assert certificates(b"") == b""


def test_roots_must_be_certificates(case: CaseFile, authority: Authority) -> None:
    with case:
        _, wanted = new_request(case)
        with pytest.raises(ShouzhengError) as caught:
            import_proof(case, authority.reply(wanted), b"no certificate")
    assert caught.value.problems[0].code == "SZ-5321"


def test_a_late_stamp_and_a_wrong_clock_are_said(
    case: CaseFile, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with case:
        _, wanted = new_request(case)
        state = import_proof(case, authority.reply(wanted), authority.root).state
        assert state.time is not None
        late = keep._timed(state, state.time - timedelta(days=3))
        assert (late.standing, "late by 3 days" in late.why.en) == (Standing.HOLDS, True)
        early = keep._timed(state, state.time + timedelta(hours=1))
        assert (early.standing, "clock" in early.why.en) == (Standing.UNCHECKED, True)


def test_a_stamp_of_a_line_that_is_gone_is_bad(case: CaseFile, authority: Authority) -> None:
    with case:
        about, wanted = new_request(case)
        case.enter("proof-request", "x", {**about.values(), "line": 99})
        import_proof(case, authority.reply(wanted), authority.root)
        case.enter("proof", "x", {"kind": "rfc3161", **about.values(), "line": 99, "token": "", "roots": ""})
        assert [proof.state.standing for proof in proofs(case)] == [Standing.HOLDS, Standing.BAD]


@pytest.mark.parametrize("answer", [404, 302, b"", b"x" * (1 << 19)])
def test_a_server_that_fails_is_a_problem_and_no_more(answer: bytes | int) -> None:
    with served(answer) as (address, _):
        found = send(b"request", address)
    assert isinstance(found, Problem)
    assert found.code == "SZ-5322"


@pytest.mark.parametrize("server", ["", "file:///etc/passwd", "ftp://x", "http://127.0.0.1:1/", "https://\udcff"])
def test_only_named_web_servers_are_spoken_to(server: str) -> None:
    assert isinstance(send(b"request", server), Problem)


def test_only_what_was_blinded_is_read_back() -> None:
    good = Blinded(3, "ab" * 32, b"n" * 32)
    assert as_blinded(good.values()) == good
    for change in ({"nonce": "ab"}, {"hash": "zz"}, {"line": "3"}, {"nonce": None}):
        with pytest.raises((ValueError, TypeError)):
            as_blinded({**good.values(), **change})
