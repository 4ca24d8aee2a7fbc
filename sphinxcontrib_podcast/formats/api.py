"""Write the archive as JSON files for programs, as described by ``api/schema.json``.

The records are those of the exported catalogue, with addresses. Nothing depends on the time of the
build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.catalogue_json import entity_record, episode_record
from sphinxcontrib_podcast.transcripts.passages import turns_with_ends

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.formats.site import Site
    from sphinxcontrib_podcast.model import Entity, Episode

#: The version of the format. It increases when programs that read it need to change.
VERSION = 1

_FOLDER = "api/"


def file_names(docnames: Iterable[str], entities: Iterable[str]) -> set[str]:
    """Return the names of the files, relative to the site.

    :param docnames: of the episodes.
    :param entities: the ids of the entities.
    """
    names = {f"{_FOLDER}{name}" for name in ("index.json", "schema.json", "quotes.ndjson")}
    names |= {_episode_file(docname) for docname in docnames}
    return names | {_entity_file(id_) for id_ in entities}


def _episode_file(docname: str) -> str:
    return f"{_FOLDER}episodes/{docname}.json"


def _entity_file(id_: str) -> str:
    return f"{_FOLDER}entities/{id_}.json"


def api_files(catalogue: Catalogue, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    yield f"{_FOLDER}schema.json", _text(schema())
    yield f"{_FOLDER}index.json", _text(_index(catalogue, site))
    for episode in catalogue.episodes.values():
        data = {"version": VERSION, **full_episode(catalogue, episode, site)}
        yield _episode_file(episode.docname), _text(data)
    for entity in catalogue.entities.values():
        data = {"version": VERSION, **full_entity(catalogue, entity, site)}
        yield _entity_file(entity.id), _text(data)
    lines = (
        json.dumps(quote, ensure_ascii=False)
        for episode in catalogue.episodes.values()
        for quote in quotes_of(catalogue, episode, site)
    )
    yield f"{_FOLDER}quotes.ndjson", "".join(f"{line}\n" for line in lines)


def _text(data: object) -> str:
    # without indentation, json is written by C instead of Python, ten times as fast
    return json.dumps(data, ensure_ascii=False) + "\n"


def _index(catalogue: Catalogue, site: Site) -> dict[str, Any]:
    return {
        "version": VERSION,
        "language": catalogue.language,
        "base": site.base,
        "schema": site.file(f"{_FOLDER}schema.json"),
        "quotes": site.file(f"{_FOLDER}quotes.ndjson"),
        "episodes": [
            {
                "id": e.docname,
                "title": e.title,
                "language": e.language,
                "channel": e.channel,
                "date": e.date.isoformat() if e.date else None,
                "url": site.url(Address(e.docname)),
                "json": site.file(_episode_file(e.docname)),
            }
            for e in catalogue.episodes.values()
        ],
        "entities": [
            {
                "id": e.id,
                "name": catalogue.name_of(e),
                "type": e.type,
                "episodes": len(catalogue.occurrences[e.id]),
                "url": _url(site, catalogue.homes[e.id]),
                "json": site.file(_entity_file(e.id)),
            }
            for _, e in sorted(catalogue.entities.items())
        ],
        "channels": [
            {
                "id": c.id,
                "name": c.name,
                "episodes": list(c.episodes),
                "url": _url(site, catalogue.channel_address(c.id)),
            }
            for _, c in sorted(catalogue.channels.items())
        ],
    }


def _url(site: Site, address: Address | None) -> str | None:
    return site.url(address) if address else None


def full_episode(catalogue: Catalogue, episode: Episode, site: Site) -> dict[str, Any]:
    """Return an episode with the addresses of its parts, and with its transcript."""
    record = episode_record(catalogue, episode)
    for part in (*record["chapters"], *record["quotes"]):
        part["url"] = site.url(Address(episode.docname, part["id"]))
    record["url"] = site.url(Address(episode.docname))
    record["transcript"] = transcript_of(episode, site)
    return record


def transcript_of(episode: Episode, site: Site) -> list[dict[str, Any]]:
    """Return the turns of a transcript, each with its moment; times are None without moments."""
    is_timed = episode.has_moments
    return [
        {
            "start": start if is_timed else None,
            "end": end if is_timed else None,
            "speaker": speaker,
            "text": words,
            "url": site.moment(episode.docname, start if is_timed else None),
        }
        for start, end, speaker, words in turns_with_ends(episode.cues, episode.chapters)
    ]


def quotes_of(catalogue: Catalogue, episode: Episode, site: Site) -> list[dict[str, Any]]:
    """Return the quotes of an episode, each with the title and the date of the episode."""
    chapters = {chapter.id: chapter.title for chapter in episode.chapters}
    return [
        {
            "version": VERSION,
            "episode": episode.docname,
            "title": episode.title,
            "channel": episode.channel,
            "language": episode.language,
            "date": episode.date.isoformat() if episode.date else None,
            **record,
            "chapter_title": chapters.get(record["chapter"], ""),
            "entity": catalogue.speaker_id(record["speaker"]) or None,
            "url": site.url(Address(episode.docname, record["id"])),
        }
        for record in episode_record(catalogue, episode)["quotes"]
    ]


def full_entity(catalogue: Catalogue, entity: Entity, site: Site) -> dict[str, Any]:
    """Return an entity with its descriptions and quotes, and the addresses of its mentions."""
    record = entity_record(catalogue, entity)
    for mention in record["mentions"]:
        anchor = mention["quote"] or mention["chapter"] or ""
        mention["url"] = site.url(Address(mention["episode"], anchor))
        if mention["start"] is not None and catalogue.episodes[mention["episode"]].has_moments:
            mention["url"] = site.moment(mention["episode"], mention["start"])
    record["name"] = catalogue.name_of(entity)
    record["url"] = _url(site, catalogue.homes[entity.id])
    record["episodes"] = [d for d in catalogue.episodes if d in catalogue.occurrences[entity.id]]
    record["descriptions"] = [
        {"language": language, "text": text} for language, text in catalogue.descriptions(entity)
    ]
    record["quotes"] = [
        {"episode": docname, "id": quote.id, "url": site.url(Address(docname, quote.id))}
        for docname, quote in catalogue.quotes_by.get(entity.id, ())
    ]
    return record


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the files: that of the catalogue, with what the files add."""
    text = (
        files("sphinxcontrib_podcast").joinpath("schemas/catalogue.schema.json").read_text("utf-8")
    )
    base = json.loads(text)
    known = base["$defs"]
    url, place = {"type": "string"}, {"type": ["string", "null"]}
    version, identity = {"const": VERSION}, {"$ref": "#/$defs/id"}
    time, words = {"$ref": "#/$defs/time"}, {"type": "string"}
    date = known["episode"]["properties"]["date"]
    _extend(known["chapter"], url=url)
    quote = json.loads(json.dumps(known["quote"]))
    _extend(known["quote"], url=url)
    _extend(known["mention"], url=url)
    known["turn"] = _object(start=time, end=time, speaker=words, text=words, url=url)
    known["text"] = _object(language=words, text=words)
    known["place"] = _object(episode=identity, id=identity, url=url)
    _extend(known["episode"], version=version, url=url, transcript=_list("turn"))
    _extend(
        known["entity"],
        version=version,
        url=place,
        episodes={"type": "array", "items": identity},
        descriptions=_list("text"),
        quotes=_list("place"),
    )
    of_episode = {"title": words, "channel": words, "language": words, "date": date}
    known["quote_line"] = _extend(
        quote,
        version=version,
        episode=identity,
        **of_episode,
        chapter_title=words,
        entity={"$ref": "#/$defs/reference"},
        url=url,
    )
    _extend(known["channel"], url=place)
    known["listed_episode"] = _object(id=identity, **of_episode, url=url, json=url)
    known["listed_entity"] = _object(
        id=identity, name=words, type=words, episodes={"type": "integer"}, url=place, json=url
    )
    known["index"] = _object(
        version=version,
        language={"$ref": "#/$defs/language"},
        base=words,
        schema=url,
        quotes=url,
        episodes=_list("listed_episode"),
        entities=_list("listed_entity"),
        channels=_list("channel"),
    )
    kinds = ("index", "episode", "entity", "quote_line")
    return {
        "$schema": base["$schema"],
        "title": "sphinxcontrib-podcast files",
        "description": (
            "index.json, episodes/*.json, entities/*.json, and each line of quotes.ndjson. "
            + base["description"].partition(". ")[2]
        ),
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": known,
    }


def _object(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has all of these properties, and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _extend(known: dict[str, Any], **properties: Any) -> dict[str, Any]:
    known["required"] += [name for name in properties if name not in known["required"]]
    known["properties"] |= properties
    return known


def _list(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{kind}"}}
