"""Files as people keep them, built."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from conftest import Site, holds, text_of

NewSite = Callable[..., Site]

TOML = '+++\ntitle = "The first voice"\ndate = 2024-05-01\nbad = \nhosts = ["Ann Lee"]\n+++\n\nSummary.\n\n## [00:00] Intro\n\n{pod:episode}`nowhere`\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TOML, 12),
        ('{\n "title": "The first voice",\n "date": "2024-05-01",\n "hosts": ["Ann Lee"]\n}\n\nSummary.\n\n## [00:00] Intro\n\n{pod:episode}`nowhere`\n', 11),
        ("---\ntitle: The first voice\ndate: 2024-05-01\nhosts:\n- Ann Lee\nx: |\n  a\n  ---\n  b\n---\n\nSummary.\n\n## [00:00] Intro\n\n{pod:episode}`nowhere`\n", 16),
    ],
    ids=["toml", "json", "yaml"],
)  # fmt: skip
def test_front_matter_is_no_prose(new_site: NewSite, text: str, line: int) -> None:
    site = new_site({"episodes/one.md": text}).build()
    body = site.body("episodes/one")
    assert text_of(body.select_one("h1")).startswith("The first voice")
    assert "title" not in text_of(body)
    assert "hosts" not in text_of(body)
    assert "Host: Ann Lee" in text_of(body)
    assert [w for w in site.warnings if f"one.md:{line}: WARNING: there is no episode" in w]
    others = [w for w in site.warnings if "there is no episode" not in w]
    if "bad" in text:
        (warning,) = others
        assert warning.startswith(
            "episodes/one.md:4: WARNING: front matter 'bad' is not valid TOML"
        )
    else:
        assert others == []


def test_fields_of_myst_and_others_are_left(new_site: NewSite) -> None:
    text = '+++\ntitle = "T"\norphan = true\n[myst.substitutions]\nname = "Ada"\n+++\n\n{{ name }}\n\n## [00:00] A\n'
    site = new_site({"episodes/one.md": text}, myst_enable_extensions=["substitution"]).build()
    assert site.warnings == []
    assert "Ada" in text_of(site.body("episodes/one"))
    assert site.app is not None
    assert "orphan" in site.app.env.metadata["episodes/one"]


@pytest.mark.slow
def test_a_folder_for_each_episode(new_site: NewSite) -> None:
    site = new_site(
        {
            "episodes/12/index.md": "Text.\n\n## [00:10] Part\n",
            "episodes/12/index.yml": "title: Twelve\nhosts: [Ann Lee]\n",
            "episodes/13/index.md": "---\ndate: 2024-05-01\n---\nText.\n\n## [00:10] Part\n",
        }
    )
    site.build()
    assert text_of(site.body("episodes/12/index").select_one("h1")).startswith("Twelve")
    titles = [text_of(a) for a in site.body("podcast/episodes").select(".pod-title a")]
    assert sorted(titles) == ["13", "Twelve"]
    # a file beside an episode is changed, taken away, and put there: as in a new build
    for content in ("title: Dozen\n", None, "title: Again\n"):
        site.write({"episodes/12/index.yml": content}).build()
        page = (site.out / "html/episodes/12/index.html").read_bytes()
        site.build(fresh=True)
        assert (site.out / "html/episodes/12/index.html").read_bytes() == page
    assert b"Again" in page


def test_drafts_and_the_future_are_left_out(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714521600")  # 2024-05-01
    files = {
        "episodes/one.md": "---\ndate: 2024-05-01\n---\n# One\n\n## [00:00] A\n",
        "episodes/two.md": "---\ndate: 2024-05-02\n---\n# Two\n\n## [00:00] A\n",
        "episodes/three.md": "---\ndraft: true\n---\n# Three\n\n## [00:00] A\n",
        "episodes/_drafts/four.md": "# Four\n\n## [00:00] A\n",
    }
    site = new_site(files).build()
    assert site.warnings == []
    assert site.app is not None
    names = {name for name in site.app.env.found_docs if name.startswith("episodes/")}
    assert names == {"episodes/one"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1714521600 + 24 * 3600))
    site.build()
    names = {name for name in site.app.env.found_docs if name.startswith("episodes/")}
    assert names == {"episodes/one", "episodes/two"}
    site.conf["podcast_drafts"] = True
    site.build()
    assert len([n for n in site.app.env.found_docs if n.startswith("episodes/")]) == len(files)
    assert os.environ["SOURCE_DATE_EPOCH"]


def test_files_of_a_repository_need_no_way_to_them(new_site: NewSite) -> None:
    text = "# About\n\n[one](one.md)\n"
    files = {"episodes/README.md": text, "episodes/one.md": "# One\n\n## [00:00] A\n"}
    site = new_site(files).build()
    assert site.warnings == []
    assert not site.body("episodes/README").select(".pod-facts, .pod-episode")


def test_paths_of_another_program(new_site: NewSite) -> None:
    text = "---\naudio: /sound/1.mp3\nimage: /images/1.png\n---\n# T\n\n## [00:00] A\n"
    site = new_site(
        {"episodes/one.md": text, "static/sound/1.mp3": b"x", "public/images/1.png": b"x"}
    )
    assert site.build().warnings == []
    (audio,) = site.body("episodes/one").select("audio")
    assert str(audio["src"]).endswith("1.mp3")
    assert "_downloads" in str(audio["src"])
    gone = new_site({"episodes/one.md": text}).build()
    assert [w.partition(": ")[2][:40] for w in gone.warnings] == [
        "WARNING: the audio '/sound/1.mp3' is nei",
        "WARNING: the image '/images/1.png' is ne",
    ]
    (audio,) = gone.body("episodes/one").select("audio")
    assert audio["src"] == "/sound/1.mp3"


@holds("files", "pictures")
@pytest.mark.parametrize(
    ("image", "trust", "reason"),
    [
        ("gone.png", "author", "No such file or directory"),
        ("link.png", "author", "it is outside the source folder"),
        ("notes.txt", "stranger", "a stranger's file may name"),
    ],
)
def test_the_picture_of_a_page_about_a_folder(
    new_site: NewSite, image: str, trust: str, reason: str
) -> None:
    page = f"---\ntitle: Radio\ntrust: {trust}\nimage: {image}\n---\n\nAbout.\n"
    site = new_site(
        {
            "episodes/radio/index.md": page,
            "episodes/radio/notes.txt": "x",
            "episodes/radio/one.md": "# One\n\n## [00:00] A\n",
            "../outside.png": b"x",
        }
    )
    (site.src / "episodes/radio/link.png").symlink_to("../../../outside.png")
    (warning,) = site.build().warnings
    assert warning.startswith(
        f"episodes/radio/index.md:4: WARNING: the image '{image}' cannot be read ({reason}"
    )
    assert site.body("podcast/channel/radio").select("img") == []
    assert not (site.out / "html/_images").exists()
    site.write({"episodes/radio/index.md": page.replace(image, "cover.png")})
    site.write({"episodes/radio/cover.png": b"x"})
    assert site.build().warnings == []
    assert [p.name for p in (site.out / "html/_images").iterdir()] == ["cover.png"]


def test_what_many_files_share_is_said_once(new_site: NewSite) -> None:
    files = {f"episodes/{n}.md": f"---\ndate: day {n}\n---\n# T{n}\n\nText.\n" for n in range(9)}
    site = new_site(files).build()
    (warning,) = site.warnings
    assert " (the same in 8 more files: episodes/1.md, " in warning


@pytest.mark.parametrize("patterns", ["notes", "notes/", ["notes/"], ["./notes"]])
def test_a_folder_of_episodes(new_site: NewSite, patterns: object) -> None:
    files = {"notes/one.md": "# One\n\n## [00:00] A\n"}
    site = new_site(files, podcast_episodes=patterns).build()
    assert site.warnings == []
    assert site.body("notes/one").select("#t-00-00")


def test_no_episode(new_site: NewSite) -> None:
    site = new_site({"notes/one.md": "# One\n"}, podcast_episodes=["shows"]).build()
    assert any("podcast_episodes is 'shows/**'" in w and "in 'notes'" in w for w in site.warnings)


def test_quotes_and_entities_of_front_matter(new_site: NewSite) -> None:
    text = (
        "---\nquotes:\n- {text: The *first* voice., speaker: Ann Lee, time: '00:30'}\n"
        "companies: [Acme]\n---\n# T\n\nSummary.\n\n## [00:00] A\n\nAcme is here.\n"
    )
    site = new_site({"episodes/one.md": text}).build()
    assert site.warnings == []
    body = site.body("episodes/one")
    (quote,) = body.select(".pod-quote")
    assert "The *first* voice." in text_of(quote)
    assert "Ann Lee" in text_of(quote)
    assert text_of(body.select_one("section section a.pod-name, section section a")) != ""
    assert "Acme" in text_of(site.body("podcast/entities"))


def test_a_file_beside_sets_nothing_of_myst(new_site: NewSite) -> None:
    files = {
        "episodes/one.md": "# T\n\n{{ name }}\n\n## [00:00] A\n",
        "episodes/one.yml": "date: 2024-05-01\norphan: true\nmyst: {enable_extensions: [substitution], substitutions: {name: Ada}}\n",
    }
    site = new_site(files).build()
    assert site.warnings == []
    assert "{{ name }}" in text_of(site.body("episodes/one"))
    assert "2024" in text_of(site.body("episodes/one").select_one(".pod-facts"))


def test_a_strangers_fields_in_another_form(new_site: NewSite) -> None:
    text = '+++\ntitle = "T"\ntrust = "stranger"\n[myst]\nenable_extensions = ["substitution"]\n+++\n\n<b>x</b> {{ y }}\n\n## [00:00] A\n'
    site = new_site({"episodes/one.md": text}).build()
    assert any(
        "a stranger's file may not use 'myst' in the front matter" in w for w in site.warnings
    )
    body = site.body("episodes/one")
    assert "<b>x</b> {{ y }}" in text_of(body)
    assert text_of(body.select_one("h1")).startswith("T")
