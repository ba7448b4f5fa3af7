"""What a single line of a copied text can be: breadcrumb, date, byline, caption, words of the site, prose.

Knows one line at a time, in the languages of its tables. Where two readings are possible, it finds none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.compiling.copied_along import without_time
from generator.compiling.page_words import folded_line, is_of_the_page, leads_to_another
from generator.formats.dates import readings, with_plain_digits
from generator.formats.near_dates import nearest_date
from generator.text import is_wide

_LONGEST_CRUMBS, _LONGEST_CRUMB, _MOST_WORDS_OF_CRUMB = 100, 32, 4
_STEPS = re.compile(r"\s+[/‹«←<]\s+|\s*[>›»→]\s*")
_OF_MENU = re.compile(r"\s*\|\s*|\s+[•·]\s+|\t+|\s{3,}")  # a dot alone parts names in Chinese
_BARS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_HOME = frozenset(
    folded_line(name)
    for name in (
        "home|homepage|start|startseite|accueil|page d'accueil|inicio|início|главная|головна|الرئيسية|الصفحة الرئيسية"
        "|خانه|صفحه نخست|首页|首頁|ホーム|홈"
    ).split("|")
)
_ENDS = frozenset(".!?…。！？؟।।")
_CLOSING = "”\"’'»)]』」）"
_SHORTEST_PROSE, _FEWEST_WORDS, _WIDE_PROSE = 60, 10, 24
_LONG_PROSE = 140
_LONGEST_DATE = 120
_LABELS = (
    "published|posted|updated|last updated|last modified|date|veröffentlicht|aktualisiert|stand|publié|mis à jour"
    "|publicado|pubblicato|опубликовано|обновлено|дата|نشر في|تاريخ النشر|آخر تحديث|تاریخ انتشار|انتشار"
    "|发布时间|发表时间|更新时间|发布|時間|时间|日期"
).split("|")
_LABEL = re.compile(rf"(?:{'|'.join(_LABELS)})\s*[:：]?\s*", re.IGNORECASE)
_TIMES = re.compile(
    r"\s*\b(?:(?:ساعت|الساعة|в|um|at|à|kl\.?) )?[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?\b(?:\s*(?:uhr|h|мск|gmt|utc)\b)?",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"[|()\[\]【】•·]")
_AROUND_DATE = frozenset(" ,،;:–—-")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BYLINE = re.compile(
    r"(?:(?:by|von|par|por|di|av|door|text|reporting by)\s*:?\s+"
    r"|(?:author|autor|auteur|автор|текст|بقلم|كتب|نویسنده|خبرنگار|作者|记者|記者|文|撰文|编辑)(?:\s*[:：／/]\s*|\s+))",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\s*(?:[,;、，/]|&|\band\b|\bund\b|\bet\b|\by\b|\bи\b|\sو\s)\s*")
_LONGEST_NAME, _MOST_WORDS_OF_NAME = 40, 5
_LOWER = frozenset("de da di du del della van von der den la le el al bin ibn of the".split())
_CAPTION = re.compile(
    r"(?:in this (?:undated |file )?(?:photo|image|picture|frame)\b|file ?(?:photo|picture)?\s*[-–—:]\s"
    r"|(?:photo|image|picture|caption|foto|bild|фото|на фото|на снимке|عکس|صورة|في الصورة|图片?|資料圖|资料图)"
    r"\s*[:：]\s*\S)",
    re.IGNORECASE,
)
_CREDIT_WORDS = (
    r"(?i:photos?|photograph(?:er)?|image|picture|handout|courtesy|credit|foto|bild|archiv|фото|архив)"
    r"|AP|AFP|Reuters|Getty|EPA|DPA|dpa|ANSA|EFE|TASS|ТАСС|РИА Новости|Xinhua|Shutterstock|Imago|Keystone"
    r"|عکس|صورة|تصوير|رويترز|أ ف ب|ایرنا|مهر|ایسنا"
)
_CREDIT_BEHIND = re.compile(
    rf"\s*[(（\[]([^()（）\[\]]{{0,60}}(?:\b(?:{_CREDIT_WORDS})\b|新华社|新華社|摄影?|攝|图片?)[^()（）\[\]]{{0,60}})[)）\]]\.?$"
)
_CREDIT_LINE = re.compile(
    r"(?:photos?|image|picture|foto|bild|crédit photo|credit|фото|عکس|صورة|تصوير|图|图片|摄影)"
    r"\s*(?:credit\s*)?(?:by\s+|[:：©]\s*)(\S.{0,80})|[©]\s*(\S.{0,60})",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 600
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?|[\w.+-]{1,60}@[\w.-]{1,60}", re.IGNORECASE)
_KINDS = tuple(
    (what, tuple(words.split()))
    for what, words in (
        ("advertisement", "advert werbung anzeige publicité publicidad реклама إعلان تبلیغات آگهی 广告 廣告 sponsored"),
        ("copyright line", "copyright © rights vorbehalten réservés reservados права حقوق 版权所有"),
        ("share buttons", "share teilen partager compartir поделиться شارك مشاركة اشتراک 分享 facebook twitter"),
        ("newsletter", "newsletter subscribe abonnieren abonner подпис"),
    )
)
"""What a line of the site is, by a part of its text."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when an article was published: the date in ISO form, empty where it can be read in two ways;
    and the authors that it names besides."""

    date: str
    authors: tuple[str, ...] = ()


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or more of running text."""
    bare = line.rstrip().rstrip(_CLOSING)
    size = len(line)
    if bare[-1:] not in _ENDS:
        return size >= _LONG_PROSE and not is_of_the_page(line)
    wide = sum(map(is_wide, line[:200]))
    return size >= _SHORTEST_PROSE or len(line.split()) >= _FEWEST_WORDS or wide >= _WIDE_PROSE


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.rstrip().rstrip(_CLOSING)[-1:] in _ENDS


def is_address(line: str) -> bool:
    """Whether a line is the address of a page or a mailbox, and nothing else."""
    return bool(_ADDRESS.fullmatch(line))


def crumbs_of(line: str) -> tuple[str, ...]:
    """The steps of a breadcrumb such as `News / Russia`, without the home page; empty for any other line."""
    if len(line) > _LONGEST_CRUMBS or is_sentence(line):
        return ()
    parts = [part.strip() for part in _STEPS.split(line)]
    if len(parts) < 2 or not all(map(_is_crumb, parts)):
        return ()
    return tuple(part for part in parts if folded_line(part) not in _HOME) or tuple(parts)


def is_menu(line: str) -> bool:
    """Whether a line is a row of three or more short names, as the menus of sites are."""
    parts = [part.strip() for part in _OF_MENU.split(line[: _LONGEST_CRUMBS * 3])]
    return len(parts) > 2 and not is_sentence(line) and all(map(_is_crumb, parts))


def _is_crumb(part: str) -> bool:
    return 0 < len(part) <= _LONGEST_CRUMB and len(part.split()) <= _MOST_WORDS_OF_CRUMB


def page_words_of(line: str) -> str:
    """What a line is of the words that sites set around their articles, as a noun; empty for any other line."""
    if not is_of_the_page(line):
        return ""
    words = f" {line.casefold()} "
    if leads_to_another(line):
        return "link to another article"
    return next((kind for kind, named in _KINDS if any(word in words for word in named)), "words of the site")


def date_line(line: str) -> DateLine | None:
    """What a line says that is a date and little else: its label, weekday and time, the authors, the minutes it takes
    to read. None for any other line."""
    if len(line) > _LONGEST_DATE or not any(map(str.isdigit, line)):
        return None
    if (dates := _dates_of(line)) is not None:
        return DateLine(dates)
    authors: tuple[str, ...] = ()
    found: str | None = None
    for part in filter(None, map(str.strip, _BARS.split(line))):
        if (dates := _dates_of(part)) is not None:
            found = dates if found is None else found
        elif not authors and (names := byline_of(part) or _bare_names(part)):
            authors = names
        elif not (is_of_the_page(part) or _TIMES.fullmatch(f" {part}") or not without_time(part).strip(" :,")):
            return None
    return None if found is None else DateLine(found, authors)


def _dates_of(text: str) -> str | None:
    """The date that a text is; empty where it has two readings, None where it is none."""
    plain = with_plain_digits(text)
    plain = _LABEL.sub("", plain, count=1).strip() if _LABEL.match(plain) else plain
    for form in dict.fromkeys((plain, _TIMES.sub("", plain, count=1), without_time(plain))):
        bare = " ".join(_DECORATION.sub(" ", form).split())
        bare = _without_ends(bare)
        if (date := _date_or_two(bare)) is not None:
            return date
        weekday, _, rest = bare.partition(" ")
        if weekday.rstrip(",،").isalpha() and (date := _date_or_two(_without_ends(rest))) is not None:
            return date
    return None


def _without_ends(text: str) -> str:
    while text and text[0] in _AROUND_DATE:
        text = text[1:]
    while text and text[-1] in _AROUND_DATE:
        text = text[:-1]
    return text


def _date_or_two(bare: str) -> str | None:
    if _ISO_DATE.fullmatch(bare):
        return bare
    if found := nearest_date(bare):
        return found
    meant = readings(bare)
    return None if not meant else meant[0] if len(meant) == 1 else ""


def byline_of(line: str) -> tuple[str, ...]:
    """The authors whom a line names behind `By` or its like; empty for any other line."""
    if not (match := _BYLINE.match(line)) or len(line) > _LONGEST_DATE or any(map(str.isdigit, line)):
        return ()
    names = tuple(name for name in _NAMES.split(line[match.end() :].strip(" .")) if name)
    return names if names and all(map(_is_name, names)) and not is_sentence(line) else ()


def _bare_names(part: str) -> tuple[str, ...]:
    names = tuple(filter(None, _NAMES.split(part)))
    is_certain = all(_is_name(name) and len(name.split()) > 1 for name in names)
    return names if is_certain and not any(map(str.isdigit, part)) else ()


def _is_name(name: str) -> bool:
    words = name.split()
    return len(name) <= _LONGEST_NAME and 0 < len(words) <= _MOST_WORDS_OF_NAME and all(map(_is_of_name, words))


def _is_of_name(word: str) -> bool:
    return word.casefold() in _LOWER or not word[0].islower()


def caption_of(line: str) -> tuple[str, str] | None:
    """The caption of a picture and its credit, which may be empty; None for any other line."""
    if len(line) > _LONGEST_CAPTION:
        return None
    if credit := _CREDIT_BEHIND.search(line):
        return (line[: credit.start()].strip(), credit[1].strip()) if credit.start() else None
    return (line, "") if _CAPTION.match(line) and not credit_of(line) else None


def credit_of(line: str) -> str:
    """The credit of a picture that is a line of its own; empty for any other line."""
    if len(line) > _LONGEST_DATE or is_of_the_page(line):
        return ""
    match = _CREDIT_LINE.fullmatch(line)
    credit = (match[1] or match[2] or "").strip() if match else ""
    return credit if credit and not is_sentence(credit) and _is_name(credit.replace("/", " ").replace(",", " ")) else ""
