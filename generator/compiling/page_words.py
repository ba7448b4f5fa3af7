"""Words that news sites set around their articles and that come along when a page is copied, by language.

Each is the whole of a line, or begins it, before a colon or not.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WHOLE = """
ad | ads | advert | advertisement | advertising | sponsored | sponsored content | promoted | story continues below
article continues below advertisement | story continues below advertisement | continue reading | keep reading
share | share this | share this article | share this story | share this page | share on facebook | share on twitter
share on x | share on whatsapp | share via email | share with friends | tweet | email this article | print
print this page | print this article | print article | copy link | facebook | twitter | whatsapp | telegram
linkedin | reddit | pinterest | email | facebook twitter | facebook twitter whatsapp | facebook twitter email
subscribe | subscribe now | subscribe today | sign up | sign in | log in | login | register | newsletter | donate
support us | follow us | contact us | about us | comments | comment | leave a comment | add a comment
post a comment | join the conversation | most read | most popular | most viewed | trending | trending now
latest news | top stories | more news | more stories | more on this story | more from this author | related
related articles | related stories | related news | related topics | related content | related links | recommended
recommended for you | you may also like | you might also like | read also | read more | read next | up next
see also | also read | editors picks | editor s picks | back to top | skip to content | skip to main content
skip to main navigation | menu | search | all rights reserved | privacy policy | terms of use | terms of service
cookie policy | accept all cookies | report a typo | report an error | anzeige | werbung | artikel teilen | teilen
diesen artikel teilen | drucken | merken | kommentare | kommentieren | zum thema | mehr zum thema | lesen sie auch
lesen sie mehr | weiterlesen | mehr lesen | newsletter abonnieren | abonnieren | jetzt abonnieren
alle rechte vorbehalten | auf facebook teilen | impressum | datenschutz | zur startseite
das könnte sie auch interessieren | publicité | publicite | annonce | partager | partager l article
partager cet article | imprimer | commentaires | lire aussi | lire la suite | à lire aussi | sur le même sujet
s abonner | abonnez vous | tous droits réservés | publicidad | anuncio | compartir | comparte
compartir este artículo | compartir esta noticia | compartir en facebook | comparte esta noticia | imprimir
comentarios | leer más | lea también | lee también | te puede interesar | noticias relacionadas | más noticias
suscríbete | suscribirse | todos los derechos reservados | publicidade | compartilhar | compartilhe
compartilhe esta notícia | leia mais | leia também | saiba mais | assine | compartilhar esta notícia
compartilhar no facebook | notícias relacionadas | todos os direitos reservados | pubblicità | condividi
condividi l articolo | stampa | commenti | leggi anche | leggi tutto | abbonati | iscriviti alla newsletter
tutti i diritti riservati | advertentie | delen | deel dit artikel | lees ook | lees meer | lees verder
alle rechten voorbehouden | reklama | udostępnij | podziel się | drukuj | komentarze | czytaj też | czytaj także
czytaj więcej | zobacz także | wszelkie prawa zastrzeżone | annons | dela | dela artikeln | läs mer | läs också
annonse | del artikkelen | les også | реклама | поделиться | поделиться в соцсетях | подписаться | подписывайтесь
читайте также | читать далее | по теме | материалы по теме | комментарии | версия для печати | распечатать
все права защищены | поширити | поділитися | читайте також | всі права захищені | إعلان | إعلانات | شارك
شارك المقال | شارك الخبر | مشاركة | اقرأ أيضا | اقرأ أيضًا | اقرأ المزيد | مواضيع ذات صلة | جميع الحقوق محفوظة
تبلیغات | آگهی | اشتراک گذاری | به اشتراک بگذارید | بیشتر بخوانید | مطالب مرتبط | اخبار مرتبط | کلیه حقوق محفوظ است
reklam | paylaş | haberi paylaş | ilgili haberler | devamını oku | yorumlar | tüm hakları saklıdır | 广告 | 分享
分享到 | 分享本文 | 相关新闻 | 相关文章 | 相关阅读 | 延伸阅读 | 阅读更多 | 版权所有 | 廣告 | 分享到 | 相關新聞
延伸閱讀 | 閱讀更多 | 広告 | シェア | シェアする | 関連記事 | 関連ニュース | 続きを読む | あわせて読みたい
無断転載を禁じます | 광고 | 공유하기 | 관련기사 | 관련 기사 | 더 보기 | 무단전재 및 재배포 금지 | विज्ञापन
शेयर करें | यह भी पढ़ें | और पढ़ें
facebook twitter email print | facebook x email print | facebook twitter whatsapp email | facebook twitter linkedin
facebook twitter linkedin email | facebook twitter email | share tweet email | advertisement scroll to continue
advertisement continue reading the main story | article continues below | article continues after advertisement
شارك هذا المقال | شارك هذا الخبر | view this post on instagram | play video | watch video | image source
subscribe to continue reading | subscribe to read more | log in to continue reading | listen to this article
listen to article | artikel anhören | écouter cet article | escuchar este artículo | see this post on x
error reference source not found
"""
_BEGINS = """
read more | read also | also read | see also | related | related article | related story | recommended | watch
more on this | lesen sie auch | mehr zum thema | lire aussi | à lire aussi | lea también | lee también | leia também
leia mais | leggi anche | lees ook | czytaj też | czytaj także | läs också | читайте также | по теме | читайте також
اقرأ أيضا | اقرأ المزيد | بیشتر بخوانید | ilgili haber | 相关新闻 | 延伸阅读 | 相關新聞 | 延伸閱讀 | 関連記事
관련기사 | यह भी पढ़ें
"""
_SENT_BY = """
sent from my | gesendet von meinem | von meinem iphone gesendet | envoyé de mon | envoyé depuis mon | enviado desde mi
inviato da iphone | inviato dal mio | verzonden vanaf mijn | отправлено с | تم الإرسال من | ارسال شده از
iphone から送信 | 从我的 iphone 发送 | get outlook for | translated with deepl | translated by deepl
translated with google | translated by google | machine translated by | übersetzt mit deepl
übersetzt von google | traduit avec deepl | traduit par google | traducido con deepl | traducido por google
переведено с помощью | ترجمة google | ترجمه شده با | 翻訳 deepl
"""
_ASSISTANTS = """
would you like me to | do you want me to | shall i | let me know if you | let me know if there | let me know whether
i hope this helps | here is the translation | here s the translation | here is the translated | here s the translated
here is a translation | here s a translation | here is your translation | sure here is | sure here s
certainly here is | certainly here s | of course here is | of course here s | möchten sie dass ich
möchtest du dass ich | hier ist die übersetzung | souhaitez vous que je | voulez vous que je | voici la traduction
quieres que te | quieres que traduzca | le gustaría que | aquí está la traducción | aquí tienes la traducción
хотите чтобы я | вот перевод | هل تريد مني | هل تود أن | إليك الترجمة | آیا مایلید | می خواهید که من | در اینجا ترجمه
"""
_INVITES = """
follow us on | subscribe to our | sign up for our | sign up to our | like us on | join us on | get our newsletter
download our app | support our journalism | folgen sie uns | suivez nous sur | síguenos en | siga nos | seguici su
подписывайтесь на наш | подпишитесь на наш | listen to this article | read more at
view this post on | the wayback machine | subscribe to continue reading | image source
"""
_ALWAYS = re.compile(
    r"(?:you have \d{1,2} free articles? (?:left|remaining)|il vous reste \d{1,2}(?:[.,]\d)? ?% de cet article"
    r"|(?:we|this (?:web)?site) uses? cookies\b|(?:wir verwenden|diese web(?:site|seite) (?:verwendet|nutzt)) cookies\b"
    r"|(?:nous utilisons|ce site utilise) des cookies\b|(?:мы используем|этот сайт использует) (?:файлы )?cookies?\b"
    r"|мы используем файлы куки|advertisement ?[-–—:] ?scroll to continue|subscribe to continue reading"
    r"|page \d{1,4} of \d{1,4}$|error! (?:reference source|bookmark) not (?:found|defined)"
    r"|(?:last )?updated \d{1,2} (?:minutes?|hours?|days?) ago$|pic\.twitter\.com/\w+$)",
    re.IGNORECASE,
)
"""What begins a line that is a site's own, or an office program's, even with a full stop at its end."""
_MINUTES = re.compile(
    r"(?:\d{1,3} ?[-–]? ?min(?:ute)?s?\.? read|reading time:? \d{1,3} ?min(?:utes?)?"
    r"|lesezeit:? (?:ca\. )?\d{1,3} ?min(?:uten|\.)?|temps de lecture ?:? \d{1,3} ?min(?:utes?|\.)?"
    r"|tiempo de lectura:? \d{1,3} ?min(?:utos)?|время чтения:? \d{1,3} ?мин(?:ут[аы]?|\.)?)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\w]+")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|todos los derechos reservados"
    r"|todos os direitos reservados|tutti i diritti riservati|все права защищены|جميع الحقوق محفوظة|版权所有|版權所有)",
    re.IGNORECASE,
)
_COLON = re.compile(r"[:：»>→|]")
_COUNT = re.compile(r"^\d+ | \d+$")
_SENTENCE_ENDS = frozenset(".!?…。।؟")
LONGEST_WORDS = 200
"""Characters of a line that can be such words."""


@lru_cache(maxsize=256)  # a line is compared in several ways
def folded_line(text: str) -> str:
    """The letters and digits of a line, without case, separated by single spaces."""
    return _SIGNS.sub(" ", text.casefold()).replace("_", " ").strip()


def _split(table: str) -> frozenset[str]:
    return frozenset(folded_line(one) for line in table.strip().split("\n") for one in line.split("|"))


WHOLE, BEGINS, _INVITATIONS = map(_split, (_WHOLE, _BEGINS, f"{_INVITES.rstrip()}{_SENT_BY}"))
_LEADING = tuple(f"{words} " for words in sorted(BEGINS))
_OF_PROGRAMS = tuple(f"{words} " for words in sorted(_split(f"{_ASSISTANTS.rstrip()}{_SENT_BY}")))


def is_of_the_page(line: str) -> bool:
    """Whether a line is one that a site sets around its articles, and nothing else."""
    if len(line) > LONGEST_WORDS:
        return False
    bare = line.strip(" *_")
    if _ALWAYS.match(bare) or _MINUTES.fullmatch(bare):
        return True
    if line.rstrip(" *_")[-1:] in _SENTENCE_ENDS and not _RIGHTS.search(line):
        return False
    words = folded_line(line)
    if words in WHOLE or _COUNT.sub("", words) in WHOLE:
        return True
    if _RIGHTS.match(line.strip(" *_")) and re.search(r"©|\(c\)|[0-9]{4}|reserved", line, re.IGNORECASE):
        return True
    match = _COLON.search(line)
    if match and folded_line(line[: match.start()]) in BEGINS:
        return True
    return any(words.startswith(f"{begin} ") for begin in _INVITATIONS)


def leads_to_another(line: str) -> bool:
    """Whether a line of the site itself is the link to another article, such as `Read more: …`."""
    return f"{folded_line(line)} ".startswith(_LEADING)


def is_of_a_program(text: str) -> bool:
    """Whether a text begins as a program does that sends or translates it, or offers what else it can write. Articles
    have such words, too, but not at their very beginning or end."""
    return len(text) <= _LONGEST_SAYING and f"{folded_line(text)} ".startswith(_OF_PROGRAMS)


_LONGEST_SAYING = 300
