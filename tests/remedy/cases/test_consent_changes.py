"""What may be recorded of other people's consent, and that nothing of it is lost when something else is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.cases.consent_changes import record_agreement, record_withdrawal
from shouzheng.remedy.cases.statement import Consent, consents, stated_case
from tests.remedy.cases.making import example_case

WHEN = datetime(2026, 2, 7, tzinfo=UTC)
STATED = datetime(2026, 2, 5, 2, tzinfo=UTC)  # in the example's statement


def test_a_new_name_touches_no_consent(tmp_path: Path) -> None:
    """Old fault: \"case person sister --name X\" wiped out the consent, and the day of a withdrawal."""
    with example_case(tmp_path / "case", files=[]) as case:

        def now() -> Consent:
            return consents(case, stated_case(case))["sister"]

        record_agreement(case, "sister", None, None, name="林姐（虚构）")
        assert (now().since, now().scope) == (STATED, ("*",))
        assert next(p.consented.utc for p in stated_case(case).persons if p.id == "sister" and p.consented) == STATED
        record_agreement(case, "sister", WHEN, ["panshi"], how="by phone")
        record_agreement(case, "sister", None, None, role="family")
        assert (now().since, now().scope) == (WHEN, ("panshi",))
        record_agreement(case, "sister", None, ["yunling", "panshi"])
        assert (now().since, now().scope) == (WHEN, ("yunling", "panshi"))
        record_withdrawal(case, "sister")
        withdrawn = now().withdrawn
        record_agreement(case, "sister", None, None, name="姐姐（虚构）")
        assert (now().since, now().withdrawn) == (None, withdrawn)
        assert withdrawn is not None
        assert "林姐" not in str(next(case.entries("person")).content)


def test_what_nobody_can_agree_to_is_refused(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=[]) as case:
        later = datetime.now(UTC) + timedelta(days=1)
        refused: list[tuple[str, Callable[[], None]]] = [
            ("SZ-5340", lambda: record_agreement(case, "sister", WHEN, ["panshi", "yunlin"])),
            ("SZ-5341", lambda: record_agreement(case, "sister", later, None)),
            ("SZ-5342", lambda: record_agreement(case, "me", WHEN, None)),
            ("SZ-5342", lambda: record_agreement(case, "nobody", None, ["panshi"])),
            ("SZ-5342", lambda: record_withdrawal(case, "sistr")),
            ("SZ-5342", lambda: record_withdrawal(case, "me")),
        ]
        for code, act in refused:
            with pytest.raises(ShouzhengError) as caught:
                act()
            assert (caught.value.problems[0].code, caught.value.exit_code) == (code, 2)
        assert list(case.entries("person")) == []
        record_withdrawal(case, "sister")
        with pytest.raises(ShouzhengError, match="SZ-5333"):
            record_agreement(case, "sister", WHEN, None)
        record_agreement(case, "sister", datetime.now(UTC), None)
        assert consents(case, stated_case(case))["sister"].since is not None
