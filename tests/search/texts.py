"""Short articles in eight languages, queries whose answer is known, and a site of them. All texts are made for this."""

from __future__ import annotations

from pathlib import Path

ARTICLES = {
    "bridge": ("en", "2012", "The old bridge closes for repairs",
               "The council says the old bridge will stay closed until spring. Engineers found cracks in two pillars."),
    "school": ("en", "2013", "Two schools share one library",
               "Teachers in both villages say the shared library is open on Saturdays. Parents wanted longer hours."),
    "dyke": ("zh", "2014", "河水上涨淹没农田",
             "市长说，河水在星期三夜里上涨，淹没了东边的农田。农民要求修建新的堤坝。"),
    "station": ("zh", "2015", "新火车站推迟开放",
                "铁路公司表示，新火车站因为屋顶漏水推迟开放。乘客抱怨没有人通知他们。"),
    "water": ("ar", "2016", "انقطاع المياه في الحي القديم",
              "قال رئيس البلدية إن المياه ستعود إلى الحي القديم يوم الأحد. ويقول السكان إنهم ينتظرون منذ أسبوع."),
    "market": ("ar", "2017", "السوق الجديدة تفتح أبوابها",
               "أعلن التجار أن السوق الجديدة ستفتح أبوابها في الشهر المقبل. واشتكت البائعات من ارتفاع الإيجارات."),
    "park": ("fa", "2018", "پارک تازه‌ای در کنار رودخانه",
             "شهردار گفت پارک تازه در کنار رودخانه پیش از نوروز باز می‌شود. همسایه‌ها از سروصدا شکایت دارند."),
    "bus": ("fa", "2019", "اتوبوس‌های برقی به شهر می‌آیند",
            "شرکت اتوبوسرانی می‌گوید اتوبوس‌های برقی از پاییز در شهر کار می‌کنند. رانندگان آموزش می‌بینند."),
    "clinic": ("ru", "2020", "Новая поликлиника открылась без врачей",
               "Главный врач сообщил, что поликлиника приняла первых пациентов. Жители ждут в очереди по три часа."),
    "snow": ("ru", "2021", "Снег остановил трамваи",
             "Мэрия заявила, что трамваи снова пойдут утром. Пешеходы жалуются на нечищеные тротуары."),
    "garden": ("he", "2022", "גן הילדים נסגר לשבוע",
               "העירייה הודיעה כי גן הילדים ייסגר לשבוע בגלל תיקונים. הורים מבקשים פתרון אחר."),
    "bread": ("he", "2022", "מחיר הלחם עולה שוב",
              "האופים אומרים כי מחיר הלחם יעלה בחודש הבא. הקונים כועסים."),
    "blossom": ("ja", "2023", "公園の桜が早く咲いた",
                "市の職員は、公園の桜が例年より二週間早く咲いたと話した。観光客が増えている。"),
    "ferry": ("ja", "2023", "島へのフェリーが運休",
              "会社は強い風のためフェリーを運休すると発表した。島の店ではパンが売り切れた。"),
    "well": ("hi", "2024", "गाँव का कुआँ सूख गया",
             "सरपंच ने कहा कि गाँव का कुआँ गर्मी में सूख गया। महिलाएँ दूर से पानी लाती हैं।"),
    "field": ("hi", "2024", "मैदान पर ताला",
              "क्लब के सचिव ने बताया कि मैदान पर ताला लगा रहेगा। बच्चे सड़क पर खेलते हैं।"),
}  # fmt: skip
"""Language, year, title and text of each, by its name."""

QUOTES = {
    "bridge": "will stay closed until spring", "school": "the shared library is open", "dyke": "淹没了东边的农田",
    "station": "屋顶漏水", "water": "ستعود إلى الحي القديم", "market": "ستفتح أبوابها في الشهر المقبل",
    "park": "پارک تازه در کنار رودخانه", "bus": "از پاییز در شهر", "clinic": "приняла первых пациентов",
    "snow": "трамваи снова пойдут утром", "garden": "ייסגר לשבוע בגלל תיקונים", "bread": "יעלה בחודש הבא",
    "blossom": "二週間早く咲いた", "ferry": "強い風のため", "well": "गर्मी में सूख गया", "field": "ताला लगा रहेगा",
}  # fmt: skip
"""What the claim of each article quotes."""

QUERIES = {
    "bridge closed": "bridge", "cracks pillar": "bridge", "ENGINEER": "bridge", "libraries": "school",
    "village teacher": "school", "saturday hours": "school", "repair": "bridge",
    "河水": "dyke", "农田": "dyke", "堤坝": "dyke", "火车站": "station", "屋顶漏水": "station", "乘客抱怨": "station",
    "坝": "dyke",
    "مياه": "water", "الحي القديم": "water", "سكان": "water", "سوق": "market", "تجار": "market", "إيجار": "market",
    "رودخانه": "park", "همسایه": "park", "اتوبوس": "bus", "رانندگان": "bus",
    "поликлиника": "clinic", "врач пациент": "clinic", "трамваи": "snow", "тротуар": "snow",
    "גן הילדים": "garden", "הורים": "garden", "הלחם": "bread", "האופים": "bread",
    "桜": "blossom", "観光客": "blossom", "ﾌｪﾘｰ": "ferry", "強い風": "ferry",
    "कुआँ": "well", "पानी": "well", "मैदान": "field", "सड\u093cक": "field",
}  # fmt: skip
"""For each query the article that is to be found first, or a claim in it."""


def write_site(root: Path) -> None:
    """A site of these articles, in English."""
    root.mkdir(parents=True)
    (root / "site.yaml").write_text("title: Small archive\nlanguage: en\n", encoding="utf-8")
    for n, (name, (language, year, title, text)) in enumerate(ARTICLES.items()):
        path = root / "content" / "articles" / year / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\ntitle: {title}\ndate: {year}-0{n % 9 + 1}-12\nlanguage: {language}\ntags: [tag {n % 3}]\n---\n\n"
        path.write_text(f"{head}{text}\n", encoding="utf-8")
        verdict = ("false", "supported", "")[n % 3]
        claim = f"claims:\n  first:\n    speaker: outlet\n    quote: {QUOTES[name]}\n    note: Looked at again.\n"
        rated = f"    verdict: {verdict}\n" if verdict else ""
        answer = "counterpoints:\n  reply:\n    speaker: editors\n    to: first\n    statement: We looked.\n"
        answer += "    sources: [https://example.org/look]\n"
        path.with_suffix(".yaml").write_text(claim + rated + (answer if n % 2 else ""), encoding="utf-8")
