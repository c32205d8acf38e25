"""Where the parts of a checkout stand that are no Python."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES, STATIC, TRANSLATIONS = ROOT / "templates", ROOT / "static", ROOT / "translations"
