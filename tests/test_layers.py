"""The house: packages import downwards and through faces, only the shell touches the world, build.py fits on a page."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT / "generator"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

FACES: Mapping[str, frozenset[str]] = {
    package: frozenset(names.split())
    for package, names in {
        "values": "Immutable replace",
        "diagnostics": """
            as_github as_json as_markdown_table as_plain_text capitalized CODES Diagnostic github_notice
            github_warning has_errors in_order listed Location markdown_table one_line Paste printable short
            SourceLine summary without_commands""",
        "model": """
            Annotation AnnotationFacts Archive Article ArticleFacts ArticleSource Body Citation CitedSource
            Claim CodeKey CodeValue Completion Correction DIGEST_SIZE Direction EDITORS FrontMatter
            ID_PATTERN Image in_numbers in_order_of_notes is_id Kind Layer LocalSpeaker LONGEST_ID MAIN
            markers Member Mode MOST_NUMBERED Naming Organization OUTLET OUTPUT_NAMES PageFacts PageSource
            Part PARTS Passage passage_numbers PictureFile Publisher QuoteSelector Registry Relation
            RESERVED_VOICES Role Settings Source SourceRecord Speaker SpeakerRecord SpeakerRef Statement Tag
            TextBlocks Verdict Voice voice_numbers""",
        "urls": """
            absolute Address anchor_parts article_at article_fragments article_id_problem article_path
            article_with bare_address BUILT_OUTPUTS card_path claim_path CLAIMS_FEED CODEBOOK CODEBOOK_DATA
            CORRECTIONS CORRECTIONS_FEED data_path DIGITS FEED file_path folded index_path is_period_path
            is_too_long letter_anchor letter_of letter_path letters_of link_target LONGEST_READ mark_anchor
            MOST_BYTES_A_PATH NOT_FOUND note_anchor NOWHERE original_of_copy page_path path_problem
            period_path present_tags publisher_path relative SEARCH SEARCH_INDEX segment_path slug
            smaller_picture_path source_anchor sources_path speaker_feed_path speaker_path table_path
            tag_path taken_name unicode_normal_form Urls""",
        "text": """
            around compared Cut cut_by cuts_flag Difference differences direction_of direction_of_text
            ellipses_in ends_of_range find find_range folded_index has_one_place is_border is_wide
            languages_in lengthened likeness likest_first LONGEST_COMPARED Matches misspelt mode_of_all
            MOST_CANDIDATES MOST_NEAREST nearest_name nearest_passage nearest_told normalize_text Normalized
            normalized only_misspelt pieces_of Quotations RangePlaces script_of script_of_language
            search_cost Span suggest_quote suggest_quotes suggestion_cost unequal whole_words without_signs
            words_of""",
        "markdown": """
            entities_in ENTITY entity_message Highlight lanes LineAt Link LONGEST_PASTED mark_plain
            MOST_MARKS_DEEP only_passages Origin OriginInYaml paragraphs_of parse Parsed to_blocks to_html
            too_deep without_entities""",
        "yaml_text": """
            as_source at_most begins_an_entry BYTE_ORDER_MARK Comment comments_of compose CONTROL
            control_characters decoded Document document_kind encoding_name end_of entry_blocks EntryBlock
            head_line holds_nothing in_flow in_quotes indent_of is_comment is_inside_text is_null Judge
            key_of last_line line_of Locations LONGEST_PASTE MappingNode may_have_unmarked_lists Mend
            merge_problems MOST_BYTES Node not_utf8 offsets on_one_line Path plain read_text read_yaml
            repaired restructured Scalar seems_to_be SequenceNode single_byte Splice splice_of STRUCTURAL
            survives taken_back utf_16 with_splices written written_before YamlText""",
        "formats": """
            AnswerEntry BUILT_IN_VERDICTS ClaimEntry CounterpointEntry date_in_words default_rules Entry
            FieldError Front front_matter_document full_date has_address id_from is_web_address language_tag
            LocalRoleEntry machine_form nearest_date NoteEntry partial_date placeholder_problems QuoteSource
            read_front_matter read_page_front_matter read_registry read_settings read_sidecar readings
            RegistryVersions SCAFFOLD_PHRASES schemas SharedKind SharedVersion Sidecar SidecarVersions
            SpeakerEntry verdicts_meant with_plain_digits""",
        "compiling": """
            BodyBlock compile_article compile_page Compiled CompiledPage entity_problems folded_line
            is_break is_of_the_page leads_to_another linked_files named_in texts_of_parts without_facts
            without_time wrapped_at""",
        "cache": """
            Cache CacheLostError DerivedTables dumps KeptArticle ListedArticle ListTables loads loads_kept
            Name NamesOfArticle NameTables sha256_hex sha256_hex_of_file sha256_of_parts Tables Touched""",
        "linking": """
            all_names ANCHORED ANNOTATED article_days AskedNames by_name CALLED cited_source cut_lists day_in
            DESCRIBES edges_in_circles FactsOf first_tag_too_many former_addresses host_of host_of_outlet
            HOSTED ids_annotated ids_described instant_of Linked LinkedArticle Linker listed_voice
            MOST_BY_LETTERS MOST_FORMER MOST_FORMER_NAMES MOST_TAGS NAMED Names names_and_references
            names_called names_in_use names_of_drafts names_of_publishers names_of_speakers NamesUsed
            Neighbourhood PresentNames REFERS shared_lists short_name slugs_of source_list sources_of
            spelling Symbols symbols_of title_in_list Turn turns usual_spellings with_blank_facts
            with_most_tags with_parents""",
        "checks": """
            ALL ALL_ARTICLES ALL_PATHS ALL_SPEAKERS Anchors article_dates_to_come Basis basis_of
            check_articles check_each check_groups Checked Filed kind_and_id latest_date links_in
            names_checked Others Outline paths_checked PlacedQuotes shared_dates_to_come SPEAKERS
            TableOfFacts Telling TRAITS TraitTable""",
        "i18n": "Catalog is_words own_words worded_verdict",
        "comparing": """
            ADDED annotation_times AnnotationTimes AnyVersion archive_changes archive_pair ArchiveChange
            ArchivePair ARTICLE article_pair article_state ArticleHistory ArticleState change_lines
            change_message ChangeLine ChangeSign compare_versions FieldChange is_correction Loss losses
            MarkedPart MISSING NameKind NO_HISTORY PASSAGE read_version READABLE Recorded RENAMED sentences
            setting_changes shared_key shared_names Since source_changes SOURCE_PREFIX speaker_changes
            SPEAKER_PREFIX TRUE UnreadableVersion Version Vocabulary without_details without_wordings
            word_changes""",
        "search": """
            Choices choices_of CHUNK cut_into_segments script_call script_rules SearchedArticle SearchedSize
            SearchRecord SegmentFiles SegmentSummary ShownRecord weighed""",
        "outputs": """
            ArticleRows ARTICLES brief Card CARD_SIZE CardVerdict CLAIM_COLUMNS CLAIMS CommitView Dossier
            dossier FIRST_DAY Gatherer harmless HistoryOf HistoryView HubInputs in_script LAST_DAY Listing
            Lists Memberships NO_PAGE_HISTORY notes_in NotesOf opening Page page_history PageHistory
            plan_article plan_cards plan_hubs plan_index rows_of_article rows_of_statements
            searched_article seen_by_others Site site_of Surroundings table Unit with_cards without_places YearOfRows
            years_of""",
        "agreement": """
            CodedArticle compared_article Comparison comparison_as_csv comparison_as_json comparison_as_page
            comparison_as_text comparison_of NoCoefficientError""",
        "rendering": "default_templates Templates worded",
        "sources": """
            absolute_path can_scale concerned_by copied_files DamagedPictureError draw_card DrawingTools
            edited file_problem Fonts fonts_for is_hidden KEY listed_files ListedFiles load_article
            load_stat_cache MARKDOWN_LIMIT names_taken Noted open_plainly PictureHead read_settings_file
            read_sources save_stat_cache scaler SETTINGS smaller source_lines Sources StatCache unreadable
            WIDTHS YAML_LIMIT""",
        "history": """
            asked Histories HISTORY HistoryInputs is_in_checkout KnownHistories LastCommit no_histories
            NO_REPOSITORY read_histories Repository repository_of revision Revision RevisionError Spread untracked""",
        "publishing": """
            BuildRunningError Damage MadeFile MissingError one_build_at_a_time OutputFolder
            OutputRefusedError Published refuse_cache Snapshot swapped_at_once TreeChanges""",
        "pipeline": """
            About annotation_problems Awaited build_and_publish build_as_of build_site
            build_without_publishing BuildContext Built cache_folder ClusterError collect_rarely
            compared_with CompiledArticle Compiler cores Done explain_file freeze_before_exit HOST_LIMIT
            is_held_back is_known is_large job_count KeptNames layer_cache LayerCheck Memory no_progress
            processes profiled read_site_data settings_of site_cache Step Sums Task verify Watch""",
        "fixing": """
            Answer change_and_move ChangedMeanwhileError Check create_source create_sources Fix fixed
            FixedFile hunk KEYS keys_in_order NotFixedError read_source replace_source replace_sources""",
        "annotating": """
            add_annotation add_speaker adopt_annotation Adopted Adoption annotation_paths ArticleLeft
            by_what_is_left change_fields change_front_matter changes_of completion_with Edit flow_text
            form_of FRONT_MATTER_KEYS id_by_name ids_in_use inside KeyChange KnownVoices lost_in matching
            moved new_id new_speaker_id NewAnnotation NoQuote open_front_matter open_yaml Opened PartText
            PlainValue progress_of Proposal proposals proved quote_value quotes_of QuoteValue read_parts
            Refused remove_annotation same_passage select Selection selection_of SOURCE_KEYS SPEAKER_KEYS
            TEXTS touched_paragraphs undo Value value_of voices_of with_entry words_without_weight""",
        "renaming": "NotRenamedError Renaming renaming",
        "importing": """
            annotated_files annotations_path ArticleFiles claims_named Draft format_of import_paste
            imported_id IMPORTERS ImportOptions new_article_files NotImported plain_paragraphs
            shown_paragraphs table_edits TableEdits text_path untaken_cells""",
        "server": """
            Crash Desk DeskArticle FIRST_PORT Fixer is_loopback left_in LiveSite LiveState LOOPBACK
            no_digest open_server read_article RebuildLoop Server""",
        "cli": "run",
    }.items()
}
"""The packages from bottom to top, and what each may be asked for by those above it. A new name here is a decision."""

PACKAGES = tuple(FACES)

WHOLE_FACES = frozenset({"values", "diagnostics", "model", "urls", "text", "publishing"})
"""Asked as a whole, by `from generator.<package> import …`: their `__init__` loads nothing but the standard library
and msgspec.
In the others it would load what a command that has little to do can do without, and so holds one sentence."""

SHELL = frozenset(PACKAGES[PACKAGES.index("sources") :]) | {"cache"}
"""The only code that reads, writes, waits and prints."""

THE_WORLD = frozenset(
    """
    argparse asyncio ctypes fcntl glob http importlib io locale logging mmap msvcrt multiprocessing os pathlib platform
    random secrets select shutil signal socket socketserver sqlite3 subprocess sys tempfile threading time uuid
    webbrowser zipfile
    """.split()
)
THE_WORLD_BUILT_IN = frozenset({"open", "print", "input", "exec", "eval", "compile", "__import__"})

READS_ITS_OWN_PACKAGE = frozenset({"i18n/catalog.py", "rendering/defaults.py"})
"""They read what lies in the wheel: words and templates. No site can change that, and the program's digest holds it."""

KNOWS_TIME_ZONES = frozenset({"formats/settings.py", "linking/symbols.py"})
"""They check the name of a zone, and put moments in order: `zoneinfo` reads its data, which is the same for each build
with one release of tzdata."""

LONG = {"diagnostics/codes.py", "outputs/views.py"}
"""Files that are lists, and so may be longer than 520 lines."""


def files() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(GENERATOR).as_posix()


def package(path: Path) -> str:
    """The package that a file belongs to; empty for the two files beside the packages."""
    return "" if path.parent == GENERATOR else path.relative_to(GENERATOR).parts[0]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Each module that a file imports, wherever in it, with each name that it takes from there (or none)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports by a relative name"
            yield from ((node.module or "", alias.name) for alias in node.names)


@cache
def asked(path: Path) -> tuple[tuple[str, str, str], ...]:
    """What a file asks of the program: package, module in it (empty: the package itself), name."""
    return tuple(_asked(path))


def _asked(path: Path) -> Iterator[tuple[str, str, str]]:
    for module, name in imports(path):
        parts = module.split(".")
        if module == "generator" and name != "__version__":
            assert name == "urls", "a package is asked for names, and only `urls` is long enough to be asked as a whole"
            yield from (("urls", "", used) for used in attributes(path, name))
        elif parts[0] == "generator" and len(parts) > 1:
            yield parts[1], ".".join(parts[2:]), name


def attributes(path: Path, of: str) -> set[str]:
    """The attributes that are taken of a name: `urls.slug` gives `slug`."""
    return {
        node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == of
    }


def public_names(path: Path) -> Iterator[str]:
    for node in tree(path).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def exported(path: Path) -> set[str]:
    """The names in a file's `__all__`; none where it has none."""
    return {
        name
        for node in tree(path).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
        for name in ast.literal_eval(node.value)
    }


each_file = pytest.mark.parametrize("path", files(), ids=place)


# ── packages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_package_is_listed_and_each_listed_package_is_there():
    assert {path.name for path in GENERATOR.iterdir() if (path / "__init__.py").exists()} == set(PACKAGES)
    assert {place(path) for path in GENERATOR.glob("*.py")} == {"__init__.py", "__main__.py"}


@each_file
def test_a_file_imports_only_from_packages_below_its_own(path):
    if package(path):
        below = PACKAGES[: PACKAGES.index(package(path)) + 1]
        assert {one for one, _, _ in asked(path)} <= set(below)


@each_file
def test_a_package_is_asked_only_for_what_is_in_its_face(path):
    for one, module, name in asked(path):
        if one == package(path):
            continue
        assert name in FACES[one], f"{one} is asked for {name}"
        assert (one in WHOLE_FACES) == (not module), f"{name} of {one}"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_face_holds_nothing_that_is_gone_or_that_nobody_asks_for(name):
    there = {public for path in (GENERATOR / name).glob("*.py") for public in public_names(path)}
    there |= {path.stem for path in (GENERATOR / name).glob("*.py")}
    there |= {listed for path in (GENERATOR / name).glob("[!_]*.py") for listed in exported(path)}
    others = [path for path in files() if package(path) != name]
    wanted = {public for path in others for one, _, public in asked(path) if one == name}
    assert FACES[name] - there == set()
    assert FACES[name] - wanted == set()


@pytest.mark.parametrize("name", sorted(WHOLE_FACES))
def test_what_a_package_gives_as_a_whole_is_its_face(name):
    assert exported(GENERATOR / name / "__init__.py") == FACES[name]


@pytest.mark.parametrize("name", sorted(set(PACKAGES) - WHOLE_FACES))
def test_the_other_packages_open_with_one_sentence_and_load_nothing(name):
    assert len(tree(GENERATOR / name / "__init__.py").body) == 1


@pytest.mark.parametrize("name", PACKAGES)
def test_the_files_of_a_package_do_not_import_each_other_in_a_circle(name):
    graph = {
        path.stem: {module for one, module, _ in asked(path) if one == name and module}
        for path in (GENERATOR / name).glob("*.py")
        if path.stem != "__init__"
    }
    while free := [file for file, needs in graph.items() if not needs & graph.keys()]:
        for file in free:
            del graph[file]
    assert graph == {}


def test_a_public_name_means_one_thing():
    homes = defaultdict(set)
    for path in files():
        for name in public_names(path):
            if not name.startswith("_"):
                homes[name].add(place(path))
    assert {name: sorted(where) for name, where in homes.items() if len(where) > 1} == {}


# ── the world ────────────────────────────────────────────────────────────────────────────────────────────────────


@each_file
def test_only_the_shell_touches_the_world(path):
    if not package(path) or package(path) in SHELL:
        return
    modules = {module.split(".")[0] for module, _ in imports(path)}
    allowed = {"importlib"} if place(path) in READS_ITS_OWN_PACKAGE else set()
    assert modules & THE_WORLD - allowed == set()
    assert ("zoneinfo" in modules) == (place(path) in KNOWS_TIME_ZONES)
    called = {node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and hasattr(node.func, "id")}
    assert called & THE_WORLD_BUILT_IN == set()


def test_the_exceptions_are_needed():
    for name in READS_ITS_OWN_PACKAGE:
        assert "importlib" in {module.split(".")[0] for module, _ in imports(GENERATOR / name)}


LATE = re.compile(r"#.*\blate\b")


def test_what_is_imported_inside_a_function_is_late_for_a_reason():
    """A command that has little to do loads little. Each such import, or the first of several, says so on its line."""
    silent = []
    for path in files():
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree(path)):
            inner = node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
            late = [one for one in inner if isinstance(one, (ast.Import, ast.ImportFrom))]
            if late and not LATE.search(lines[late[0].lineno - 1]):
                silent.append(f"{place(path)}:{late[0].lineno}")
    assert silent == []


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@each_file
def test_a_file_can_be_read_in_one_go(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 520 or place(path) in LONG


def test_build_fits_on_a_page():
    path = GENERATOR / "pipeline" / "build.py"
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80
    assert {f.name: _length(f) for f in functions if _length(f) > 25} == {}


def _length(function: ast.FunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


@each_file
def test_a_module_opens_with_a_sentence(path):
    docstring = ast.get_docstring(tree(path))
    assert docstring
    assert docstring.split("\n\n")[0].endswith((".", "!"))


# ── the map ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_map_names_all_packages_from_bottom_to_top():
    assert tuple(re.findall(r"^\| `(\w+)/` \|", ARCHITECTURE, re.MULTILINE)) == PACKAGES


def test_the_map_names_each_file_of_a_package_and_no_other():
    rows = dict(re.findall(r"^\| `(\w+)/` \| ([^|]*) \|", ARCHITECTURE, re.MULTILINE))
    for name in PACKAGES:
        there = {path.stem for path in (GENERATOR / name).glob("*.py")} - {"__init__"}
        assert set(re.findall(r"`(\w+)`", rows[name])) == there


def test_a_law_that_is_cited_is_explained_there():
    laws = {int(number) for number in re.findall(r"^(\d+)\. ", ARCHITECTURE, re.MULTILINE)}
    assert laws == set(range(1, 26))
    for path in [*files(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]:
        cited = (
            re.findall(r"\b[Ll]aws? (\d+)", path.read_text(encoding="utf-8"))
            if "node_modules" not in path.parts
            else []
        )
        assert {int(number) for number in cited} <= laws, path


def test_whatever_the_map_points_at_is_there():
    for path in re.findall(r"`((?:\w+/)+\w+\.(?:py|js|yaml|css))`", ARCHITECTURE):
        assert (GENERATOR / path).exists() or (ROOT / path).exists(), path
