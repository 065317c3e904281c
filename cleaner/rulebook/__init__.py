"""Rules as data: load, check, compile and test rule packs. docs/rules.md is the guide to writing them."""

from __future__ import annotations

from cleaner.rulebook.book import RuleBook, load
from cleaner.rulebook.rule import Rule

__all__ = ["Rule", "RuleBook", "load"]
