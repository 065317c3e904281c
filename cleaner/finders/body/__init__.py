"""Finding the article's body in a whole page, as HTML or flattened to text."""

from cleaner.finders.body.finder import (
    DOUBT,
    REASONS,
    BodyFinder,
    BodyOptions,
    BodyVerdict,
    judge_body,
    judge_in_frame,
)
from cleaner.finders.body.frame import FEW

__all__ = ["DOUBT", "FEW", "REASONS", "BodyFinder", "BodyOptions", "BodyVerdict", "judge_body", "judge_in_frame"]
