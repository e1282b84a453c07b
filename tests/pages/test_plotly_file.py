"""plotly.js reaches the browser, also from a checkout that nobody can write to."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from streamlit.testing.v1 import AppTest
from streamlit.web.server.component_file_utils import guess_content_type

from pages.ui.stage import plotly_file as files
from pages.ui.stage.plotly_file import PACKAGED, install_plotly, plotly_file, plotly_url

APP = Path(__file__).parents[2] / "app.py"


def test_plotly_is_installed_once_and_whole(tmp_path):
    target = install_plotly(tmp_path / "static")
    assert target is not None
    assert target.name == plotly_file()
    assert "window.Plotly" in target.read_text("utf-8")[-300:]
    written = target.stat().st_mtime_ns
    assert install_plotly(tmp_path / "static") == target
    assert target.stat().st_mtime_ns == written
    packed = target.with_name(f"{plotly_file()}.gz")
    assert {path.name for path in target.parent.iterdir()} == {target.name, packed.name}
    assert gzip.decompress(packed.read_bytes()) == target.read_bytes()
    assert plotly_url(tmp_path / "static") == f"app/static/{packed.name}"
    packed.unlink()
    assert plotly_url(tmp_path / "static") == f"app/static/{plotly_file()}"


def test_what_is_packed_is_served_as_it_is() -> None:
    # Streamlit's middleware compresses any other type anew for each reader.
    assert guess_content_type(f"{plotly_file()}.gz") in DEFAULT_EXCLUDED_CONTENT_TYPES


@pytest.fixture
def unwritable(tmp_path):
    """A place where no folder can be: a file stands there, which stops the superuser too."""
    place = tmp_path / "static"
    place.write_text("in the way")
    return place


def test_where_nothing_can_be_written_nothing_is_and_the_package_has_the_file(unwritable):
    assert install_plotly(unwritable) is None
    assert install_plotly(unwritable / "below") is None
    assert unwritable.read_text() == "in the way"
    assert "window.Plotly" in (PACKAGED / "plotly.min.js").read_text("utf-8")[-300:]


def test_the_address_then_is_that_of_the_package_and_carries_its_version(unwritable):
    version = re.escape(plotly_file().removeprefix("plotly-").removesuffix(".min.js"))
    assert re.fullmatch(rf"component/[\w.]+/plotly\.min\.js\?{version}", plotly_url(unwritable))


@pytest.mark.long
def test_the_app_opens_from_a_checkout_that_cannot_be_written(unwritable, monkeypatch):
    for function in (install_plotly, plotly_url):
        monkeypatch.setattr(function, "__defaults__", (unwritable,))
    app = AppTest.from_file(str(APP)).run()
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert files.plotly_url().startswith("component/")
