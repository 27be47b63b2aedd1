from media_library.formats.mdpm import read_camera_record

UUID = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66")


def access_unit(*entries: tuple[int, bytes]) -> bytes:
    body = UUID + b"MDPM" + bytes([len(entries)]) + b"".join(bytes([tag]) + value for tag, value in entries)
    protected = body.replace(b"\x00\x00\x00", b"\x00\x00\x03\x00").replace(b"\x00\x00\x01", b"\x00\x00\x03\x01")
    return b"\0\0\0\1\x09\x10\0\0\0\1\x06\x05" + bytes([len(body)]) + protected + b"\x80\0\0\1\x65\x88"


def test_the_camera_of_an_avchd_stream_says_when_it_was(tmp_path):
    # 24 April 2019, 22:24:00, zone byte 0x04: two hours, east (exiftool, H264.pm)
    unit = access_unit(
        (0x18, bytes.fromhex("04201904")),
        (0x19, bytes.fromhex("24222400")),
        (0xE0, bytes.fromhex("01030000")),
        (0xE4, b"HC-V"),
        (0xE5, b"777\0"),
    )
    record = read_camera_record(unit)
    assert record is not None
    assert (record.captured_at, record.offset) == ("2019-04-24T22:24:00", "+02:00")
    assert (record.make, record.model) == ("Panasonic", "HC-V777")


def test_half_hours_and_the_west_are_in_the_zone():
    record = read_camera_record(access_unit((0x18, bytes.fromhex("27200101")), (0x19, bytes.fromhex("02030405"))))
    assert record is not None
    assert (record.captured_at, record.offset) == ("2001-01-02T03:04:05", "-03:30")


def test_the_place_has_degrees_minutes_and_seconds():
    number = lambda value: value.to_bytes(2, "big") + b"\0\1"  # noqa: E731
    record = read_camera_record(
        access_unit(
            (0xB1, b"N\0\0\0"), (0xB2, number(49)), (0xB3, number(15)), (0xB4, number(36)),
            (0xB5, b"W\0\0\0"), (0xB6, number(86)), (0xB7, number(0)), (0xB8, number(36)),
        )
    )  # fmt: skip
    assert record is not None
    assert record.place is not None
    assert (record.place.latitude, record.place.longitude) == (49.26, -86.01)


def test_a_date_that_is_none_is_left_out():
    record = read_camera_record(access_unit((0x18, b"\xff\xff\xff\xff"), (0x19, b"\xff\xff\xff\xff")))
    assert record is not None
    assert record.captured_at is None


def test_a_stream_without_the_record_has_none():
    assert read_camera_record(b"") is None
    assert read_camera_record(b"\0\0\1\x06\x05\x10" + UUID) is None
