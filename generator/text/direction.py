"""The writing direction of a language or a text. Knows nothing of documents."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from unicodedata import bidirectional

from generator.model import Direction

# The scripts (ISO 15924) that Unicode writes from right to left.
_RTL_SCRIPTS = frozenset(
    (
        "adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc mero narb "
        "nbat nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa todr "
        "yezi "
    ).split()
)
# The languages whose usual script is one of these, by the likely subtags of CLDR (as in Babel 2.19); and `ajp`, `pnb`,
# `prs`, which CLDR replaces by other codes.
_RTL_LANGUAGES = frozenset(
    (
        "aao abh abv acm acq acw acx adf ae aeb aec aee aeq afb aib aii aij aiq ajp amw apc apd ar arc arq "
        "ars ary arz ask atn auj auz avd avl ayh ayl ayn ayp azb bal bdz bej bft bgn bgp bhe bhm bhn bjf bjm "
        "bqi brh brk bsh bsk chg cja ckb clh czk dcc def deh dgl dmk dml dv ecy esh fa fay faz fia fub gbz "
        "ggg gha ghr gig gjk gju glh glk grr gwc gwf gwt gzi hac haz hbo he hkh hnd hno hoh hrt hrz hss huy "
        "isk itk iw jad jat jbe jbn jdg ji jnd jog jpa jpr jrb jye kbu kby kcy kfm khw klj kmz kqd ks ktl kvx "
        "kxp lad lah lhs lki lrc lrk lrl lsa lsd lss luv luz mby mde mey mfa mfi mhj mid mki mnj mve mvy myz "
        "mzb mzn nli nlm nqo ntz nyq oar obm odk omy oru ota otk oui pal pbt pgd phl phn phr phv plk pnb prc "
        "prd prs prx ps psh psi pst qxq rdb rhg rmt sam sbn scl sd sdb sdf sdg sdh sds sgr sgy shd shm shu "
        "shv siy siz skr smp smy sog sqo sqt srh srz ssh sts swb syc syn syr tjo tks tmr tov tra trg trm trw "
        "ug ur ush uzs vaf vgr vmh wbk wne wni wsv xco xhe xka xkc xkj xkp xld xly xmn xmr xna xpr xsa xvi "
        "ydg yhd yi yih yud zba zdj zrp zum "
    ).split()
)
# Countries that write a language in a script of the other direction than its usual one.
_OTHER_WAY_ROUND = frozenset(
    (
        "az-iq az-ir ha-cm ha-sd kk-af kk-cn kk-ir kk-mn ku-iq ku-ir ku-lb ky-cn mey-sn ms-cc pa-pk sd-in "
        "tg-pk ug-kz ug-mn uz-af "
    ).split()
)


@lru_cache(maxsize=1024)
def direction_of(language: str) -> Direction:
    """The direction of a BCP 47 language tag: of the script that it names (`az-Arab`, `ar-Latn`), else of the one that
    its country (`pa-PK`) or else most people who write the language use."""
    all_parts = language.lower().replace("_", "-").split("-")
    parts = list(takewhile(lambda part: len(part) > 1, all_parts))  # one letter begins an extension: `en-u-nu-arab`
    primary = parts[0] if parts else ""
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    country = next((part for part in parts[1:] if len(part) == 2), "")
    is_rtl = (primary in _RTL_LANGUAGES) != (f"{primary}-{country}" in _OTHER_WAY_ROUND)
    return "rtl" if is_rtl else "ltr"


def direction_of_text(text: str) -> str:
    """`ltr` or `rtl` as the first strongly directional letter decides; `""` if there is none."""
    strong = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "")
    return {"L": "ltr", "R": "rtl", "AL": "rtl", "": ""}[strong]
