"""Files as a ZIP archive: the same bytes from the same files, on every system and on every day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The oldest date that an archive can hold: the files inside have none of their own."""


def zip_files(files: Iterable[tuple[str, bytes]], *, stored: Iterable[str] = ()) -> bytes:
    """An archive of ``files`` in their order; those named in ``stored`` are not packed."""
    unpacked = frozenset(stored)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, NO_DATE)
            info.compress_type = zipfile.ZIP_STORED if name in unpacked else zipfile.ZIP_DEFLATED
            info.create_system = 3  # the same bytes on every system
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()
