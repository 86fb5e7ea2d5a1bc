"""Ines chooses her skills with a script: her words are read while she waits, typing finds, ticking confirms."""

from __future__ import annotations

from foretaste.accounts import actions as accounts
from foretaste.accounts.queries import person_of, profile_of
from foretaste.core import calendars
from foretaste.matching.models import SkillReading
from foretaste.skills import queries as skills


def test_what_is_read_and_what_is_found_are_confirmed_together(ines, browse, transactional_db):
    accounts.edit_profile(headline="Likes tidy data", by=ines, at=calendars.now())
    page = browse(ines, width=375)
    page.goto("/me/profile/skills/")
    page.get_by_text("The text is being read").wait_for()
    code = skills.with_labels(["perform data cleansing"])[0].code
    SkillReading.objects.update(codes=[code], read_at=calendars.now())  # the worker's part

    page.get_by_label("perform data cleansing").check()
    page.get_by_label("Find another").press_sequentially("postgr")
    page.get_by_label("PostgreSQL").check()
    page.get_by_role("button", name="Confirm").click()

    page.get_by_text("Saved.").wait_for()
    chosen = {one.label for one in profile_of(person_of(ines)).skills_confirmed}
    assert chosen == {"perform data cleansing", "PostgreSQL"}
