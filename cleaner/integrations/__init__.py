"""Adapters to other libraries, each an extra and each a module of its own; import the one you need.

from cleaner.integrations.datasets import clean_dataset      pip install 'cleaner[datasets]'
from cleaner.integrations.pandas import clean_column         pip install 'cleaner[pandas]'
from cleaner.integrations.polars import clean_column         pip install 'cleaner[polars]'
from cleaner.integrations.scrapy import CleanerPipeline      pip install 'cleaner[scrapy]'
from cleaner.integrations.datatrove import ArticleCleaner    pip install 'cleaner[datatrove]'
from cleaner.integrations.langchain import ArticleTransformer  pip install 'cleaner[langchain]'
cleaner.integrations.pytest_plugin                           found by pytest by itself
"""
