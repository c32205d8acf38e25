"""Plain language, measured: `make taal` prints it, the tests enforce it."""
