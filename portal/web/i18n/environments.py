"""The templates, compiled once for each language, and the one function that renders a page."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from flask import Flask, current_app, render_template
from flask.templating import Environment
from flask_babel import Babel
from jinja2 import nodes, pass_context
from markupsafe import Markup

from portal.web.i18n.catalogues import DEFAULT, FOLDER, translations
from portal.web.i18n.language import Catalogues, current_language
from portal.web.i18n.links import language_links, url_in
from portal.web.i18n.translator import Translator

KEY = "portal.environments"
FOR_COLLEAGUES = ("helpdesk/", "gesprek/", "mail/")  # folders: no resident waits for these

Filters = Callable[[str], Mapping[str, Callable[..., Any]]]  # what templates can do, by language


class TranslatedEnvironment(Environment):
    """A Jinja environment whose templates are compiled in one language: its global `taal`."""

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Jinja's own hook between reading a template and compiling it."""
        translated = Translator(translations(self.globals["taal"]).gettext).visit(source)
        return super()._generate(translated, name, filename, defer_init)


def init_app(app: Flask, filters: Sequence[Filters]) -> None:
    """Prepares an environment for each language."""
    app.jinja_environment = TranslatedEnvironment
    babel = Babel(app, default_locale=DEFAULT, default_translation_directories=str(FOLDER))
    babel.domain_instance = Catalogues()
    jinja = app.jinja_env
    jinja.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it
    jinja.policies["ext.i18n.trimmed"] = True
    jinja.trim_blocks = jinja.lstrip_blocks = True
    jinja.globals |= {"taallinks": language_links, "in_taal": render_in}
    _localise(jinja, DEFAULT, filters)
    app.extensions[KEY] = cache(partial(_overlay, jinja, filters))


def environment(app: Flask, taal: str) -> Environment:
    """The templates in one of LOCALES; made at first use, when every global is there."""
    if taal == DEFAULT:
        return app.jinja_env
    other: Environment = app.extensions[KEY](taal)
    return other


def _overlay(jinja: Environment, filters: Sequence[Filters], taal: str) -> Environment:
    # It shares the loader, and would share the globals and the filters too.
    overlay = jinja.overlay()
    overlay.globals, overlay.filters = dict(jinja.globals), dict(jinja.filters)
    _localise(overlay, taal, filters)
    return overlay


def _localise(jinja: Environment, taal: str, filters: Sequence[Filters]) -> None:
    jinja.globals |= {"taal": taal, "url_for": partial(url_in, taal)}
    words = cache(partial(_words, jinja))
    # pass_context: else Jinja would call it when it compiles, without a request to make links for.
    jinja.filters["woorden"] = pass_context(lambda _, *name: words(*name))
    for of_language in filters:
        jinja.filters |= of_language(taal)


def render(name: str, page: object) -> str:
    """A page in the reader's language. `page` is all that its template knows of the moment."""
    template = environment(current_app, current_language()).get_template(name)
    return render_template(template, page=page)


def render_in(taal: str, name: str, page: object) -> Markup:
    """A part of a page in another language: what the resident reads, on a colleague's page."""
    return _markup(environment(current_app, taal), name, page=page)


def compile_pages(app: object) -> None:
    """Compiles all that residents read in Dutch, with what stands inside it: 0.4 s.

    Does nothing for an application that is not ours.
    """
    if isinstance(app, Flask) and KEY in app.extensions:
        for name in app.jinja_env.list_templates():
            if not name.startswith(FOR_COLLEAGUES):
                app.jinja_env.get_template(name)


def _words(jinja: Environment, name: str, folder: str = "publiek") -> Markup:
    """The partial `<folder>/<name>.html`: it says the same to everybody, so it is rendered once."""
    return _markup(jinja, f"{folder}/{name}.html")


def _markup(jinja: Environment, name: str, **values: object) -> Markup:
    return Markup(jinja.get_template(name).render(values).strip())  # noqa: S704 - our own template
