"""PDF: facts as exiftool reads them, pictures of the first page, and nothing that runs."""

import json
from pathlib import Path

import pytest
from PIL import Image

from media_library.formats import Facts, RenditionSpec, UnreadableFile
from media_library.formats.catalogue import PDF, SRT, TXT
from media_library.formats.document import list_specs, read_facts, read_pdf_date, render, split_keywords

SPECS = [RenditionSpec("max-320"), RenditionSpec("max-1280"), RenditionSpec("max-2560")]


def make_pdf(path: Path, *, box: str = "0 0 200 100", info: str = "", page: str = "", content: str = "") -> Path:
    """A PDF of one page without a cross-reference table, which readers rebuild (ISO 32000-2, annex I)."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]{page}/Contents 4 0 R>>endobj\n".encode()
        + f"4 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n".encode()
        + f"5 0 obj<<{info}>>endobj\ntrailer<</Root 1 0 R/Info 5 0 R/Size 6>>\n%%EOF\n".encode("latin-1")
    )
    return path


def test_pages_titles_and_dates_are_those_exiftool_reads(samples: Path) -> None:
    files = json.loads((samples / "facts.json").read_text())["files"]
    documents = [fact for fact in files if fact["category"] == "documents" and fact["file_type"] == "PDF"]
    assert len(documents) == 9
    for fact in documents:
        facts = read_facts(samples / fact["path"], PDF)
        assert (facts.file_type, facts.mime) == (fact["file_type"], fact["mime"])
        assert facts.pages == fact["pages"], fact["path"]
        own = [date for date in fact["captured_at_candidates"] or [] if date["source"] == "PDF:CreateDate"]
        assert facts.captured_at_candidates == own, fact["path"]


def test_the_words_of_a_pdf_come_over(tmp_path: Path) -> None:
    info = "/Title(Release)/Author(Aliya)/Subject(A form)/Keywords(market; people, market)/CreationDate(D:20240517)"
    facts = read_facts(make_pdf(tmp_path / "a.pdf", info=info), PDF)
    assert (facts.title, facts.creator, facts.caption) == ("Release", ["Aliya"], "A form")
    assert facts.keywords == ["market", "people"]
    assert (facts.captured_at, facts.captured_at_offset, facts.captured_at_source) == (
        "2024-05-17",
        None,
        "PDF:CreateDate",
    )


def test_a_locked_pdf_comes_in_with_a_notice_and_without_pictures(samples: Path) -> None:
    facts = read_facts(samples / "documents/encrypted.pdf", PDF)
    assert "password" in facts.notices[0]
    assert list_specs(facts) == ()
    with pytest.raises(UnreadableFile, match="password"):
        render(samples / "documents/encrypted.pdf", PDF, SPECS, samples)


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\x80garbage" * 100)
    with pytest.raises(UnreadableFile, match="damaged"):
        read_facts(path, PDF)


def test_the_first_page_is_drawn_on_white_in_the_sizes_asked_for(tmp_path: Path) -> None:
    # A red square over the left half of a page of 200 × 100 points.
    path = make_pdf(tmp_path / "a.pdf", content="1 0 0 rg 0 0 100 100 re f")
    made = {one.spec: one for one in render(path, PDF, SPECS, tmp_path)}
    assert set(made) == {"max-320", "max-1280", "max-2560"}
    # 200 points at 600 dots an inch, the most that is drawn: 200 / 72 × 600 = 1667 pixels.
    assert (made["max-320"].width_px, made["max-1280"].width_px, made["max-2560"].width_px) == (320, 1280, 1667)
    with Image.open(tmp_path / made["max-320"].file_name) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (320, 160))
        red, white = picture.getpixel((40, 80)), picture.getpixel((280, 80))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 240 and max(red[1:]) < 15
    assert min(white) > 250


def test_a_turned_page_is_drawn_upright(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", page="/Rotate 90")
    (made,) = render(path, PDF, SPECS[:1], tmp_path)
    assert (made.width_px, made.height_px) == (160, 320)


@pytest.mark.parametrize("box", ["0 0 1000000 1", "0 0 0.001 99999999", "-1e30 -1e30 1e30 1e30", "0 0 0 0", "9 9 1 1"])
def test_a_page_of_absurd_size_costs_no_memory(tmp_path: Path, box: str) -> None:
    path = make_pdf(tmp_path / "a.pdf", box=box)
    try:
        made = render(path, PDF, SPECS, tmp_path)
    except UnreadableFile:
        return
    assert all(max(one.width_px or 0, one.height_px or 0) <= 2561 for one in made)
    assert all(min(one.width_px or 0, one.height_px or 0) >= 1 for one in made)


def test_a_pdf_with_a_script_is_only_a_picture(samples: Path, tmp_path: Path) -> None:
    path = samples / "hostile/made_pdf_js.pdf"
    assert read_facts(path, PDF).pages == 1
    assert len(render(path, PDF, SPECS, tmp_path)) == 3


def test_texts_have_a_type_and_nothing_to_draw(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n<script>alert(1)</script>\n")
    for file_type in (SRT, TXT):
        facts = read_facts(path, file_type)
        assert facts == Facts(file_type="TXT", mime="text/plain")
        assert list_specs(facts) == ()
        assert render(path, file_type, SPECS, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "value", "offset"),
    [
        ("D:20050718143045-04'00'", "2005-07-18T14:30:45", "-04:00"),
        ("D:20210220192834Z", "2021-02-20T19:28:34", "Z"),
        ("D:199812231952+06'30", "1998-12-23T19:52:00", "+06:30"),
        ("D:2024", "2024-01-01", None),
        ("20240517", "2024-05-17", None),
    ],
)
def test_dates_are_read_as_the_standard_writes_them(text: str, value: str, offset: str | None) -> None:
    # ISO 32000-2, 7.9.4: what is left out is January, the first, and midnight.
    date = read_pdf_date("PDF:CreateDate", text)
    assert date is not None
    assert (date.value, date.offset) == (value, offset)


@pytest.mark.parametrize("text", ["", "yesterday", "D:00000000", "D:20241301", "D:20240517250000"])
def test_an_impossible_date_is_none(text: str) -> None:
    assert read_pdf_date("PDF:CreateDate", text) is None


def test_keywords_are_parted_and_given_once() -> None:
    assert split_keywords("Алтай; пастухи, Алтай,,  конь ") == ["Алтай", "пастухи", "конь"]
