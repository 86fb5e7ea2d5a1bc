"""The generated pages of docs/ say what the code says."""

from django.conf import settings

from foretaste.core.documents import pages


def test_no_generated_page_is_stale():
    stale = [name for name, text in pages() if (settings.ROOT / "docs" / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_the_life_of_a_trial_is_among_them():
    assert "lifecycle.md" in dict(pages())
