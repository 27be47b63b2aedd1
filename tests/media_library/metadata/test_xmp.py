from __future__ import annotations

import pytest

from media_library.metadata.xmp import MAX_PACKET_BYTES, NotXmp, parse_xmp

from .material import bag, xmp


def test_attributes_and_elements_are_the_same() -> None:
    assert parse_xmp(xmp('xmp:Rating="4"')).text("xmp:Rating") == "4"
    assert parse_xmp(xmp(elements="<xmp:Rating>4</xmp:Rating>")).text("xmp:Rating") == "4"


def test_of_several_languages_the_default_is_taken() -> None:
    items = '<rdf:li xml:lang="de">Herbst</rdf:li><rdf:li xml:lang="x-default">Осень</rdf:li>'
    packet = xmp(elements=f"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title>")
    assert parse_xmp(packet).text("dc:title") == "Осень"


def test_without_a_default_language_the_first_is_taken() -> None:
    items = '<rdf:li xml:lang="kk">Күз</rdf:li><rdf:li xml:lang="ru">Осень</rdf:li>'
    packet = xmp(elements=f"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title>")
    assert parse_xmp(packet).text("dc:title") == "Күз"


def test_arrays_keep_their_order() -> None:
    assert parse_xmp(xmp(elements=bag("dc:subject", "юрта", "степь"))).texts("dc:subject") == ["юрта", "степь"]


def test_a_value_with_qualifiers_is_in_rdf_value() -> None:
    inside = "<rdf:Description><rdf:value>3</rdf:value></rdf:Description>"
    assert parse_xmp(xmp(elements=f"<xmp:Rating>{inside}</xmp:Rating>")).text("xmp:Rating") == "3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_every_encoding_of_unicode_is_read(encoding: str) -> None:
    packet = xmp(elements=bag("dc:creator", "Ержан", kind="Seq")).decode().encode(encoding)
    assert parse_xmp(packet).texts("dc:creator") == ["Ержан"]


def test_a_declared_code_page_is_honoured() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>' + xmp('xmp:Label="Красный"').decode()
    assert parse_xmp(text.encode("cp1251")).text("xmp:Label") == "Красный"


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(strict: bool, encoding: str) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + xmp("xmp:Label='&b;'").decode()
    )
    with pytest.raises(NotXmp, match="entities"):
        parse_xmp(bomb.encode(encoding), strict=strict)


def test_files_of_the_machine_are_not_read() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + xmp("", "<dc:title>&f;</dc:title>").decode()
    with pytest.raises(NotXmp):
        parse_xmp(hostile.encode())


def test_a_packet_beyond_all_measure_is_refused() -> None:
    with pytest.raises(NotXmp, match="longer"):
        parse_xmp(b" " * (MAX_PACKET_BYTES + 1))


def test_a_broken_packet_in_a_picture_gives_what_it_can() -> None:
    broken = xmp('xmp:Rating="2"', "<dc:title>unclosed")
    assert parse_xmp(broken).text("xmp:Rating") == "2"
    with pytest.raises(NotXmp, match="broken"):
        parse_xmp(broken, strict=True)


def test_what_is_no_xml_is_refused() -> None:
    with pytest.raises(NotXmp):
        parse_xmp(b"")
    with pytest.raises(NotXmp):
        parse_xmp(b"\x00\x01\x02", strict=True)
