"""The command line: `vnplans extract`, `show`, `agencies` and `version`. Each command is thin over a library call.

Exit codes: 0 done, 1 nothing could be read, 2 wrong use or a run that could not write. Progress and summaries go to the
standard error stream, records to the standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline import __version__

_NOTHING_READ = 1
_NOT_DONE = 2
_FAILURES_SHOWN = 20


class _NothingReadError(click.ClickException):
    exit_code = _NOTHING_READ


class _NotDoneError(click.ClickException):
    exit_code = _NOT_DONE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn scraped pages of Vietnamese provincial plans into a dataset."""


@main.command()
@click.argument("raw", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("extracted"), show_default=True, help="Folder of the dataset."
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes to use; all cores unless told.")
def extract(raw: Path, out: Path, jobs: int | None) -> None:
    """Read every page below the folder RAW and replace the dataset."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as ProgressBar

    from pipeline.dataset import DatasetError
    from pipeline.run import Progress, RunError, run
    from pipeline.run.workers import available_cores

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", style="dim"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        files = bar.add_task("reading", total=None)

        def show_progress(progress: Progress) -> None:
            bar.update(files, completed=progress.done, total=progress.total, description=progress.source_file[-40:])

        try:
            report = run(raw, out, jobs=jobs or available_cores(), on_progress=show_progress)
        except (RunError, DatasetError, OSError) as error:
            raise _NotDoneError(str(error)) from error
    for source_file, reason in report.failed[:_FAILURES_SHOWN]:
        click.echo(f"{source_file}: {reason.removeprefix(f'{source_file}: ')}", err=True)
    if len(report.failed) > _FAILURES_SHOWN:
        click.echo(
            f"... and {len(report.failed) - _FAILURES_SHOWN} more files without a plan; see the table diagnostics", err=True
        )
    rows, severities = report.rows, report.severities
    click.echo(
        f"{rows['documents']} documents: {rows['tasks']} tasks, {rows['targets']} targets, {rows['references']} references\n"
        f"diagnostics: {', '.join(f'{severities.get(name, 0)} {name}' for name in ('error', 'warning', 'info'))}\n"
        f"written to {report.out} in {report.seconds:.1f} s",
        err=True,
    )
    if not report.documents:
        sys.exit(_NOTHING_READ)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def show(file: Path) -> None:
    """Print what is read from one page: header, outline, tasks, targets, references, diagnostics."""
    from rich.console import Console

    from pipeline import extract as extract_document
    from pipeline.read import ReadError
    from pipeline.show import show_extraction

    try:
        extraction = extract_document(file)
    except (ReadError, OSError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise _NothingReadError(f"{file}: {reason.removeprefix(f'{file.name}: ')}") from error
    console = Console(highlight=False)
    show_extraction(extraction, console)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("extracted"))
@click.option("--unresolved", is_flag=True, help="List the words that no agency was found for.")
def agencies(folder: Path, unresolved: bool) -> None:
    """List the agencies of the dataset in FOLDER by how often plans name them.

    The lines are parted by tabs: mentions, documents, and the agency's id, class and name, or the words as printed.
    """
    from pipeline import load
    from pipeline.dataset import DatasetError
    from pipeline.dataset.views import agency_counts, unresolved_mentions

    try:
        tables = load(folder)
    except (DatasetError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    found = unresolved_mentions(tables) if unresolved else agency_counts(tables)
    columns = ["mentions", "documents", *(["mention"] if unresolved else ["agency_id", "class_id", "name"])]
    for row in found[columns].itertuples(index=False):
        click.echo("\t".join(str(value) for value in row))
    click.echo(f"{len(found)} {'mentions without an agency' if unresolved else 'agencies'} in {folder}", err=True)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("extracted"))
@click.option("--to", "form", required=True, type=click.Choice(["csv", "xlsx", "sqlite", "duckdb"]), help="What to write.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Where; `vnplans.xlsx` and so on unless told.")
@click.option("--replace", is_flag=True, help="Replace what an earlier export wrote there.")
def export(folder: Path, form: str, out: Path | None, replace: bool) -> None:
    """Write the dataset in FOLDER for other tools: CSV files, an Excel workbook, a SQLite or DuckDB database."""
    from pipeline.dataset import DatasetError
    from pipeline.export import ExportError
    from pipeline.export import export as export_dataset

    try:
        written = export_dataset(folder, form, out, replace=replace)
    except (DatasetError, ExportError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    click.echo(f"written to {written}", err=True)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("extracted"))
@click.option("--out", type=click.Path(path_type=Path), default=Path("review"), show_default=True, help="Folder of the site.")
def review(folder: Path, out: Path) -> None:
    """Write a site over the dataset in FOLDER: every plan beside what was read from it."""
    from pipeline.dataset import DatasetError
    from pipeline.review import ReviewError, build_site

    try:
        count = build_site(folder, out)
    except (DatasetError, ReviewError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    click.echo(f"{count} documents; open {out / 'index.html'}", err=True)


@main.command()
def dictionary() -> None:
    """Print the data dictionary: every table and column in words, in Markdown."""
    from pipeline.dataset.dictionary import data_dictionary

    click.echo(data_dictionary(), nl=False)


@main.command()
def version() -> None:
    """Print the version of vnplans."""
    click.echo(f"vnplans {__version__}")
