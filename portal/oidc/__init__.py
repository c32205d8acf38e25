"""OpenID Connect: logging in at the provider of an organisation, and what of it is believed."""
