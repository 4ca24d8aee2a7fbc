"""Turn names into parts of addresses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from sphinxcontrib_podcast.grammar.vocabulary import fold

# Most systems allow file names of 255 bytes, including a suffix.
_MOST_BYTES = 150
# Names that Windows reserves for devices, and names of pages that Sphinx writes.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index|genindex|search)")


def slug(name: str) -> str:
    """Return a name in a form that can be part of a path, an XML id and a URL.

    Letters and digits of every language are kept, after NFKC and case folding. Everything else
    becomes a hyphen, so that no ``/``, ``..``, ``<`` or control character is left. A name without
    letters, or that is too long or reserved, gets a short hash at the end.
    """
    folded = fold(name)
    text = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", folded)).strip("-")
    cut = text.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip("-")
    if not text or cut != text or _RESERVED.fullmatch(text):
        return f"{cut}-{_hash(folded)}".lstrip("-") if cut else f"x{_hash(folded)}"
    return text


def assign_slugs(
    names: Iterable[tuple[str, str]], taken: Iterable[str] = ()
) -> dict[tuple[str, str], str]:
    """Return a unique slug for each pair of a folded name and a kind.

    If two names have the same slug (``C`` and ``C++``), the one that is spelled like the slug gets
    it, and the others get a short hash. The result does not depend on the order of the names.
    """
    used = set(taken)
    slugs: dict[tuple[str, str], str] = {}
    for key in sorted(names, key=lambda key: (slug(key[0]) != key[0].replace(" ", "-"), key)):
        wanted = own = slug(key[0])
        number = 0
        while wanted in used:
            wanted = f"{own}-{_hash(' '.join(key) + str(number or ''))}"
            number += 1
        used.add(wanted)
        slugs[key] = wanted
    return slugs


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]
