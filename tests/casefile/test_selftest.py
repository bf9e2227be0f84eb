"""The self-test notices a broken library and a check that fell away."""

import pytest

from shouzheng.casefile import selftest


def test_all_checks_run() -> None:
    assert selftest.run() == selftest.EXPECTED


def test_a_failure_and_a_missing_check_stop_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(selftest, "unwrap", lambda *_: b"secret")
        with pytest.raises(RuntimeError, match="AES-GCM refuses"):
            selftest.run()
    monkeypatch.setattr(selftest, "EXPECTED", 10)
    with pytest.raises(RuntimeError, match="9 checks, not 10"):
        selftest.run()
