"""Does a request again whose connection to PostgreSQL ended halfway.

By then there is a connection to the server that took over. A GET writes nothing that matters twice,
and a filing has the key that makes it the same one.
"""

from flask import Response, current_app, g, request

from portal.storage.database import StorageUnavailable


def is_worth_it(error: Exception, *, is_filing: bool) -> bool:
    """Whether it may be done twice, and was not yet."""
    is_lost = isinstance(error, StorageUnavailable) and error.is_lost
    return is_lost and (request.method == "GET" or is_filing) and not g.get("once_more")


def once_more() -> Response:
    """The answer to the second try, also when that is an error."""
    g.once_more = True
    try:
        early = current_app.preprocess_request()
        answer = current_app.dispatch_request() if early is None else early
    except Exception as error:  # noqa: BLE001 - what is raised in a handler reaches no other one
        answer = current_app.handle_user_exception(error)
    return current_app.make_response(answer)
