"""The cipher Nikon lays over parts of its notes. Plain Python.

Each byte is combined with a running key that begins with the number of the body and the count of its pictures. Found by
Dave Coffin (dcraw, 2005) and written down in Exiv2 and exiftool; the two tables are theirs.
"""

from __future__ import annotations

OF_SERIAL = bytes.fromhex(
    "c1bf6d0d59c5139d83616b4fc77f3d3d5359e3c7e92f95a7951fdf7f2b29c70d"
    "df07ef71893d133d3b13fb0d89c1651fb30d6b29e3fbefa36b477f9535a7474f"
    "c7f1599535112961f13db32b0d4389c19d9d8965f1e9dfbf3d7f5397e5e99517"
    "1d3d8bfbc7e367a707f171a753b52989e52ba71729e94fc5656d6bef0d89492f"
    "b34353651d49a3138959ef6bef651d0b5913e34f9db329432b071d95595947fb"
    "e5e961472f357f177fef7f959571d3a30b71a3ad0b3bb5fba3bf4f831dade92f"
    "7165a3e507353d0db5e9e5473b9def35a3bfb3df53d397534971073561712f43"
    "2f11df1797fb953b7f6bd325bfadc7c5c5b58bef2fd3076b25499525496d71c7"
)
"""By the last byte of the body's number."""
OF_COUNT = bytes.fromhex(
    "a7bcc9ad91df85e5d478d517467c294c4d03e925681186b3bdf76f6122a22634"
    "2abe1e4614689d4418c240f47e5f1bad0b94b667b40be1ea959c66dce75d6c05"
    "dad5df7aeff6db1f824cc06847a1bdee3950564adddfa5f8c6daca90ca01429d"
    "8b0c7343750594de24b38034e52cdc9b3fca3345d0db5ff552c321dae222726b"
    "3ed05ba8878c065d0fdd091993d0b9fc8b0f8460331c9b45f1f0a3943a127733"
    "4d4478283c9efd655716946bfb59d0c82236dbd2639843a1048786f7a626bbd6"
    "594dbf6a2eaa2befe678b64ee02fdc7cbe5719327e2ad0b8ba29003c527da849"
    "3b2deb2549faa3aa39a7c5a7501136fbc6674af5a512657eb0dfaf4eb3617f2f"
)
"""By the four bytes of the count, combined."""
FIRST_STEP = 0x60


def decipher(hidden: bytes, *, serial: int, count: int) -> bytes:
    """The bytes in the open; the same call hides them again."""
    step = OF_SERIAL[serial & 0xFF]
    mixed = count & 0xFF ^ count >> 8 & 0xFF ^ count >> 16 & 0xFF ^ count >> 24 & 0xFF
    key, factor = OF_COUNT[mixed], FIRST_STEP
    opened = bytearray()
    for byte in hidden:
        key = key + step * factor & 0xFF
        factor = factor + 1 & 0xFF
        opened.append(byte ^ key)
    return bytes(opened)
