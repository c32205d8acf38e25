"""PORTAL_DATABASE: where PostgreSQL is."""


def postgres(text: str) -> str:
    """Where PostgreSQL is, as its own library reads it. Raises ValueError."""
    if not text:
        return ""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(text)
    except ProgrammingError as error:
        raise ValueError from error
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError
    return text


def database_problems(database: str, keys: str) -> list[str]:
    """What is wrong with PORTAL_DATABASE beside PORTAL_SLEUTEL."""
    if not database or keys:
        return []
    return [
        "PORTAL_DATABASE is ingevuld, maar PORTAL_SLEUTEL is leeg: zonder sleutel wordt er niets"
        " bewaard, en is wat er staat niet te lezen."
    ]
