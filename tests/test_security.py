"""Files from untrusted people: nothing in them runs, or reads files outside the project.

Hostile text is put into every field of every file. Raw HTML in an author's Markdown is handled by
MyST and not tested here.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import bombs
import pytest
from bs4 import BeautifulSoup
from conftest import Site, holds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NewSite = Callable[..., Site]

#: Ends everything that can contain text: an attribute, element, script, comment or CDATA section.
EVIL = "\"'><x-evil onclick=run()>x</x-evil></title></script>]]>--><img src=x onerror=run()>"
TEX = "\\input{/etc/passwd}$\\immediate\\write18{run}$%"


def escaped(text: str) -> str:
    """Return Markdown that shows exactly the given text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def show(evil: str) -> dict[str, str | bytes | None]:
    """Return the files of a show with a text in every field."""
    written, quoted = escaped(evil), json.dumps(evil)
    front = "".join(
        f"{key}: {quoted}\n"
        for key in ("title", "channel", "description", "guid", "number", "duration", "date",
                    "language", "image", "audio", "video", "transcript")
    )  # fmt: skip
    lists = "".join(f"{key}: [{quoted}]\n" for key in ("hosts", "guests", "tags"))
    body = (
        f"# {written}\n\n{written}\n\n## [00:00] {written}\n\n{written}\n\n"
        f'> *"{written}"*({written})\n> — {written}\n\n> “{written}”\n\n'
        f"## [01:00] Second\n\n{written}\n\n### Heading {written}\n\n"
        f"## Entities\n\n- **{written}** ({written}, {written}): {written}\n"
        f"- [**{written}**](https://example.org/{written}) (Person): {written}\n"
        "- **Plain** (Person): Plain words.\n"
    )
    links = f"links:\n  {quoted}: https://example.org\n  Label: {quoted}\n"
    srt = f"1\n00:00:01,000 --> 00:00:02,000\n{evil}: words {evil}\n\n"
    return {
        "episodes/show/front.md": f"---\n{front}{lists}{links}---\n{body}",
        "episodes/show/plain.md": f"---\nhosts: Plain\ntitle: {quoted}\n---\n{body}",
        "episodes/show/vtt.md": body,
        "episodes/show/vtt.vtt": (
            f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {evil}>Words {evil}\n\n"
            "00:02.000 --> 00:03.000\n<v &lt;x-evil onclick=run()&gt;>&lt;x-evil&gt; Plain\n"
        ),
        "episodes/show/srt.md": body,
        "episodes/show/srt.srt": srt + srt.replace(":01,", ":03,"),
        "episodes/show/json.md": body,
        "episodes/show/json.json": json.dumps(
            {"segments": [{"startTime": 1, "speaker": evil, "body": f"Words {evil}"}]}
        ),
        "episodes/show/text.md": body,
        "episodes/show/text.txt": f"[00:01] Name: {evil}\n**{evil}** [00:02] {evil}\n{evil}\n",
        "episodes/show/moved.md": f"# Moved\n\n## [00:00] A\n\nx\n\n> *\"{written}\"*\n\n"
        "> *\"All of the words that nobody said here.\"*\n",
        "episodes/show/moved.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {evil}>More {evil} words\n",
        "page.md": (
            "# Page\n\n"
            f"```{{pod:entity}} Hand {evil}\n:type: {evil}\n:aliases: {evil}, b\n\n{written}\n```\n\n"
            f"{{pod:entity}}`{evil.replace('<', '')}` {{pod:person}}`{written} <plain>`\n\n"
            f"```{{pod:quotes}}\n:speaker: {evil}\n```\n\n```{{pod:episodes}}\n:channel: {evil}\n```\n"
        ),
        "hand.rst": (
            f"Hand\n====\n\n.. pod:episode::\n   :title: {evil}\n   :hosts: {evil}\n   :channel: {evil}\n\n"
            f".. pod:chapter:: 02:04 {evil.replace('*', '')}\n\n   Words.\n\n"
            f"   .. pod:quote:: {evil}\n      :time: {evil}\n\n      Words.\n"
        ),
        "entities.toml": (
            f"[entities.plain]\nname = {quoted}\nlabels = {{ja = {quoted}}}\naliases = ['Plain', {quoted}]\n"
            f"type = {quoted}\nrole = {quoted}\ndescription = {{en = {quoted}, {quoted} = 'x'}}\n"
            f"same_as = ['https://example.org/{evil.replace(chr(39), '')}']\nchannels = [{quoted}]\n"
        ),
        "index.md": "# Site\n\n```{toctree}\npage\nhand\npodcast/index\n```\n",
    }  # fmt: skip


class _Tags(HTMLParser):
    """Collects the elements of a page as browsers find them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(path: Path) -> Iterator[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(path.read_text(encoding="utf-8"))
    yield from parser.found


def as_browsers_see(address: str) -> str:
    """Return the scheme of a URL according to the standard (https://url.spec.whatwg.org)."""
    address = re.sub("[\t\n\r]", "", address.lstrip("".join(map(chr, range(33)))))
    match = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", address)
    return match[0].lower() if match else ""


ADDRESSES = ("href", "src", "poster", "action", "data", "formaction", "xlink:href", "data-picture",
             "data-embed", "data-uri")  # fmt: skip


def assert_harmless(site: Site, builder: str = "html") -> None:
    """Assert that no page has an element, handler or URL that comes from the hostile texts."""
    pages = sorted((site.out / builder).rglob("*.html"))
    assert pages
    for page in pages:
        for tag, attributes in elements(page):
            assert tag != "x-evil", page
            assert not [a for a in attributes if a.startswith("on")], (page, tag, attributes)
            for name in ADDRESSES:
                scheme = as_browsers_see(attributes.get(name) or "")
                assert scheme in ("", "http", "https", "mailto"), (page, tag, attributes)
            assert tag != "script" or "//" not in (attributes.get("src") or ""), page
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for data in soup.select("script[type='application/json']"):
            json.loads(data.get_text())
            assert "<" not in data.get_text(), page


@holds("fields")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_text_in_every_field_stays_text(new_site: NewSite, language: str) -> None:
    site = new_site(show(EVIL), podcast_entity_pages={}, language=language, smartquotes=False)
    site.build()
    assert_harmless(site)
    front = site.page("episodes/show/front")
    assert EVIL in front.select_one("h1").get_text()  # type: ignore[union-attr]
    assert "x-evil" in site.body("episodes/show/vtt").select_one(".pod-turn").get_text()  # type: ignore[union-attr]
    assert "x-evil" in site.page("podcast/entity/plain").select_one("h1").get_text()  # type: ignore[union-attr]


@holds("fields")
@pytest.mark.parametrize(
    "builder", ["singlehtml", "dirhtml", "epub", "latex", "text", "xml", "gettext"]
)
def test_text_stays_text_in_every_medium(new_site: NewSite, builder: str) -> None:
    site = new_site(show(EVIL + TEX), podcast_entity_pages={}, smartquotes=False).build(builder)
    out = site.out / builder
    match builder:
        case "singlehtml" | "dirhtml":
            assert_harmless(site, builder)
        case "epub" | "xml":
            pages = [
                *out.rglob("*.xhtml"),
                *out.rglob("*.xml"),
                *out.rglob("*.opf"),
                *out.rglob("*.ncx"),
            ]
            assert len(pages) > 10
            for page in pages:
                for element in ElementTree.fromstring(page.read_bytes()).iter():
                    assert "x-evil" not in str(element.tag), page
                    assert not [a for a in element.attrib if a.startswith("on")], page
        case "latex":
            (source,) = out.glob("*.tex")
            text = source.read_text(encoding="utf-8")
            assert "input\\{/etc/passwd" in text
            assert not re.search(r"\\input\{/etc|\\immediate", text)
        case _:
            assert list(out.rglob("*.txt" if builder == "text" else "*.pot"))


CONTROLS = "a\\u0001b\\u001b[31mc\\ud800d\\uffffe\\u0000f\\u007f"


@holds("characters")
def test_no_medium_has_characters_that_it_cannot_hold(new_site: NewSite) -> None:
    raw = "a\x01b\x1b[31mc\x00d"
    files: dict[str, str | bytes | None] = {
        "episodes/one.md": f'---\nhosts: "{CONTROLS}"\ntitle: "{CONTROLS}"\n---\n'
        f"## [00:00] {raw}\n\n{raw}\n\n> *\"{raw}\"*\n\n## Entities\n\n- **{raw}** (Person): {raw}\n",
        "episodes/one.json": f'{{"segments": [{{"start": 1, "text": "{CONTROLS}", "speaker": "{CONTROLS}"}}]}}',
        "episodes/two.md": "# Two\n\n## [00:00] A\n\nWords.\n",
        "episodes/two.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {raw}>&#xD800; &#1; {raw}\n",
        "hand.rst": f"Hand\n====\n\n.. pod:episode::\n   :title: {raw}\n\n{raw}\n",
        "entities.toml": '[entities.a]\nname = "a\\u0001b"\naliases = ["b\\u001bc"]\ndescription = "\\u0002"\n',
        "index.md": "# Site\n\n```{toctree}\nhand\npodcast/index\n```\n",
    }  # fmt: skip
    site = new_site(files, podcast_entity_pages={})
    for builder in ("html", "epub", "latex", "xml"):
        site.build(builder, fresh=True)
        for path in (site.out / builder).rglob("*"):
            if path.suffix in (".html", ".xhtml", ".xml", ".opf", ".ncx", ".tex"):
                text = path.read_text(encoding="utf-8")
                assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text), path
    said = [w for w in site.warnings if "control characters" in w]
    assert [w.partition(":")[0] for w in said] == [
        "episodes/one.md",
        "episodes/two.vtt",
        "hand.rst",
    ]
    assert all("\x1b" not in w and "\x01" not in w for w in site.warnings)


SCHEMES = [
    "javascript:run()", "JavaScript:run()", " javascript:run()", "java\\tscript:run()",
    "\\x01javascript:run()", "\\x0bjavascript:run()", "\\x1fjavascript:run()", "\\ufeffjavascript:run()",
    "data:text/html,<script>run()</script>", "vbscript:run()", "file:///etc/passwd",
    "javascript://example.org/%0Arun()", "blob:x", "view-source:x",
]  # fmt: skip


@holds("addresses")
@pytest.mark.parametrize("address", SCHEMES)
def test_no_address_has_a_scheme_that_does_something(new_site: NewSite, address: str) -> None:
    said = (
        json.loads(f'"{address}"')
        if "\\x" not in address
        else address.encode().decode("unicode_escape")
    )
    plain = re.sub(r"[()<>\s]", "`", said)
    fields = {
        f: f'{f}: "{address}"'
        for f in ("audio", "video", "image", "transcript", "source_url", "url", "video_id")
    }
    files: dict[str, str | bytes | None] = {
        f"episodes/{name}.md": f"---\n{line}\n---\n# {name}\n\n## [00:00] A\n\nx\n"
        for name, line in fields.items()
    }
    files["episodes/links.md"] = (
        f'---\nlinks:\n  - "{address}"\n  - {{title: A, url: "{address}"}}\n---\n# Links\n\n## [00:00] A\n\n'
        f"## Entities\n\n- [**One**]({plain}) (Person): x\n- **[Two](<{plain}>)** (Person): x\n"
        f"- [Three]({plain}): x\n"
    )
    files["hand.rst"] = (
        f"Hand\n====\n\n.. pod:episode::\n   :video: {said.strip()}\n   :links: {said.strip()}\n   :image: {said.strip()}\n"
    )
    value = json.dumps(said)
    files["entities.toml"] = f"[entities.one]\nname = 'One'\nimage = {value}\nsame_as = [{value}]\n"
    files["index.md"] = "# Site\n\n```{toctree}\nhand\npodcast/index\n```\n"
    site = new_site(files, podcast_entity_pages={}).build()
    assert_harmless(site)
    assert any("[podcast." in w for w in site.warnings)


SECRET = b"the secret of another folder " * 9


@holds("files")
@pytest.mark.parametrize(
    "path",
    ["link", "folder/secret", "../../secret", "/../secret", "//{outside}/secret", "{outside}/secret",
     "//../secret", "http:/../../../secret", "http:../../secret", "file:{outside}/secret",
     "a/../../../secret", "..\\\\..\\\\secret", "loop", "https:/{outside}/secret"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".png", ".mp3", ".vtt"])
def test_nothing_is_taken_from_outside(
    new_site: NewSite, tmp_path: Path, path: str, suffix: str
) -> None:
    site = new_site({})
    outside = tmp_path / "outside"
    outside.mkdir()
    for folder in (outside, site.src.parent, site.src.parent.parent):
        (folder / f"secret{suffix}").write_bytes(SECRET)
    given = path.format(outside=outside) + suffix
    fields = {".png": ["image"], ".mp3": ["audio", "video"], ".vtt": ["transcript", "audio"]}[
        suffix
    ]
    front = "".join(f'{field}: "{given}"\n' for field in fields)
    site.write({
        "episodes/one.md": f"---\n{front}---\n# One\n\n## [00:00] A\n\nx\n\n## Entities\n\n- **One** (Person): x\n",
        "entities.toml": f'[entities.one]\nname = "One"\nimage = "{given}"\n',
        "episodes/folder/index.md": "# Folder\n",
    })  # fmt: skip
    for folder in (site.src, site.src / "episodes"):
        (folder / f"link{suffix}").symlink_to(outside / f"secret{suffix}")
        (folder / f"loop{suffix}").symlink_to(folder / f"loop{suffix}")
    (site.src / "episodes/folder/secret").symlink_to(outside)
    (site.src / f"episodes/folder/secret{suffix}").symlink_to(outside / f"secret{suffix}")
    for builder in ("html", "epub"):
        site.build(builder)
        for name, content in site.output(builder).items():
            assert b"secret of another" not in content, name


@holds("files")
def test_a_transcript_or_a_registry_that_leads_elsewhere(new_site: NewSite, tmp_path: Path) -> None:
    site = new_site({"episodes/one.md": "# One\n\n## [00:00] A\n\nx\n"})
    (tmp_path / "secret.vtt").write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nthe secret of another\n"
    )
    (tmp_path / "secret.toml").write_text(
        "[entities.secret]\nname = 'the secret of another'\nx = 1\n"
    )
    (site.src / "episodes/one.vtt").symlink_to(tmp_path / "secret.vtt")
    (site.src / "entities.toml").symlink_to(tmp_path / "secret.toml")
    site.build()
    assert site.warnings == [
        "entities.toml:1: WARNING: the registry cannot be read: it is outside the source folder "
        "[podcast.registry]"
    ]
    assert not [n for n, content in site.output().items() if b"secret of another" in content]


@holds("limits")
def test_files_that_never_end(new_site: NewSite) -> None:
    text = (
        "---\naudio: pipe.mp3\nimage: zero.png\ntranscript: {}\n---\n# One\n\n## [00:00] A\n\nx\n"
    )
    site = new_site({
        "episodes/one.md": text.format("zero.vtt"), "episodes/two.md": text.format("pipe.vtt"),
        "episodes/three.md": "# Three\n\n## [00:00] A\n\nx\n",
        "episodes/four.md": "# Four\n\n## [00:00] A\n\nx\n",
    })  # fmt: skip
    for name in ("zero.vtt", "zero.png"):
        (site.src / "episodes" / name).symlink_to("/dev/zero")
    for name in ("pipe.vtt", "pipe.mp3", "three.vtt"):
        os.mkfifo(site.src / "episodes" / name)
    with (site.src / "episodes/four.vtt").open("wb") as file:
        file.truncate(1 << 40)  # a sparse file of one terabyte
    site.build()
    assert any("four.vtt:1: WARNING: the transcript is larger than" in w for w in site.warnings)
    assert "Four" in site.body("episodes/four").get_text()


@holds("plain-yaml")
def test_front_matter_makes_plain_data_only(new_site: NewSite, tmp_path: Path) -> None:
    made = tmp_path / "made"
    for tag in (f"!!python/object/apply:os.system ['touch {made}']",
                "!!python/name:os.system", "!!binary aGk=", "!!set {a, b}", "!!bool maybe",
                "!!int ''", "!!timestamp soon", "!!omap [a: 1]", "!<tag:x> y", "*unknown",
                "&a [*a]", "{<<: [1]}", "2024-13-45", "{[1]: 2}"):  # fmt: skip
        site = new_site(
            {"episodes/one.md": f"---\nhosts: {tag}\n---\n# One\n\n## [00:00] A\n\nShown.\n"}
        )
        site.build()
        assert "Shown." in site.body("episodes/one").get_text()
        assert "Traceback" not in "".join(site.warnings)
    assert not made.exists()


@holds("inventory")
def test_an_inventory_has_the_lines_that_objects_make(new_site: NewSite) -> None:
    line = "x\u2028evil pod:person 0 https://evil.example/ -\x85evil2 pod:person 0 https://evil.example/ -"
    site = new_site({
        "episodes/one.md": f"# One\n\n## [00:00] {line}\n\n> *\"{line}\"*\n\n## Entities\n\n- **{line}** (Person): x\n",
    }, podcast_entity_pages={}).build()  # fmt: skip
    content = (site.out / "html/objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = zlib.decompress(content).decode().splitlines()
    assert not [x for x in lines if x.startswith("evil")]
    assert all(re.match(r"\S+ \w+:[\w-]+ -?\d+ \S* .+", x) for x in lines)


LIMITS = {resource.RLIMIT_CPU: 30, resource.RLIMIT_AS: 2 << 30}


def _limit() -> None:
    for kind, most in LIMITS.items():
        resource.setrlimit(kind, (most, most))


def run_limited(*arguments: str) -> subprocess.CompletedProcess[str]:
    folder = Path(__file__).parent
    path = os.pathsep.join(map(str, (folder, folder / "grammar")))
    return subprocess.run(
        [sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": path}, preexec_fn=_limit,
    )  # fmt: skip


@pytest.mark.slow
@holds("proportion")
@pytest.mark.parametrize("name", bombs.NAMES)
def test_a_file_takes_time_and_memory_in_proportion(name: str) -> None:
    if name in ("heading-wraps", "quote-closers") and version("markdown-it-py") < "4":
        pytest.skip("markdown-it-py before 4 joins asterisks in the square of their number")
    done = run_limited("bombs.py", name)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_a_site_of_such_files_builds(new_site: NewSite) -> None:
    """Files that are too large for other parts of Sphinx are left out here."""
    chosen = ("yaml-laughs", "yaml-merges", "yaml-itself", "yaml-deep", "yaml-number", "yaml-language",
              "yaml-spaces", "null", "deep-quotes")  # fmt: skip
    site = new_site({f"episodes/{name}.md": bombs.EPISODES[name] for name in chosen})
    site.write({f"episodes/{name}.md": "# T\n\n## [00:00] A\n\nx\n" for name in bombs.TRANSCRIPTS})
    site.write(
        {
            f"episodes/{name}.vtt": text
            for name, text in bombs.TRANSCRIPTS.items()
            if name != "vtt-cues"
        }
    )
    site.write({"conf.py": "extensions = ['sphinxcontrib_podcast']\nhtml_theme = 'alabaster'\n"})
    done = run_limited("-m", "sphinx", "-q", str(site.src), str(site.out))
    assert done.returncode == 0, done.stderr[-2000:]
    assert (site.out / "episodes" / "yaml-merges.html").exists()


@pytest.mark.slow
@holds("shortened")
def test_the_output_grows_with_the_input(new_site: NewSite) -> None:
    """Long texts are shortened if thousands of pages would repeat them."""
    names = [f"Somebody Number{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300)]
    listed = "".join(f"- **{name}** (Person): x\n" for name in names)
    long = "word " * 20_000
    site = new_site(
        {
            "episodes/one.md": f"---\ndate: 0001-01-01\n---\n# {long}\n\n## [00:00] {long}\n\n"
            f"> *\"{long} {' '.join(names)}\"*\n\n{' and '.join(names)}\n\n## Entities\n\n{listed}",
            "episodes/two.md": f"---\ndate: 9999-12-31\n---\n# Two\n\n## [00:00] A\n\n{' '.join(names)}\n",
        },
        podcast_entity_pages={},
    ).build()  # fmt: skip
    pages = [(site.out / f"html/podcast/entity/{n.lower().replace(' ', '-')}.html") for n in names]
    assert sum(page.stat().st_size for page in pages) < 40_000 * len(pages)


# -- in a browser ----------------------------------------------------------------------------------

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; frame-src https://www.youtube-nocookie.com; base-uri 'none'"
)
#: A policy under which scripts that write HTML from text fail.
STRICT = f"{POLICY}; require-trusted-types-for 'script'"
WATCH = """
  window.violations = [];
  window.ran = 0;
  window.run = () => window.ran++;
  window.alert = window.confirm = window.run;
  document.addEventListener("securitypolicyviolation",
    (e) => violations.push(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber} ${e.blockedURI}`));
"""


@pytest.fixture(scope="module")
def evil_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the show with a working player and transcripts."""
    root = tmp_path_factory.mktemp("evil")
    (root / "src").mkdir()
    # the search box in alabaster's sidebar has an inline script
    conf = {"podcast_entity_pages": {}, "smartquotes": False, "html_sidebars": {"**": []}}
    files = show(EVIL)
    vtt = files["episodes/show/vtt.md"]
    assert isinstance(vtt, str)
    files["episodes/show/vtt.md"] = f"---\naudio: vtt.mp3\n---\n{vtt}"
    files["episodes/show/vtt.mp3"] = b"no sound"
    files["episodes/show/tube.md"] = f"---\nvideo_id: dQw4w9WgXcQ\n---\n{vtt}"
    return Site(root / "src", root / "out", conf).write(files).build()


@pytest.fixture
def visit(
    browser: Browser, serve: Callable[..., str], evil_site: Site
) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Yield a function that opens a page under a policy, and returns it with its script errors."""
    contexts = []

    def open_(address: str, policy: str = STRICT) -> tuple[Page, list[str]]:
        context = browser.new_context()
        contexts.append(context)
        context.add_init_script(WATCH)
        origin = serve(evil_site)

        def answer(route: object) -> None:
            response = route.fetch()  # type: ignore[attr-defined]
            headers = {**response.headers, "content-security-policy": policy}
            route.fulfill(response=response, headers=headers)  # type: ignore[attr-defined]

        context.route(f"{origin}/**", answer)
        context.route(re.compile(rf"^(?!{re.escape(origin)})"), lambda route: route.abort())
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{origin}/{address}")
        return page, errors

    yield open_
    for context in contexts:
        context.close()


Visit = Callable[..., "tuple[Page, list[str]]"]
PAGES = ["index", "page", "hand", "podcast/index", "podcast/entities", "podcast/quotes",
         "podcast/entity/plain", "podcast/episodes",
         *(f"episodes/show/{n}" for n in ("front", "plain", "vtt", "srt", "json", "text", "moved", "tube"))]  # fmt: skip


@holds("policy")
@pytest.mark.browser
def test_nothing_runs_and_no_policy_is_hurt(visit: Visit) -> None:
    for docname in PAGES:
        page, errors = visit(f"{docname}.html")
        assert page.evaluate("[ran, violations, document.querySelectorAll('x-evil').length]") == [
            0,
            [],
            0,
        ]
        assert errors == [], docname
        page.context.close()


@holds("policy")
@pytest.mark.browser
def test_scripts_work_under_the_policy(visit: Visit) -> None:
    page, errors = visit("episodes/show/vtt.html")
    page.locator(".pod-bar").wait_for()
    assert page.locator(".pod-copy").count() == 2
    page.locator("details.pod-transcript summary").first.click()
    page.get_by_role("searchbox").fill("x-evil")
    assert int(page.locator(".pod-find output").inner_text()) >= 1
    page.locator("a.pod-mention, a.pod-speaker, a.pod-name").first.focus()
    card = page.get_by_role("tooltip")
    card.wait_for()
    assert card.locator("x-evil").count() == 0
    assert page.evaluate("[ran, violations]") == [0, []]
    assert errors == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "address",
    ["#t=<x-evil onclick=run()>", "#%22%5D<img src=x onerror=run()>", "#t=1,javascript:run()",
     "?t=<img src=x onerror=run()>", "#t=1e999", "#t=__proto__", "#pod-labels", "#*"],
)  # fmt: skip
def test_an_address_is_text(visit: Visit, address: str) -> None:
    page, errors = visit(f"episodes/show/vtt.html{address}")
    page.locator(".pod-bar").wait_for()
    assert page.evaluate("[ran, violations, document.querySelectorAll('x-evil').length]") == [
        0,
        [],
        0,
    ]
    assert errors == []


@pytest.mark.browser
def test_messages_of_other_windows_are_not_heard(visit: Visit) -> None:
    page, errors = visit("episodes/show/tube.html")
    page.locator(".pod-poster").click()
    page.locator(".pod-player iframe").wait_for(state="attached")
    page.evaluate(
        """() => new Promise((done) => {
          addEventListener("message", () => setTimeout(done));
          const news = {event: "infoDelivery", info: {currentTime: 77, duration: 99, playerState: 1}};
          const frame = document.querySelector(".pod-player iframe").contentWindow;
          dispatchEvent(new MessageEvent("message", {source: frame, origin: "https://evil.example", data: news}));
          dispatchEvent(new MessageEvent("message", {source: window, origin: "https://www.youtube-nocookie.com", data: news}));
          postMessage(news, "*");
        })"""
    )
    assert "01:17" not in page.locator(".pod-clock").inner_text()
    page.evaluate(
        """() => dispatchEvent(new MessageEvent("message", {
          source: document.querySelector(".pod-player iframe").contentWindow,
          origin: "https://www.youtube-nocookie.com",
          data: {event: "infoDelivery", info: {currentTime: 77, duration: 99, playerState: 1}}}))"""
    )
    assert "01:17" in page.locator(".pod-clock").inner_text()
    assert errors == []


@pytest.mark.browser
def test_results_of_a_search_are_text(visit: Visit) -> None:
    page, _ = visit("search.html?q=evil", POLICY)
    page.wait_for_function("document.querySelectorAll('#search-results li').length > 0")
    page.wait_for_load_state("networkidle")
    found = "[ran, document.querySelectorAll('x-evil, #search-results img').length]"
    assert page.evaluate(found) == [0, 0]
