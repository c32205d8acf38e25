"""What a browser calls itself, in the few words by which a colleague knows the own computer."""

# The first that fits: Edge and Opera call themselves Chrome too, and all call themselves Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMEN = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Mac OS", "een Mac"),
    ("CrOS", "een Chromebook"),
    ("Linux", "Linux"),
)


def noem_apparaat(agent: str) -> str:
    """`Firefox op Windows`."""
    browser = next((naam for deel, naam in BROWSERS if deel in agent), "Onbekende browser")
    systeem = next((naam for deel, naam in SYSTEMEN if deel in agent), "")
    return f"{browser} op {systeem}" if systeem else browser
