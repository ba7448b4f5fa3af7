"""The commands `schema`, `templates` and `clean`."""

from __future__ import annotations

from argparse import Namespace

from generator.cli.arguments import UsageError, cache_of, console_of, output_of, site_folder
from generator.cli.exit_codes import Exit
from generator.cli.messages import from_here, left_alone, not_written, number
from generator.cli.new_files import write, write_new_files
from generator.cli.scaffold import schema_texts
from generator.formats.json_schema import schemas
from generator.pipeline.publish_stage import settings_of
from generator.publishing import OutputFolder, OutputRefusedError, one_build_at_a_time
from generator.rendering.defaults import default_templates


def schema(arguments: Namespace) -> int:
    """Write the JSON Schemas with which text editors check and complete YAML. Raises `UsageError` without a site."""
    root = site_folder(arguments)
    write({root / "schema" / name: text for name, text in schema_texts(schemas()).items()})
    console_of(arguments).say(f"Wrote the schemas to `{from_here(root / 'schema')}`.")
    return Exit.DONE


def templates(arguments: Namespace) -> int:
    """List the default templates, or copy one into the site.

    Raises `UsageError` where there is no such template or site, or the site has that template already.
    """
    known = default_templates()
    console = console_of(arguments)
    if not arguments.copy:
        console.print("\n".join(sorted(known)))
        return Exit.DONE
    name = arguments.copy
    if name not in known:
        raise UsageError(f"There is no default template “{name}”.", f"List them with `{arguments.program} templates`.")
    root = site_folder(arguments)
    write_new_files(root, {f"templates/{name}": known[name]})
    console.say(
        f"Copied to `{from_here(root / 'templates' / name)}`; builds now use it in place of the default template."
    )
    return Exit.DONE


def clean(arguments: Namespace) -> int:
    """Delete the files that builds wrote, and no others.

    Raises `UsageError`, `BuildRunningError` and `OutputRefusedError`.
    """
    root = site_folder(arguments)
    output = OutputFolder(output_of(arguments, root), root)
    cache = cache_of(arguments, root, output.path)
    settings = settings_of(root)
    output.open(settings.title if settings else None, settings.url if settings else "")
    with one_build_at_a_time(cache):
        try:
            done = output.clean()
        except OSError as error:
            raise OutputRefusedError(*not_written(error, output.path)) from error
    console = console_of(arguments)
    console.say(f"Deleted {number(len(done.deleted), 'file')} from `{from_here(output.path)}`.")
    if done.foreign:
        console.say(left_alone(done.foreign, output.path))
    return Exit.DONE
