"""Make the sound or film of the example show, and the transcripts of its trailers.

The shows are invented: an episode of an hour has a bell for each chapter, and silence.


Needs espeak-ng and ffmpeg. Run it in this folder after changing what is said, or when a chapter
begins.
"""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import wave
from array import array
from pathlib import Path

from sphinxcontrib_podcast import Episode, read_archive

PAUSE = 0.5  # seconds between two lines
MARA, TOBIAS, YIHANG, MISAKI = "Mara Lindqvist", "Tobias Okafor", "沈一航", "早川美咲"
VOICES = {MARA: "en-gb+f4", TOBIAS: "en-us+m3", YIHANG: "cmn+m2"}

ENGLISH = [
    (MARA, "Hello, and, um, welcome to the Listening Room."),
    (MARA, "I am Mara Lindqvist, and I have kept notes of every show I hear for ten years."),
    (TOBIAS, "And I am Tobias Okafor. I keep the microphones dry."),
    (MARA, "This is a show about recorded sound, and about the people who made it."),
    (TOBIAS, "We begin in Paris, with a line that was drawn in soot."),
    (TOBIAS, "Then we follow it, through wax, and wire, and air, to the phone in your pocket."),
    (MARA, "We play old recordings, and we play some that are very new,"),
    (MARA, "and we ask who was the first to be heard."),
    (TOBIAS, "Every voice was once the newest thing in the room."),
    (MARA, "Every week there is one story and one guest."),
    (MARA, "If you have twenty minutes, start with the episode about the first recorded voice."),
    (TOBIAS, "And if you only have one, you have just used it."),
]
CHINESE = [
    (YIHANG, "大家好，欢迎收听声音简史。"),
    (YIHANG, "我是沈一航。这个节目讲的是声音怎样被留下来。"),
    (YIHANG, "嗯，我们从一台会说话的机器讲起，"),
    (YIHANG, "讲到唱片，讲到广播，最后讲到你正在听的播客。"),
    (YIHANG, "声音说完就没了，所以我们才想把它留住。"),
]
JAPANESE = [
    (MISAKI, "こんにちは。えーと、早川美咲です。"),
    (MISAKI, "この番組では、声がどうやって遠くまで届くようになったのかをたどります。"),
    (MISAKI, "ラジオの前では、みんなが同じ時間を過ごしていました。"),
    (MISAKI, "では、次回からお楽しみください。"),
]


def main() -> None:
    """Write the files beside the episodes."""
    room, history = Path("episodes/listening-room"), Path("episodes/sheng-yin-jian-shi")
    cues = speak(ENGLISH, room / "trailer.mp3")
    blocks = [f"{clock(a, '.')} --> {clock(b, '.')}\n<v {who}>{text}" for a, b, who, text in cues]
    write(room / "trailer.vtt", "WEBVTT\n\n" + "\n\n".join(blocks) + "\n")

    cues = speak(CHINESE, history / "yu-gao.mp3")
    blocks = [
        f"{n}\n{clock(a, ',')} --> {clock(b, ',')}\n{who}：{text}"
        for n, (a, b, who, text) in enumerate(cues, 1)
    ]
    write(history / "yu-gao.srt", "\n\n".join(blocks) + "\n")

    segments = [
        {"speaker": who, "startTime": 6.0 * n, "endTime": 6.0 * n + 5, "body": text}
        for n, (who, text) in enumerate(JAPANESE)
    ]
    data = {"version": "1.0.0", "segments": segments}
    write(room / "yokoku.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    draw(24, room / "yokoku.webm")

    for episode in read_archive().episodes.values():
        if episode.audio.endswith(".flac"):
            ring(episode, Path(episode.path).with_name(episode.audio))


def speak(lines: list[tuple[str, str]], path: Path) -> list[tuple[float, float, str, str]]:
    """Write the sound, and return when each line begins and ends, in seconds."""
    cues = []
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.wav")
        with wave.open(str(whole), "wb") as out:
            time = 0.0
            for number, (who, text) in enumerate(lines):
                part = Path(folder, f"{number}.wav")
                run("espeak-ng", "-v", VOICES[who], "-s", "150", "-w", str(part), text)
                with wave.open(str(part), "rb") as sound:
                    if not number:
                        out.setparams(sound.getparams())
                    rate, length = sound.getframerate(), sound.getnframes()
                    out.writeframes(sound.readframes(length))
                out.writeframes(b"\0\0" * int(PAUSE * rate))
                cues.append((time, time + length / rate, who, text))
                time += length / rate + int(PAUSE * rate) / rate
        encode("-i", str(whole), "-ac", "1", "-ar", "16000", "-b:a", "16k", str(path))
    return cues


def ring(episode: Episode, path: Path) -> None:
    """Write a bell at the beginning of each chapter, each higher than the one before."""
    rate = 8000
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.wav")
        with wave.open(str(whole), "wb") as out:
            out.setparams((1, 2, rate, 0, "NONE", ""))
            for number, chapter in enumerate(episode.chapters):
                pitch = 330 * 2 ** (number / 6)
                bell = array("h", (
                    round(9000 * math.exp(-6 * n / rate) * math.sin(2 * math.pi * pitch * n / rate))
                    for n in range(rate)
                ))  # fmt: skip
                out.writeframes(bytes(2 * (int(chapter.start * rate) - out.getnframes())))
                out.writeframes(bell.tobytes())
            out.writeframes(bytes(2 * (int((episode.duration or 0) * rate) - out.getnframes())))
        encode("-i", str(whole), "-frame_size", "16384", "-compression_level", "12", str(path))


def draw(seconds: int, path: Path) -> None:
    """Film the waves of two tones that swell and fade."""
    tones = "0.2*sin(2*PI*220*t)*(1+0.8*sin(PI*t))+0.15*sin(2*PI*330*t)*(1+0.9*sin(1.3*t))"
    waves = "[0:a]showwaves=size=240x136:mode=cline:rate=4:colors=0xf5c542[v]"
    sound = ("-f", "lavfi", "-i", f"aevalsrc='{tones}':s=16000:d={seconds}")
    film = ("-map", "[v]", "-map", "0:a", "-c:v", "libvpx-vp9", "-b:v", "16k", "-b:a", "12k")
    encode(*sound, "-filter_complex", waves, *film, str(path))


def encode(*options: str) -> None:
    """Run ffmpeg so that it writes the same bytes each time."""
    plain = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    run("ffmpeg", "-loglevel", "error", "-y", *options[:-1], *plain, options[-1])


def clock(seconds: float, mark: str) -> str:
    """``00:01:02.345``."""
    thousands = round(seconds * 1000)
    minutes, rest = divmod(thousands, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def write(path: Path, text: str) -> None:
    """Write a text file."""
    path.write_text(text, encoding="utf-8", newline="\n")


def run(*command: str) -> None:
    """Run a program, and stop if it fails."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
