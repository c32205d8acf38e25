"""What can be a mail address, for the settings and for a letter."""

import re
from email.errors import MessageError
from email.headerregistry import Address

_PART = r"[^\x00-\x20@<>()\[\],;:\\\"]+"
# The address alone: no name before it, no second address behind it.
_FORM = re.compile(f"{_PART}@{_PART}")


def is_mail_address(text: str) -> bool:
    """Whether a mail can be addressed to it."""
    if not _FORM.fullmatch(text):  # the library falls over some of these: `a@[`
        return False
    try:
        return bool(Address(addr_spec=text))
    except (ValueError, MessageError):  # `a..b@c.nl`
        return False


def address_or_nothing(text: str) -> str:
    """The text itself. Raises ValueError for anything else."""
    if text and not is_mail_address(text):
        raise ValueError(text)
    return text
