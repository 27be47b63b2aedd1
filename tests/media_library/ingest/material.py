"""Files for the tests of the import, made in memory."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image


def picture(seed: int = 0, *, size: tuple[int, int] = (64, 48), taken: str = "2024:09:14 06:12:00") -> bytes:
    """A small JPEG that differs for every seed, with a camera and a time of capture."""
    image = Image.new("RGB", size, ((seed * 37) % 256, (seed * 91) % 256, (seed * 13 + seed // 256) % 256))
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, 7))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "FUJIFILM", "X-T5"
    exif.get_ifd(0x8769)[0x9003] = taken
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95, comment=str(seed).encode())
    return buffer.getvalue()


def lay_out(root: Path, files: dict[str, bytes]) -> Path:
    """Writes the files below the root, as they would lie on a card; gives the root."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return root


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmp:Rating="{rating}" xmp:Label="{label}">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def xmp(*, rating: int = 4, label: str = "Red", caption: str = "", keywords: tuple[str, ...] = ()) -> bytes:
    """An XMP sidecar."""
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in keywords)
    return XMP.format(rating=rating, label=label, caption=caption, keywords=items).encode()
