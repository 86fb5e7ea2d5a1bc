"""Files of profiles as LinkedIn and JSON Resume write them, and as somebody with bad intentions would."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from foretaste.accounts.resumes.found import Found, LeftOut, is_link
from foretaste.accounts.resumes.reading import MOST_BYTES, read
from foretaste.accounts.resumes.unreadable import Unreadable, Why
from tests.beside import missing, shared

SCHEMA = "specs/jsonresume.schema.json"
RESUME = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    "basics": {
        "name": "Ines Brandt",
        "label": "Second-year statistics",
        "image": "https://example.org/ines.jpg",
        "email": "ines@example.org",
        "summary": "I like tidy data.\nAnd bread.",
        "url": "https://ines.example.org",
        "location": {"city": "Berlin", "countryCode": "DE"},
        "profiles": [{"network": "Code", "url": "https://code.example.org/ines"}, {"url": "javascript:alert(1)"}],
    },
    "work": [
        {"position": "Assistant", "name": "Archive, City of Berlin", "startDate": "2024-01", "summary": "Sorted."},
        {"position": "Assistant", "name": "Archive, City of Berlin", "startDate": "2025-01", "endDate": "2025-06"},
    ],
    "education": [{"studyType": "Bachelor", "area": "Statistics", "institution": "HU Berlin", "startDate": "2024"}],
    "skills": [{"name": "Web", "keywords": ["SQL", "sql", "Python (Programming)"]}, {"name": "Tables, figures"}],
    "languages": [{"language": "French", "fluency": "Fluent"}],
    "projects": [{"name": "Map", "url": "https://map.example.org"}, {"name": "In a drawer"}],
    "certificates": [{"name": "First aid"}],
    "references": [{"name": "B", "reference": "Good."}],
}
EXPORT = {
    "Profile.csv": "First Name,Last Name,Address,Birth Date,Headline,Summary,Websites\n"
    'Ines,Brandt,Elsewhere 1,"Jan 1, 2004",Second-year statistics,"I like tidy data.\nAnd ""bread"".",'
    '"[PERSONAL:https://ines.example.org,OTHER:https://code.example.org/ines]"\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Archive,Assistant,Sorted.,Berlin,Jan 2024,\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nHU Berlin,2024,,,Statistics,\n",
    "Skills.csv": "Notes:\n"
    '"Skills are listed as you entered them, and not as others endorsed them."\n\nName\nSQL\nTidy data\n\n',
    "Languages.csv": "Name,Proficiency\nFrench,Native\n",
    "messages.csv": "FROM,TO,CONTENT\nA,B,secret words\n",
    "Connections.csv": "Notes:\n\nFirst Name\nOtto\n",
    "Certifications.csv": "Name,Url\nFirst aid,\n",
}


def resume(**changes: object) -> bytes:
    return json.dumps(RESUME | changes).encode()


def archive(files: dict[str, str | bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_json_resume_is_read_as_far_as_a_profile_has_a_place_for_it():
    found = read(resume())
    assert found == Found(
        headline="Second-year statistics",
        about="I like tidy data.\nAnd bread.",
        lines=("Bachelor, Statistics, HU Berlin", "Assistant, Archive, City of Berlin"),
        skills=("Web", "SQL", "Python (Programming)", "Tables figures", "French"),
        links=("https://ines.example.org", "https://code.example.org/ines", "https://map.example.org"),
        left_out=found.left_out,
    )
    assert found.left_out == {
        "contact": 4,
        "dates": 4,
        "work": 1,
        "without_link": 1,
        "certificates": 1,
        "references": 1,
    }
    assert Found.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_linkedin_s_archive_is_read_with_its_notes_and_without_its_messages():
    found = read(archive(EXPORT))
    assert found == Found(
        headline="Second-year statistics",
        about='I like tidy data.\nAnd "bread".',
        lines=("Assistant, Archive", "Statistics, HU Berlin"),
        skills=("SQL", "Tidy data", "French"),
        links=("https://ines.example.org", "https://code.example.org/ines"),
        left_out={"files": 3, "certificates": 1, "contact": 4, "work": 1, "dates": 2},
    )
    assert "secret" not in json.dumps(found.to_json())


def test_an_archive_within_a_folder_in_utf_16_and_with_a_mac_s_shadows_is_read_too():
    files = {f"Export/{name}": text.encode("utf-16") for name, text in EXPORT.items()}
    assert read(archive({"__MACOSX/Export/._Skills.csv": b"\x00\x01"} | files)).skills == ("SQL", "Tidy data", "French")


def test_the_schema_s_own_sections_are_the_ones_that_are_known():
    schema = shared(SCHEMA)
    if schema is None:
        pytest.skip(missing(SCHEMA))
    from foretaste.accounts.resumes.json_resume import SECTIONS

    sections = set(json.loads(schema.read_text())["properties"])
    assert set(SECTIONS) == sections - {"$schema", "meta"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b" \n ", Why.EMPTY),
        (b"x" * (MOST_BYTES + 1), Why.TOO_LARGE),
        (b"%PDF-1.7 a picture of a life", Why.NEITHER),
        (b"{'basics': 1}", Why.NOT_JSON),
        (b'{"basics": {"label": "\xff\xfe"}}', Why.ENCODING),
        ('{"basics": {"label": "é"}}'.encode("latin-1"), Why.ENCODING),
        (b'{"basics": "\x00"}', Why.ENCODING),
        (b"[" * 100_000 + b"]" * 100_000, Why.NOT_JSON),
        (b'{"a":' * 50_000, Why.NOT_JSON),
        (b"[" + b"[]," * 400_000 + b"[]]", Why.TOO_LARGE),
        (b'{"basics": ' + b"9" * 5_000 + b"}", Why.NOT_JSON),
        (b'["basics"]', Why.NO_RESUME),
        (b'{"jobs": [], "basics": "me"}', Why.NO_RESUME),
        (b'{"basics": {}}', Why.NOTHING),
        (b'{"basics": {"label": 5, "summary": ["x"], "profiles": {"url": 1}}, "skills": [1, null, "x"]}', Why.NOTHING),
        (b"PK\x03\x04 and then nothing that a zip holds", Why.BROKEN_ZIP),
        (archive({"holiday.jpg": b"\xff\xd8"}), Why.NO_EXPORT),
        (archive({"../../Profile.csv": EXPORT["Profile.csv"], "/etc/Skills.csv": EXPORT["Skills.csv"]}), Why.NO_EXPORT),
        (archive({"Skills.csv": "Name\n" + "a" * (3 * 2**20)}), Why.BOMB),
        (archive({"Skills.csv": "Name\nSQL\n"}, packed=zipfile.ZIP_BZIP2), Why.BROKEN_ZIP),
        (archive({"Skills.csv": b"Name\n\xff\xff\xe9\n"}), Why.ENCODING),
        (archive({f"{number}.txt": b"" for number in range(2_001)}), Why.TOO_MANY_FILES),
        (archive({"Skills.csv": b"Nobody\nknows\nthis\n"}), Why.NOTHING),
    ],
)
def test_what_can_t_be_read_says_why(content, why):
    with pytest.raises(Unreadable) as unreadable:
        read(content)
    assert unreadable.value.why == why


def test_an_archive_that_lies_about_a_size_is_unpacked_no_further_than_its_limit():
    """Its directory says 100 bytes; three megabytes come."""
    honest = archive({"Skills.csv": "Name\n" + "a" * (3 * 2**20)})
    begins = honest.index(b"PK\x01\x02")
    lying = honest[: begins + 24] + struct.pack("<I", 100) + honest[begins + 28 :]
    with pytest.raises(Unreadable) as unreadable:
        read(lying)
    assert unreadable.value.why in (Why.BOMB, Why.BROKEN_ZIP)


def test_a_locked_archive_says_so():
    content = bytearray(archive({"Skills.csv": "Name\nSQL\n"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable) as unreadable:
        read(bytes(content))
    assert unreadable.value.why == Why.LOCKED_ZIP


def test_a_broken_table_is_told_and_the_others_are_read():
    files = {"Skills.csv": "Name\nSQL\n", "Positions.csv": "No,header\nof,theirs\n"}
    found = read(archive(files))
    assert (found.skills, found.left_out) == (("SQL",), {LeftOut.UNREADABLE: 1})


def test_quotes_without_an_end_are_read_in_one_go():
    """Trying each of them as the beginning of a string would take hours."""
    with pytest.raises(Unreadable):
        read(b'{"basics": ' + b'\\"' * 200_000)


def test_so_many_things_and_no_more_are_offered():
    found = read(resume(skills=[{"name": f"skill {number}"} for number in range(100)], languages=[]))
    assert (len(found.skills), found.left_out[LeftOut.TOO_MANY]) == (60, 40)


def test_words_lose_what_can_t_be_seen():
    found = read(resume(basics={"label": "Tidy\u202e atad\x07", "summary": "a\ud800b\r\nc" + "x" * 9_000}))
    assert (found.headline, found.about[:4], len(found.about)) == ("Tidy atad", "ab\nc", 3_000)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.org/a?b=c", True),
        ("http://xn--bcher-kva.example", True),
        ("javascript:alert(1)", False),
        ("https://user:word@example.org", False),
        ("https://localhost", False),
        ("https://exa mple.org", False),
        ("https://example.org/<script>", False),
        ("//example.org", False),
        ("https://[::1", False),
        ("https://example.org/" + "a" * 300, False),
    ],
)
def test_a_link_leads_to_the_public_web_or_is_none(address, is_one):
    assert is_link(address) is is_one
