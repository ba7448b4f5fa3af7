"""The house: packages import downwards and through faces, only the shell touches the world, build.py fits on a page."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
            CODES Diagnostic Location Paste SourceLine as_github as_json as_markdown_table as_plain_text capitalized
            github_notice has_errors in_order listed markdown_table one_line printable short summary
            without_commands""",
        "model": """
            Annotation AnnotationFacts Archive Article ArticleFacts ArticleSource Body Citation CitedSource Claim
            CodeKey CodeValue Completion Correction DIGEST_SIZE Direction EDITORS FrontMatter ID_PATTERN Image Kind
            Layer LocalSpeaker LONGEST_ID MAIN Member Mode MOST_NUMBERED Organization OUTLET OUTPUT_NAMES PageFacts
            PageSource Part PARTS Passage PictureFile Publisher QuoteSelector Registry Relation RESERVED_VOICES Role
            Settings Source SourceRecord Speaker SpeakerRecord SpeakerRef Statement Tag TextBlocks Verdict Voice
            in_numbers in_order_of_notes is_id markers passage_numbers voice_numbers""",
        "urls": """
            Address BUILT_OUTPUTS CLAIMS_FEED CODEBOOK DIGITS FEED LONGEST_READ MOST_BYTES_A_PATH NOT_FOUND NOWHERE
            SEARCH SEARCH_INDEX Urls absolute article_at article_fragments article_id_problem article_path
            article_with bare_address card_path claim_path claims_data_path file_path folded index_path
            is_period_path is_too_long letter_anchor letter_of letter_path link_target mark_anchor note_anchor
            original_of_copy page_path path_problem period_path present_tags publisher_path relative segment_path
            slug smaller_picture_path source_anchor sources_path speaker_feed_path speaker_path table_path tag_path
            taken_name unicode_normal_form""",
        "text": """
            Cut Difference LONGEST_COMPARED Matches MOST_CANDIDATES MOST_NEAREST Normalized Quotations RangePlaces
            Span around compared cut_by cuts_flag differences direction_of direction_of_text ellipses_in
            ends_of_range find find_range folded_index has_one_place is_border is_wide languages_in lengthened
            likeness likest_first misspelt mode_of_all nearest_name nearest_passage nearest_told normalize_text
            normalized only_misspelt pieces_of script_of script_of_language search_cost suggest_quote suggest_quotes
            suggestion_cost whole_words without_signs words_of""",
        "markdown": """
            ENTITY Highlight LineAt Link LONGEST_PASTED MOST_MARKS_DEEP Origin OriginInYaml Parsed entities_in
            entity_message lanes mark_plain only_passages paragraphs_of parse to_blocks to_html too_deep
            without_entities""",
        "yaml_text": """
            BYTE_ORDER_MARK Comment CONTROL Document EntryBlock Judge Locations LONGEST_PASTE MappingNode Mend Node
            Path Scalar SequenceNode Splice STRUCTURAL YamlText as_source at_most begins_an_entry comments_of
            compose control_characters decoded document_kind encoding_name end_of entry_blocks head_line
            holds_nothing in_flow in_quotes indent_of is_comment is_inside_text is_null key_of last_line line_of
            merge_problems not_utf8 offsets on_one_line plain read_text read_yaml repaired restructured seems_to_be
            single_byte splice_of survives taken_back utf_16 with_splices written written_before""",
        "formats": """
            AnswerEntry BUILT_IN_VERDICTS ClaimEntry CounterpointEntry Entry FieldError Front LocalRoleEntry
            NoteEntry QuoteSource SCAFFOLD_PHRASES Sidecar SpeakerEntry date_in_words default_rules
            front_matter_document full_date id_from is_web_address language_tag machine_form nearest_date
            partial_date placeholder_problems read_front_matter read_page_front_matter read_registry read_settings
            read_sidecar readings schemas verdicts_meant with_plain_digits""",
        "compiling": """
            BodyBlock Compiled CompiledPage compile_article compile_page entity_problems folded_line is_break
            is_of_the_page leads_to_another linked_files named_in texts_of_parts without_facts without_time
            wrapped_at""",
        "cache": """
            Cache CacheLostError ListedArticle ListTables NamesOfArticle NameTables dumps loads loads_kept
            sha256_hex sha256_hex_of_file sha256_of_parts""",
        "linking": """
            ANNOTATED CALLED DESCRIBES HOSTED Linker MOST_FORMER MOST_FORMER_NAMES MOST_TAGS NAMED NamesUsed
            Neighbourhood PresentNames Symbols all_names article_days cited_source day_in edges_in_circles
            first_tag_too_many former_addresses host_of host_of_outlet ids_annotated ids_described instant_of
            listed_publisher listed_voice names_and_references names_called names_in_use names_of_drafts
            names_of_publishers short_name slugs_of sources_of spelling symbols_of title_in_list turns
            usual_spellings with_most_tags with_parents""",
        "checks": "SPEAKERS article_dates_to_come check_archive kind_and_id latest_date shared_dates_to_come",
        "i18n": "Catalog is_words own_words worded_verdict",
        "comparing": """
            ArchiveChange ArchivePair ArticleState ChangeSign Loss Since Vocabulary archive_changes archive_pair
            article_state change_message compare_versions losses read_version sentences shared_names word_changes""",
        "search": """
            CHUNK Choices SearchedArticle SearchedSize SearchRecord SegmentFiles SegmentSummary ShownRecord choices_of
            cut_into_segments script_call weighed""",
        "outputs": """
            Card CARD_SIZE CardVerdict CLAIM_COLUMNS Gatherer HomePage Listing Memberships Page Site Surroundings
            Unit brief dossier harmless home_of opening plan_article plan_cards plan_hubs plan_index
            quoted_at_home searched_article seen_by_others site_of table with_body_of with_cards with_notes""",
        "agreement": """
            CodedArticle Comparison NoCoefficientError compared_article comparison_as_csv comparison_as_json
            comparison_as_page comparison_as_text comparison_of""",
        "rendering": "Templates default_templates worded",
        "sources": """
            DamagedPictureError DrawingTools Fonts KEY ListedFiles MARKDOWN_LIMIT Noted PictureHead SETTINGS Sources
            StatCache WIDTHS YAML_LIMIT absolute_path can_scale copied_files draw_card edited file_problem fonts_for
            is_hidden listed_files load_article load_stat_cache names_taken open_plainly read_settings_file
            read_sources save_stat_cache scaler smaller source_lines unreadable""",
        "history": "LastCommit Revision RevisionError asked is_in_checkout revision untracked",
        "publishing": """
            BuildRunningError Damage MadeFile MissingError OutputFolder OutputRefusedError Published Snapshot
            TreeChanges one_build_at_a_time refuse_cache swapped_at_once""",
        "pipeline": """
            About Awaited BuildContext Built ClusterError CompiledArticle Compiler Done KeptNames LayerCheck Memory
            Step Sums Task Watch build_and_publish build_as_of build_site build_without_publishing cache_folder
            collect_rarely compared_with cores explain_file freeze_before_exit is_held_back is_known job_count
            layer_cache no_progress processes profiled read_site_data settings_of site_cache verify""",
        "fixing": """
            Answer ChangedMeanwhileError Check Fix FixedFile KEYS NotFixedError change_and_move create_source
            create_sources fixed hunk keys_in_order read_source replace_source replace_sources""",
        "annotating": """
            Adopted Adoption ArticleLeft Edit FRONT_MATTER_KEYS KeyChange KnownVoices NewAnnotation NoQuote Opened
            PartText PlainValue Proposal QuoteValue Refused Selection SOURCE_KEYS SPEAKER_KEYS TEXTS Value
            add_annotation add_speaker adopt_annotation annotation_paths by_what_is_left change_fields
            change_front_matter changes_of completion_with flow_text form_of id_by_name ids_in_use inside lost_in
            matching moved new_id new_speaker_id open_front_matter open_yaml progress_of proposals proved
            quote_value quotes_of read_parts remove_annotation same_passage select selection_of touched_paragraphs
            undo value_of voices_of with_entry words_without_weight""",
        "renaming": "NotRenamedError Renaming renaming",
        "importing": """
            ArticleFiles Draft IMPORTERS ImportOptions NotImported TableEdits annotated_files annotations_path
            claims_named format_of import_paste imported_id new_article_files plain_paragraphs shown_paragraphs
            table_edits text_path untaken_cells""",
        "server": """
            Crash Desk DeskArticle FIRST_PORT Fixer LiveSite LiveState LOOPBACK RebuildLoop Server is_loopback
            left_in no_digest open_server read_article""",
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


def asked(path: Path) -> Iterator[tuple[str, str, str]]:
    """What a file asks of the program: package, module in it (empty: the package itself), name."""
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
