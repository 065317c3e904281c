"""Words beside a date that say what happened on it: published, or changed."""

from __future__ import annotations

import re
from typing import Literal

PUBLISHED = re.compile(
    r"\b(?:published|posted|publiziert|veröffentlicht|erschienen|erstellt|gepostet|eingestellt|geschrieben|datum|stand"
    r"|publié|paru|posté|mis en ligne|publicad[oa]|pubblicat[oa]|opublikowan[oy]|dodan[oya]|gepubliceerd|geplaatst"
    r"|publicerad|publisert|udgivet|julkaistu|publikováno|közzétéve|yayın\w*|diterbitkan|đăng)\b"
    r"|опубликован|дата публикации|发布|发表|公開|掲載|입력|প্রকাশ|نشر",
    re.IGNORECASE,
)
"""A word for publication."""
CHANGED = re.compile(
    r"\b(?:updated?|edited|modified|revised|aktualisiert|geändert|änderung|mis(?:e)? à jour|modifié|actualizad[oa]"
    r"|atualizad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowan[oa]"
    r"|aktualizov[aá]no|güncelle\w*)"
    r"|обновлен|оновлен|更新|수정|تحديث|আপডেট",
    re.IGNORECASE,
)
"""A word for a change. It may go on ("updated at", "обновлено")."""
_FIRST = r"(?:(?:last|first|zuletzt|letzte|dernière|última|ultimo|laatst|senast|sist|ostatnio|последнее)\s+)?"
_LAST = r"\w{0,3}(?:\s+(?:on|at|am|um|vom|le|el|il|op|em|den|dnia|в))?\s*[:：]?"
_ONLY = re.compile(f"{_FIRST}(?:(?P<modified>{CHANGED.pattern})|(?:{PUBLISHED.pattern})){_LAST}", re.IGNORECASE)


def label_of(text: str) -> Literal["published", "modified"] | None:
    """What a label of a date says, where the text is that label and nothing else.

    >>> label_of("Zuletzt aktualisiert am"), label_of("Published:"), label_of("Published works of")
    ('modified', 'published', None)
    """
    found = _ONLY.fullmatch(text.strip())
    if found is None:
        return None
    return "modified" if found["modified"] else "published"
