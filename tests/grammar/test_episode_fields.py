from __future__ import annotations

from typing import Any

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.episode_fields import (
    FIELDS,
    fields_in,
    is_strangers,
    parse_options,
)
from sphinxcontrib_podcast.grammar.front_matter import find_front_matter
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, front_matter_names


def fields(yaml: str) -> dict[str, Any]:
    found = fields_in(f"---\n{yaml}\n---\n")
    assert found.problems == ()
    return dict(found.values)


def test_a_bad_item_of_a_list_costs_that_item() -> None:
    found = fields_in("---\ntitle: T\nguests:\n  - Ann Lee\n  - {twitter: x}\n  - Bob Ray\n---\n")
    assert found.values["guests"] == ("Ann Lee", "Bob Ray")
    ((line, message),) = found.problems
    assert line == 3
    assert "front matter 'guests' must be a name" in message


def test_the_likeliest_value_that_can_be_read() -> None:
    found = fields_in("---\ncreated: 2020-01-01\ndate: soon\npublished: 2024-05-01\n---\n")
    assert str(found.values["date"]) == "2024-05-01"
    assert [line for line, _ in found.problems] == [3]


@pytest.mark.parametrize(
    "yaml",
    [
        "published: true", "show: false", "id: {a: 1}", "length: 52345678", "youtube: https://www.youtube.com/@radio",
        "transcript: [{line: Hello, sec: 1}]", "url: /podcast/1/", "cover: '#fff'", "lastmod: 2024-05-01",
        "trailer: https://example.org/1.mp3", "series: https://example.org/feed.xml", "layout: post", "date:",
    ],
)  # fmt: skip
def test_what_is_no_field(yaml: str) -> None:
    assert fields(yaml) == {}


@pytest.mark.parametrize(
    ("yaml", "is_draft"),
    [
        ("draft: true", True), ("draft: yes", True), ("draft: false", False), ("published: false", True), ("published: no", True),
        ("published: 2024-05-01", False), ("status: draft", True), ("status: published", False), ("publish: false", True),
    ],
)  # fmt: skip
def test_drafts(yaml: str, is_draft: bool) -> None:
    assert fields_in(f"---\n{yaml}\n---\n").is_draft is is_draft


def test_authors_are_hosts_if_nobody_else_is_named() -> None:
    assert fields("author: Ann Lee") == {"hosts": ("Ann Lee",)}
    assert fields("author: Ann Lee\nstarring: [Bob Ray]") == {"guests": ("Bob Ray",)}
    assert fields("host: Ann Lee\nspeakers: [Ann Lee, Bob Ray]") == {
        "hosts": ("Ann Lee",), "guests": ("Bob Ray",),
    }  # fmt: skip


def test_recordings() -> None:
    both = "source_url: https://youtu.be/dQw4w9WgXcQ\nparams:\n  file: [{url: https://a.org/1.mp3?x=1}]"
    assert fields(both) == {
        "audio": "https://a.org/1.mp3?x=1",
        "video": "https://youtu.be/dQw4w9WgXcQ",
        "links": (("", "https://youtu.be/dQw4w9WgXcQ"),),
    }
    assert fields("audio: {mp3: 1.mp3, ogg: 1.ogg}") == {"audio": "1.mp3"}
    assert fields("enclosure: https://a.org/1.mp3 52345 audio/mpeg") == {
        "audio": "https://a.org/1.mp3"
    }
    assert fields("enclosure: talk.mp4") == {"video": "talk.mp4"}
    assert fields_in("---\nx: [javascript:alert(1).mp3]\n---\n").values == {}


def test_entities_and_quotes_of_lists() -> None:
    found = fields_in(
        "---\ncompanies:\n  - '[[Acme]]'\n  - {name: Beta, description: Of sound., url: https://b.org}\n"
        "公司: [声音]\ntopics: [Radio]\ntags: [x]\ntechnologies: [RSS]\nmodel: one\n"
        "quotes:\n  - Hello\n  - {quote: Bye, by: {name: Ann Lee}, time: 65}\n  - [x]\n---\n"
    )
    entities = list(found.entities(Vocabulary.load()))
    assert [(e.name, e.type) for e in entities] == [
        ("Acme", "organization"), ("Beta", "organization"), ("声音", "organization"), ("Radio", "concept"),
        ("RSS", "concept"),
    ]  # fmt: skip
    assert entities[1] == ("Beta", "organization", "Of sound.", "https://b.org", 2)
    assert list(found.quotes()) == [("Hello", "", None, 10), ("Bye", "Ann Lee", 65.0, 10)]


def test_own_fields_take_precedence() -> None:
    own = fields_in("---\ntitle: A\nhost: Ann Lee\n---\n")
    other = fields_in("---\ntitle: B\ndate: 2024-05-01\ndraft: true\n---\n")
    both = own.over(other)
    assert both.values == {**other.values, **own.values}
    assert both.values["title"] == both.data["title"] == "A"
    assert both.is_draft


def test_options_are_fields_on_their_line() -> None:
    found = parse_options(
        {"date": "soon", "publish-date": "2024-05-01", "guests": "Ann Lee, Bob Ray"}, 7
    )
    assert found.values["guests"] == ("Ann Lee", "Bob Ray")
    assert str(found.values["date"]) == "2024-05-01"
    assert [line for line, _ in found.problems] == [7]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntrust: stranger\n---\n", True), ('+++\ntrust = "stranger"\n+++\n', True), ('{\n "trust": "stranger"\n}\n', True),
        ("---\nTrust: stranger\n---\n", True), ("---\ntrust: nobody\n---\n", True), ("---\ntrust: [stranger\nx: 1\n---\n", True),
        ("---\ntrust: stranger\nx: [\n---\n", True), ("---\ntrust: gibberish\nepisode_trust: author\n---\n", True),
        ("---\ntrust: author\n---\n", False), ("---\ntitle: trust\n---\n", False), ("# trust: stranger\n", False),
        ("---\ntrust:\n---\n", False), ("---\nparams:\n  trust: author\ntrust: stranger\n---\n", True),
    ],
)  # fmt: skip
def test_files_of_strangers(source: str, expected: bool) -> None:
    assert is_strangers(source, "") is expected
    assert is_strangers(source, "stranger")
    assert not is_strangers(source, "author")


def test_an_author_that_is_the_show_is_nobody() -> None:
    for author in ("The Tech Podcast", "Acme Team", "admin", "Signal"):
        episode = read(f"---\ntitle: T\nshow: Signal\nauthors: [{author}]\n---\n\nText.\n")
        assert episode.hosts == ()
    episode = read("---\ntitle: T\nauthors: [Ann Lee, Acme Podcast]\n---\n\nText.\n")
    assert episode.hosts == ("Ann Lee",)


def test_a_guest_who_is_a_host_is_a_host() -> None:
    assert fields("hosts: [Ann, Bo]\nguests: [Bo]") == {"hosts": ("Ann", "Bo")}
    assert fields("hosts: [Ann]\nguests: [Bo, Ann]") == {"hosts": ("Ann",), "guests": ("Bo",)}


@pytest.mark.parametrize(
    ("yaml", "video"),
    [
        ("youtube: dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("videoId: dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("vimeo: '123456'", "https://vimeo.com/123456"),
        ("video: a.m4v", "a.m4v"),
    ],
)
def test_videos_by_their_ids(yaml: str, video: str) -> None:
    assert fields(yaml) == {"video": video}


@pytest.mark.parametrize("key", ["name", "display_name", "displayName"])
def test_people_as_mappings(key: str) -> None:
    person = f"{{{key}: Ann Lee, url: https://example.org}}"
    assert fields(f"guests:\n  - {person}") == {"guests": ("Ann Lee",)}


def test_damaged_front_matter_is_read_field_by_field() -> None:
    found = fields_in("---\ntitle: T\ndate: [\nnumber: 4\n---\n")
    assert (found.values["title"], found.values["number"]) == ("T", 4)
    ((line, message),) = found.problems
    assert message.startswith("front matter 'date' is not valid YAML and was left out")
    assert line == 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1小时12分", 4320), ("1小時12分鐘30秒", 4350), ("1時間5分30秒", 3930), ("1 小时 12 分钟", 4320),
        ("1час 5мин", 3900), ("1 hr, 5 min", 3900), ("58分", 3480),
    ],
)  # fmt: skip
def test_a_duration_in_words(text: str, seconds: float) -> None:
    assert fields(f"duration: {text}") == {"duration": seconds}


def test_names_of_fields_in_other_scripts() -> None:
    assert fields("タイトル: 猫\n番組名: 猫の話\n出演: 鈴木一郎, John Smith\n长度: 1") == {
        "title": "猫", "channel": "猫の話", "guests": ("鈴木一郎", "John Smith"),
    }  # fmt: skip


def test_full_width_colons() -> None:
    wide = (
        "标题：声音：一段 it's: 历史\n平台：小宇宙\n嘉宾：李飞飞、王坚\n标签：[a, b]\n时长：１小时"
    )
    assert fields(wide) == {
        "title": "声音：一段 it's: 历史", "guests": ("李飞飞", "王坚"), "tags": ("a", "b"), "duration": 3600,
    }  # fmt: skip
    assert fields("title: a\n  b：c\n  嘉宾：d") == {"title": "a b：c 嘉宾：d"}
    assert find_front_matter("---\n她说：你好\n\n这是一段\n---\n") is None


def test_a_colon_in_a_value_is_explained() -> None:
    ((line, message),) = fields_in("---\ntitle: A: b\n---\n").problems
    assert (line, "put a value that contains ': ' in quotes" in message) == (2, True)


def test_each_field_has_a_name_in_the_vocabulary() -> None:
    assert set(front_matter_names().values()) == set(FIELDS)
