"""Looking along: a resident and a colleague of the helpdesk with the same page before them. Knows no Flask and no person."""
