"""Write the catalogue as JSON, as described by ``schemas/catalogue.schema.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.catalogue.resolver import entity_of_entry

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.model import Entity, Episode, Mention

#: The version of the format. It increases when programs that read it need to change.
VERSION = 1


def catalogue_json(catalogue: Catalogue) -> str:
    """Return the archive as JSON. Episodes are in the order of the catalogue, newest first."""
    data = {
        "version": VERSION,
        "language": catalogue.language,
        "episodes": [episode_record(catalogue, e) for e in catalogue.episodes.values()],
        "entities": [
            entity_record(catalogue, catalogue.entities[id_]) for id_ in sorted(catalogue.entities)
        ],
        "channels": [
            {"id": c.id, "name": c.name, "episodes": list(c.episodes)}
            for _, c in sorted(catalogue.channels.items())
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def episode_record(catalogue: Catalogue, episode: Episode) -> dict[str, Any]:
    """Return an episode as JSON data."""
    entries = []
    for entry in episode.entries:
        found = entity_of_entry(catalogue, entry.name, entry.type)
        entries.append(
            {
                "entity": found[0] if found else None,
                "name": entry.name,
                "type": entry.type,
                "role": entry.role,
                "description": entry.description,
                "url": entry.href,
            }
        )
    return {
        "id": episode.docname,
        "path": episode.path,
        "title": episode.title,
        "language": episode.language,
        "summary": episode.summary,
        "channel": episode.channel,
        "date": episode.date.isoformat() if episode.date else None,
        "number": episode.number,
        "season": episode.season,
        "duration": episode.duration,
        "hosts": list(episode.hosts),
        "guests": list(episode.guests),
        "audio": episode.audio,
        "video": episode.video,
        "image": episode.image,
        "links": [{"label": label, "url": url} for label, url in episode.links],
        "tags": list(episode.tags),
        "guid": episode.guid,
        "chapters": [
            {"id": c.id, "title": c.title, "start": c.start, "end": c.end, "depth": c.depth}
            for c in episode.chapters
        ],
        "quotes": [
            {
                "id": q.id,
                "text": q.text,
                "translation": q.translation,
                "speaker": q.speaker,
                "comment": q.comment,
                "start": episode.quote_start(q),
                "chapter": episode.chapter_id(q.chapter),
                "verdict": q.verdict.kind if q.verdict else None,
                "elsewhere": q.verdict is not None and q.verdict.is_elsewhere,
                "speaker_found": q.is_speaker_found,
            }
            for q in episode.quotes
        ],
        "entries": entries,
    }


def entity_record(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    """Return an entity as JSON data."""
    registry = entity.registry
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "names": list(entity.names),
        "same_as": list(registry.same_as) if registry else [],
        "appearances": list(entity.appearances),
        "mentions": [_mention(catalogue, m) for m in entity.mentions],
    }


def _mention(catalogue: Catalogue, mention: Mention) -> dict[str, Any]:
    episode = catalogue.episodes[mention.docname]
    return {
        "episode": mention.docname,
        "name": mention.name,
        "sentence": mention.sentence,
        "chapter": episode.chapter_id(mention.chapter),
        "quote": None if mention.quote is None else episode.quotes[mention.quote].id,
        "start": mention.start,
    }
