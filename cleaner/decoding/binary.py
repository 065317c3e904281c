"""Recognises data that is no text by its first bytes, or by its share of NUL and control bytes."""

from __future__ import annotations

# First bytes and what they say. Text never begins so: most hold a byte that no text encoding has there, the others
# (`%PDF-`, `PK`, `Rar!` …) are the registered signature of the format.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"8BPS", "a Photoshop image"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PK\x03\x04", "a zip archive (or a document made of one, such as DOCX or EPUB)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "an ELF program"),
    (b"\xca\xfe\xba\xbe", "a Java class or a Mach-O program"),
    (b"\xcf\xfa\xed\xfe", "a Mach-O program"),
    (b"\xce\xfa\xed\xfe", "a Mach-O program"),
    (b"\x00asm", "a WebAssembly module"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"OggS\x00", "Ogg audio or video"),
    (b"fLaC\x00", "FLAC audio"),
    (b"ID3\x02", "MP3 audio"),
    (b"ID3\x03", "MP3 audio"),
    (b"ID3\x04", "MP3 audio"),
    (b"\x1aE\xdf\xa3", "Matroska or WebM video"),
    (b"FLV\x01", "Flash video"),
    (b"wOFF", "a web font"),
    (b"wOF2", "a web font"),
    (b"\x00\x01\x00\x00\x00", "a TrueType font"),
    (b"OTTO\x00", "an OpenType font"),
    (b"\x80\x02}q", "a Python pickle"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
)
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "WAV audio", b"AVI ": "AVI video"}

_CONTROLS = bytes(set(range(0x20)) - set(b"\x00\t\n\v\f\r\x1a\x1b") | {0x7F})


def kind_of(data: bytes) -> str | None:
    """What `data` is by its signature (`a PNG image`), or None when it has none that is known."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "a RIFF media file")
    if data[4:8] == b"ftyp":
        return "MP4, HEIC or AVIF media"
    if data[257:262] == b"ustar":
        return "a tar archive"
    if data.startswith((b"MZ", b"BM")) and b"\x00" in data[:64]:
        return "a Windows program" if data.startswith(b"MZ") else "a BMP image"
    return None


def is_noise(data: bytes) -> bool:
    """Whether data that is neither UTF-8 nor UTF-16 holds too many NUL and control bytes to be text in any encoding.

    Text padded with NULs at its end, or with a NUL as separator of records, is still text. The bounds lie far from
    both sides: legacy text has no control bytes but for stray ones, random bytes 11 %.
    """
    body = data.rstrip(b"\x00")
    if not body:
        return len(data) > 0
    nuls = body.count(b"\x00")
    controls = len(body) - len(body.translate(None, _CONTROLS))
    return nuls > max(1, len(body) // 10) or nuls + controls > max(4, len(body) // 20)
