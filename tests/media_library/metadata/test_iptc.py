from __future__ import annotations

from media_library.metadata.iptc import read_iptc, read_photoshop_iptc

from .material import dataset, photoshop_segment


def test_texts_are_found_by_name() -> None:
    raw = dataset(120, b"A caption") + dataset(25, b"one") + dataset(25, b"two") + dataset(5, b"Title")
    assert read_iptc(raw) == {"Caption-Abstract": ["A caption"], "Keywords": ["one", "two"], "ObjectName": ["Title"]}


def test_utf_8_is_read_with_and_without_its_escape() -> None:
    escape = dataset(90, b"\x1b%G", record=1)
    assert read_iptc(escape + dataset(120, "Степь".encode()))["Caption-Abstract"] == ["Степь"]
    assert read_iptc(dataset(120, "Степь".encode()))["Caption-Abstract"] == ["Степь"]


def test_an_old_russian_caption_is_read_from_its_code_page() -> None:
    raw = dataset(120, "Чабан у юрты, Алтай".encode("cp1251")) + dataset(25, "юрта".encode("cp1251"))
    assert read_iptc(raw) == {"Caption-Abstract": ["Чабан у юрты, Алтай"], "Keywords": ["юрта"]}


def test_a_dataset_longer_than_32_767_bytes_is_read() -> None:
    text = b"x" * 40_000
    raw = b"\x1c\x02\x78\x80\x04" + len(text).to_bytes(4, "big") + text
    assert read_iptc(raw)["Caption-Abstract"] == [text.decode()]


def test_words_in_the_wrong_byte_order_are_turned() -> None:
    raw = dataset(120, b"seven b") + b"\x00\x00\x00\x00"
    turned = b"".join(raw[place : place + 4][::-1] for place in range(0, len(raw), 4))
    assert read_iptc(turned)["Caption-Abstract"] == ["seven b"]


def test_a_broken_length_ends_the_reading() -> None:
    assert read_iptc(dataset(5, b"Title") + b"\x1c\x02\x78\xff\xff\x00") == {"ObjectName": ["Title"]}
    assert read_iptc(b"") == {}
    assert read_iptc(b"nothing of the kind") == {}


def test_the_block_is_found_among_photoshops_resources() -> None:
    other = b"8BIM\x03\xed\x05Resol\x00\x00\x00\x02\x00\x01"
    resources = other + photoshop_segment(dataset(105, b"Headline"))[4 + len(b"Photoshop 3.0\x00") :]
    assert read_photoshop_iptc(resources) == {"Headline": ["Headline"]}
    assert read_photoshop_iptc(b"8BIM\x04\x04") == {}
