"""The command line: `vnplans extract`, `show`, `evaluate`, `diff`, `annotate` and so on, each thin over a library call.

Exit codes: 0 done; 1 nothing could be read, or a figure fell, datasets differ, gold has faults; 2 wrong use, or not done;
130 interrupted.
Progress and summaries go to the standard error stream, records and reports to the standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.corrections import Corrections
    from pipeline.evaluate.sheets import Sheet
    from pipeline.run import Progress, RunReport, Workers

_NOTHING_READ = 1
_INTERRUPTED = 130
_NOT_DONE = 2
_LOST = _DIFFERENT = _FAULTY = 1
_FAILURES_SHOWN = 20
_WIDTH_OF_FILES = 200
_FORMAT_HELP = "How to write the report; a table for the terminal unless told."
_OUT_HELP = "File to write to instead of the standard output."
_NO_NER_HELP = "Find agencies by the rules alone, without the model of names."
_CORRECTIONS_HELP = "Folder of corrections by hand; the folder `corrections` beside the raw folder unless told."


class _NothingReadError(click.ClickException):
    exit_code = _NOTHING_READ


class _NotDoneError(click.ClickException):
    exit_code = _NOT_DONE


class _Commands(click.Group):
    """Commands whose interruption is told by its exit code, also while they only begin."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn scraped pages of Vietnamese provincial plans into a dataset."""


@main.command()
@click.argument("raw")
@click.option("--out", default="extracted", show_default=True, help="Place of the dataset, a folder or a URL.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes to use; all cores unless told.")
@click.option("--corrections", type=click.Path(path_type=Path), help=_CORRECTIONS_HELP)
@click.option("--no-ner", is_flag=True, help=_NO_NER_HELP)
@click.option("--force", is_flag=True, help="Read every page anew, also what has not changed.")
@click.option("--cache", help="Where to keep what was read from each page; beside the dataset unless told.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), help="Seconds for a page; 900 unless told.")
@click.option("--memory-limit", type=click.IntRange(min=200), help="MB of memory for a page; 3000 unless told.")
@click.option("--dask", metavar="ADDRESS", help="Use the Dask cluster with this scheduler; `local` for one on this machine.")
@click.option("--in-process", is_flag=True, help="Read in this process, without limits: to look into a fault.")
def extract(
    raw: str,
    out: str,
    jobs: int | None,
    corrections: Path | None,
    no_ner: bool,
    force: bool,
    cache: str | None,
    time_limit: float | None,
    memory_limit: int | None,
    dask: str | None,
    in_process: bool,
) -> None:
    """Read the pages below the folder or URL RAW that changed since the last run, and replace the dataset.

    An interrupt loses nothing: the dataset stays as it was, and the next run goes on where this one stopped.
    """
    import signal

    from pipeline.corrections import CorrectionsError
    from pipeline.dataset import DatasetError
    from pipeline.run import Limits, RunError, run
    from pipeline.run.crew import available_cores

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    last: list[Progress] = []
    try:
        with _progress_bar() as show:

            def on_progress(progress: Progress) -> None:
                last[:] = [progress]
                show(progress)

            report = run(
                raw,
                out,
                workers=_workers(dask, in_process, jobs or available_cores()),
                corrections=_corrections(raw, corrections),
                ner=not no_ner,
                limits=Limits(time_limit or Limits().seconds, memory_limit or Limits().megabytes),
                cache=cache,
                force=force,
                on_progress=on_progress,
            )
    except (RunError, DatasetError, CorrectionsError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    except KeyboardInterrupt:
        done = f"{last[0].done} of {last[0].total} files are read and kept" if last else "what was read is kept"
        click.echo(f"stopped: {done}; {out} is as it was, and the next run goes on from here", err=True)
        sys.exit(_INTERRUPTED)
    _tell_run(report)
    if not report.documents:
        sys.exit(_NOTHING_READ)


def _corrections(raw: str, folder: Path | None) -> Corrections:
    """The corrections of a run: those in `folder`, or beside the raw folder where that is on this machine's disks."""
    from pipeline.corrections import Corrections, corrections_for, load_corrections
    from pipeline.run.stores import Store

    path = Store.at(raw).path
    if path is None:
        return load_corrections(folder) if folder else Corrections()
    return corrections_for(path, folder)


def _workers(dask: str | None, in_process: bool, jobs: int) -> Workers:
    from pipeline.run import Crew, Here

    if dask and in_process:
        raise click.UsageError("--dask and --in-process exclude each other")
    if not dask:
        return Here() if in_process else Crew(jobs)
    try:
        from pipeline.run.cluster import Cluster
    except ImportError as error:
        raise _NotDoneError(f"--dask needs the extra `cluster`: pip install 'vnplans[cluster]' ({error})") from error
    return Cluster(dask, jobs)


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar with counts of files and errors and the time left, on terminals."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as ProgressBar

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", style="dim"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
    )
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        files = bar.add_task("reading", total=None, counts="")

        def show(progress: Progress) -> None:
            counts = f"{progress.kept} unchanged, {progress.failed} failed"
            name = "writing the dataset" if progress.done == progress.total else progress.source_file[-40:]
            bar.update(files, completed=progress.done, total=progress.total, description=name, counts=counts)

        yield show


def _tell_run(report: RunReport) -> None:
    """Say what a run did, on the standard error stream."""
    for source_file, reason in report.failed[:_FAILURES_SHOWN]:
        click.echo(f"{source_file}: {reason.removeprefix(f'{source_file}: ')}", err=True)
    if len(report.failed) > _FAILURES_SHOWN:
        click.echo(
            f"... and {len(report.failed) - _FAILURES_SHOWN} more files without a plan; see the table diagnostics", err=True
        )
    for message in report.unfit[:_FAILURES_SHOWN]:
        click.echo(f"correction not applied: {message}", err=True)
    rows, severities = report.rows, report.severities
    click.echo(
        f"{rows['documents']} documents: {rows['tasks']} tasks, {rows['targets']} targets, {rows['references']} references\n"
        f"diagnostics: {', '.join(f'{severities.get(name, 0)} {name}' for name in ('error', 'warning', 'info'))}\n"
        f"{report.read} of {report.inputs} files read, the others had not changed\n"
        f"{'written to' if report.written else 'nothing to change in'} {report.out} in {report.seconds:.1f} s",
        err=True,
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--corrections", type=click.Path(path_type=Path), help=_CORRECTIONS_HELP)
@click.option("--no-ner", is_flag=True, help=_NO_NER_HELP)
def show(file: Path, corrections: Path | None, no_ner: bool) -> None:
    """Print what is read from one page: header, outline, tasks, targets, references, diagnostics."""
    from rich.console import Console

    from pipeline import extract as extract_document
    from pipeline.corrections import CorrectionsError, corrected, corrections_for
    from pipeline.read import ReadError
    from pipeline.show import show_extraction

    try:
        mended = corrections_for(file, corrections)
        extraction = corrected(extract_document(file, ner=not no_ner), mended.of_file(file))
    except CorrectionsError as error:
        raise _NotDoneError(str(error)) from error
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


@main.command()
@click.argument("extracted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", help=_FORMAT_HELP)
@click.option("--out", type=click.Path(path_type=Path), default=None, help=_OUT_HELP)
@click.option("--brief", is_flag=True, help="Only the figures of each field.")
@click.option("--show", "shown", type=click.IntRange(min=0), default=20, show_default=True, help="Disagreements to list.")
@click.option("--keep", type=click.Path(path_type=Path), help="Write the figures to this file, for `--gate`.")
@click.option("--gate", type=click.Path(path_type=Path), help="Fail when a figure is more than 0.002 below that in this file.")
def evaluate(
    extracted: Path, gold: Path, form: str, out: Path | None, brief: bool, shown: int, keep: Path | None, gate: Path | None
) -> None:
    """Score the dataset EXTRACTED against the gold files in GOLD."""
    from pipeline.dataset import DatasetError
    from pipeline.evaluate import AnnotationError, read_dataset, read_gold
    from pipeline.evaluate import evaluate as score
    from pipeline.evaluate.gate import GateError, changes, gate_sheets, keep_figures, kept_figures
    from pipeline.evaluate.report import brief_sheets, full_sheets, report_json

    try:
        report = score(read_dataset(extracted), read_gold(gold))
        moved = changes(report, kept_figures(gate)) if gate else ()
        _tell(brief_sheets(report) if brief else full_sheets(report, shown), report_json(report), form, out)
        if keep:
            keep_figures(report, keep)
    except (DatasetError, AnnotationError, GateError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    if gate:
        _tell(gate_sheets(moved), {}, "table", None, err=True)
        losses = sum(change.is_loss for change in moved)
        click.echo(f"gate: {losses} losses, {len(moved) - losses} gains", err=True)
        if losses:
            sys.exit(_LOST)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", help=_FORMAT_HELP)
@click.option("--out", type=click.Path(path_type=Path), default=None, help=_OUT_HELP)
@click.option("--show", "shown", type=click.IntRange(min=0), default=20, show_default=True, help="Examples of each kind.")
def diff(old: Path, new: Path, form: str, out: Path | None, shown: int) -> None:
    """Tell what the dataset NEW has other than the dataset OLD. Ends with 0 when they are equal, 1 when they differ."""
    from pipeline.dataset import DatasetError
    from pipeline.evaluate.difference_sheets import difference_sheets, differences_json
    from pipeline.evaluate.differences import differences

    try:
        found = differences(old, new)
        _tell(difference_sheets(found, shown), differences_json(found), form, out)
    except (DatasetError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    if found:
        sys.exit(_DIFFERENT)


@main.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--gold", type=click.Path(path_type=Path), help="Folder of annotations to use where it has one of the page.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("gold"), show_default=True, help="Folder to write to.")
@click.option("--label-studio", is_flag=True, help="Write one file of tasks for Label Studio, and its labelling configuration.")
def annotate(files: tuple[Path, ...], gold: Path | None, out: Path, label_studio: bool) -> None:
    """Write a draft of gold for each page in FILES, from what the pipeline reads, for a person to correct."""
    from pipeline.evaluate import AnnotationError
    from pipeline.evaluate.drafts import write_drafts
    from pipeline.read import ReadError

    try:
        written = write_drafts(files, gold, out, label_studio=label_studio)
    except (AnnotationError, ReadError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    for path in written:
        click.echo(path)


@main.command("check-gold")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("raw", type=click.Path(path_type=Path))
def check_gold(gold: Path, raw: Path) -> None:
    """Check the gold files in GOLD against their pages below RAW. Ends with 1 when there is a fault."""
    from pipeline.evaluate import AnnotationError
    from pipeline.evaluate.drafts import check_folder

    try:
        found = check_folder(gold, raw)
    except (AnnotationError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    for fault in found:
        click.echo(fault)
    click.echo(f"{len(found)} faults", err=True)
    if found:
        sys.exit(_FAULTY)


@main.command("import-labels")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("gold"), show_default=True, help="Folder to write to.")
def import_labels(export: Path, out: Path) -> None:
    """Write gold files from EXPORT, the JSON that Label Studio exports."""
    from pipeline.evaluate import AnnotationError
    from pipeline.evaluate.drafts import write_gold

    try:
        written = write_gold(export, out)
    except (AnnotationError, OSError) as error:
        raise _NotDoneError(f"{export}: {error}") from error
    for path in written:
        click.echo(path)


@main.command()
@click.argument("raw", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--source", default="", help="Words that say which plans these are.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help=_OUT_HELP)
def calibrate(raw: Path, gold: Path, source: str, out: Path | None) -> None:
    """Fit the map from doubts to confidence on the gold files in GOLD and their pages below RAW."""
    from pipeline.evaluate import AnnotationError
    from pipeline.evaluate.calibration import confidence_yaml, fitted, levels
    from pipeline.evaluate.drafts import raw_outcomes
    from pipeline.read import ReadError

    try:
        found = levels(raw_outcomes(gold, raw))
    except (AnnotationError, ReadError, OSError) as error:
        raise _NotDoneError(str(error)) from error
    text = confidence_yaml(found, fitted(found), source or f"{gold} and {raw}")
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def _tell(sheets: Sequence[Sheet], content: object, form: str, out: Path | None, *, err: bool = False) -> None:
    """Write a report to a file or to the standard output: tables for the terminal, Markdown or JSON."""
    import json

    from rich.console import Console

    from pipeline.evaluate.sheets import markdown, print_sheets

    if form == "table":
        with out.open("w", encoding="utf-8") if out else nullcontext() as file:
            print_sheets(sheets, Console(file=file, stderr=err, width=_WIDTH_OF_FILES if out else None, highlight=False))
        return
    text = markdown(sheets) if form == "markdown" else json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
