"""Meekijken: a resident and a colleague of the helpdesk with the same page before them."""
