from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read, read_document

EPISODE = """
    ---
    date: 2026-03-04
    duration: "52:40"
    ---

    # Radio days

    The summary, with *emphasis*.

    Its second paragraph.

    ## [00:00] Intro

    Prose about Ada Lovelace.

    > *"First words."*
    > — Ada Lovelace, mathematician

    ### [01:30] Below

    More.

    ## [02:04-10:00] Second

    ## Notes

    Not in a chapter.

    ## Entities

    - **Ada Lovelace** (Person): A *mathematician*.
    - **[Bell Labs](https://example.org)** (Company) — Where it began.
    """


def test_an_episode() -> None:
    episode = read(EPISODE)
    assert episode.title == "Radio days"
    assert episode.summary == "The summary, with emphasis. Its second paragraph."
    assert episode.date == datetime.date(2026, 3, 4)
    assert [(c.id, c.title, c.start, c.end, c.depth, c.line) for c in episode.chapters] == [
        ("t-00-00", "Intro", 0, 124, 1, 12),
        ("t-01-30", "Below", 90, 124, 2, 19),
        ("t-02-04", "Second", 124, 600, 1, 23),
    ]
    (quote,) = episode.quotes
    assert (quote.id, quote.text, quote.speaker, quote.chapter, quote.line) == (
        "q-00-00", '"First words."', "Ada Lovelace, mathematician", 0, 16,
    )  # fmt: skip
    assert [(e.name, e.type, e.description, e.href, e.line) for e in episode.entries] == [
        ("Ada Lovelace", "person", "A mathematician.", "", 31),
        ("Bell Labs", "organization", "Where it began.", "https://example.org", 32),
    ]
    in_notes = [p for p in episode.passages if p.text == "Not in a chapter."]
    assert [p.chapter for p in in_notes] == [None]


@pytest.mark.parametrize(
    ("text", "title", "line_titles"),
    [
        ("# T\n\n## [00:00] A\n", "T", ["A"]),
        ("---\ntitle: F\n---\n\n## [00:00] A\n", "F", ["A"]),
        ("---\ntitle: F\n---\n# T\n\n## [00:00] A\n", "F", ["A"]),
        ("---\ntitle: F\n---\n# [00:00] A\n\n# [01:00] B\n", "F", ["A", "B"]),
        ("# T\n\n### 00:00 A\n\n### 01:00 B\n", "T", ["A", "B"]),
        ("Words first.\n\n# T\n\n## A [00:00]\n", "T", ["A"]),
        ("## Notes\n\n# T\n\n## A [00:00]\n", "T", ["A"]),
        ("---\ntitle: F\n---\n## [00:00] A\n\n# Appendix\n", "F", ["A"]),
    ],
)
def test_titles(text: str, title: str, line_titles: list[str]) -> None:
    episode = read(text)
    assert episode.title == title
    assert [c.title for c in episode.chapters] == line_titles
    assert {c.depth for c in episode.chapters} == {1}


@pytest.mark.parametrize(
    ("block", "text", "speaker", "comment", "start"),
    [
        ('> *"Words."*', '"Words."', "", "", None),
        ("> *「言葉。」*", "「言葉。」", "", "", None),
        ("> “Words.”", "“Words.”", "", "", None),
        ("> «Mots.»", "«Mots.»", "", "", None),
        ("> „Worte.“", "„Worte.“", "", "", None),
        ("> 『言葉。』", "『言葉。』", "", "", None),
        ("> *Words.*", "Words.", "", "", None),
        ('> *"Words."*\n> — Ada', '"Words."', "Ada", "", None),
        ('> *"Words."*\n>\n> — Ada', '"Words."', "Ada", "", None),
        ('> *"Words."* — Ada', '"Words."', "Ada", "", None),
        ('> *"Words."*\n> — Ada, 12:34', '"Words."', "Ada", "", 754.0),
        ('> *"Words."*(laughing)', '"Words."', "", "(laughing)", None),
        ('> *"Words."*（笑）', '"Words."', "", "（笑）", None),
        ('> *"One.*\n>\n> *Two."* (both)', '"One.\nTwo."', "", "(both)", None),
        ("> “词。”（注）——张三", "“词。”", "张三", "（注）", None),
        ('> *"One.*\n>\n> *Two."*', '"One.\nTwo."', "", "", None),
        ('> "One.\n>\n> Two."', '"One.\nTwo."', "", "", None),
        ('{attribution="Ada"}\n> *"Words."*', '"Words."', "Ada", "", None),
        # a time behind the mark
        ('> "Words." [15:45]', '"Words."', "", "", 945.0),
        ("> “Words.” `[15:45]`", "“Words.”", "", "", 945.0),
        ("> “词。”（15:45）", "“词。”", "", "", 945.0),
        ("> “词。” `[章节 15:45]`", "“词。”", "", "", 945.0),
        ('> "Words." [15:45](https://youtu.be/x?t=945)', '"Words."', "", "", 945.0),
        ('> "Words." [15:45] — Ada', '"Words."', "Ada", "", 945.0),
        (
            "> “Words.” `[06:57]`\n> Then the “third” came.",
            "“Words.”",
            "",
            "Then the “third” came.",
            417.0,
        ),
        (
            "> “Words.” `[06:57]`\nThen the “third” came.",
            "“Words.”",
            "",
            "Then the “third” came.",
            417.0,
        ),
        # a name before the words
        ('> **Ada Host** (29:03): "Words."', '"Words."', "Ada Host", "", 1743.0),
        ('> **Ada:** "Words."', '"Words."', "Ada", "", None),
        ('> **Ada**: "Words."', '"Words."', "Ada", "", None),
        ('> Ada: "Words."', '"Words."', "Ada", "", None),
        ("> Ada Lovelace, countess: “Words.”", "“Words.”", "Ada Lovelace, countess", "", None),
        ("> 杨立昆：“词。”", "“词。”", "杨立昆", "", None),
        ("> ヤン・ルカン「言葉。」", "「言葉。」", "ヤン・ルカン", "", None),
        ("> 田中さん「言葉。」", "「言葉。」", "田中さん", "", None),
        ('> [29:03] "Words." — Ada', '"Words."', "Ada", "", 1743.0),
        ('> [29:03] Ada: "Words."', '"Words."', "Ada", "", 1743.0),
        ('> [!quote] Ada\n> "Words."', '"Words."', "Ada", "", None),
        ("> [!quote] Ada\n> Plain words.", "Plain words.", "Ada", "", None),
        ("> **Ada**\n> “Words.”", "“Words.”", "Ada", "", None),
        ("> **Ada**: *Words.*", "Words.", "Ada", "", None),
        # a name after them
        (
            '> "Words."\n> — Ada Host ([00:40](https://youtu.be/x?t=40))',
            '"Words."',
            "Ada Host",
            "",
            40.0,
        ),
        (
            '> "Words." — Ada Host ([00:40](https://youtu.be/x?t=40))',
            '"Words."',
            "Ada Host",
            "",
            40.0,
        ),
        ('> "Words."\n> - Ada Host', '"Words."', "Ada Host", "", None),
        ('> "Words."\n> ~ Ada Host', '"Words."', "Ada Host", "", None),
        ('> "Words."\n> *— Ada Host*', '"Words."', "Ada Host", "", None),
        ('> "Words."\n>\n> **— Ada Host**', '"Words."', "Ada Host", "", None),
        # marks within the words
        ('> "She said "no" to me."', '"She said "no" to me."', "", "", None),
        ("> “She said “no” to me.” (laughing)", "“She said “no” to me.”", "", "(laughing)", None),
        ("> ‘It’s the people’s word.’", "‘It’s the people’s word.’", "", "", None),
        ('> "不要对"躯煤"说，要对"躯煤"。"', '"不要对"躯煤"说，要对"躯煤"。"', "", "", None),
        ("> 「彼は「はい」と言った。」", "「彼は「はい」と言った。」", "", "", None),
    ],
)
def test_quotes(block: str, text: str, speaker: str, comment: str, start: float | None) -> None:
    (quote,) = read(f"# T\n\n## [00:00] A\n\n{block}\n").quotes
    assert (quote.text, quote.speaker, quote.comment, quote.start) == (
        text, speaker, comment, start,
    )  # fmt: skip


@pytest.mark.parametrize(
    "block",
    [
        "> Plain words.",
        "> *Note* that this is.",
        '> "Foo" is a word that',
        "> - a list\n> - of two",
        "> **Ada Host**",
        "> *Ada Lovelace*",
        "> Ada Host",
        "> He said: “Words.”",
        "> Note that: “Words.”",
        "> 现在你可以说：“是的。”",
        "> 他说：“是的。”",
        "> [!info] Ada\n> “Words.”",
    ],
)
def test_other_blockquotes_are_no_quotes(block: str) -> None:
    text = f"# T\n\n## [00:00] A\n\n{block}\n"
    assert read(text).quotes == ()
    assert len(read(text, every_quote=True).quotes) == ("list" not in block and "info" not in block)


@pytest.mark.parametrize(
    ("block", "quotes"),
    [
        (
            "> “One two.” He went on: “Three four.”",
            [("“One two.”", "", "He went on:"), ("“Three four.”", "", "")],
        ),
        (
            "> “One two.” “Three four.” — Ada",
            [("“One two.”", "Ada", ""), ("“Three four.”", "Ada", "")],
        ),
        ("> “One two.”\n>\n> “Three four.”", [("“One two.”", "", ""), ("“Three four.”", "", "")]),
    ],
)
def test_several_quotes_in_a_block(block: str, quotes: list[tuple[str, str, str]]) -> None:
    found = read(f"# T\n\n## [00:00] A\n\n{block}\n").quotes
    assert [(q.text, q.speaker, q.comment) for q in found] == quotes
    assert len({q.id for q in found}) == len(found)


@pytest.mark.parametrize(
    "block",
    [
        '> "English words." "中文。"',
        '> "English words."\n> "中文。"',
        '> "English words."\n>\n> "中文。"',
        '> "English words."\n> *"中文。"*\n> — Ada, 02:04',
        '> **"English words."** —— "中文。" `[章节 3:30]`',
        "> **原文**：“English words.”\n> **译文**：“中文。”",
        "> *English words.*\n> *中文。*",
    ],
)
def test_two_languages_are_a_quote_and_its_translation(block: str) -> None:
    (quote,) = read(f"# T\n\n## [00:00] A\n\n{block}\n").quotes
    assert (quote.text.strip('"“”'), quote.translation.strip('"“”')) == ("English words.", "中文。")
    assert quote.comment == ""
    assert quote.speaker == ("Ada" if "Ada" in block else "")


@pytest.mark.parametrize(
    ("line", "name", "type_", "role", "description"),
    [
        ("- **Ada** (Person): Who.", "Ada", "person", "", "Who."),
        ("- **Ada**(人物):谁。", "Ada", "person", "", "谁。"),
        ("- **Ada** (人物): 誰。", "Ada", "person", "", "誰。"),
        ("- **「JEPA」**(概念):x", "「JEPA」", "concept", "", "x"),
        ("- **東京**（場所）：都市", "東京", "place", "", "都市"),
        ("- **Ada** (Person) – Who.", "Ada", "person", "", "Who."),
        ("- [**Ada**](https://example.org) (Person): Who.", "Ada", "person", "", "Who."),
        ("- **Ada** (Person, host): Who.", "Ada", "person", "host", "Who."),
        ("- **Ada** (組織): x", "Ada", "organization", "", "x"),
        ("- **Ada** (產品): x", "Ada", "product", "", "x"),
    ],
)
@pytest.mark.parametrize("heading", ["Entities", "実体ではない節"])
def test_entity_lines(
    heading: str, line: str, name: str, type_: str, role: str, description: str
) -> None:
    (entry,) = read(f"# T\n\n## [00:00] A\n\n## {heading}\n\n{line}\n").entries
    assert (entry.name, entry.type, entry.role, entry.description) == (
        name, type_, role, description,
    )  # fmt: skip


@pytest.mark.parametrize("line", ["- **Ada** (Venture Fund): x", "- **Ada** (Fund, 3): x"])
def test_a_type_of_ones_own_needs_a_section_of_entities(line: str) -> None:
    assert len(read(f"# T\n\n## [00:00] A\n\n## Entities\n\n{line}\n").entries) == 1
    assert read(f"# T\n\n## [00:00] A\n\n## Steps\n\n{line}\n").entries == ()


@pytest.mark.parametrize(
    "heading", ["Entities", "## 实体", "登場人物", "エンティティ:", "ENTITIES"]
)
def test_entity_sections_take_short_lines(heading: str) -> None:
    text = f"# T\n\n## [00:00] A\n\n## {heading}\n\n### People\n\n- **Ada**: Who.\n- **Bob**\n"
    assert [(e.name, e.type) for e in read(text).entries] == [("Ada", "person"), ("Bob", "person")]


def test_more_entity_headings() -> None:
    text = "# T\n\n## [00:00] A\n\n## Wer ist wer\n\n- **Ada**: Who.\n"
    assert read(text).entries == ()
    assert len(read(text, headings=("Wer ist wer",)).entries) == 1


def test_numbered_entity_lists() -> None:
    text = "# T\n\n## [00:00] A\n\n## Entities\n\n1. **Ada** (Person): Who.\n"
    assert [e.name for e in read(text).entries] == ["Ada"]


def test_ordinary_lists_are_no_entities() -> None:
    text = "# T\n\n## [00:00] A\n\n- **Step one** (first): do.\n- Then another thing.\n"
    assert read(text).entries == ()


@pytest.mark.parametrize(
    ("words", "project", "language"),
    [
        ("The words of an episode.", "en", "en"),
        ("Die Worte einer Folge.", "de", "de"),
        ("The words of an episode.", "ja", "en"),
        ("这一期节目谈的是录音的历史。", "en", "zh"),
        ("这一期节目谈的是 Google DeepMind 的 world model 和 Gemini。", "en", "zh"),
        ("这一期节目谈的是录音的历史。", "zh-TW", "zh-TW"),
        ("この回は録音の歴史について語る。", "en", "ja"),
        ("이번 회는 녹음의 역사를 다룬다.", "en", "ko"),
        ("An episode in which 早川美咲 speaks of the history of radio.", "en", "en"),
    ],
)
def test_language_by_script(words: str, project: str, language: str) -> None:
    assert (
        read(f"# T\n\n## [00:00] A\n\n{words}\n", language=language and project).language
        == language
    )


def test_front_matter_says_the_language() -> None:
    assert read("---\nlanguage: fr\n---\n# T\n\n## [00:00] A\n").language == "fr"


@pytest.mark.parametrize(
    ("yaml", "field", "value"),
    [
        ("date: 2024-05-01", "date", datetime.date(2024, 5, 1)),
        ("published: 2024-05-01T10:00:00Z", "date", datetime.date(2024, 5, 1)),
        ("date: 20240501", "date", datetime.date(2024, 5, 1)),
        ("date: 2024/5/1", "date", datetime.date(2024, 5, 1)),
        ("date: 2024年5月1日", "date", datetime.date(2024, 5, 1)),
        ("date: Wed, 01 May 2024 10:00:00 GMT", "date", datetime.date(2024, 5, 1)),
        ("channel: The Show", "channel", "The Show"),
        ("podcast: The Show", "channel", "The Show"),
        ("episode: 3", "number", 3),
        ("season: '2'", "season", 2),
        ("duration: PT1H", "duration", 3600.0),
        ("hosts: [Ada, Bob]", "hosts", ("Ada", "Bob")),
        ("hosts: Ada, Bob", "hosts", ("Ada", "Bob")),
        ("guests:\n  - name: Ada\n    role: guest", "guests", ("Ada",)),
        ("starring: Ada、Bob", "guests", ("Ada", "Bob")),
        ("speakers: Ada", "guests", ("Ada",)),
        ("video_id: dQw4w9WgXcQ", "video", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("source_url: https://youtu.be/x", "video", "https://youtu.be/x"),
        ("source_url: https://example.org/x", "links", (("", "https://example.org/x"),)),
        ("links: {Notes: https://example.org}", "links", (("Notes", "https://example.org"),)),
        ("tags: [radio, sound]", "tags", ("radio", "sound")),
        ("description: Words.", "summary", "Words."),
        ("transcript: one.vtt", "transcript", "one.vtt"),
    ],
)
def test_front_matter(yaml: str, field: str, value: object) -> None:
    document = read_document(f"---\n{yaml}\n---\n# T\n\n## [00:00] A\n")
    assert document.problems == ()
    assert getattr(document.episode, field) == value


@pytest.mark.parametrize(
    "yaml",
    [
        "date: soon", "date: 2024-13-45", "number: many", "duration: long", "language: '<b>'",
        "hosts: {a: b}", "audio: 'javascript:alert(1)'", "image: 'data:text/html,x'", "title: [a]",
        "tags: [[a]]", "video_id: short", "links: ['vbscript:x']", "podcast: 3",
    ],
)  # fmt: skip
def test_wrong_front_matter_is_a_warning_with_its_line(yaml: str) -> None:
    document = read_document(f"---\nguid: x\n{yaml}\n---\n# T\n\n## [00:00] A\n")
    assert [(p.line, p.subtype) for p in document.problems] == [(3, "front_matter")]
    assert document.episode is not None
    assert document.episode.guid == "x"


def test_front_matter_decides_what_an_episode_is() -> None:
    assert read_document("---\npodcast: false\n---\n# T\n").episode is None
    assert read_document("---\npodcast: true\n---\n# T\n", is_episode=False).episode is not None
    assert read_document("# T\n", is_episode=False).episode is None


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# T",
            "## [00:00] A",
            "### [01:00] B",
            "## 9:99",
            "# [2:00]",
            '> *"x"*',
            "> — A",
            "> a\n> b",
            "- **A** (Person): x",
            "- **A**(人):y",
            "- z",
            "## Entities",
            "---",
            "title: x",
            "```{pod:quote} A",
            "```",
            "prose *x*",
            "|a|b|\n|-|-|",
            "[^1]: x",
            "    code",
            "***",
            '> "',
            "> *",
            "\\",
            "<b>",
            '{attribution="A"}',
            "1. x",
            "> - q",
            '# T ## [00:00] A x > *"q"*',
        ]
    )
    | st.text(max_size=20),
    max_size=14,
).map("\n\n".join)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(MARKDOWN)
def test_any_text_becomes_an_episode(text: str) -> None:
    episode = read_document(text).episode
    if episode is not None:
        ids = [c.id for c in episode.chapters] + [q.id for q in episode.quotes]
        assert len(ids) == len(set(ids))
        assert all(q.chapter is None or q.chapter < len(episode.chapters) for q in episode.quotes)
        assert all(
            0 <= start <= end <= len(p.text) for p in episode.passages for start, end in p.skip
        )


def test_a_directive_for_the_chapter_of_a_section() -> None:
    text = """
        # T

        ## One

        :::{pod:chapter} 02:04
        :end: 03:00
        :::

        Words.

        :::{pod:chapter} 04:00 Two
        Inside.
        :::

        After.
    """
    episode = read(text.replace(":::", "```"))
    assert [(c.title, c.start, c.end, c.depth) for c in episode.chapters] == [
        ("One", 124, 180, 1),
        ("Two", 240, None, 2),
    ]
    assert [(p.text, p.chapter) for p in episode.passages] == [
        ("Words.", 0),
        ("Inside.", 1),
        ("After.", 0),
    ]


def test_lines_of_an_entity_list_that_are_not_understood() -> None:
    text = "# T\n\n## Entities\n\n- **Ada** (Person): A.\n- Bo, perhaps\n- **Cy** (Person): C.\n"
    document = read_document(text)
    assert document.episode
    assert [entry.name for entry in document.episode.entries] == ["Ada", "Cy"]
    (problem,) = document.problems
    assert (problem.line, problem.subtype) == (6, "entity")


def test_a_list_below_another_heading_is_one_of_entities_if_all_lines_are() -> None:
    lines = "- **Ada** (Person): A.\n- **Acme** (Organization): B.\n"
    assert len(read(f"# T\n\n## Who was there\n\n{lines}").entries) == 2
    assert read(f"# T\n\n## Who was there\n\n{lines}- and others\n").entries == ()
    assert read(f"# T\n\n## Who was there\n\n{lines}- **Bo**: B.\n").entries == ()


def test_headings_give_the_type_of_what_is_listed_below_them() -> None:
    episode = read(
        "# T\n\n## People\n\n- **Ann Lee**: A.\n\n### Companies\n\n- **Acme**: B.\n\n"
        "### Others\n\n- **X**: C.\n\n## Entities\n\n- **Y**: D.\n- **Bo** (Product): E.\n"
    )
    assert [(e.name, e.type) for e in episode.entries] == [
        ("Ann Lee", "person"), ("Acme", "organization"), ("X", ""), ("Y", ""), ("Bo", "product"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("People", "person"), ("Key concepts", "concept"), ("People mentioned", "person"),
        ("登場人物", "person"), ("People and concepts", ""), ("登場人物・用語", ""), ("Entities", ""),
    ],
)  # fmt: skip
def test_titles_of_sections_give_a_type(title: str, type_: str) -> None:
    (entry,) = read(f"# T\n\n## {title}\n\n- **Ann**: A.\n").entries
    assert entry.type == type_
