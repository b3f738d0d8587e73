"""Captions in the code page of their language are read letter by letter, whichever it was."""

from __future__ import annotations

import pytest

from access_kit.timed_text.decoding import decode_leniently

# The code page that programs of each language wrote before UTF-8.
SENTENCES = {
    "ca": (
        "cp1252",
        "Bona nit. Avui parlem de què ens ajuda quan no podem dormir, i de l'any passat.",
    ),
    "cs": ("cp1250", "Dobrý večer. Dnes mluvíme o tom, co nám pomáhá, když nemůžeme spát."),
    "da": (
        "cp1252",
        "God aften. I dag taler vi om, hvad der hjælper os, når vi ikke kan sove på sengen.",
    ),
    "de": ("cp1252", "Guten Abend. Heute sprechen wir darüber, was uns hilft, wenn wir müde sind."),
    "el": ("cp1253", "Καλησπέρα. Σήμερα μιλάμε για το τι μας βοηθά όταν δεν κοιμόμαστε."),
    "es": (
        "cp1252",
        "Buenas noches. ¿Qué nos ayuda cuando no podemos dormir? Mañana también hay reunión.",
    ),
    "et": ("cp1257", "Tere õhtust. Täna räägime sellest, mis meid aitab, kui me ei saa magada."),
    "fi": (
        "cp1252",
        "Hyvää iltaa. Tänään puhumme siitä, mikä auttaa meitä, kun emme pysty nukkumaan.",
    ),
    "fr": ("cp1252", "Bonsoir. Ce soir nous parlons de ce qui nous aide à dormir. Ça va, Hélène ?"),
    "he": ("cp1255", "ערב טוב. היום נדבר על מה שעוזר לנו כשאי אפשר לישון."),
    "hr": ("cp1250", "Dobra večer. Danas pričamo o tome što nam pomaže kad ne možemo spavati."),
    "hu": (
        "cp1250",
        "Jó estét. Ma arról beszélünk, mi segít nekünk, ha nem tudunk aludni..",
    ),
    "is": (
        "cp1252",
        "Gott kvöld. Í dag tölum við um það sem hjálpar okkur þegar við getum ekki sofið.",
    ),
    "it": ("cp1252", "Buonasera. Oggi parliamo di ciò che ci aiuta: perché la città è più quieta?"),
    "ja": ("cp932", "こんばんは。今日は、眠れない時に助けになることについて話します。"),
    "ja in EUC": ("euc-jp", "こんばんは。今日は、眠れない時に助けになることについて話します。"),
    "ko": ("cp949", "안녕하세요. 오늘은 잠이 오지 않을 때 무엇이 도움이 되는지 이야기합니다."),
    "lt": (
        "cp1257",
        "Labas vakaras. Šiandien kalbame apie tai, kas mums padeda, kai negalime užmigti.",
    ),
    "lv": ("cp1257", "Labvakar. Šodien runājam par to, kas mums palīdz, kad nevaram aizmigt."),
    "nb": (
        "cp1252",
        "God kveld. I dag snakker vi om hva som hjelper når vi ikke får sove på natten.",
    ),
    "nl": (
        "cp1252",
        "Goedenavond. Vandaag praten we over wat ons helpt: één uur, en daarna een café.",
    ),
    "pl": ("cp1250", "Dobry wieczór. Dziś rozmawiamy o tym, co nam pomaga, gdy nie możemy zasnąć."),
    "pl in ISO": (
        "iso8859-2",
        "Dobry wieczór. Dziś rozmawiamy o tym, co nam pomaga, gdy nie możemy zasnąć.",
    ),
    "pt": (
        "cp1252",
        "Boa noite. Hoje falamos do que nos ajuda quando não conseguimos dormir. Até amanhã!",
    ),
    "ro": ("cp1250", "Bună seara. Astăzi vorbim despre ce ne ajută când nu putem să dormim."),
    "ru": ("cp1251", "Добрый вечер. Сегодня мы говорим о том, что нам помогает, когда не спится."),
    "ru in KOI8": (
        "koi8-r",
        "Добрый вечер. Сегодня мы говорим о том, что нам помогает, когда не спится.",
    ),
    "sk": ("cp1250", "Dobrý večer. Dnes hovoríme o tom, čo nám pomáha, keď nemôžeme spať."),
    "sl": (
        "cp1250",
        "Dober večer. Danes se pogovarjamo o tem, kaj nam pomaga, če ne moremo spati.",
    ),
    "sv": (
        "cp1252",
        "God kväll. I dag talar vi om vad som hjälper oss när vi inte kan sova på natten.",
    ),
    "th": ("cp874", "สวัสดีตอนเย็น วันนี้เราจะพูดถึงสิ่งที่ช่วยเราเมื่อนอนไม่หลับ"),
    "tr": (
        "cp1254",
        "İyi akşamlar. Bugün uyuyamadığımızda bize neyin yardım ettiğini konuşuyoruz.",
    ),
    "uk": (
        "cp1251",
        "Добрий вечір. Сьогодні ми говоримо про те, що нам допомагає, коли не спиться.",
    ),
    "zh": ("gbk", "晚上好。今天我们谈谈睡不着的时候什么能帮助我们。"),
    "zh in Big5": ("big5", "晚上好。今天我們談談睡不著的時候什麼能幫助我們。"),
    "ar": ("cp1256", "مساء الخير. نتحدث اليوم عما يساعدنا عندما لا نستطيع النوم."),
    "bg": (
        "cp1251",
        "Добър вечер. Днес говорим за това, което ни помага, когато не можем да спим.",
    ),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_file_in_the_code_page_of_its_language_keeps_every_letter(language):
    code_page, sentence = SENTENCES[language]
    text, problems = decode_leniently(f"1\n{sentence}\n".encode(code_page) * 3, "notes.srt")
    assert sentence in text
    assert problems, "that the bytes were read by a guess is told"
