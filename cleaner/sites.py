"""The registrable domain of a URL (the door to courlan, which brings a copy of the public suffix list)."""

from __future__ import annotations


def registrable_domain(url: str) -> str | None:
    """`example.co.uk` of `https://news.example.co.uk/a`; None when there is no host in it.

    >>> registrable_domain("https://news.example.co.uk/a")
    'example.co.uk'
    """
    from courlan import extract_domain  # 60 ms of import, needed only when a URL is given

    domain: str | None = extract_domain(url, fast=False)
    return domain
