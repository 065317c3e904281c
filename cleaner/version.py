"""The version in every record. tests/test_project.py holds it equal to pyproject.toml."""

VERSION = "0.1.0"
