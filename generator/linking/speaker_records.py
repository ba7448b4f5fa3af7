"""Collects what each speaker claims, is reported to claim, answers, and is answered by. It links no statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.linking.name_order import by_name
from generator.linking.symbols import Symbols
from generator.model import Article, Speaker, SpeakerRecord, Statement
from generator.values import replace


def speaker_records(
    symbols: Symbols, articles: Iterable[Article], statements: Mapping[str, Statement]
) -> tuple[SpeakerRecord, ...]:
    """The speakers of what is published, by name, each with the statements that involve it, newest first.

    `articles` and `statements` are those of an archive, newest first.
    """
    withheld = symbols.drafts_speakers
    speakers = {id: speaker for id, speaker in symbols.speakers.items() if id not in withheld}
    all_statements = statements.values()
    claims = _claims_by_speaker(statements)
    reported = _grouped((_speaker_of(s), s.ref) for s in all_statements if s.via)
    answered_by = _grouped((who, s.ref) for s in all_statements for who in _others_answered(s, statements))
    answering = _grouped(
        (_speaker_of(s), s.ref) for s in all_statements if not s.via and _answers_others(s, statements)
    )
    people = _grouped(
        (employer, s.id) for s in speakers.values() for employer in _organizations_of(s) if employer != s.id
    )
    published = _grouped((a.publisher.speaker, a.id) for a in articles if a.publisher)
    records = (
        SpeakerRecord(
            speaker=_with_known_organizations(speaker, speakers),
            claims=claims.get(speaker.id, ()),
            reported=reported.get(speaker.id, ()),
            answered_by=answered_by.get(speaker.id, ()),
            answering=answering.get(speaker.id, ()),
            people=tuple(sorted(people.get(speaker.id, ()), key=lambda person: by_name(speakers[person].name, person))),
            articles=published.get(speaker.id, ()),
        )
        for speaker in speakers.values()
    )
    return tuple(sorted(records, key=lambda record: by_name(record.speaker.name, record.speaker.id)))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _speaker_of(statement: Statement) -> str:
    """The speaker's id; empty for an unnamed voice, the editors, and an outlet that is no speaker."""
    return statement.voice.id if statement.voice else ""


def _claims_by_speaker(statements: Mapping[str, Statement]) -> dict[str, tuple[str, ...]]:
    """Speaker id → refs of the claims that it makes directly (not `via` others), newest first.

    A claim that the speaker repeats is listed once: as its root, or, if another speaker made the root, as the speaker's
    oldest repeat.
    """
    order = {ref: number for number, ref in enumerate(statements)}
    spoken: dict[str, dict[str, str]] = defaultdict(dict)
    for statement in statements.values():
        if statement.kind == "claim" and not statement.via and (who := _speaker_of(statement)):
            of_this_claim = spoken[who].get(statement.root)
            if of_this_claim != statement.root:
                spoken[who][statement.root] = statement.ref
    return {who: tuple(sorted(claims.values(), key=order.__getitem__)) for who, claims in spoken.items()}


def _others_answered(statement: Statement, statements: Mapping[str, Statement]) -> dict[str, None]:
    """Ids of the other speakers whose direct statements this one answers, as an ordered set."""
    targets = (statements[to] for to in statement.targets)
    who = dict.fromkeys(_speaker_of(target) for target in targets if not target.via)
    return {other: None for other in who if other and other != _speaker_of(statement)}


def _answers_others(statement: Statement, statements: Mapping[str, Statement]) -> bool:
    who = _speaker_of(statement)
    return bool(who) and any(_speaker_of(statements[to]) != who for to in statement.targets)


def _organizations_of(speaker: Speaker) -> dict[str, None]:
    return dict.fromkeys(name for name in (speaker.organization, *(r.organization for r in speaker.roles)) if name)


def _with_known_organizations(speaker: Speaker, speakers: Mapping[str, Speaker]) -> Speaker:
    if all(organization in speakers for organization in _organizations_of(speaker)):
        return speaker
    roles = (r if r.organization in speakers else replace(r, organization="") for r in speaker.roles)
    own = speaker.organization if speaker.organization in speakers else ""
    return replace(speaker, organization=own, roles=tuple(roles))
