"""A digest, what it holds, and the same without line breaks."""

from __future__ import annotations

from reading import read

from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()

DIGEST = """# The First Recorded Voice

Mara Lindqvist asks how a voice was kept for the first time. Kenji Sato knows.

## [00:00] Intro

She begins with a sheet of tin. It had 2 sides, and C# was no note then.

> *"A voice is not a signal. It 'sings'."* (laughing)
> — Kenji Sato

## [1:00:26] Was It A Hoax?

Nobody knows.

> *「声は残る。」*

More of it, after the quote.

> "Plain marks."

## Entities

- **Kenji Sato** (Person, historian): Wrote a book on tin foil.
- **Mara Lindqvist** (Person): Host.
- **[Phonograph](https://e.org/p)** (Product): Kept a voice - and lost it.
"""


def joined(text: str, separator: str = " ") -> str:
    return separator.join(line.strip() for line in text.split("\n") if line.strip())


def content_of(text: str) -> tuple[object, ...]:
    """Return the chapter starts, the quotes with their chapters, and the entities of a text."""
    found = read(text)
    return (
        [c.start for c in found.chapters],
        [(q.text, q.speaker, q.comment, q.chapter) for q in found.quotes],
        [(e.name, e.type, e.role, e.description, e.href) for e in found.entries],
    )
