"""pytest: the examples of your rule files as tests, and fixtures that clean.

`pytest --cleaner-rules mine.toml` adds one test for each `hits` and each `misses` text of each rule in mine.toml; the
fixture `cleaner` is a `Cleaner` with these rules, and `clean` its function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.pipeline import Cleaner


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--cleaner-rules`."""
    group = parser.getgroup("cleaner")
    group.addoption("--cleaner-rules", action="append", default=[], metavar="FILE", help="rule file whose examples run")


def pytest_collection(session: pytest.Session) -> None:
    """Remember the session: the examples are collected beside what it collects itself."""
    session.config.stash[_RULES] = [Path(path) for path in session.config.getoption("--cleaner-rules")]


_RULES = pytest.StashKey[list[Path]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the examples."""
    for path in config.stash.get(_RULES, []):
        file: RuleFile = RuleFile.from_parent(session, path=path.resolve())
        items.extend(file.collect())


class RuleFile(pytest.File):
    """A rule file; its items are the examples in it."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each `hits` and each `misses` text; one that fails with all mistakes where there are any."""
        from cleaner.errors import RuleError
        from cleaner.rulebook import load

        try:
            rules = load(files=[self.path], shipped=False).rules
        except RuleError as error:
            yield RuleMistakes.from_parent(self, name=self.path.name, told=str(error))
            return
        for rule in rules:
            for kind, texts in (("hits", rule.hits), ("misses", rule.misses)):
                for number, text in enumerate(texts, 1):
                    yield RuleExample.from_parent(
                        self, name=f"{rule.id}:{kind}:{number}", rule=rule, kind=kind, text=text
                    )


class RuleMistakes(pytest.Item):
    """The mistakes of a rule file, as a test that fails."""

    def __init__(self, *, told: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.told = told

    def runtest(self) -> None:
        """Tell them."""
        pytest.fail(self.told, pytrace=False)


class RuleExample(pytest.Item):
    """One example: a text that the rule must match, or must leave."""

    def __init__(self, *, rule: Any, kind: str, text: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rule = rule
        self.kind = kind
        self.text = text

    def runtest(self) -> None:
        """Match the lines of the text against the rule alone."""
        from cleaner.rulebook.scan import matching

        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        matched = any(matching([self.rule], lines))
        if matched != (self.kind == "hits"):
            problem = "does not match, but should" if self.kind == "hits" else "matches, and would destroy text"
            pytest.fail(f"{self.rule.id} {problem}: {self.text!r}", pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the rule stands."""
        return self.path, max(0, self.rule.line - 1), self.name


@pytest.fixture(scope="session")
def cleaner(request: pytest.FixtureRequest) -> Cleaner:
    """A `Cleaner` with the shipped rules and those of `--cleaner-rules`."""
    from cleaner.pipeline import Cleaner

    rules: list[Path] = request.config.stash.get(_RULES, [])
    return Cleaner(rules=rules)


@pytest.fixture(scope="session")
def clean(cleaner: Cleaner) -> Callable[..., Article]:
    """`cleaner.clean`, for tests of what your rules do to a text."""
    return cleaner.clean
