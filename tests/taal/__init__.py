"""Plain language, measured: `make taal` prints it, the tests hold it."""
