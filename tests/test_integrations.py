"""Each adapter against the real library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from runs import CHROME, article, command

import cleaner
from cleaner.batch.columns import columns, to_row
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [article(n) for n in range(4)]
NAMES = [column.name for column in columns()]


def have(name: str) -> Any:
    return pytest.importorskip(name, reason=f"the extra with {name} is not installed")


def test_pandas_keeps_the_index_and_missing_texts() -> None:
    pandas = have("pandas")
    from cleaner.integrations.pandas import clean_column

    series = pandas.Series([TEXTS[0], None, TEXTS[1], float("nan")], index=["a", "b", "c", "d"])
    frame = clean_column(series)
    assert list(frame.columns) == NAMES
    assert list(frame.index) == ["a", "b", "c", "d"]
    assert CHROME not in frame.loc["a", "text"]
    assert frame.loc[["b", "d"], "text"].isna().all()
    with pytest.raises(InputError):
        clean_column(pandas.Series([b"\x89PNG\r\n\x1a\n" + bytes(99)]))
    assert clean_column(pandas.Series([b"\x89PNG\r\n\x1a\n" + bytes(99)]), on_error="null")["text"].isna().all()


def test_polars_has_the_types_of_the_record_even_when_all_is_null() -> None:
    polars = have("polars")
    from cleaner.integrations.polars import clean_column, schema

    for texts in ([TEXTS[0], None], [None, None]):
        frame = clean_column(polars.Series("body", texts, dtype=polars.String))
        assert frame.schema == schema()
        assert frame.columns == NAMES
    assert clean_column(polars.Series(TEXTS))["text"].str.contains(CHROME, literal=True).sum() == 0


def test_datasets_map_with_a_fingerprint_of_rules_and_version(tmp_path: Path) -> None:
    datasets = have("datasets")
    from cleaner.batch.columns import features
    from cleaner.integrations.datasets import clean_dataset

    source = datasets.Dataset.from_dict({"body": TEXTS, "lang": ["en"] * 4})
    made = clean_dataset(source, "body")
    assert made.features == features()
    assert made.column_names == NAMES
    assert json.loads(made[2]["extra"]) == {"lang": "en"}
    assert all(CHROME not in text for text in made["text"])
    assert clean_dataset(source, "body")._fingerprint == made._fingerprint
    assert clean_dataset(source, "body", cleaner=Cleaner(profile="strict"))._fingerprint != made._fingerprint
    made.to_parquet(tmp_path / "a.parquet")


def test_datasets_reads_an_output_with_the_types_of_the_record(tmp_path: Path) -> None:
    datasets = have("datasets")
    from cleaner.integrations.datasets import features

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("No title, no date, no author: null in every row.\n")
    assert command("clean", tmp_path / "in", "-o", tmp_path / "a.parquet", "-q").code == 0
    read = datasets.Dataset.from_parquet(
        str(tmp_path / "a.parquet"), features=features(), cache_dir=str(tmp_path / "cache")
    )
    assert read.features == features()
    assert read.features["date_published"].dtype == "string"
    assert to_row(next(cleaner.read(tmp_path / "a.parquet"))) == read[0]


def test_scrapy_item_pipeline() -> None:
    scrapy = have("scrapy")
    from scrapy.exceptions import DropItem
    from scrapy.utils.test import get_crawler

    from cleaner.integrations.scrapy import CleanerPipeline

    crawler = get_crawler(settings_dict={"CLEANER_FIELD": "body", "CLEANER_INTO": "clean"})
    pipeline = CleanerPipeline.from_crawler(crawler)

    class Page(scrapy.Item):  # type: ignore[misc,name-defined]  # Scrapy tells no types
        url = scrapy.Field()
        body = scrapy.Field()
        clean = scrapy.Field()

    item = pipeline.process_item(Page(url="https://example.com/1", body=TEXTS[1]))
    assert item["clean"]["url"] == "https://example.com/1"
    assert CHROME not in item["clean"]["text"]
    assert pipeline.process_item({"body": TEXTS[2]})["clean"]["text"]
    assert pipeline.process_item({"other": 1}) == {"other": 1}
    with pytest.raises(DropItem):
        pipeline.process_item({"body": b"\x89PNG\r\n\x1a\n" + bytes(99)})


def test_datatrove_block_in_a_pipeline(tmp_path: Path) -> None:
    have("datatrove")
    from cleaner.integrations.datatrove import ArticleCleaner

    documents = [
        have("datatrove.data").Document(text=text, id=str(n), metadata={"url": "https://example.com/"})
        for n, text in enumerate(TEXTS)
    ]
    executor = have("datatrove.executor").LocalPipelineExecutor(
        pipeline=[
            documents,
            ArticleCleaner(),
            have("datatrove.pipeline.writers.jsonl").JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
    )
    stats = executor.run()
    lines = (tmp_path / "out" / "00000.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["0", "1", "2", "3"]
    assert all(CHROME not in json.loads(line)["text"] for line in lines)
    assert json.loads(lines[0])["metadata"]["article"]["language"] == "en"
    assert stats is not None


def test_langchain_transformer_leaves_its_input_alone() -> None:
    have("langchain_core")
    from langchain_core.documents import Document

    from cleaner.integrations.langchain import ArticleTransformer

    given = [Document(page_content=text, metadata={"source": "https://example.com/1", "n": 5}) for text in TEXTS]
    made = ArticleTransformer().transform_documents(given)
    assert [document.page_content for document in given] == TEXTS
    assert all(CHROME not in document.page_content for document in made)
    assert made[0].metadata["n"] == 5
    assert made[0].metadata["language"] == "en"
    assert made[0].metadata["site"] == "example.com"


RULES = """pack = "mine"
format = 1
licence = "CC0-1.0"

[[rule]]
id = "en.mine.follow"
does = "A prompt to follow"
status = "stable"
action = "drop"
category = "share_prompt"
phrases = ["follow the gazette everywhere"]
lang = ["en"]
source = "a test"
hits = ["Follow the gazette everywhere", "  FOLLOW the Gazette everywhere"]
misses = ["Follow the gazette everywhere it goes, the editor said."]
"""


def test_pytest_plugin_runs_the_examples_and_gives_fixtures(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(RULES)
    (tmp_path / "test_mine.py").write_text(
        "def test_follow(clean):\n"
        "    assert clean('The text of the day.\\n\\nFollow the gazette everywhere').text == 'The text of the day.'\n"
    )
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--cleaner-rules", "mine.toml"]
    done = subprocess.run([*line, "-vv"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout
    assert "follow:misses:1 PASSED" in done.stdout
    (tmp_path / "mine.toml").write_text(RULES.replace("FOLLOW the Gazette", "Read the Gazette"))
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "mine.toml:14: error[R020] en.mine.follow" in done.stdout


def test_pytest_plugin_costs_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    """pytest loads it in every project that has cleaner installed: it must bring no library and no step with it."""
    (tmp_path / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture\ndef clean():\n    return 'of the project itself'\n"
    )
    (tmp_path / "test_other.py").write_text(
        "import sys\n\n"
        "def test_it(request, clean):\n"
        "    assert request.config.pluginmanager.has_plugin('cleaner')\n"
        "    assert clean == 'of the project itself'\n"
        "    tops = ('cleaner', 'wasmtime', 'msgspec', 'regex')\n"
        "    ours = {name for name in sys.modules if name.partition('.')[0] in tops}\n"
        "    inner = 'cleaner.integrations.pytest_plugin'\n"
        "    assert ours <= {'cleaner', 'cleaner.version', 'cleaner.integrations', inner}, ours\n"
    )
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_pre_commit_hook_names_a_command_that_is_there(tmp_path: Path) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    entry = next(line.split(": ", 1)[1] for line in text.splitlines() if line.strip().startswith("entry: "))
    (tmp_path / "a.txt").write_text(TEXTS[0])
    (tmp_path / "b.txt").write_text("The council met on Tuesday and voted for the bridge over the river.\n")
    program, *words = entry.split()
    assert program == "cleaner"
    for names, code in ((["a.txt", "b.txt"], 1), (["b.txt"], 0)):
        line = [sys.executable, "-m", "cleaner", *words, *names]
        assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode == code
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt"]
