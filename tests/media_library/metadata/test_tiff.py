from __future__ import annotations

import struct
from fractions import Fraction

import pytest

from media_library.metadata.tiff import MAX_DIRECTORIES, Tiff
from media_library.metadata.view import View

from .material import ascii_field, directory, exif_block, long_field, rational_field, short_field


def open_block(block: bytes) -> Tiff:
    tiff = Tiff.open(View(block))
    assert tiff is not None
    return tiff


@pytest.mark.parametrize("order", ["<", ">"])
def test_fields_are_read_in_both_byte_orders(order: str) -> None:
    block = exif_block([short_field(0x112, 6, order), rational_field(0x11A, (72, 1), (1, 3), order=order)], order=order)
    tiff = open_block(block)
    first = tiff.directory(tiff.first)
    assert first is not None
    assert tiff.number(first.entries[0x112]) == 6
    assert tiff.rationals(first.entries[0x11A]) == (Fraction(72), Fraction(1, 3))


def test_a_fraction_over_zero_is_no_number() -> None:
    tiff = open_block(exif_block([rational_field(0x11A, (5, 0))]))
    first = tiff.directory(8)
    assert first is not None
    assert tiff.rationals(first.entries[0x11A]) == (None,)


def test_a_bigtiff_has_wide_entries() -> None:
    entry = struct.pack("<HHQ", 0x100, 4, 1) + struct.pack("<II", 640, 0)
    block = b"II" + struct.pack("<HHHQ", 43, 8, 0, 16) + struct.pack("<Q", 1) + entry + struct.pack("<Q", 0)
    tiff = open_block(block)
    first = tiff.directory(tiff.first)
    assert first is not None
    assert tiff.number(first.entries[0x100]) == 640


def test_a_chain_that_bites_its_tail_ends() -> None:
    block = b"II" + struct.pack("<HI", 42, 8) + directory([short_field(0x112, 1)], 8, following=8)
    assert len(list(open_block(block).chain())) == 1


def test_a_chain_of_thousands_is_cut() -> None:
    length = 2 + 12 + 4
    block = b"II" + struct.pack("<HI", 42, 8)
    for number in range(2000):
        block += directory([short_field(0x112, 1)], 0, following=8 + (number + 1) * length)
    assert len(list(open_block(block).chain())) == MAX_DIRECTORIES


def test_a_value_of_four_gigabytes_is_not_fetched() -> None:
    head = b"II" + struct.pack("<HI", 42, 8)
    block = head + struct.pack("<HHHII", 1, 0x10F, 2, 0xFFFFFFFF, 26) + struct.pack("<I", 0) + b"Canon\x00"
    tiff = open_block(block)
    first = tiff.directory(8)
    assert first is not None
    assert tiff.raw(first.entries[0x10F]) == b""


def test_values_that_lie_outside_are_absent() -> None:
    head = b"II" + struct.pack("<HI", 42, 8)
    tiff = open_block(head + struct.pack("<HHHII", 1, 0x10F, 2, 20, 9_999_999) + struct.pack("<I", 0))
    first = tiff.directory(8)
    assert first is not None
    assert tiff.raw(first.entries[0x10F]) == b""


def test_a_field_of_text_points_nowhere() -> None:
    tiff = open_block(exif_block([ascii_field(0x8769, "abc"), long_field(0x8825, 8)]))
    first = tiff.directory(8)
    assert first is not None
    assert tiff.pointers(first.entries[0x8769]) == ()
    assert tiff.pointers(first.entries[0x8825]) == (8,)


def test_what_is_no_tiff_is_none() -> None:
    assert Tiff.open(View(b"\xff\xd8\xff\xe0 not a tiff")) is None
    assert Tiff.open(View(b"II")) is None
