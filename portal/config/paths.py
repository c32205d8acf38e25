"""The folders of a checkout that hold no Python."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES, STATIC, TRANSLATIONS = ROOT / "templates", ROOT / "static", ROOT / "translations"
