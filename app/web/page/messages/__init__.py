"""Messages: what the page says in each language; English is what stands in the code.

`<language>.po` are gettext's files. Code and templates name a message by its English words.
"""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
LANGUAGES = (ENGLISH, "ru", "ka", "kk", "mn", "fi")
"""The languages that the page speaks (ISO 639-1), in the order they are offered."""


@cache
def translations(language: str) -> NullTranslations:
    """Give the messages of one of LANGUAGES; English stands in the code, so it has none."""
    if language == ENGLISH:
        return NullTranslations()
    source = files(__name__) / f"{language}.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def chosen(accepted: str, languages: Iterable[str] = LANGUAGES) -> str:
    """Give the language that an Accept-Language header prefers among ours, English for none.

    Regions do not matter (`ru-RU` is `ru`), and what cannot be read is passed over.
    """
    best, most = ENGLISH, 0.0
    for part in accepted[:1000].split(","):
        name, _, quality = part.partition(";")
        language = name.strip().partition("-")[0].casefold()
        weight = _weight(quality)
        if language in languages and weight > most:
            best, most = language, weight
    return best


def _weight(quality: str) -> float:
    name, _, number = quality.partition("=")
    if name.strip().casefold() != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
