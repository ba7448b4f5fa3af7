"""Makes ids: of a new annotation out of the words that it quotes, of a new speaker out of the name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.formats.fields import id_from
from generator.model import LONGEST_ID, Annotation, Kind

_MOST_WORDS = 3
_LONG = 30
"""Characters of an id for which two words are enough."""
_MOST_LOOKED_AT = 60
"""Words of a quote that are looked at."""

_STOP_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """
            a an and are as at be been being but by did do does for from had has have he her him his how i if in into is
            it its me my of on or our she so some than that the their them then there these they this those to upon us
            was we were what when where which while who whom will with would you your""",
        "de": """
            als am an auch auf aus bei bis da das dass dem den der des die du ein eine einem einen einer eines er es fur
            hat haben hatte ich ihr ihre im in ist mit nach oder sein seine sich sie sind so um und uns vom von vor war
            waren wer wie wir wird wurde zu zum zur""",
        "fr": """
            a au aux avec c ce ces cette comme d dans de des du elle elles en est et eu eux il ils j je l la le les leur
            leurs lui m mais mes mon n nous on ont ou par pour qu que qui s sa se ses son sont sur t un une vous y""",
        "es": """
            a al como con cual de del donde e el ella ellas ellos en entre era es esa ese esta este esto fue ha han hay
            la las le les lo los mas me mi o para pero por que se sea ser si son su sus un una uno y ya""",
        "it": """
            a ai al alla anche che chi ci con da dal dalla dei del della delle di e ed era gli ha hanno i il in io la le
            lei lo loro lui ma ne nei nel nella o per piu quale questa questo se si sono su sul sulla un una uno""",
        "nl": """
            aan al als bij dan dat de deze die dit door een en er haar had heb hebben heeft het hij hun ik in is je maar
            met naar of om op ook over te tot uit van voor was wat we wie wij ze zich zij zijn zo""",
        "pt": """
            a ao aos as com como da das de do dos e ela eles em entre era essa esse esta este eu foi ha isso ja mais mas
            me na nas no nos o os ou para pela pelo por que se seu sua um uma""",
    }.items()
}
"""Words that tell nothing, spelled as in ids. What denies (`not`, `never`) tells much, and is none of them."""


BODIES = frozenset(
    """
    academy agency army assembly association authority bank board bureau center centre channel college command
    commission committee company congress corporation council court daily department directorate federation force
    forces foundation fund government group herald house institute institution international journal limited ltd
    media ministry mission monitor nations network news observatory office organisation organization parliament
    party police post press programme project radio report reporters review secretariat senate service services
    society staff state states television times today tribune tribunal tv union university watch
    """.split()
)
"""Last words of the names of bodies, which say less of them than a person's last name says of a person."""


def new_speaker_id(name: str, taken: Collection[str]) -> str:
    """An id of a speaker with this name: a person's last name, the whole name of a body, as far as one can tell.

    Where an id can't spell the name, it is `speaker` and a number.
    """
    words = name.split()
    last = id_from(words[-1]) if words else ""
    is_body = last in BODIES or any(word.lower() in {"of", "for", "and", "&"} for word in words)
    base = (id_from(name) if is_body else "") or last or id_from(name)
    return _free(base or "speaker", taken, 2 if base else 1)


def new_id(words: str, taken: Collection[str], *, kind: Kind = "claim", language: str = "en") -> str:
    """An id of the first two or three telling words of a quote that is not among `taken`.

    Words that no id can spell, as those of most scripts, are left out; if all are, the id is the kind and a number.
    `language` is the article's (`fr`, `pt-BR`): it says which words tell nothing.
    """
    stop_words = words_without_weight(language)
    spelled = list(_spelled(words, stop_words))
    telling = [word for word in spelled if word not in stop_words] or spelled
    named = "-".join(telling[:_MOST_WORDS])
    if len(named) > _LONG:
        named = "-".join(telling[: _MOST_WORDS - 1])
    base = id_from(named)
    return _free(base or kind, taken, 2 if base else 1)


def words_without_weight(language: str) -> frozenset[str]:
    """The words of a language that tell nothing, spelled as in ids; those of English for one that is not known."""
    return _STOP_WORDS.get(language.partition("-")[0].lower(), _STOP_WORDS["en"])


def ids_in_use(annotations: Iterable[Annotation], invalid: Iterable[str] = ()) -> frozenset[str]:
    """The ids and aliases of an article's annotations, and the ids of the entries that are `invalid`."""
    named = (name for annotation in annotations for name in (annotation.id, *annotation.aliases))
    return frozenset((*named, *invalid))


def _spelled(words: str, stop_words: Collection[str]) -> Iterator[str]:
    """The words of a quote as ids spell them, without an elided article (l’État) and the end of a genitive."""
    for word in words.split()[:_MOST_LOOKED_AT]:
        bare = word.replace("’", "'").strip("'\"“”„‘«»‹›()[]{}.,;:!?…").removesuffix("'s")
        article, _, rest = bare.partition("'")
        bare = rest if rest and article.casefold() in stop_words else bare
        if bare[:1].isdecimal():
            bare = bare.replace(",", "").replace(".", "")
        if spelled := id_from(bare):
            yield spelled


def _free(base: str, taken: Collection[str], number: int) -> str:
    """`base`, else `base-2` and so on; from `base-1` if the number is 1."""
    name = base if number > 1 else f"{base}-1"
    while name in taken:
        name = f"{base[: LONGEST_ID - 6].rstrip('-')}-{number}"
        number += 1
    return name
