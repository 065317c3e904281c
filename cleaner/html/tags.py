"""What each HTML element means for the flow of text.

Source: the rendering section of the HTML standard (user-agent style sheet), with the additions named below.
"""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK: Final = _names(
    "address article aside blockquote body button caption center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav ol p plaintext pre search "
    "section summary table tbody td tfoot th thead tr ul xmp"
)
"""Elements that break the line. Custom elements (a hyphen in the name) count as blocks too; all others, among them the
smart tags of word processors (a colon in the name), break neither lines nor words."""

VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
"""Elements without an end tag in serialised HTML."""

PARAGRAPH: Final = _names(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure section article header footer aside nav form hr main "
    "address fieldset details"
)
"""Blocks that a blank line sets off from what stands before and after; other blocks only break the line."""

LEFT_OUT: Final = sorted(
    _names(
        "script style svg template noscript iframe frame frameset noframes noembed object canvas video audio select "
        "textarea datalist map dialog head annotation rp rt"
    )
)
"""Elements whose text a reader with scripts switched on does not see as text of the page.

`rt` and `rp` are reading aids over the line (ruby): inside the line they would break its words.
"""

DECLARING: Final = ("h1", "html", "link", "meta", "script", "time", "title")
"""Elements that declare something of the page in their attributes."""

DEPTH: Final = 64
"""Blocks nested deeper than this count as part of the block at this depth; bounds evidence on hostile pages."""
