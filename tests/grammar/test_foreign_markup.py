from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.foreign_markup import clean, wiki_target


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("See [[Ann Lee]].", "See [Ann Lee](wiki:Ann%20Lee)."),
        ("See [[Ann Lee|Ann]].", "See [Ann](wiki:Ann%20Lee)."),
        ("[[people/Ann Lee.md|her]]", "[her](wiki:Ann%20Lee)"),
        ("[[Page#Heading]]", "[Page](wiki:Page)"),
        ("[[#Heading]]", "Heading"),
        ("[[Page#^abc]]", "[Page](wiki:Page)"),
        ("| [[A\\|B]] |", "| [B](wiki:A) |"),
        ("[[TA|TA]](术语)", "[TA](wiki:TA)(术语)"),
        ("![[Note]]", "[Note](wiki:Note)"),
        ("![[a.png|300]]", "![](<a.png>)"),
        ("![[a b.jpg|A picture]]", "![A picture](<a b.jpg>)"),
        ("A ![[one.mp3]] b", "A  b"),
        ("A %%note%% b", "A  b"),
        ("A\n%%\nnote\n%%\nb", "A\n\n\n\nb"),
        ("Words. ^abc123\nMore", "Words.\nMore"),
        ("Words.\n\n^37066d\n\nMore", "Words.\n\n\n\nMore"),
        # no markup of Obsidian
        ("[[1]](https://example.org)", "[[1]](https://example.org)"),
        ("`[[x]]` and ``a [[b]] c``", "`[[x]]` and ``a [[b]] c``"),
        ("```\n[[x]] %%y%%\n```", "```\n[[x]] %%y%%\n```"),
        ("[[ -f x ]]", "[[ -f x ]]"),
        ("10 ^6", "10 ^6"),
        ("[^abc]: note", "[^abc]: note"),
        ("50%% of %%", "50%% of %%"),
    ],
)
def test_forms_of_vaults(text: str, becomes: str) -> None:
    assert clean(text).text == becomes


def test_tags_at_the_end_and_recordings() -> None:
    cleaned = clean("# T\n\n![[a.mp3]]\n![[b.mp4]]\n\nNo #tag here.\n\n#podcast #ai/模型\n#two\n")
    assert cleaned.text == "# T\n\n\n\n\nNo #tag here.\n\n\n\n"
    assert cleaned.tags == ("podcast", "ai/模型", "two")
    assert cleaned.recordings == ("a.mp3", "b.mp4")
    assert clean("A\n\n#1 #2\n").tags == ()


def test_they_can_be_left_alone() -> None:
    text = "[[Ann]] %%x%% ^abc\n\n#tag\n"
    assert clean(text, wikilinks=False).text == text


@pytest.mark.parametrize(
    ("text", "becomes", "kind"),
    [
        ('[A](https://a.org){:target="_blank"} b', "[A](https://a.org) b", "{: … }"),
        ("# T\n{: .no_toc }\n", "# T\n\n", "{: … }"),
        ("{::nomarkdown}a{:/}", "a", "{: … }"),
        ("{% include video.html id='x' %}\n", "\n", "{% … %}"),
        ("a\n{%- if x -%}\nb\n{% endif %}", "a\n\nb\n", "{% … %}"),
        ("{% comment %}no\n{% endcomment %}a", "\na", "{% … %}"),
        ("[A]({% post_url 2020-01-01-a %}) b", "A b", "{% … %}"),
        ("[A]({{ site.baseurl }}/a/) b", "A b", "{% … %}"),
        ("![A]({{ site.baseurl }}/a.png)", "", "{% … %}"),
        ('{{< youtube "x" >}}', "", "{{< … >}}"),
        ("{{% notice %}}a{{% /notice %}}", "a", "{{< … >}}"),
        ('[A]({{< ref "a.md" >}})', "A", "{{< … >}}"),
    ],
)
def test_markup_of_site_generators(text: str, becomes: str, kind: str) -> None:
    cleaned = clean(text)
    assert (cleaned.text, cleaned.left_out) == (becomes, (kind,))


@pytest.mark.parametrize(
    "text", ["`{% raw %}`", "~~~\n{{< a >}}\n~~~", "{{ name }}", "a {b} {c:d}"]
)
def test_other_braces_stay(text: str) -> None:
    assert clean(text) == (text, (), (), ())


@given(st.text(alphabet="[]|!%^#`~ \na1{:}<>", max_size=60))
def test_every_line_keeps_its_number(text: str) -> None:
    assert clean(text).text.count("\n") == text.count("\n")


@given(st.text(alphabet="ab 体&#%/:", min_size=1, max_size=9))
def test_targets_of_wiki_links(name: str) -> None:
    address = clean(f"[[x{name}y|z]]").text.partition("](")[2].rstrip(")")
    page = f"x{name}y".partition("#")[0].strip().rpartition("/")[2]
    assert wiki_target(address) == (page or None) or not page
