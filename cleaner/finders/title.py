"""Lift the title: the first line that remains, when it reads like a headline and stands directly before prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import regex

from cleaner.counts import parse_count
from cleaner.dates import find_stamps, reads_as_stamp
from cleaner.finders.dateline import read_dateline
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.model import Capture, Finding, View
from cleaner.people import is_byline, split_byline

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {"title.lift": "The first line reads like a headline, directly before prose: it moved to the field title."}
)

HEADLINE_WIDTH: Final = 25.0
"""Width from which a line beside labels and dates may be a headline: two shorter lines may be verse or a name."""
LONGEST: Final = 165
"""Width of the longest title: 99.8 % of 2,539 known titles are no wider, and many stand-firsts are (docs/dates.md)."""

_SHORT_PROSE: Final = 60
"""A narrower line is prose only when it is this wide and ends as a sentence does."""

_SHORTEST: Final = 10

_OVER_STAND_FIRST: Final = 30
"""Width from which a line over a stand-first is taken for the headline."""

_STAND_FIRST: Final = 100
"""Two sentences in a wider line are a stand-first; 17 of 253 known news titles hold two, all narrower."""

_LETTERS = regex.compile(r"\p{L}")
_BULLET = regex.compile(
    r"[-–—―•·▪■◆●○▶►➤✓*‣>#|+~=_→⇒※★☆◎]"
    r"|\p{N}{1,3}\s?[.)、]\s?(?!\p{N})|[(\[（【]?(?:\p{N}{1,2}|[a-zA-Z])[)\]）】]\s"
)
_SALUTATION = regex.compile(
    r"(?:dear|hello|hi|to the editor|to whom|sehr geehrte[rs]?|liebe[rs]?|hallo|chère?s?|bonjour|estimad[oa]s?"
    r"|querid[oa]s?|car[oai]|gentil[ei]|prezad[oa]s?|beste|geachte|kära|kjære|szanown[iya]|drogi|уважаем\p{L}+|дорог\p{L}+|шановн\p{L}+"
    r"|প্রিয়|प्रिय|عزيزي|尊敬的|亲爱的|拝啓)\b",
    regex.IGNORECASE,
)
_QUESTION = regex.compile(
    r"(?:q|a|question|answer|frage|antwort|pregunta|respuesta|pergunta|resposta|domanda|risposta|вопрос|ответ|প্রশ্ন|উত্তর|"
    r"सवाल|जवाब|प्रश्न|उत्तर|س|ج|سؤال|جواب|问|問|答|Ｑ|Ａ)\p{N}{0,2}\s?[.:：]",
    regex.IGNORECASE,
)
_SPEAKER = regex.compile(r"[^\s:：.,!?]{1,24}(?:\s[^\s:：.,!?]{1,24}){0,2}\s?[:：](?!//)")
_OPENING_QUOTE = regex.compile(r"[\"'“”„«»‘’‚「『‹›]")
_OPEN_ENDS: Final = tuple(",;:-–—‐―，、；：،؛")
_INITIALS = regex.compile(r"(?:^|\s|\()(?:\p{L}\.){2,}$|\s(?:Jr|Sr|Inc|Co|Corp|Ltd|No|vs)\.$")
_TWO_SENTENCES = regex.compile(r"\p{L}{3,}[.。।።۔]\s?[\p{Lu}\p{Lo}]")
_PICTURE = regex.compile(
    r"\b(?:photo|image|picture|foto|bild)s?\s?(?:by|credit|courtesy|via|von|:)\s", regex.IGNORECASE
)
_ADDRESS = regex.compile(r"\S@\S+\.\S|https?://|www\.", regex.IGNORECASE)
_CREDIT = regex.compile(
    r"(?:photo|photos|image|images|picture|pic|foto|fotos|bild|bilder|credit|source|quelle|fuente|caption|video|ছবি|ফটো|"
    r"फोटो|तस्वीर|صورة|الصورة|عکس|תמונה|图|圖|写真|사진|фото)\s?(?:credit|courtesy|by)?\s?[:：/|]",
    regex.IGNORECASE,
)


def find_title(view: View) -> list[Finding]:
    """At most one finding with the action `title`, over the first line of the view.

    Only the first three lines decide, so a text that begins with its lifted title has the same title lifted again.
    """
    if not begins_with_title(view.lines):
        return []
    line = view.lines[0]
    start, end = view.span(0, 0, len(line))
    capture = Capture("title", "text", line, start, end)
    return [Finding("title", *view.bounds[0], "title.lift", "title", captures=(capture,))]


def begins_with_title(lines: Sequence[str]) -> bool:
    """Whether the first line is the headline of the others.

    >>> begins_with_title(["Council votes for the bridge", "The council has voted for the new bridge. " * 3])
    True
    """
    if len(lines) < 2 or not is_headline(lines[0]):
        return False
    return follows(lines[0], lines[1]) or _has_stand_first(lines)


def _has_stand_first(lines: Sequence[str]) -> bool:
    """Whether one line in the form of a headline stands between the first line and prose.

    The first is then wide enough for a headline: a narrow one may be the name of the paper over it.
    """
    if len(lines) < 3 or width(lines[0]) < _OVER_STAND_FIRST or not is_prose(lines[2]):
        return False
    return is_headline(lines[1]) and follows(lines[0], lines[2])


def is_headline(line: str) -> bool:
    """Whether a line has the form of a headline: short, no sentence with a full stop, none of the other short lines."""
    size = width(line)
    if not _SHORTEST <= size <= LONGEST or not _LETTERS.search(line):
        return False
    if line.endswith(_OPEN_ENDS) or (_ends_in_full_stop(line) and not _INITIALS.search(line)):
        return False
    if line[0].islower() and line[0].isascii() and not any(char.isupper() for char in line.split(" ", 1)[0]):
        return False  # a sentence that was wrapped; "iPhone" and "eBay" have a capital in the word
    if size == len(line) and " " not in line:
        return False  # one word is the name of a section as often as a title
    if _BULLET.match(line) or _SALUTATION.match(line) or _QUESTION.match(line) or _CREDIT.match(line):
        return False
    if (
        (line[0] in "([（【［" and line[-1] in ")]）】］")
        or "\t" in line
        or line.count("|") > 2
        or _ADDRESS.search(line)
    ):
        return False
    if (size > _STAND_FIRST and _TWO_SENTENCES.search(line)) or _PICTURE.search(line):
        return False
    if reads_as_stamp(line) or parse_count(line) is not None or is_byline(line) or _is_dated_byline(line):
        return False
    return not _is_bare_dateline(line)


def _is_dated_byline(line: str) -> bool:
    """Whether the line is a name and a date: "Jane Doe | Senior Writer | July 2, 2025"."""
    if not any(map(str.isdecimal, line)):
        return False
    stamps = find_stamps(line)
    if not any(stamp.precision not in ("time", "month") for _, _, stamp in stamps):
        return False
    return bool(split_byline(line).authors)


def _ends_in_full_stop(line: str) -> bool:
    """Whether the line ends a sentence with a full stop; "?", "!" and "…" end headlines too."""
    if not ends_sentence(line):
        return False
    bare = line.rstrip("\"'”’»›)]」』）】》 \u200e\u200f*_")
    return bare[-1:] not in "?!…？！؟‽" and not bare.endswith("...")


def _is_bare_dateline(line: str) -> bool:
    found = read_dateline(line)
    return found is not None and len(line) - found.end < _SHORTEST


def follows(line: str, following: str) -> bool:
    """Whether the next line is the text under the headline: not its rest, a list, a dialogue or an interview."""
    if not is_prose(following) and not ends_sentence(following):
        return False
    if following[0].islower() and following[0].isascii():
        return False
    if _OPENING_QUOTE.match(line) and _OPENING_QUOTE.match(following):
        return False
    if _BULLET.match(following) or _QUESTION.match(following):
        return False
    if _SPEAKER.match(line) and _SPEAKER.match(following):
        return False
    if is_prose(following):
        return True
    # Lines of equal width, each near the margin, are a paragraph that was wrapped.
    wide = width(following)
    return wide >= _SHORT_PROSE and ends_sentence(following) and width(line) <= 0.9 * wide
