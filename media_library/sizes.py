"""Sizes of files in words, the same on a page and in a terminal."""


def format_size(size_bytes: float) -> str:
    """Decimal units, as disks and cards are sold."""
    for unit in ("B", "kB", "MB", "GB"):
        if size_bytes < 1000:
            return f"{size_bytes:.0f} {unit}" if unit in ("B", "kB") else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.2f} TB"
