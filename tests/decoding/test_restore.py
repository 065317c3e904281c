"""From bytes to an article and back: exact for what round-trips, and said where it does not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from test_decode import LEGACY, RUSSIAN

from cleaner import clean
from cleaner.article import encode_article
from cleaner.decoding import codec
from cleaner.errors import RestoreError

JAPANESE = "政府は昨日、経済と教育を支援する新しい措置を発表した。"
SOURCES = {
    **{name: codec.encode_strict(text, name) for name, text in LEGACY.items()},
    "utf-8": RUSSIAN.encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + RUSSIAN.encode(),
    "utf-8 with foreign bytes": RUSSIAN.encode() + b" it\x92s caf\xe9 \xff " + RUSSIAN.encode(),
    "utf-8 cut off": RUSSIAN.encode()[:-1] + b"\xd0",
    "utf-16": RUSSIAN.encode("utf-16"),
    "utf-16-le": RUSSIAN.encode("utf-16-le"),
    "utf-32-be": RUSSIAN.encode("utf-32-be"),
    "hz": "政府昨天宣布了新措施。".encode("hz"),
    "iso2022_jp": JAPANESE.encode("iso2022_jp"),
    "gbk cut off": LEGACY["gbk"].rstrip("。").encode("gbk")[:-1],
    "cp1251 with a byte that it lacks": (RUSSIAN * 2).encode("cp1251") + b"\x98",
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("chrome", [b"", b"\r\n\r\n"])
def test_the_bytes_come_back(name: str, chrome: bytes) -> None:
    if chrome and name.startswith("utf-") and name[4:6] in ("16", "32"):
        pytest.skip("line ends of one byte are no line ends there")
    data = SOURCES[name] + chrome
    assert clean(data).restore() == data


def test_what_does_not_come_back_is_said() -> None:
    redundant = "政府は".encode("iso2022_jp") + b"\x1b$B\x1b(B" + "昨日".encode("iso2022_jp")
    article = clean(redundant)
    assert "政府は昨日" in article.text
    assert "lossy_chars" in article.flags
    with pytest.raises(RestoreError) as failure:
        article.restore()
    assert "did not keep every byte" in str(failure.value)


_TEXTS = [
    "The council met on Tuesday.\r\nIt voted\u00a0for the “bridge” – at last.",
    "schÃ¶n und gut, itâ€™s 鈥檚 caf├й ÐÑÐ¸Ð²ÐµÑ",
    "Ñåãîäíÿ õîðîøàÿ ïîãîäà, è ìû èäåì ãóëÿòü",
    *LEGACY.values(),
]
_WITHOUT = """
import json, sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
from cleaner import clean
from cleaner.article import encode_article
for text in json.load(sys.stdin):
    sys.stdout.buffer.write(encode_article(clean(text)) + b"\\n")
"""


def test_without_the_accelerators_the_articles_are_the_same() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _WITHOUT, "re2,ahocorasick_rs"],
        input=json.dumps(_TEXTS).encode(),
        capture_output=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [encode_article(clean(text)) for text in _TEXTS]
