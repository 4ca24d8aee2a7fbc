from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.names import split_name


@pytest.mark.parametrize(
    ("text", "type_", "names"),
    [
        ("智能体 (agent)", "concept", ("智能体", "agent")),
        ("World Model（世界模型）", "concept", ("World Model", "世界模型")),
        ("Momomens(涌现)", "concept", ("Momomens", "涌现")),
        ("ヤン・ルカン（Yann LeCun）", "person", ("ヤン・ルカン", "Yann LeCun")),
        ("Elon Musk (马斯克)", "person", ("Elon Musk", "马斯克")),
        ("字节跳动 (ByteDance)", "organization", ("字节跳动", "ByteDance")),
        ("Peking University（北京大学）", "organization", ("Peking University", "北京大学")),
        ("Яндекс (Yandex)", "organization", ("Яндекс", "Yandex")),
        ("世界模型 / World Model", "concept", ("世界模型", "World Model")),
        (
            "Retrieval-Augmented Generation (RAG)", "concept",
            ("Retrieval-Augmented Generation", "RAG"),
        ),
        ("LLM (Large Language Model)", "concept", ("LLM", "Large Language Model")),
        ("large language models (LLMs)", "concept", ("large language models", "LLMs")),
        ("Massachusetts Institute of Technology (MIT)", "", (
            "Massachusetts Institute of Technology", "MIT",
        )),
        ("大语言模型（Large Language Model, LLM）", "concept", (
            "大语言模型", "Large Language Model", "LLM",
        )),
        ("X (formerly Twitter)", "product", ("X", "Twitter")),
        ("扎克伯格（又称小扎）", "person", ("扎克伯格", "小扎")),
        # a role, a kind or an explanation
        ("Ann Lee", "person", ("Ann Lee",)),
        ("Ann Lee (Acme)", "person", ("Ann Lee (Acme)",)),
        ("王小明 (CEO)", "person", ("王小明 (CEO)",)),
        ("Ann Lee（创始人）", "person", ("Ann Lee（创始人）",)),
        ("Ann Lee（Acme 联合创始人）", "person", ("Ann Lee（Acme 联合创始人）",)),
        ("Whisper（语音识别模型）", "software", ("Whisper（语音识别模型）",)),
        ("Acme（美国公司）", "organization", ("Acme（美国公司）",)),
        ("小红书 (app)", "product", ("小红书 (app)",)),
        ("Mercury (planet)", "place", ("Mercury (planet)",)),
        ("GPT-4 (2023)", "software", ("GPT-4 (2023)",)),
        ("Her (2013)", "work", ("Her (2013)",)),
        ("TCP/IP", "concept", ("TCP/IP",)),
        ("Apple (AAPL)", "organization", ("Apple (AAPL)",)),
        ("Ann Lee (IBM)", "person", ("Ann Lee (IBM)",)),
        ("(agent)", "concept", ("(agent)",)),
        ("智能体 ()", "concept", ("智能体 ()",)),
    ],
)  # fmt: skip
def test_names(text: str, type_: str, names: tuple[str, ...]) -> None:
    assert split_name(text, type_) == names


@given(st.text(alphabet="aB 体()（）/,", max_size=20), st.sampled_from(["", "concept", "person"]))
def test_names_are_parts_of_the_text(text: str, type_: str) -> None:
    names = split_name(text, type_)
    assert names[0] in text
    assert all(name and name in text for name in names) or names == (text,)
