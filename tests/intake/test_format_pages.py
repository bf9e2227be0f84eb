import re

from shouzheng.intake.containers import all_containers
from shouzheng.intake.format_pages import index_page, pages
from shouzheng.intake.formats import all_formats, grade_of_format
from shouzheng.model.grade import Grade


def test_every_format_and_container_has_a_page_that_says_how_sure_it_is() -> None:
    made = {name: make() for name, make in pages().items()}
    names = [block.name for block in all_formats()] + [block.name for block in all_containers()]
    assert set(made) == {"formats/README.md", *(f"formats/{name}.md" for name in names)}
    for block in all_formats():
        page = made[f"formats/{block.name}.md"]
        assert ("never tried on a real file" in page) is not block.was_tried
        assert f"`{block.name}`" in page
        for decode in block.decodes:
            assert decode.source.replace("|", "\\|") in page
        for tried in block.tried:
            assert f"{tried.events} events" in page


def test_the_index_links_lead_to_pages() -> None:
    links = set(re.findall(r"\]\(([a-z_]+\.md)\)", index_page()))
    assert links == {name.removeprefix("formats/") for name in pages()} - {"README.md"} | {"how_to_add_a_format.md"}


def test_a_format_that_was_never_tried_is_one_grade_lower() -> None:
    by_name = {block.name: block for block in all_formats()}
    assert (by_name["android_calls_database"].grade, grade_of_format("android_calls_database")) == (Grade.C, Grade.D)
    assert grade_of_format("android_backup_messages") is Grade.C
    assert grade_of_format("sms_backup_restore_calls") is Grade.D
    assert grade_of_format("no such format") is None
