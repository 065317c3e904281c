"""Bylines to persons. When it is not sure that something is a person's name, there is no author.

The words are data (people.tsv): labels ("By", "文/记者"), joiners, offices, bylines that name nobody, news agencies.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from msgspec import Struct

from cleaner.dates import find_stamps
from cleaner.dates.vocabulary import fold
from cleaner.zones import zone_of_place


class Byline(Struct, frozen=True):
    """What a byline says. `authors` are persons only; a news agency is in `organisations`."""

    authors: tuple[str, ...] = ()
    role: str | None = None
    place: str | None = None
    is_placeholder: bool = False
    """Whether it names nobody: "Staff Reporter", "admin", "নিজস্ব প্রতিবেদক"."""
    organisations: tuple[str, ...] = ()


_MAX_CHARS: Final = 200
_MAX_NAME: Final = 40
_MAX_WORDS_WITHOUT_LABEL: Final = 8
_MAX_AUTHORS: Final = 8


def _load() -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for line in files("cleaner").joinpath("people.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            _, kind, words = line.split("\t")
            table = out.setdefault(kind, {})
            for word in words.split("; "):
                table.setdefault(_key(word), word)
    return out


_SPACE = re.compile(r"[\s\u00a0\u200b]+")


def _key(word: str) -> str:
    if "  " in word or not word.isprintable():  # of white space only the space is printable
        word = _SPACE.sub(" ", word)
    return fold(word.strip(" .:：,;"))


_WORDS: Final = _load()
_ROLES: Final = _WORDS["role"]
_AGENCIES: Final = _WORDS["agency"]
_PLACEHOLDERS: Final = _WORDS["placeholder"]
_NOT_NAMES: Final = frozenset(_WORDS["not-name"])
_TAILS: Final = frozenset(_WORDS["tail"])
_PARTICLES: Final = frozenset(_WORDS["particle"])


def _alternatives(kind: str) -> str:
    """An alternation of the words of a kind, the longest first."""
    words = {word.rstrip("*") for word in _spellings(kind)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _spellings(kind: str) -> list[str]:
    out: list[str] = []
    for line in files("cleaner").joinpath("people.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            _, found, words = line.split("\t")
            if found == kind:
                out.extend(words.split("; "))
    return out


_LABELS: Final = frozenset(_WORDS["label"])
_LABEL_WORD = re.compile(r"[^\s:：/／|]+[\s:：/／|]*")
_LABEL_WORDS: Final = 4
_EAST_LABEL = re.compile(
    rf"(?:{'|'.join(sorted((w for w in _WORDS['label'].values() if ord(w[0]) > 0x2FFF), key=lambda w: (-len(w), w)))})"
    r"(?:\s?[:：/／|]\s?|\s|(?=[\u3040-\u9fff]))"
)
_JOINER = re.compile(rf"\s(?:{_alternatives('joiner')})\s|\s?[&＆]\s?", re.IGNORECASE)
_SPLIT = re.compile(r"(\s?[,;|/•·⋅、，；／｜‧・]\s?|\s[-–—]\s|\t|\n)")
_MARK = re.compile(r"\s?[,;|/•·⋅、，；／｜‧・–—\t\n-]\s?")
_COMMAS: Final = ",;、，；·・‧"
_CONTACT = re.compile(r"\S{1,64}@\S{1,255}|@\w{1,40}|(?:https?://|www\.)\S{1,300}|[(（\[【]\s?[)）\]】]")
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,60})[)）\]】]")
_IN = re.compile(rf"\s(?:{_alternatives('in')})\s(?=[^\Wa-zа-я])")
_EAST_ROLE = re.compile(
    rf"(?<=[\u3040-\u9fff\uac00-\ud7a3])\s?(?:{'|'.join(w for w in _ROLES.values() if ord(w[0]) > 0x2FFF)})$"
)
_EDGES: Final = " \t\u00a0\u200b\u200e\u200f.,;:：|/•·-–—=*#_~>»▲△▶■◆●"
_CHINESE_LABEL = re.compile("记者|作者|通讯员|撰文|采写|撰稿")
_SUFFIX = re.compile(r"(?<=\s)(Jr|Sr|[^\W\d_])$")
_TITLE = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Lord|Rev|Fr|Ing|Mag|Dipl)\.?", re.IGNORECASE)
_NAME_TOKEN = re.compile(
    r"[^\W\d_][^\W\d_.'’‘`\-‐\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\u200c\u200d]*[^\s\d,;:|/\\()\[\]{}<>@#$%&*+=?!\"“”«»]*"
)
_LOWER_START = re.compile(r"[a-zà-öø-ÿа-яёіїєґ]")


def split_byline(raw: str) -> Byline:
    """Take a byline apart: persons, the office they write in, the place, and agencies.

    >>> split_byline("By Jane Doe and John Smith, Staff Writer").authors
    ('Jane Doe', 'John Smith')
    >>> split_byline("নিজস্ব প্রতিবেদক, ঢাকা").is_placeholder
    True
    >>> split_byline("Reuters").organisations
    ('Reuters',)
    """
    text = _SPACE.sub(" ", raw).strip()
    if not text or len(text) > _MAX_CHARS:
        return Byline()
    text = _without_stamps(_CONTACT.sub(" ", text)).strip(_EDGES)
    whole = _whole(text)
    if whole is not None:
        return whole
    text, label = _without_label(text)
    whole = _whole(text) if label else None
    if whole is not None:
        return whole
    return _parts(text, _CHINESE_LABEL.search(label) is not None)


def _without_stamps(text: str) -> str:
    """Leave out a date line that is glued to the names, with all that follows it."""
    if any(map(str.isdecimal, text)):
        stamps = find_stamps(text)
        if stamps:
            head = text[: stamps[0][0]].strip(_EDGES)
            text = head or text[stamps[-1][1] :]
    return _without_tail(text)


def _without_tail(text: str) -> str:
    """Cut words such as "Updated on" or "Follow" off the end."""
    for _ in range(4):
        text = text.rstrip(_EDGES)
        tokens = text.split(" ")
        for size in (2, 1):
            if len(tokens) > size and _key(" ".join(tokens[-size:])) in _TAILS:
                text = " ".join(tokens[:-size])
                break
        else:
            return text
    return text


def _without_label(text: str) -> tuple[str, str]:
    """(names, label in front of them): "Written by", "Von", "文/记者"; at most two, as in "Opinion by: By Jane Doe"."""
    label = ""
    for _ in range(2):
        end = _label_end(text)
        if not 0 < end < len(text):
            break
        label += text[:end]
        text = text[end:].strip(_EDGES)
    return text, label


def _label_end(text: str) -> int:
    """Where a label at the start of the text ends; 0 when there is none. Han labels may be glued to the name."""
    if text and "\u3040" <= text[0] <= "\ud7a3":
        match = _EAST_LABEL.match(text)
        return match.end() if match is not None else 0
    ends: list[int] = []
    at = 0
    while len(ends) < _LABEL_WORDS and (match := _LABEL_WORD.match(text, at)) is not None:
        at = match.end()
        ends.append(at)
    return next((end for end in reversed(ends) if _key(text[:end]) in _LABELS), 0)


def _whole(text: str) -> Byline | None:
    """A byline that is one known phrase."""
    key = _key(text)
    if key in _PLACEHOLDERS:
        return Byline(is_placeholder=True, role=text if key in _ROLES else None)
    if key in _AGENCIES:
        return Byline(organisations=(text,))
    return None


def _parts(text: str, is_chinese: bool) -> Byline:
    authors: list[str] = []
    organisations: list[str] = []
    role: str | None = None
    place: str | None = None
    placeholder = False
    unsure = False
    inside = [match.group(1) for match in _BRACKETS.finditer(text)]
    text = _BRACKETS.sub(" | ", text)
    comma = True
    pieces = [*_SPLIT.split(text), *(part for bracket in inside for part in ("|", bracket))]
    for piece in pieces:
        if _MARK.fullmatch(piece):
            comma = piece.strip() in _COMMAS
            continue
        piece = _without_tail(piece.strip(_EDGES))
        if not piece:
            continue
        key = _key(piece)
        if key in _AGENCIES:
            organisations.append(piece)
        elif key in _PLACEHOLDERS and key not in _ROLES:
            placeholder = True
        elif key in _ROLES:
            role = role or piece
        elif zone_of_place(piece) is not None and (authors or role or organisations or placeholder):
            place = place or piece
        else:
            found, office, where, agency = _persons(piece, is_chinese)
            role = role or office
            place = place or where
            organisations.extend(agency)
            if authors and (not comma or _is_louder(found, authors)):
                continue  # after a stroke or a dot stand sections, sites and roles; names are listed with commas
            if found:
                authors.extend(name for name in found if name not in authors)
            elif not office and not agency and piece not in inside:
                unsure = True
    if len(authors) > _MAX_AUTHORS:
        authors = []
    nobody = not authors and not organisations and (placeholder or role is not None)
    return Byline(tuple(authors), role, place, nobody and not unsure, tuple(dict.fromkeys(organisations)))


def _is_louder(found: list[str], authors: list[str]) -> bool:
    """Whether names are in capitals while the first author is not: those are initials of a broadcaster or a paper."""
    return any(name.isupper() for name in found) and not authors[0].isupper()


def _persons(piece: str, is_chinese: bool) -> tuple[list[str], str | None, str | None, list[str]]:
    """(names, office, place, agencies) of one piece of a byline: "Jane Doe and John Smith in London"."""
    role: str | None = None
    place: str | None = None
    agencies: list[str] = []
    halves = _IN.split(piece, maxsplit=1)
    if len(halves) == 2 and zone_of_place(halves[1]) is not None:
        piece, place = halves[0], halves[1]
    names: list[str] = []
    for part in _JOINER.split(piece):
        part = _SUFFIX.sub(r"\1.", part.strip(_EDGES))
        part, office, agency = _without_office(part)
        role = role or office
        if agency:
            agencies.append(agency)
        if not part:
            continue
        if _key(part) in _AGENCIES:
            agencies.append(part)
        elif is_chinese and (several := _east_names(part)) is not None:
            names.extend(several)
        elif is_name(part):
            names.append(part)
        else:
            return [], role, place, agencies
    return names, role, place, agencies


def _without_office(part: str) -> tuple[str, str | None, str | None]:
    """Cut off an office or an agency beside the name without a comma: "이용민 기자", "JANE DOE Associated Press"."""
    east = _EAST_ROLE.search(part)
    if east is not None:
        return part[: east.start()].strip(_EDGES), east.group().strip(), None
    tokens = part.split(" ")
    for size in (4, 3, 2, 1):
        if len(tokens) > size:
            tail, head = " ".join(tokens[-size:]), " ".join(tokens[:size])
            key = _key(tail)
            if key in _ROLES:
                return " ".join(tokens[:-size]).strip(_EDGES), tail, None
            if key in _AGENCIES:
                return " ".join(tokens[:-size]).strip(_EDGES), None, tail
            if _key(head) in _ROLES:
                return " ".join(tokens[size:]).strip(_EDGES), head, None
    if _key(part) in _ROLES:
        return "", part, None
    return part, None, None


def _east_names(part: str) -> list[str] | None:
    """Several Han names with a space between them: "王明 李华". In Japanese the space may part one name."""
    names = part.split(" ")
    return (
        names if len(names) > 1 and all(is_name(name) and "\u3400" <= name[0] <= "\u9fff" for name in names) else None
    )


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency or a broadcaster.

    >>> is_agency("Reuters"), is_agency("বাসস"), is_agency("Jane Doe")
    (True, True, False)
    """
    return _key(text) in _AGENCIES


def is_byline(line: str) -> bool:
    """Whether a line is a byline and nothing else: a label with names after it, or a byline that names nobody.

    A name alone is not enough: a headline may be two words in capitals too.

    >>> is_byline("By Jane Doe"), is_byline("Reporter Name"), is_byline("Climate Change")
    (True, True, False)
    """
    text = _SPACE.sub(" ", line).strip(_EDGES)
    if not text or len(text) > _MAX_CHARS:
        return False
    rest, label = _without_label(text)
    if not label and text.count(" ") > _MAX_WORDS_WITHOUT_LABEL:
        return False
    found = split_byline(text)
    if label and rest:
        return bool(found.authors or found.organisations or found.is_placeholder)
    return found.is_placeholder or (bool(found.organisations) and not found.authors)


def signed_by(line: str) -> tuple[str, ...]:
    """The persons named in a line that is a byline and nothing else; nobody in other lines.

    >>> signed_by("By Jane Doe"), signed_by("Jane Doe"), signed_by("By Reuters")
    (('Jane Doe',), (), ())
    """
    text = _SPACE.sub(" ", line).strip()
    if text == text.strip(_EDGES) and not _without_label(text)[1]:
        return ()  # a byline without a label names no person
    return split_byline(line).authors if is_byline(line) else ()


def labelled_name(text: str) -> str | None:
    """The name or account behind a label, also where it is one word: for rows in which other parts say what they are.

    >>> labelled_name("Written by Nickel"), labelled_name("Nickel"), labelled_name("Written by the sea at night")
    ('Nickel', None, None)
    """
    text = _SPACE.sub(" ", text).strip(_EDGES)
    rest, label = _without_label(text)
    if not label.strip() or " " not in label.strip() or len(rest) > _MAX_NAME or _CONTACT.search(rest):
        return None
    words = rest.split(" ")
    return rest if len(words) == 1 or (len(words) <= 3 and all(word[:1].isupper() for word in words)) else None


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's full name: two to five words, capitalised where the script does so.

    One word is no full name, except two to four characters of Han or Hangul.

    >>> is_name("Jane van der Doe"), is_name("admin"), is_name("王明"), is_name("Read more here")
    (True, False, True, False)
    """
    if not 2 <= len(text) <= _MAX_NAME or any(map(str.isdecimal, text)):
        return False
    if all("\u3400" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" for char in text.replace(" ", "")):
        size = len(text.replace(" ", ""))
        return 2 <= size <= (5 if " " in text or any("\u3040" <= c <= "\u30ff" for c in text) else 4)
    if all("\uac00" <= char <= "\ud7a3" for char in text):
        return 2 <= len(text) <= 4
    tokens = [token for token in text.split(" ") if token]
    if not 2 <= len(tokens) <= 6:
        return False
    if len(tokens) == 2 and _TITLE.fullmatch(tokens[0]):
        return False
    capitals = 0
    for at, token in enumerate(tokens):
        if _NAME_TOKEN.fullmatch(token) is None:
            return False
        key = _key(token)
        if key in _ROLES or key in _NOT_NAMES:
            return False
        if _LOWER_START.match(token):
            if key not in _PARTICLES and not token.startswith(("d'", "d’", "al-", "el-")):
                return False
            if at == len(tokens) - 1 and len(token) < 4:
                return False
            capitals += len(token) > 3 and token[1:2] in ("'", "’")
            continue
        capitals += 1
    return capitals >= 2
