"""Names as parts of an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from sphinxcontrib_podcast.grammar.vocabulary import fold

# A file name may have 255 bytes on most systems, and a suffix is still to come.
_MOST_BYTES = 150
# Names that Windows keeps for devices, whatever the suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index|genindex|search)")


def slug(name: str) -> str:
    """A name as part of a path, an XML id and a URL.

    Letters and digits of every script are kept (after NFKC and case folding), anything
    else becomes a hyphen: nothing of ``/``, ``..``, ``<`` or control characters is left.
    A name that would lose too much, or is too long, gets a short hash at the end.
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
    """A slug of its own for each pair of a folded name and a kind of thing.

    Where two names want one slug (``C`` and ``C++``), the one that is spelt like it gets
    it and the others a short hash, so that who gets what depends on nothing else.
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
