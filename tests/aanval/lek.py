"""A site with the holes that the tools look for. Only for `make aanval`, on this machine."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, redirect, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

app = Flask("lek")


@app.get("/")
def start() -> str:
    return "<!doctype html><title>lek</title><a href='/zoek?naam=jan'>zoek</a>"


@app.get("/zoek")
def zoek() -> str:
    """SQL built from what was typed."""
    db = sqlite3.connect(":memory:")
    db.execute("create table wie (naam text)")
    db.execute("insert into wie values ('jan'), ('piet')")
    vraag = f"select naam from wie where naam = '{request.args['naam']}'"  # noqa: S608 - the hole
    return str(db.execute(vraag).fetchall())


@app.post("/zeg")
def zeg() -> str:
    """HTML built from what was typed."""
    return f"<!doctype html><title>lek</title><p>{request.form['tekst']}</p>"


@app.get("/verder")
def verder() -> Response:
    """A redirect to anywhere."""
    return redirect(request.args["naar"])


@contextmanager
def lekke_site() -> Iterator[str]:
    """Yields its address, for as long as it runs."""
    for naam in ("werkzeug", "lek"):
        logging.getLogger(naam).disabled = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    draad = threading.Thread(target=server.serve_forever)
    draad.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        draad.join()
