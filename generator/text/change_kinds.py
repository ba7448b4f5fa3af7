"""Says what a change of words changes: a number, a negation, a hedge, a name, case, punctuation. Knows only words.

The words are those of many languages at once, because a quote doesn't say its language. Words that are common in one
language and mean something else in another (the Turkish ten is the English preposition `on`) are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Literal

from generator.text.normalize import normalize_text

Change = Literal["number", "negation", "hedge", "case", "name", "punctuation"]

_NEGATIONS = frozenset(
    # English
    "not no never none nobody nothing nowhere neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent"
    " wont wouldnt couldnt shouldnt hasnt havent hadnt mustnt neednt aint hardly denied denies deny"
    # French, German, Dutch
    " ne pas jamais sans rien aucun aucune ni non"
    " nicht nichts nie niemals niemand kein keine keinen keinem keiner keines ohne weder"
    " niet geen nooit niemand niets zonder"
    # Swedish, Danish, Norwegian
    " inte ej aldrig ingen inget inga utan ikke aldri intet uden uten"
    # Spanish, Portuguese, Italian, Romanian
    " nunca jamás nadie nada ningún ninguno ninguna tampoco sin"
    " não ninguém nenhum nenhuma nem"
    " nessuno nessuna nessun niente nulla né senza neanche nemmeno"
    " niciodată nimeni nimic fără"
    # Polish, Czech, Hungarian, Finnish, Turkish, Indonesian, Vietnamese, Greek
    " nie nigdy nikt nic żaden żadna żadne bez ani nikdy nikdo nic není"
    " nincs soha sem ei eivät eikä değil yok hiç asla tidak bukan belum tanpa không chưa chẳng"
    " δεν δε μη μην όχι χωρίς ποτέ κανείς τίποτα"
    # Korean, Serbian and Croatian, Latvian, Lithuanian, Armenian, Georgian, Tamil
    " 안 nije nisu nisam није нису нисам nav nėra ոչ չէ չի არ არა இல்லை"
    # Russian, Ukrainian, Bulgarian
    " не нет ни без никогда никто ничего нельзя нету ні немає ніхто нічого ніколи няма никога"
    # Arabic, Persian, Urdu, Hebrew, Hindi, Bengali
    " لا لم لن ليس ليست ليسوا لست ما غير بلا دون بدون كلا نه نیست نیستند نبود هیچ هرگز بدون نہیں نہ بغیر"
    " לא אין בלי אינו אינה אינם אינני אל לאו מעולם ללא नहीं न मत ना बिना কখনও না নয় নেই".split()
)
_HEDGES = frozenset(
    # English
    "may might can could would should possibly probably perhaps likely unlikely apparently allegedly alleged reportedly"
    " reported seems seem appears appear suggests suggest about around approximately nearly almost some up least most"
    " believed estimated said claims claimed supposedly"
    # French, German, Dutch, Scandinavian
    " environ près peut-être selon prétendument probablement présumé présumée aurait auraient serait seraient"
    " angeblich etwa rund mutmaßlich vielleicht wahrscheinlich möglicherweise vermutlich offenbar ungefähr könnte"
    " könnten dürfte misschien waarschijnlijk ongeveer vermoedelijk kanske troligen ungefär måske formentlig"
    # Spanish, Portuguese, Italian
    " quizá quizás probablemente posiblemente presunto presunta supuestamente aproximadamente"
    " talvez provavelmente supostamente alegadamente cerca forse probabilmente presunta circa"
    # Polish, Russian, Ukrainian, Turkish
    " może prawdopodobnie podobno rzekomo około якобы около примерно возможно вероятно предположительно можливо"
    " ймовірно нібито приблизно belki muhtemelen yaklaşık sözde"
    # Arabic, Persian, Hebrew, Hindi
    " نحو حوالي ربما زعم قد لعل تقريبا يزعم شاید احتمالا حدود تقریبا ظاهرا אולי כנראה לכאורה בערך שנטען"
    " शायद लगभग करीब कथित संभवतः".split()
)
_NUMBERS = frozenset(
    # English, French, German
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million millions billion billions"
    " trillion dozen dozens hundreds thousands half twice thrice"
    " deux trois quatre cinq huit onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent"
    " cents mille milliers milliard milliards dizaine dizaines centaine centaines"
    " zwei drei vier fünf sechs sieben neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig"
    " neunzig hundert tausend hunderte tausende millionen milliarde milliarden"
    # Spanish, Italian, Portuguese, Dutch
    " dos tres cuatro cinco seis siete ocho nueve diez doce veinte treinta cuarenta cincuenta sesenta cien ciento mil"
    " millón millones tre quattro cinque sette otto nove dieci dodici venti trenta quaranta cinquanta cento mila"
    " milione milioni miliardi dois três quatro oito dez vinte trinta cinquenta cem milhão milhões twee vijf zes zeven"
    " acht tien"
    # Polish, Russian, Turkish
    " dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć dwadzieścia sto tysiąc tysięcy milion milionów"
    " два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят сто двести триста"
    " тысяча тысячи тысяч миллион миллиона миллионов"
    " iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli yüz milyon"
    # Arabic, Persian, Hebrew, Hindi
    " اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة سبعة سبع ثمانية تسعة عشرة عشرون عشرين مئة مائة ألف آلاف مليون"
    " دو سه چهار پنج شش هفت هشت ده بیست صد هزار میلیون"
    " שניים שתיים שני שתי שלושה שלוש ארבעה ארבע חמישה חמש שישה שש שבעה שבע שמונה תשעה תשע עשרה עשר עשרים מאה אלף מיליון"
    " दो तीन चार पांच पाँच छह सात आठ नौ दस बीस सौ हजार हज़ार लाख करोड़".split()
)
_ONES = frozenset(
    "one a an single un une ein eine einen einem uno una um uma jeden jedna один одна одно bir واحد یک אחד אחת एक"
    " first second third fourth fifth".split()
)
"""Words for one, and ordinals: a number only where the other side has one, since they are articles as well."""

_NEVER_NAMES = frozenset(
    "the a an this that these those there here he she it we you they i his her its our your their my and but or so if"
    " when where what who why how while after before since because as at by for from in of on to with".split()
)
"""English words that begin sentences with a capital letter."""

_UNSPACED_NEGATIONS = re.compile(
    "[不没沒未非無无别別勿莫否]|ない|なかっ|なく|ません|せん|ไม่|มิได้|ບໍ່|មិន|គ្មាន|မဟုတ်|မရှိ|ဘူး|않|없|아니|아닌|아닙|못"
)
_UNSPACED_HEDGES = re.compile(
    "可能|也许|也許|大约|大約|约|約|据称|據稱|据说|據說|或许|或許|似乎|疑似|涉嫌|大概|おそらく|たぶん|かもしれ|らしい|とされ"
    "|とみられ|อาจ|ประมาณ|ราว|아마"
)
# Words in which these characters negate nothing.
_NO_NEGATION = re.compile(
    "非常|非洲|不过|不過|不断|不斷|不仅|不僅|差不多|未来|未來|特别|特別|区别|區別|分别|分別|别人|別人|个别|無料|无论|無論"
    "|莫斯科"
)
_NUMERALS = frozenset("〇零二三四五六七八九十百千万萬亿億兆两兩廿卅")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_GROUPING = re.compile(r"(?<=\d)[,'’٬\s](?=\d{3}(?!\d))")
_NEGATING = ("un", "non", "non-", "ne", "nie", "не", "ن", "نا")
_AND = ("و", "ف", "ו", "ש")
"""Words for “and”, “so”, “that” that Arabic and Hebrew write in one piece with the next word."""


def kinds_of_change(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Change]:
    """The kinds of a change from words to others (either may be empty), the most serious first."""
    one, other = " ".join(mine), " ".join(theirs)
    if one.lower() == other.lower():
        yield "case"
        return
    if not any(c.isalnum() for c in one + other):
        if all(map(_is_punctuation, (one + other).replace(" ", ""))):
            yield "punctuation"
        return
    if _ungrouped(one) == _ungrouped(other):
        yield "punctuation"
        return
    if one.replace(" ", "") == other.replace(" ", ""):
        return
    if _signs(one) == _signs(other):
        yield "punctuation"
        return
    left, right = _apart(mine, theirs), _apart(theirs, mine)
    joined = one.replace(" ", ""), other.replace(" ", "")
    explained: set[str] = set()
    if found := _numbers(left, right) | set(filter(None, joined if all(map(_only_numerals, joined)) else ())):
        yield "number"
        explained |= found
    negations = _negations(left, right)
    if negations or _differ(_UNSPACED_NEGATIONS, *(_NO_NEGATION.sub("", words) for words in joined)):
        yield "negation"
        explained |= negations
    hedges = _hedges(left, right)
    if hedges or _differ(_UNSPACED_HEDGES, *joined):
        yield "hedge"
        explained |= hedges
    changed = [word for words, apart in ((mine, left), (theirs, right)) for word in words if word.lower() in apart]
    if any(word[:1].isupper() and word.lower() not in explained | _NEVER_NAMES for word in changed):
        yield "name"


def _signs(text: str) -> str:
    """The text without spaces and with signs in place of what programs write for them: `&#39;`, `\\u2019`."""
    plain = text.replace(" ", "")
    if "&" in plain or "\\u" in plain:
        plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), unescape(plain))
    return normalize_text(plain)


def _apart(mine: Sequence[str], theirs: Sequence[str]) -> set[str]:
    """The words, in lower case, that only the first has."""
    return {word.lower() for word in mine} - {word.lower() for word in theirs}


def _is_punctuation(character: str) -> bool:
    """Whether a sign only parts words; a per cent sign, an emoji or a currency sign says something."""
    return unicodedata.category(character)[0] == "P" and character not in "%‰٪％"


def _is_number(word: str) -> bool:
    """Whether any character is a digit, or the first is a fraction or Roman numeral. An exponent is no number."""
    return any(map(str.isdecimal, word)) or any(unicodedata.category(c) in ("No", "Nl") for c in word[:1])


def _value(word: str) -> str:
    """A number in plain digits: the same for the digits of any script, with marks or without."""
    plain = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word if unicodedata.category(c)[0] != "M")
    return _ungrouped("".join(plain))


def _ungrouped(words: str) -> str:
    return _GROUPING.sub("", words)


def _numbers(left: set[str], right: set[str]) -> set[str]:
    found = {word for word in left | right if word in _NUMBERS or _is_number(word)}
    if {_value(word) for word in found & left} == {_value(word) for word in found & right}:
        return set()
    return found | (left | right) & _ONES


def _only_numerals(words: str) -> bool:
    return _NUMERALS.issuperset(words.replace("一", "")) and words != "一"


def _negations(left: set[str], right: set[str]) -> set[str]:
    found = {word for word in left | right if _is_negation(word)}
    for mine, theirs in ((left, right), (right, left)):
        found |= {word for word in mine for prefix in _NEGATING if _without(word, prefix) in theirs}
    return found


def _without(word: str, prefix: str) -> str | None:
    rest = word.removeprefix(prefix)
    return rest if rest != word and len(rest) >= 3 else None


def _is_negation(word: str) -> bool:
    bare = word.replace("'", "").replace("’", "")
    if word in _NEGATIONS or bare in _NEGATIONS or word.endswith("n't"):
        return True
    return word.startswith(_AND) and len(word) > 2 and word[1:] in _NEGATIONS


def _hedges(left: set[str], right: set[str]) -> set[str]:
    found = set()
    for mine, theirs in ((left, right), (right, left)):
        found |= {word for word in mine & _HEDGES if not any(_misspells(other, word) for other in theirs)}
    return found


def _misspells(word: str, known: str) -> bool:
    """Whether this is no hedge itself but one letter away from a known one, as in `sayd` for `said`."""
    if word in _HEDGES or abs(len(word) - len(known)) > 1 or min(len(word), len(known)) < 4:
        return False
    from rapidfuzz.distance import OSA  # late: only a message and a list of changes need it

    return OSA.distance(word, known, score_cutoff=1) <= 1


def _differ(signs: re.Pattern[str], mine: str, theirs: str) -> bool:
    """Whether two texts without spaces hold different signs of a kind."""
    return sorted(signs.findall(mine)) != sorted(signs.findall(theirs))
