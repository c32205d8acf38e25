"""portal.sqlite and the files beside it: transactions, migrations, audit log, rate limits."""
