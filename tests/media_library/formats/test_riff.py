import struct

import pytest

from media_library.formats.riff import parse_digitised_at, read_riff

from .made_media import chunk, riff


def bext(description: bytes, date: bytes, time: bytes, reference: int) -> bytes:
    """EBU Tech 3285: 256 + 32 + 32 bytes of text, date, time, 64 bits of samples since midnight, version, UMID."""
    text = description.ljust(256, b"\0") + b"Recorder".ljust(32, b"\0") + bytes(32)
    return chunk(b"bext", text + date + time + struct.pack("<QH", reference, 1) + bytes(254))


def test_broadcast_wave_says_when_it_begins(tmp_path):
    path = tmp_path / "a.wav"
    # ten hours at 48 kHz are 1,728,000,000 samples
    path.write_bytes(riff(b"WAVE", bext("Сцена 4".encode(), b"2024-03-01", b"10:00:00", 1_728_000_000)))
    found = read_riff(path)
    assert found.bext_time_reference == 10 * 3600 * 48_000
    assert found.bext_description == "Сцена 4"
    assert found.bext_date == "2024-03-01T10:00:00"


@pytest.mark.parametrize("separator", [b"-", b":", b"/", b"_", b" ", b"."])
def test_the_standard_leaves_the_separators_of_the_date_free(tmp_path, separator):
    path = tmp_path / "a.wav"
    date, time = b"2024-03-01".replace(b"-", separator), b"10:00:00".replace(b":", separator)
    path.write_bytes(riff(b"WAVE", bext(b"", date, time, 0)))
    assert read_riff(path).bext_date == "2024-03-01T10:00:00"


def test_a_date_of_zeros_is_none(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(riff(b"WAVE", bext(b"", b"0000-00-00", b"00:00:00", 0)))
    assert read_riff(path).bext_date is None


def test_what_the_sound_is_called_is_read_from_the_old_code_page(tmp_path):
    path = tmp_path / "a.wav"
    info = b"INFO" + chunk(b"INAM", "Базар утром".encode("cp1251")) + chunk(b"IART", "José".encode("latin-1"))
    path.write_bytes(riff(b"WAVE", chunk(b"data", bytes(100)), chunk(b"LIST", info)))
    assert read_riff(path).info == {"INAM": "Базар утром", "IART": "José"}


def test_the_long_size_of_rf64_leads_past_the_sound(tmp_path):
    path = tmp_path / "a.wav"
    sizes = chunk(b"ds64", struct.pack("<QQQI", 0, 1000, 0, 0))
    sound = struct.pack("<4sI", b"data", 0xFFFFFFFF) + bytes(1000)
    whole = bext(b"x", b"2024-03-01", b"10:00:00", 7)
    path.write_bytes(struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE") + sizes + sound + whole)
    assert read_riff(path).bext_time_reference == 7


def test_sound_that_is_longer_than_the_file_was_cut_short(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(riff(b"WAVE", struct.pack("<4sI", b"data", 10_000) + bytes(20)))
    assert read_riff(path).cut_short


def test_other_files_say_nothing(tmp_path):
    path = tmp_path / "a.wav"
    for content in (b"", b"RIFF", b"\x89PNG\r\n\x1a\n" + bytes(20), b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 64):
        path.write_bytes(content)
        assert read_riff(path).bext_time_reference is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Mon Mar 10 15:04:43 2003", "2003-03-10T15:04:43"),
        ("MON MAR  3 15:04:43 2003\n", "2003-03-03T15:04:43"),
        ("2005/08/17/ 11:42", "2005-08-17T11:42:00"),
        ("2003-03-10 15:04:43", "2003-03-10T15:04:43"),
        ("0000-00-00 00:00:00", None),
        ("yesterday", None),
    ],
)
def test_the_date_of_an_avi_is_read_in_every_manner_of_cameras(written, iso):
    assert parse_digitised_at(written) == iso
