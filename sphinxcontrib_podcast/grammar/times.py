"""Read and format times, and the ids that follow from them."""

from __future__ import annotations

import re

from sphinxcontrib_podcast.grammar.characters import narrow

#: A time in narrow text (see :func:`.narrow`), as a regular expression.
TIME = (
    r"(?<![\d:])(?<!\d[.,])(?:(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?!\d|:\d)"
    r"|(?<!\w)(?:\d{1,2}h\d{1,2}m(?:\d{1,2}s)?|\d{1,3}m\d{1,2}s)(?!\w)"
    r"|(?<!\w)\d{2,3}['′’]\d{2}(?:[\"″”]|'')"
    r"|(?<=\[)\d{1,5}s(?=\])"
    r"|(?<=[\[(])(?:\d{1,2}(?:小?[时時]間?|시간))?\d{1,3}[分분][钟鐘]?\d{1,2}[秒초](?=[\]~-]))"
)
#: What a text with a time has at least.
HAS_TIME = re.compile(r"\d(?:[:：'′’]\d\d|h\d|m\d|s\]|[分분])")

_DASH = re.compile(r"\s*(?:-->|[-–—~〜～→])\s*")
# limit the digits: larger numbers overflow in other programs
_VALUE = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})(?:[.,](\d{1,9}))?")
_UNITS = re.compile(
    r"(?:(\d{1,2})(?:h|小?[时時]間?|시간))?(?:(\d{1,3})(?:[m'′’]|[分분][钟鐘]?))?"
    r"(?:(\d{1,5})(?:[s秒초\"″”]|''))?"
)
_ISO = re.compile(r"P?T?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+(?:\.\d+)?)s?)?", re.IGNORECASE)


def parse_time(text: str) -> float:
    """Return the seconds of ``[H:]MM:SS[.fff]`` or ``1h2m3s``, also in full-width characters.

    Minutes may exceed 59 if there are no hours (``85:15`` is 1:25:15).

    :raises ValueError: if the text is not a time, or an impossible one (``9:99``).
    """
    line = narrow(text.strip())
    match = _VALUE.fullmatch(line) or _VALUE.fullmatch(_clock(line))
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        raise ValueError(f"no such time: {text!r}")
    value = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return value + int(fraction) / 10 ** len(fraction) if fraction else float(value)


def _clock(text: str) -> str:
    """Return ``1h2m3s`` as ``1:2:3``, and text that is no such time as it is."""
    match = _UNITS.fullmatch(text)
    if match is None or not any(match.groups()):
        return text
    hours, minutes, seconds = match.groups("0")
    if match[2] is None:
        minutes, seconds = map(str, divmod(int(seconds), 60))
    return f"{hours}:{minutes}:{seconds}" if match[1] else f"{minutes}:{seconds}"


def parse_range(text: str) -> tuple[float, float | None]:
    """Return the seconds of ``2:04``, or of the range ``2:04-3:00`` (with any dash).

    :raises ValueError: if the text is neither, or the range ends before it starts.
    """
    first, *last = _DASH.split(text.strip(), maxsplit=1)
    start, end = parse_time(first), parse_time(last[0]) if last else None
    if end is not None and end < start:
        raise ValueError(f"the range ends before it starts: {text!r}")
    return start, end


def parse_duration(value: object) -> float:
    """Return the seconds of a number, ``H:MM:SS``, ``1h2m3s`` or ISO 8601 ``PT1H2M3S``.

    :raises ValueError: if it is something else, or negative.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 <= value < 1e9:  # also refuses nan and inf
            raise ValueError(f"not a duration: {value!r}")
        return float(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"not a duration: {value!r}")
    text = value.strip()
    if ":" in narrow(text):
        return parse_time(text)
    match = _ISO.fullmatch(text.replace(" ", ""))
    if match is None or len(text) > 20 or not any(match.groups()):
        raise ValueError(f"not a duration: {value!r}")
    return int(match["h"] or 0) * 3600 + int(match["m"] or 0) * 60 + float(match["s"] or 0)


def format_time(seconds: float) -> str:
    """Return ``02:04`` or, from one hour on, ``1:00:26``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


def full_clock(seconds: float, point: str = ".") -> str:
    """Return a time as ``00:02:04.000``, as WebVTT writes it.

    :param point: the decimal mark; SubRip has a comma.
    """
    total = round(seconds * 1000)
    minutes, milliseconds = divmod(total, 60_000)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


def iso_duration(seconds: float) -> str:
    """Return ISO 8601, as in the attribute ``datetime`` of HTML: ``PT1H26S``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = f"{hours}H" * bool(hours) + f"{minute}M" * bool(minute)
    return "PT" + parts + (f"{second}S" if second or not parts else "")


def time_id(seconds: float) -> str:
    """Return ``t-MM-SS`` or ``t-H-MM-SS``, with milliseconds if there are any."""
    milliseconds = round((seconds - int(seconds)) * 1000)
    fraction = f"-{milliseconds:03}" if milliseconds else ""
    return "t-" + format_time(seconds).replace(":", "-") + fraction
