"""portal.sqlite and the files beside it: opening, transactions, migrations, audit log, rate limits."""
