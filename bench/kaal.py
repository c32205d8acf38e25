"""The page that everything is compared with: Flask and one line of text, served by the same gunicorn.conf.py.

It must know nothing of the site: `gunicorn bench.kaal:app`.
"""

from flask import Flask

app = Flask("hallo", static_folder=None)
app.add_url_rule("/", "hallo", lambda: "hallo")
