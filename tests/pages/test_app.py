"""The shell: navigation over the chapters, lecture mode."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.chapters import Chapter, chapters

ROOT = Path(__file__).parents[2]


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.mark.long
def test_the_app_opens_at_home_without_an_exception():
    app = opened()
    assert not app.exception
    assert app.title[0].value == "Why does a network train, or not?"


def test_home_links_every_chapter_with_its_title_and_summary():
    app = opened()
    links = [link.proto.label for link in app.get("page_link")]
    assert len(links) == len(chapters()) - 1
    told = [text.value for text in app.markdown]
    for chapter, link in zip(chapters()[1:], links, strict=True):
        assert chapter.title in link
        assert re.fullmatch(r"\d+ minutes", chapter.duration)
        assert sum(f"{chapter.summary} *{chapter.duration}*" in text for text in told) == 1
    begins = [text for text in told if "Begin here." in text]
    assert len(begins) == 1
    assert chapters()[1].summary in begins[0]
    assert any("λₘᵢₙ < 0" in caption.value for caption in app.caption)


def test_lecture_mode_starts_from_the_address_and_ends_with_a_button():
    app = opened(lecture="true")
    assert labels(app) == ["Leave lecture mode"]
    app.button[0].click().run()
    assert labels(app) == ["Lecture mode"]
    assert "lecture" not in app.query_params


def test_lecture_mode_starts_with_a_button_and_says_so_in_the_address():
    app = opened()
    app.button[0].click().run()
    assert labels(app) == ["Leave lecture mode"]
    assert app.query_params["lecture"] in ("true", ["true"])


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.file.stem)
def test_every_page_has_a_title_and_a_summary(chapter):
    assert chapter.title
    assert chapter.summary.endswith((".", "?"))


def test_chapters_come_in_the_order_of_their_numbers(tmp_path):
    (tmp_path / "02_second.py").write_text('"""Second.\n\nMore\nof it.\n\nAside.\n"""\n')
    (tmp_path / "01_first.py").write_text('"""First."""\n')
    (tmp_path / "notes.py").write_text("")
    assert chapters(tmp_path) == (
        Chapter(tmp_path / "01_first.py", "First", ""),
        Chapter(tmp_path / "02_second.py", "Second", "More of it.", "Aside"),
    )
