"""Line rules of others, for benchmarks/insertion.py."""

from __future__ import annotations

from typing import Final

from lxml import etree
from trafilatura.utils import textfilter

C4_MIN_WORDS: Final = 5
C4_MAX_WORD: Final = 1000
C4_ENDS: Final = (".", "?", "!", '"')
C4_POLICY: Final = (
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)


def c4_cuts(line: str) -> bool:
    """The line rules of C4 (Raffel et al. 2020, section 2.2; constants of `c4_utils.py` of TensorFlow Datasets).

    A line stays if it ends in a terminal punctuation mark and not in an ellipsis, has at least five words, and mentions
    neither JavaScript nor a policy. "Lorem ipsum" and curly brackets, which there cost the whole page, cost the line.
    """
    text = line.strip()
    words = text.split()
    lowered = text.lower()
    return (
        not text.endswith(C4_ENDS)
        or text.endswith("...")
        or len(words) < C4_MIN_WORDS
        or any(len(word) > C4_MAX_WORD for word in words)
        or "javascript" in lowered
        or "lorem ipsum" in lowered
        or "{" in text
        or any(phrase in lowered for phrase in C4_POLICY)
    )


def trafilatura_cuts(line: str) -> bool:
    """Whether trafilatura's text filter drops a paragraph that holds only the line."""
    element = etree.Element("p")
    try:
        element.text = line
    except ValueError:  # characters that XML cannot hold
        return False
    return bool(textfilter(element))
