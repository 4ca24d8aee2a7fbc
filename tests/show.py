"""A small show in three languages, for tests."""

from __future__ import annotations

import textwrap

_SHOW: dict[str, str] = {
    "episodes/radio/first.md": """
        ---
        date: 2026-01-05
        hosts: [Mara Lindqvist]
        guests: [Kenji Sato]
        duration: "10:00"
        number: 1
        tags: [radio]
        ---
        # The first voice

        How a voice was first sent through the air.

        ## [00:00] Intro

        Mara Lindqvist asks how radio began. Guglielmo Marconi sent signals, not voices.

        > *"A voice is not a signal."*
        > — Kenji Sato

        ## [02:04] Reginald Fessenden

        He spoke of Guglielmo Marconi, and of the alternator.

        ### [03:00] The alternator

        Built by *Ernst Alexanderson* for Fessenden.

        > *"It sang."*(laughing)

        ## Entities

        - **Guglielmo Marconi** (Person): Sent signals across the Atlantic.
        - **Radio** (Concept): Sound through the air.
        - **Élisabeth Thible** (Person): Sang in a balloon.
        """,
    "episodes/radio/second.md": """
        ---
        date: 2026-02-05
        hosts: [Mara Lindqvist]
        ---
        # Feeds

        Of RSS and the people who made it.

        ## 00:00 Intro

        Guglielmo Marconi had no feed. Radio has one now.

        ## 61:01 Late

        More.

        ## Entities

        - **RSS** (Concept): A format for feeds.
        - **Dave Winer** (Person): Gave it the enclosure.
        """,
    "episodes/koe.md": """
        ---
        date: 2025-12-01
        channel: 声の歴史
        ---
        # 声の歴史

        最初の放送について。

        ## ［00:00］はじめに

        早川美咲が Guglielmo Marconi の話をする。

        > 「電波は声を運ぶ。」
        > — 早川美咲

        ## 登場人物

        - **Guglielmo Marconi**（人物）：無線の発明者。
        - **早川美咲**（人物）：司会。
        - **アンテナ**（製品）：電波を受ける。
        """,
    "episodes/shengyin.md": """
        # 声音的历史

        关于录音。

        ## [00:00] 开场

        沈一航谈录音。

        ## 实体

        - **沈一航**（人物）：主持人。
        - **留声机**（产品）：爱迪生的发明。
        """,
}

SHOW: dict[str, str] = {name: textwrap.dedent(text).strip() + "\n" for name, text in _SHOW.items()}
