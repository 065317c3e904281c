"""Finding the article's body in a whole page, as HTML or flattened to text."""

from cleaner.finders.body.finder import DOUBT, REASONS, BodyFinder, BodyOptions, BodyVerdict, judge_body

__all__ = ["DOUBT", "REASONS", "BodyFinder", "BodyOptions", "BodyVerdict", "judge_body"]
