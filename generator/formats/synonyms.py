"""Words that writers use for the values of the formats, in several languages, and what these values mean.

Words with several meanings lead to all of them, however near their letters are to one: `contradicts` is near
`corrects`, and its opposite. Words without a meaning are listed so that they count as no misspelling of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from generator.text import misspelt

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "relation": {
        "answers": "responds, neither for nor against it",
        "rebuts": "says that it is false",
        "undercuts": "grants the facts and denies what is concluded from them",
        "qualifies": "limits it",
        "adds-context": "adds what it leaves out",
        "supports": "says that it is true",
        "corrects": "the speaker retracts or amends it",
    },
    "kind": {
        "person": "a human being",
        "organization": "an authority, a company, an association",
        "outlet": "one that publishes news",
        "group": "people without an organization",
        "primary": "evidence itself",
        "secondary": "about evidence",
    },
    "mode": {
        "direct": "word for word",
        "indirect": "in the words of the outlet",
        "mixed": "both",
    },
    "text": {"full": "the whole text is published", "passages": "only the paragraphs with a quote are published"},
}
"""What values mean, by key, where their names alone don't say it."""

Table = Mapping[str, str]
"""Values, separated by spaces (none, one or several) → words that mean them, separated by commas."""

_RELATIONS: Table = {
    "answers": """
        answer, reply, replies, replied, respond, responds, responded, response, responds-to, replies-to, answers-to,
        react, reacts, reaction, comments, neutral,
        répond, réponse, réplique, réagit, antwortet, antwort, erwidert, reagiert, entgegnet,
        responde, respuesta, contesta, reacciona, отвечает, ответ, реагирует, يجيب, جواب, يرد-على, پاسخ,
        پاسخ-می-دهد""",
    "rebuts": """
        rebut, rebutted, rebuttal, contradict, contradicts, contradicted, contradiction, refute, refutes, refuted,
        refutation, deny, denies, denied, denial, debunk, debunks, debunked, disprove, disproves, disproved, reject,
        rejects, rejected, rejection, falsify, falsifies, negates, false, untrue, wrong,
        contredit, réfute, dément, démenti, nie, rejette, infirme,
        widerspricht, widerlegt, bestreitet, dementiert, leugnet, verneint, widerspruch, dementi,
        contradice, refuta, desmiente, niega, rechaza, rebate, desmentido,
        опровергает, опровержение, отрицает, противоречит, отвергает, ينفي, نفي, يدحض, يناقض, ينكر, يكذب, دحض,
        تکذیب, تکذیب-می-کند, انکار, انکار-می-کند, رد-می-کند, نقض-می-کند""",
    "undercuts": "undercut, undermine, undermines, undermined, non-sequitur, untergräbt, sape, socava, подрывает, "
    "يقوض",
    "qualifies": """
        qualify, qualified, qualification, limit, limits, limited, restrict, restricts, narrows, nuance, nuances,
        nuanced,
        caveat, relativise, tempère, limite, restreint,
        relativiert, einschränkt, schränkt-ein, einschränkung, differenziert, matiza, relativiza, limita,
        ограничивает, смягчает, يقيد, محدود-می-کند""",
    "adds-context": """
        context, add-context, adds, added-context, contextualize, contextualizes, contextualise, contextualises,
        background,
        explain, explains, explanation, complements, supplements, elaborates,
        contexte, contextualise, ajoute-du-contexte, complète, explique,
        kontext, ergänzt, ergänzung, erklärt, erläutert, hintergrund, ordnet-ein, kontextualisiert,
        contexto, contextualiza, explica, complementa, añade-contexto, aporta-contexto,
        контекст, добавляет-контекст, дополняет, поясняет, объясняет, سياق, يشرح, زمینه, توضیح-می-دهد""",
    "supports": """
        support, supported, supportive, confirm, confirms, confirmed, confirmation, agree, agrees, back, backs,
        backs-up,
        corroborate, corroborates, corroborated, endorse, endorses, affirm, affirms, verifies, bolsters, proves, true,
        confirme, soutient, appuie, corrobore, étaye, bestätigt, unterstützt, stützt, belegt, bekräftigt, bestätigung,
        confirma, apoya, respalda, corrobora, подтверждает, поддерживает, يؤكد, يدعم, يؤيد, تأیید-می-کند,
        حمایت-می-کند""",
    "corrects": """
        retract, retracts, retracted, retraction, recant, recants, takes-back, take-back, withdraws, withdrew,
        walks-back,
        backtracks, se-rétracte, rétracte, revient-sur, widerruft, nimmt-zurück, zieht-zurück, se-retracta, retracta,
        отзывает, отрекается, يتراجع, يسحب, پس-می-گیرد""",
    "corrects rebuts": """
        correct, corrected, correction, amends, amendment, rectifies, rectification, revises, corrige, rectifie,
        rectifica,
        korrigiert, berichtigt, berichtigung, korrektur, исправляет, исправление, يصحح, تصحيح, اصلاح-می-کند""",
    "rebuts undercuts": """
        counter, counters, countered, counterclaim, counter-claim, dismiss, dismisses, oppose, opposes, opposed,
        objects,
        objection, attacks, against, conteste, s-oppose, objecte, entkräftet, refutación, возражает, يعارض, يعترض""",
    "rebuts undercuts qualifies": """
        challenge, challenges, dispute, disputes, disputed, question, questions, doubts, criticizes, criticises,
        disagree,
        disagrees, contest, contests, critique, critica, kritisiert, bezweifelt, cuestiona, критикует,
        оспаривает, ينتقد""",
    "qualifies undercuts": "weaken, weakens, softens, affaiblit, schwächt, debilita, ослабляет, يضعف, تضعیف-می-کند",
    "adds-context qualifies corrects": """
        clarify, clarifies, clarified, clarification, précise, präzisiert, aclara, puntualiza, precisa, уточняет,
        يوضح""",
    "supports qualifies corrects": "concede, concedes, admits, admission, acknowledges, grants, räumt-ein, "
    "admite, признаёт",
    "answers rebuts": "رد, يرد",
    "": "repeats, contradicted-by, refuted-by, rebutted-by, supported-by, confirmed-by, corrected-by, "
    "answered-by, disconnects",
}  # fmt: skip
_VERDICTS: Table = {
    "false": """
        untrue, wrong, incorrect, fake, lie, lies, fabricated, hoax, debunked, disproved, disproven, refuted,
        not-true,
        pants-on-fire, made-up, faux, fausse, mensonge, incorrecte, falsch, unwahr, gelogen, lüge, erfunden,
        widerlegt,
        falso, falsa, mentira, bulo, incorrecto, ложь, ложно, ложный, неверно, неправда, фейк, опровергнуто,
        كاذب, خطأ, خاطئ, زائف, كذب, باطل, نادرست, دروغ, غلط, کذب""",
    "unsupported": """
        unsubstantiated, baseless, unfounded, groundless, unsourced, no-evidence, without-evidence, no-proof,
        not-supported, unbacked, evidence-free, infondé, sans-preuve, sans-preuves, sans-fondement, non-étayé,
        unbelegt, unbegründet, haltlos, ohne-beleg, ohne-belege, nicht-belegt, infundado, sin-pruebas, sin-fundamento,
        sin-evidencia, необоснованно, бездоказательно, голословно, без-доказательств,
        بلا-دليل, بدون-دليل, لا-أساس-له, غير-مدعوم, بی-اساس, بدون-مدرک, بی-پایه""",
    "missing-context": """
        context, context-missing, out-of-context, lacks-context, lacking-context, needs-context, no-context,
        incomplete,
        cherry-picked, hors-contexte, manque-de-contexte, contexte-manquant, sans-contexte, incomplet,
        kontext-fehlt, fehlender-kontext, ohne-kontext, aus-dem-zusammenhang-gerissen, unvollständig,
        sin-contexto, fuera-de-contexto, falta-contexto, falta-de-contexto, incompleto,
        вне-контекста, без-контекста, нет-контекста, неполно, خارج-السياق, ينقصه-السياق, خارج-از-متن, ناقص""",
    "unverified": """
        unchecked, not-checked, not-verified, to-check, to-verify, check, verify, vérifier, verificar,
        prüfen, unconfirmed, not-confirmed, pending, tbd, unknown,
        undetermined, under-review, open, non-vérifié, à-vérifier, non-confirmé, inconnu, ungeprüft, unbestätigt,
        offen,
        nicht-geprüft, nicht-überprüft, sin-verificar, no-verificado, por-verificar, sin-confirmar,
        непроверено, не-проверено, неизвестно, غير-مؤكد, لم-يتحقق-منه, تأیید-نشده, بررسی-نشده, نامعلوم""",
    "supported": """
        true, correct, accurate, confirmed, verified, proven, proved, substantiated, right, corroborated, factual,
        well-founded, vrai, vraie, confirmé, avéré, exact, vérifié, étayé, fondé, wahr, richtig, belegt, bestätigt,
        korrekt, zutreffend, verdadero, verdadera, cierto, cierta, confirmado, verificado, correcto,
        правда, верно, подтверждено, истина, доказано, صحيح, مؤكد, حقيقي, صادق, درست, صحیح, تأیید-شده, راست""",
    "missing-context false": """
        misleading, mislead, deceptive, distorted, spin, inaccurate, half-true, half-truth, partly-true, partly-false,
        partially-true, partially-false, mostly-true, mostly-false, mixture, mixed, exaggerated, one-sided,
        trompeur, trompeuse, inexact, inexacte, irreführend, halbwahr, teilweise-falsch, teilweise-wahr, ungenau,
        übertrieben,
        engañoso, engañosa, inexacto, impreciso, вводит-в-заблуждение, полуправда, неточно, مضلل, گمراه-کننده""",
    "unsupported unverified": """
        unproven, not-proven, unbewiesen, nicht-bewiesen, non-prouvé, no-probado, не-доказано, недоказано,
        неподтверждено,
        не-подтверждено, doubtful, dubious, questionable, disputed, contested, douteux, zweifelhaft, dudoso,
        сомнительно""",
    "": "unverifiable, invérifiable, unüberprüfbar, inverificable, непроверяемо, opinion, satire",
}  # fmt: skip
_OTHERS: Mapping[str, Table] = {
    "kind": {
        "person": "human, man, woman, individual, politician, personne, mensch, persona, человек, شخص",
        "organization": """
            org, orgs, organisation, organizations, company, firm, corporation, ngo, institution, institute,
            government,
            ministry, authority, association, charity, entreprise, unternehmen, behörde, organización, empresa,
            организация, منظمة, سازمان""",
        "outlet": """
            newspaper, paper, media, medium, magazine, channel, broadcaster, news, news-agency, news-site, publisher,
            press, tv, radio, média, journal, zeitung, sender, medio, periódico, сми, газета""",
        "group": "groups, collective, community, people, crowd, groupe, gruppe, grupo, группа, مجموعة",
        "organization outlet": "agency, agence, agentur, agencia",
        "organization group": "party, movement, alliance, parti, partei, partido",
        "person organization": "spokesperson, spokesman, spokeswoman, speaker, source",
        "primary": "original, first-hand, firsthand, primary-source, primaire, primär, primario",
        "secondary": "second-hand, secondhand, secondary-source, secondaire, sekundär, secundario",
    },
    "mode": {
        "direct": "quoted, verbatim, literal, word-for-word, direct-quote, wörtlich, direkt, directo",
        "indirect": "paraphrase, paraphrased, reported, indirect-quote, indirekt, indirecto",
        "mixed": "both, partial, partly, mixte, gemischt, mixto",
    },
    "text": {
        "full": "whole, complete, entire, all, full-text, complet, vollständig, completo",
        "passages": "quotes, excerpts, excerpt, extracts, partial, only-passages, passages-only, quotes-only",
    },
    "in": {
        "title": "headline, heading, titre, titel, título, überschrift, titolo, заголовок, عنوان, تیتر, 标题",
        "subtitle": "subheadline, subhead, subheading, standfirst, deck, dek, sous-titre, untertitel",
        "caption": "image-caption, picture-caption, légende, bildunterschrift",
        "body": "text, article, content, main",
    },
    "direction": {"ltr": "left-to-right, left", "rtl": "right-to-left, right"},
    "rules": {"off": "false, no, none, never, ignore", "warning": "warn", "error": "fail, fatal, required"},
}


def meant(key: str, word: str, allowed: Collection[str]) -> tuple[str, ...]:
    """The allowed values that `word` may mean as the value of a key: by its meaning, else as a misspelling.

    None where it is unknown, or means what no value says.
    """
    table = _by_word(key)
    folded = _folded(word)
    if key == "relation" and folded not in table:
        folded = _WITH_OBJECT.sub("", folded)
    if folded not in table and folded not in map(_folded, allowed):
        near = [_values(table, name, allowed) for name in misspelt(folded, [*map(_folded, allowed), *table])]
        one = set(near)
        return one.pop() if len(one) == 1 else tuple(dict.fromkeys(value for values in near for value in values))
    return _values(table, folded, allowed)


_YES = frozenset("y ja oui si sí sim da да так tak evet نعم بله 是 はい 예 네 1 wahr vrai verdadero".split())
_NO = frozenset("n nein non não nao нет ні nie hayır لا خیر نه 否 いいえ 아니요 0 falsch faux falso".split())


def switch_meant(word: str) -> str:
    """`true` or `false`, for a word of another language that means yes or no; else empty."""
    folded = word.strip().casefold()
    return "true" if folded in _YES else "false" if folded in _NO else ""


def verdicts_meant(word: str, kept: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """The verdicts that `word` may mean: those of the default vocabulary that a site has `kept`, by their meaning; else
    the `known` ones of which it is likely a misspelling."""
    by_meaning = meant("verdict", word, kept)
    if by_meaning or _folded(word) in _by_word("verdict"):
        return by_meaning
    return misspelt(_folded(word), known)


def _values(table: Mapping[str, tuple[str, ...]], word: str, allowed: Collection[str]) -> tuple[str, ...]:
    itself = tuple(value for value in allowed if _folded(value) == word)
    return itself or tuple(value for value in table.get(word, ()) if value in allowed)


@cache
def _by_word(key: str) -> dict[str, tuple[str, ...]]:
    table = {"relation": _RELATIONS, "verdict": _VERDICTS, **_OTHERS}.get(key, {})
    by_word: dict[str, tuple[str, ...]] = {}
    for values, words in table.items():
        for word in words.split(","):
            name = _folded(word)
            by_word[name] = tuple(dict.fromkeys((*by_word.get(name, ()), *values.split())))
    return by_word


def _folded(word: str) -> str:
    """The `word` without capitals and accents, with hyphens between its parts."""
    letters = unicodedata.normalize("NFKD", word[:_LONGEST].casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "-".join(_WORDS.findall(bare))


_WITH_OBJECT = re.compile(r"-(?:it|this|that|them|him|her|the-claim|this-claim|the-statement)$")
"""What follows a verb: `supports it`."""
_LONGEST = 200
_WORDS = re.compile(r"[^\W_]+")
