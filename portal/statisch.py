"""Static files: served by WhiteNoise before Flask is asked, and named with the hash of what is in them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

MAP = Path(__file__).parent.parent / "static"
PREFIX = "/static/"


def init_app(app: Flask) -> None:
    """`{{ statisch('css/site.css') }}` in templates gives a URL that changes when the file does."""
    hashes = {
        pad.relative_to(MAP).as_posix(): sha256(pad.read_bytes()).hexdigest()[:12]
        for pad in MAP.rglob("*")
        if pad.is_file()
    }

    def statisch(naam: str) -> str:
        return f"{PREFIX}{naam}?v={hashes[naam]}"

    app.jinja_env.globals["statisch"] = statisch
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's own way to wrap
        app.wsgi_app,
        root=MAP,
        prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=lambda _pad, _url: True,
    )
