"""How gunicorn serves the site. Read by itself from the folder it is started in."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
worker_class = "portal.werker.Werker"  # gthread, which gives up on slow senders
threads = 4
keepalive = 5
# The application is made once, before the workers. A wrong setting then ends the start with one message; without this the
# workers die at import and are started again, twenty times a second.
preload_app = True
timeout = 30
graceful_timeout = 20
# Nobody uses it, and it is one for all gunicorns of a user: two on one machine take it from each other and log errors.
control_socket_disable = True
# No access log: a URL holds a kenmerk. And no warnings: they quote malformed requests, with their URL and sender.
accesslog = None
loglevel = "error"
limit_request_line = 4094  # the most it can; the kenmerk of a form holds all that was typed (portal.kenmerk.MAX_TEKENS)
limit_request_fields = 60
limit_request_field_size = 4096
# Nobody but portal.security believes what a proxy says, for as many proxies as the operator named. By itself gunicorn believes
# whoever comes from this machine, and takes a header SCRIPT_NAME or PATH_INFO of a visitor for its own.
forwarded_allow_ips = ""
forwarder_headers = ""
