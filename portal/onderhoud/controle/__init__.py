"""`flask --app wsgi controleren`: what is wrong with an installation, and what to do about it.

A person runs it, also where the site does not start; each check looks and changes nothing.
Programs ask a running instance about itself: that is `gezondheid`.
"""
