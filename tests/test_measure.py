"""What `make measure` compares is what it says that it compares."""

from tools.measure.pages import WITH_STEPPER, WITHOUT_WIDGET

PLACE = "widget-place"


def test_the_page_without_a_widget_has_none_and_the_other_has(built_book):
    assert PLACE in (built_book / WITH_STEPPER).read_text("utf-8")
    assert PLACE not in (built_book / WITHOUT_WIDGET).read_text("utf-8")


def test_the_pages_may_be_published_with_their_folders_that_begin_with_a_line(built_book):
    assert (built_book / ".nojekyll").is_file()
