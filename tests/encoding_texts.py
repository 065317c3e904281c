"""Small texts of this project's own, in many languages: clean, and with what the cleaner must leave alone."""

from __future__ import annotations

from hypothesis import strategies as st

from cleaner.decoding import codec
from cleaner.repairing import RepairOptions, roundtrip

CLEAN = {
    "english": "The council's new plan — “a first step”, said the mayor — costs £2.5m and starts in May.",
    "french": "L’été dernier, les élèves français ont mangé des crêpes à Noël ; où étaient-ils déjà ?",
    "german": "Größere Städte fördern den Öffentlichen Verkehr übermäßig, sagte der Bürgermeister Jürgen Weiß.",
    "spanish": "¿Cuándo llegará el próximo año? El señor Núñez cree que habrá más niños en el jardín.",
    "portuguese": "As eleições não são amanhã; a população já escolheu o seu próximo presidente, João.",
    "polish": "Zażółć gęślą jaźń – powiedział premier, który wczoraj spotkał się z ministrem środowiska.",
    "czech": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekla včera ministryně zahraničních věcí.",
    "hungarian": "Az árvíztűrő tükörfúrógép működését őszintén csodálták a külföldi szakértők.",
    "lithuanian": "Šiandien Lietuvos žmonės švenčia nepriklausomybės dieną, rašo dienraštis ąžuolas.",
    "turkish": "Türkiye'nin en büyük şehri İstanbul'da dün akşam şiddetli yağış görüldü, ığdır ise güneşliydi.",
    "russian": "Сегодня хорошая погода, и мы идём гулять в парк, сообщил корреспондент газеты.",
    "ukrainian": "Він сказав, що Україна отримає допомогу вже цього тижня; її розмір іще невідомий.",
    "greek": "Η κυβέρνηση ανακοίνωσε χθες νέα μέτρα για την οικονομία και την παιδεία της χώρας.",
    "arabic": "أعلنت الحكومة أمس عن إجراءات جديدة لدعم الاقتصاد والتعليم في البلاد.",
    "persian": "دولت دیروز از برنامه‌های تازه‌ای برای کمک به خانواده‌ها خبر داد و گفت می‌خواهد ادامه دهد.",
    "hebrew": "הממשלה הודיעה אתמול על צעדים חדשים לחיזוק הכלכלה והחינוך במדינה.",
    "hindi": "सरकार ने कल अर्थव्यवस्था और शिक्षा के लिए नए कदमों की घोषणा की है।",
    "bengali": "সরকার গতকাল অর্থনীতি ও শিক্ষার জন্য নতুন পদক্ষেপের কথা ঘোষণা করেছে।",
    "thai": "รัฐบาลประกาศมาตรการใหม่เพื่อสนับสนุนเศรษฐกิจและการศึกษาเมื่อวานนี้",
    "chinese": "政府昨天宣布了支持经济和教育的新措施，小学校的学生们都很高兴。",
    "taiwanese": "政府昨天宣布了支持經濟和教育的新措施，小學校的學生們都很高興。",
    "japanese": "政府は昨日、経済と教育を支援する新しい措置を発表した。カタカナも使う。",
    "korean": "정부는 어제 경제와 교육을 지원하기 위한 새로운 조치를 발표했다.",
    "vietnamese": "Chính phủ hôm qua đã công bố các biện pháp mới để hỗ trợ kinh tế và giáo dục.",
}

NEGATIVES = (
    "ÉLÉGANTES CRÉATIONS À LA « MAISON »… »—",
    "Naïve façade, crème brûlée, Ångström, Æther, smørrebrød, Þingvellir",
    "‘“Nested” quotes’, 5′ 10″, 20°C, ±5 %, ½ cup, £5–€6, ©2020 ®™, §3 ¶4",
    "A√B ≠ C ≤ D; Ω, µm, μm, αβγ-test, ∑x²",
    "╔══════════╗\n║  MENU    ║\n╚══════════╝",
    "░▒▓█ loading █▓▒░",
    "iPhone’ов больше нет, VIP-зал закрыт, SMSка пришла",
    "用vpn上google，5小时后，A股上涨",
    "(╯°□°）╯︵ ┻━┻ and ¯\\_(ツ)_/¯ and ʕ•ᴥ•ʔ",
    "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇧🇩 ❤️",
    "AT&T; R&D; if a < b and c > d; x <- y; <3",
    "C:\\users\\new and \\section{x} and \\u and \\u12",
    "São Paulo, «ÐÐ», ĂNĂ, Ĺubomír, Łódź",
    "‹guillemets› „German“ ‚quotes‘ 「日本」 『語』",
)

EVERYTHING = RepairOptions(
    bijoy="convert",
    bengali_nukta="composed",
    full_width=True,
    straight_quotes=True,
    dashes=True,
    literal_line_ends=True,
    unwrap=True,
)

# Characters and strings that steps react to, so that they meet.
PIECES = st.sampled_from(
    [
        *"aeéÃ© \n\r\t\v\f&;#<>/b\\u\x00\x7f\x80\x85\x92\xa0\xad",
        *("amp;", "&lt;", "&#x26;", "<b>", "</b>", "<br>", "\\u00e9", "&amp;amp;", "&am&#112;;"),
        *"\u0301\u0323\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202c",
        *"\u2066\u2069\u3000\ufeff\ufdd0\ufb01\ud83d\ude00\udce9\udc80ｱ−",
        *("\u09af\u09bc", "\u09c7", "\u09be", "क\u094d", "ส", "א", "ا"),
        *("Ã¢â‚¬â„¢", "â€™", "鈥檚", "Г©", "├й", "小学校", "†mvb"),
        *("\U000e0041", "\U000e007f", "\U0001f3f4", "👩", "\u1100", "\u1161", "\u11a8"),
    ]
)
ANY_TEXT = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.text(st.characters(codec=None), max_size=30),
    st.lists(st.integers(0, 0x10FFFF).map(chr), max_size=12).map("".join),
)

MISREAD = [
    *("iso-8859-1", "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1256", "iso-8859-2"),
    *("macintosh", "cp437", "cp850", "ibm866", "koi8-r", "gb18030", "shift_jis", "euc-kr"),
]


def misread(data: bytes, encoding: str) -> str | None:
    if encoding in roundtrip.SINGLE_BYTE:
        text = "".join(roundtrip.alphabet(encoding)[value] for value in data)
        return None if "\ufffe" in text else text
    try:
        return codec.decode_strict(data, encoding)
    except UnicodeDecodeError:
        return None
