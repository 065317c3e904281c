"""Which lines of a page belong to its gold body: labels for training the body finder, and its ceiling.

Alignment: longest common subsequence of page tokens and gold tokens (rapidfuzz's bit-parallel LCS); a line is body when
more than half of its tokens align. A short line must also form gold 3-grams with its kept neighbours, because a few
common words align anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
TOKEN = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")
SHORT = 6
"""Tokens below which a line needs 3-grams as well."""
LIMIT = 40_000
"""Tokens of page and gold that are aligned; memory of the alignment grows with their product."""


@dataclass(frozen=True)
class Labels:
    """Per line: whether it is body, and how many tokens it has."""

    body: list[bool]
    sizes: list[int]


def align(lines: list[str], gold: str) -> Labels:
    """Labels of `lines` against the gold text."""
    per_line = [TOKEN.findall(line) for line in lines]
    page = [token for tokens in per_line for token in tokens]
    wanted = TOKEN.findall(gold)
    hit = [False] * len(page)
    ids: dict[str, int] = {}
    coded = [ids.setdefault(token, len(ids)) for token in wanted]
    known = set(ids)
    # Tokens the gold never uses cannot align; leaving them out keeps the matrix small.
    places = [i for i, token in enumerate(page) if token in known]
    if places and coded:
        for op in LCSseq.opcodes([ids[page[i]] for i in places[:LIMIT]], coded[:LIMIT]):
            if op.tag == "equal":
                for k in range(op.src_start, op.src_end):
                    hit[places[k]] = True
    body: list[bool] = []
    at = 0
    for tokens in per_line:
        body.append(bool(tokens) and sum(hit[at : at + len(tokens)]) * 2 > len(tokens))
        at += len(tokens)
    grams = set(zip(wanted, wanted[1:], wanted[2:], strict=False))
    joined = {" ".join(line.split()) for line in gold.split("\n")}
    for i, tokens in enumerate(per_line):
        if body[i] and len(tokens) < SHORT and " ".join(lines[i].split()) not in joined:
            before = _next(per_line, body, i, -1)[-2:]
            after = _next(per_line, body, i, 1)[:2]
            context = before + tokens + after
            found = sum(gram in grams for gram in zip(context, context[1:], context[2:], strict=False))
            body[i] = found * 2 > max(1, len(context) - 2)
    return Labels(body, [len(tokens) for tokens in per_line])


def _next(per_line: list[list[str]], body: list[bool], i: int, step: int) -> list[str]:
    j = i + step
    while 0 <= j < len(body):
        if body[j] and per_line[j]:
            return per_line[j]
        j += step
    return []
