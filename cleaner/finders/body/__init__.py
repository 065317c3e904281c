"""Finding the article's body in a whole page, as HTML or flattened to text."""

from cleaner.finders.body.finder import (
    DOUBT,
    REASONS,
    BodyProposal,
    BodyVerdict,
    judge_body,
    judge_in_frame,
    propose_cuts,
)
from cleaner.finders.body.frame import FEW
from cleaner.finders.body.wrapped import unwrap

__all__ = [
    "DOUBT",
    "FEW",
    "REASONS",
    "BodyProposal",
    "BodyVerdict",
    "judge_body",
    "judge_in_frame",
    "propose_cuts",
    "unwrap",
]
