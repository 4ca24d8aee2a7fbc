from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.language import detect_language, language_of, language_tags

TEXTS = {
    "en": "We talk about the history of radio, and why the first voice that people heard was not the one "
    "that they remember. Then there is a letter from a listener who was there.",
    "de": "Wir sprechen über die Geschichte des Radios und warum die erste Stimme, die man hörte, nicht die "
    "ist, an die man sich erinnert. Dann gibt es noch einen Brief von einer Hörerin.",
    "fr": "Nous parlons de l'histoire de la radio et de la première voix que les gens ont entendue, qui "
    "n'est pas celle dont ils se souviennent. Puis il y a une lettre d'une auditrice.",
    "es": "Hablamos de la historia de la radio y de por qué la primera voz que se oyó no es la que la gente "
    "recuerda. Después hay una carta de una oyente que estuvo allí.",
    "pt": "Falamos da história do rádio e de por que a primeira voz que as pessoas ouviram não é a que elas "
    "lembram. Depois há uma carta de uma ouvinte que estava lá, e mais uma pergunta.",
    "it": "Parliamo della storia della radio e del perché la prima voce che la gente ha sentito non è quella "
    "che ricorda. Poi c'è una lettera di un'ascoltatrice che era lì.",
    "ru": "Мы говорим об истории радио и о том, почему первый голос, который услышали люди, не тот, который "
    "они помнят. Потом письмо от слушательницы, она там была.",
    "uk": "Ми говоримо про історію радіо і про те, чому перший голос, який почули люди, не той, що його "
    "пам'ятають. Потім лист від слухачки, яка там була.",
    "bg": "Говорим за историята на радиото и защо първият глас, който хората чуха, не е този, който помнят. "
    "После има писмо от слушателка, която е била там.",
    "ja": "ラジオの歴史と、人々が最初に聞いた声について話します。",
    "zh": "我们谈谈广播的历史，以及人们第一次听到的声音。",
    "ko": "라디오의 역사와 사람들이 처음 들은 목소리에 대해 이야기합니다.",
    "el": "Μιλάμε για την ιστορία του ραδιοφώνου και την πρώτη φωνή.",
    "he": "אנחנו מדברים על ההיסטוריה של הרדיו ועל הקול הראשון.",
    "ar": "نتحدث عن تاريخ الراديو والصوت الأول الذي سمعه الناس.",
    "hi": "हम रेडियो के इतिहास और पहली आवाज़ के बारे में बात करते हैं।",
    "th": "เราพูดถึงประวัติศาสตร์ของวิทยุและเสียงแรก",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("project", ["en", "de", "ja"])
def test_a_text_in_another_language(language: str, project: str) -> None:
    assert detect_language(TEXTS[language], project) == language


@pytest.mark.parametrize("project", ["en-GB", "pt-BR", "zh-TW", "sr", "nb", "fa"])
def test_doubt_is_for_the_project(project: str) -> None:
    assert detect_language("", project) == project
    assert detect_language("12:30 — 99", project) == project


def test_the_language_of_the_project_has_its_own_form() -> None:
    assert detect_language(TEXTS["zh"], "zh-TW") == "zh-TW"
    assert detect_language(TEXTS["pt"], "pt-BR") == "pt-BR"
    assert detect_language(TEXTS["ar"], "fa") == "fa"
    assert detect_language("Ada Lovelace, Charles Babbage", "de") == "de"
    assert detect_language("Ada Lovelace, Charles Babbage", "ja") == "en"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("en", ("en",)), ("en-us", ("en-us",)), ("pt_BR", ("pt-BR",)), ("zh-Hans", ("zh-Hans",)), ("eng", ("en",)),
        ("英文", ("en",)), ("English", ("en",)), ("ENGLISH (US)", ("en",)), ("中文", ("zh",)), ("日本語", ("ja",)),
        ("русский", ("ru",)), ("português", ("pt",)), ("Deutsch", ("de",)), ("svenska", ("sv",)),
        ("Brazilian Portuguese", ("pt-BR",)), ("中文/英文", ("zh", "en")), ("English, Japanese", ("en", "ja")),
        (["en", "ja"], ("en", "ja")),
    ],
)  # fmt: skip
def test_languages_in_words(text: object, tags: tuple[str, ...]) -> None:
    assert language_tags(text) == tags


@pytest.mark.parametrize("text", ["<b>", "gibberish", "", 3, None, []])
def test_no_language(text: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        language_tags(text)


LONG = {language: " ".join([text] * 4) for language, text in TEXTS.items()}


@pytest.mark.parametrize(
    ("language", "given", "result"),
    [
        ("zh", ("en",), "zh"), ("en", ("zh",), "en"), ("ru", ("en",), "ru"), ("ja", ("zh",), "ja"), ("zh", ("ja",), "zh"),
        ("zh", ("en", "zh-Hant"), "zh-Hant"), ("ko", ("en-us",), "ko"), ("en", ("de",), "de"), ("ru", ("uk",), "uk"),
        ("en", ("sr",), "sr"), ("en", ("zh-Latn",), "en"), ("en", ("sr-Latn",), "sr-Latn"), ("th", ("th",), "th"),
    ],
)  # fmt: skip
def test_a_given_language_that_the_script_contradicts(
    language: str, given: tuple[str, ...], result: str
) -> None:
    assert language_of(LONG[language], given, "en") == result


def test_a_few_words_contradict_nothing() -> None:
    assert language_of("World Models", ("zh",), "en") == "zh"
    assert language_of("世界モデル", ("en",), "en") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("আমরা রেডিওর ইতিহাস নিয়ে কথা বলি", "bn"), ("ਅਸੀਂ ਰੇਡੀਓ ਬਾਰੇ ਗੱਲ ਕਰਦੇ ਹਾਂ", "pa"),
        ("અમે રેડિયો વિશે વાત કરીએ છીએ", "gu"), ("நாங்கள் வானொலி பற்றி பேசுகிறோம்", "ta"),
        ("మేము రేడియో గురించి మాట్లాడుతాము", "te"), ("ನಾವು ರೇಡಿಯೋ ಬಗ್ಗೆ ಮಾತನಾಡುತ್ತೇವೆ", "kn"),
        ("ഞങ്ങൾ റേഡിയോയെക്കുറിച്ച് സംസാരിക്കുന്നു", "ml"), ("අපි රේඩියෝව ගැන කතා කරමු", "si"),
        ("ພວກເຮົາເວົ້າກ່ຽວກັບວິທະຍຸ", "lo"), ("ကျွန်ုပ်တို့ ရေဒီယိုအကြောင်း ပြောကြသည်", "my"),
        ("ჩვენ ვსაუბრობთ რადიოს ისტორიაზე", "ka"), ("Մենք խոսում ենք ռադիոյի մասին", "hy"),
        ("ስለ ሬዲዮ ታሪክ እንነጋገራለን", "am"), ("យើងនិយាយអំពីវិទ្យុ", "km"),
        ("Мы вядзём гаворку пра гісторыю радыё і першы голас, які людзі пачулі ў эфіры", "be"),
        ("Зборуваме за радиото и неговите луѓе, ќе слушнеме ѓаволски гласови", "mk"),
        ("Говоримо о радију, међу људима који ће га чути, јер њихов глас још живи и већ се чује", "sr"),
        ("Біз радио тарихы туралы сөйлесеміз, әлемдегі алғашқы дауысты естіген адамдар қайда", "kk"),
    ],
)  # fmt: skip
def test_scripts_and_letters_tell_the_language(text: str, language: str) -> None:
    assert detect_language(text, "en") == language


@pytest.mark.parametrize(
    ("project", "text"),
    [
        ("mr", "आम्ही रेडिओच्या इतिहासाबद्दल बोलतो"), ("ne", "हामी रेडियोको इतिहास बारे कुरा गर्छौं"),
        ("fa", "ما درباره تاریخ رادیو صحبت می کنیم"), ("ur", "ہم ریڈیو کی تاریخ کے بارے میں بات کرتے ہیں"),
        ("yi", "מיר רעדן וועגן ראדיא"), ("ti", "ብዛዕባ ሬድዮ ንዛረብ"), ("yue", "我哋講下廣播嘅歷史"),
        ("mn", "Бид радиогийн түүхийн тухай ярьж байна"), ("as", "আমি ৰেডিঅ'ৰ ইতিহাস"),
    ],
)  # fmt: skip
def test_a_project_keeps_the_language_of_its_script(project: str, text: str) -> None:
    assert detect_language(text, project) == project
