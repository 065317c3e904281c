"""The evaluation data's own reader and metric, from the folder beside the project."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

_TOOLS = Path(__file__).resolve().parents[2] / "shared" / "tools"
sys.path.insert(0, str(_TOOLS))
gold: Any = importlib.import_module("gold")
score: Any = importlib.import_module("score")
