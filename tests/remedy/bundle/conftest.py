"""One bundle for all tests of this folder; they copy it before they change it."""

from pathlib import Path

import pytest

from shouzheng.remedy.bundle.build import export_bundle
from tests.remedy.cases.making import AS_OF, confirm, example_case


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of all attributed contacts of the example."""
    folder = tmp_path_factory.mktemp("bundle")
    with example_case(folder / "case") as case:
        confirm(case)
        export_bundle(case, folder / "out", as_of=AS_OF)
    return folder / "out"
