"""Sony's description of a recording (NonRealTimeMeta), which XAVC cameras put into the file and beside it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True)
class CameraXml:
    """`captured_at` as written: `2019-07-24T11:25:40+03:00`. The timecode is that of the first frame."""

    captured_at: str | None = None
    make: str | None = None
    model: str | None = None
    serial: str | None = None
    start_timecode: str | None = None


def read_camera_xml(packet: bytes | None) -> CameraXml | None:
    """Reads the XML, without entities and without the network; None for none and for what is no XML."""
    if not packet:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    device = _find(root, "Device")
    created = _find(root, "CreationDate")
    return CameraXml(
        captured_at=created.get("value") if created is not None else None,
        make=device.get("manufacturer") if device is not None else None,
        model=device.get("modelName") if device is not None else None,
        serial=device.get("serialNo") if device is not None else None,
        start_timecode=_read_timecode(root),
    )


def _find(root: etree._Element, name: str) -> etree._Element | None:
    """The first element of this name in any namespace: each year of cameras has its own."""
    return next((element for element in root.iter(f"{{*}}{name}")), None)


def _read_timecode(root: etree._Element) -> str | None:
    """`LtcChange frameCount="0" value="21531004"`: frames, seconds, minutes, hours, two digits each, in that order."""
    table, change = _find(root, "LtcChangeTable"), _find(root, "LtcChange")
    if table is None or change is None:
        return None
    digits = change.get("value", "")
    if len(digits) != 8 or not digits.isdecimal() or change.get("frameCount") != "0":
        return None
    packed = int(digits[:2], 16)  # as in SMPTE ST 12-1: decimals in four bits each, 0x40 is the drop flag
    frames = 10 * (packed >> 4 & 0x3) + (packed & 0xF)
    drops = table.get("dropFrame", "").lower() == "true" or bool(packed & 0x40)
    return f"{digits[6:]}:{digits[4:6]}:{digits[2:4]}{';' if drops else ':'}{frames:02d}"
