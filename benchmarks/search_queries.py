"""Queries of readers who remember only half: 142 about the example show, in three languages.

:data:`REGISTRY` adds names to the registry of the show. An address that starts with a
colon is that of the entity with the name after it.
"""

from __future__ import annotations

from search import (
    AIR,
    FEED,
    FIRST,
    LIUSHENG,
    RAJIO,
    RSS,
    WORD,
    Query,
)

#: Names in other languages, as an author of the show would add them.
REGISTRY = """
[entities.adam-curry]
type = "person"
name = "Adam Curry"
labels = {ja = "アダム・カリー", zh = "亚当·库里"}

[entities.guglielmo-marconi]
type = "person"
name = "Guglielmo Marconi"
labels = {ja = "グリエルモ・マルコーニ", zh = "古列尔莫·马可尼"}

[entities.emile-berliner]
type = "person"
name = "Emile Berliner"
labels = {ja = "エミール・ベルリナー", zh = "埃米尔·贝利纳"}

[entities.edwin-armstrong]
type = "person"
name = "Edwin Armstrong"
labels = {ja = "エドウィン・アームストロング", zh = "埃德温·阿姆斯特朗"}

[entities.frequency-modulation]
type = "concept"
name = "Frequency modulation"
labels = {ja = "周波数変調", zh = "调频"}

[entities.phonograph]
type = "product"
name = "Phonograph"
labels = {ja = "フォノグラフ", zh = "留声机"}

"""


def _all(kind: str, *pairs: tuple[str, str]) -> list[Query]:
    return [Query(text, kind, address) for text, address in pairs]


QUERIES = [
    *_all(
        "exact",
        ("Reginald Fessenden", ":Reginald Fessenden"),
        ("Ben Hammersley", ":Ben Hammersley"),
        ("ラジオ体操", ":ラジオ体操"),
        ("小宇宙", ":小宇宙"),
        ("Two days in New York", f"{FEED}#t-31-20"),
        ("The flat disc", f"{FIRST}#t-33-10"),
        ("芝浦から愛宕山へ", f"{RAJIO}#t-19-10"),
        ("怎么翻译 Podcast", f"{RSS}#t-29-20"),
        ("衡山路的红房子", f"{LIUSHENG}#t-35-30"),
        ("義勇軍進行曲", ":义勇军进行曲"),
    ),
    *_all(
        "partial",
        ("Hammers", ":Ben Hammersley"),
        ("Lindq", ":Mara Lindqvist"),
        ("modulat", ":Frequency modulation"),
        ("Marcon", ":Guglielmo Marconi"),
        ("microphone Metropolitan Opera", f"{AIR}#t-22-50"),
        ("土豆", ":土豆网"),
        ("体操", ":ラジオ体操"),
        ("放送局", ":東京放送局"),
        ("拉雅", ":喜马拉雅"),
        ("ニッポノ", f"{RAJIO}#t-12-30"),
        ("Gaisb", ":Fred Gaisberg"),
        ("红楼", ":百代小红楼"),
    ),
    *_all(
        "phrase",
        ("an idea in a sealed letter", f"{FIRST}#t-13-05"),
        ("blackened with lamp smoke", f"{FIRST}#t-05-40"),
        ("Mary had a little lamb", f"{FIRST}#t-18-20"),
        ("a playing violin and a reading from the Bible", f"{AIR}#t-15-30"),
        ("driving from Belgium to the Netherlands", f"{WORD}#t-17-45"),
        ("fourteen Swartz Dornfest O'Reilly", f"{FEED}#t-22-45"),
        ("fill a box on a portal", f"{FEED}#t-06-30"),
        ("music by the Grateful Dead", f"{FEED}#t-31-20"),
        ("returns of the presidential election", f"{AIR}#t-30-05"),
        ("公使在伦敦的茶会", f"{LIUSHENG}#t-06-45"),
        ("母版要送到德国汉诺威", f"{LIUSHENG}#t-13-20"),
        ("端什么吃什么", f"{RSS}#t-00-00"),
        ("一行代码等了两年半", f"{RSS}#q-14-00"),
        ("学校の図書室から", f"{RAJIO}#t-00-00"),
        ("理学部の実験室", f"{RAJIO}#t-05-50"),
        ("図解を郵便局が配り", f"{RAJIO}#t-25-45"),
    ),
    *_all(
        "form",
        ("THE FLAT DISC", f"{FIRST}#t-33-10"),
        ("kdka", ":KDKA"),
        ("a feed of one's own", FEED),
        ("A feed of one’s own", FEED),
        ("Armstrong’s clean signal", f"{AIR}#t-44-20"),
        ("blackening papers", f"{FIRST}#t-05-40"),
        ("subscribed cancelling", f"{FEED}#t-00-00"),
        ("Edouard-Leon Scott", ":Édouard-Léon Scott de Martinville"),
        ("userland", ":UserLand"),
        ("user land", ":UserLand"),
        ("podcastindex", ":Podcast Index"),
        ("i podder", ":iPodder"),
        ("TR55", ":TR-55"),
        ("tr-55", ":TR-55"),
        ("Lee De Forest", ":Lee de Forest"),
        ("machinist Kruesi", f"{FIRST}#t-18-20"),
    ),
    *_all(
        "number",
        ("1878年", LIUSHENG),
        ("1927", f"{AIR}#t-37-40"),
        ("2 November 1920", f"{AIR}#t-30-05"),
        ("RFC 4287", f"{FEED}#t-40-00"),
        ("4.9", WORD),
        ("一九二八年", f"{RAJIO}#t-25-45"),
        ("0.92版", RSS),
        ("1903年3月，上海", f"{LIUSHENG}#t-13-20"),
    ),
    *_all(
        "typo",
        ("Marcony", ":Guglielmo Marconi"),
        ("Gugliemo Marconi", ":Guglielmo Marconi"),
        ("Fesenden", ":Reginald Fessenden"),
        ("Fessendon", ":Reginald Fessenden"),
        ("Edisson", ":Thomas Edison"),
        ("Edsion", ":Thomas Edison"),
        ("Hammersly", ":Ben Hammersley"),
        ("Lindquist", ":Mara Lindqvist"),
        ("Okafour", ":Tobias Okafor"),
        ("Berlinner", ":Emile Berliner"),
        ("Geisberg", ":Fred Gaisberg"),
        ("Gaisburg", ":Fred Gaisberg"),
        ("Amrstrong", ":Edwin Armstrong"),
        ("Ramanatan Guha", ":Ramanathan Guha"),
        ("Aaron Schwartz", ":Aaron Swartz"),
        ("Dave Whiner", ":Dave Winer"),
        ("Adam Currie", ":Adam Curry"),
        ("Christofer Lyden", ":Christopher Lydon"),
        ("gramaphone", ":Gramophone"),
        ("fonograph", ":Phonograph"),
        ("phonotograph", ":Phonautograph"),
        ("frequncy modulasion", ":Frequency modulation"),
        ("Netscpae", ":Netscape"),
        ("podcst", ":Podcast"),
        ("i-tunes", ":iTunes"),
        ("enclosre", ":Enclosure"),
        ("seizmogram", FIRST),
        ("membrain", FIRST),
        ("superheterodine", f"{AIR}#t-44-20"),
        ("specificaton Harvard", f"{FEED}#t-40-00"),
        ("presidental election", f"{AIR}#t-30-05"),
        ("alternater", f"{AIR}#t-07-15"),
        ("Election nihgt", f"{AIR}#t-30-05"),
        ("Froze on porpose", f"{FEED}#t-40-00"),
        ("喜马拉亚", ":喜马拉雅"),
        ("义勇军进行区", ":义勇军进行曲"),
        ("爱迪升", ":Thomas Edison"),
        ("エジゾン", ":Thomas Edison"),
        ("ラシオ体操", ":ラジオ体操"),
        ("マルコニー", ":Guglielmo Marconi"),
    ),
    *_all(
        "language",
        ("アダム・カリー", ":Adam Curry"),
        ("カリー", ":Adam Curry"),
        ("亚当·库里", ":Adam Curry"),
        ("库里", ":Adam Curry"),
        ("马可尼", ":Guglielmo Marconi"),
        ("マルコーニ", ":Guglielmo Marconi"),
        ("ベルリナー", ":Emile Berliner"),
        ("贝利纳", ":Emile Berliner"),
        ("アームストロング", ":Edwin Armstrong"),
        ("阿姆斯特朗", ":Edwin Armstrong"),
        ("周波数変調", ":Frequency modulation"),
        ("调频", ":Frequency modulation"),
        ("フォノグラフ", ":Phonograph"),
        ("Misaki", ":早川美咲"),
        ("托马斯·爱迪生", ":Thomas Edison"),
    ),
    *_all(
        "script",
        ("愛迪生", ":Thomas Edison"),
        ("馬可尼", ":Guglielmo Marconi"),
        ("亞當庫里", ":Adam Curry"),
        ("アダムカリー", ":Adam Curry"),
        ("あだむかりー", ":Adam Curry"),
        ("トーマスエジソン", ":Thomas Edison"),
        ("えじそん", ":Thomas Edison"),
        ("ｴｼﾞｿﾝ", ":Thomas Edison"),
        ("Ｍａｒｃｏｎｉ", ":Guglielmo Marconi"),
        ("らじお体操", ":ラジオ体操"),
        ("ラヂオ体操", ":ラジオ体操"),
        ("留聲機來到中國", LIUSHENG),
        ("從 RSS 到播客", RSS),
        ("平臺的十年", f"{RSS}#t-43-30"),
        ("訂閱", RSS),
        ("聲音簡史", "podcast/channel/声音简史"),
        ("譚鑫培", ":谭鑫培"),
        ("聶耳", ":聂耳"),
        ("会說話的机器", f"{LIUSHENG}#t-00-00"),
        ("ぽけっとの中のらじお", f"{RAJIO}#t-37-00"),
        ("東京放送局は図書館", f"{RAJIO}#t-00-00"),
    ),
    *_all(
        "short",
        ("FM", ":Frequency modulation"),
        ("GM", ":Guglielmo Marconi"),
        ("PI", ":Podcast Index"),
        ("A. Curry", ":Adam Curry"),
        ("TLR", "podcast/channel/the-listening-room"),
        ("E. Armstrong", ":Edwin Armstrong"),
    ),
]
