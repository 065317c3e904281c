"""`*.phrases.txt`: one rule as a plain list of phrases, for translators.

Lines that begin with `#` are fields (`# id: de.share.teilen`), `# hit:` and `# miss:` lines are examples, other lines
are phrases. Examples that are not given: the first three phrases are hits.
"""

from __future__ import annotations

from typing import Any

from cleaner.rulebook.parse import Draft, Layer
from cleaner.rulebook.problems import Lines

_LISTS = ("lang", "sites")


def draft_of_phrases(path: str, text: str, layer: Layer) -> Draft:
    r"""Read a list of phrases as the rule it stands for.

    >>> draft_of_phrases("x", "# id: de.share.a\n# miss: Wir teilen.\nTeilen", "user").table["rule"][0]["hits"]
    ['Teilen']
    """
    rule: dict[str, Any] = {}
    phrases: list[str] = []
    examples: dict[str, list[str]] = {"hit": [], "miss": []}
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if line.startswith("#"):
            name, _, value = line[1:].partition(":")
            name, value = name.strip(), value.strip()
            if name in examples:
                examples[name].append(value)
            elif value and " " not in name:
                rule[name] = value.split() if name in _LISTS else _into(value) if name == "into" else value
        elif line:
            phrases.append(line)
    rule["phrases"] = phrases
    rule["hits"] = examples["hit"] or phrases[:3]
    rule["misses"] = examples["miss"]
    table = {"pack": rule.pop("pack", path.rsplit("/", 1)[-1].removesuffix(".phrases.txt").lower()), "format": 1}
    return Draft(path, {**table, "rule": [rule]}, Lines(path, text), layer)


def _into(value: str) -> dict[str, str]:
    name, _, converter = value.partition("=")
    return {name.strip(): converter.strip()}
