"""Small texts of this project's own, in many languages: clean, and with what the cleaner must leave alone."""

from __future__ import annotations

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
