import pytest

from media_library.formats.camera_xml import read_camera_xml

RECORDING = """<?xml version="1.0" encoding="UTF-8"?>
<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.20" lastUpdate="2019-07-24T11:25:40+03:00">
  <LtcChangeTable tcFps="30" halfStep="true">
    <LtcChange frameCount="0" value="{timecode}" status="increment"/>
    <LtcChange frameCount="299" value="13260516" status="end"/>
  </LtcChangeTable>
  <CreationDate value="2019-07-24T11:25:40+03:00"/>
  <Device manufacturer="Sony" modelName="ILCE-7M3" serialNo="4294967295"/>
</NonRealTimeMeta>"""


@pytest.mark.parametrize(
    ("timecode", "written"),
    [
        ("04260516", "16:05:26:04"),  # frames, seconds, minutes, hours
        ("69260516", "16:05:26;29"),  # 0x69 = 0x29 with the drop flag 0x40
    ],
)
def test_the_camera_says_when_and_with_what(timecode, written):
    camera = read_camera_xml(RECORDING.format(timecode=timecode).encode())
    assert camera is not None
    assert (camera.make, camera.model, camera.serial) == ("Sony", "ILCE-7M3", "4294967295")
    assert camera.captured_at == "2019-07-24T11:25:40+03:00"
    assert camera.start_timecode == written


def test_entities_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x><Device manufacturer="a"/>&e;</x>'
    camera = read_camera_xml(xml.encode())
    assert camera is None or camera.make == "a"


@pytest.mark.parametrize("packet", [None, b"", b"<", b"\xff\xfe\x00", b"<a/>"])
def test_what_is_no_description_says_nothing(packet):
    camera = read_camera_xml(packet)
    assert camera is None or camera.make is None
