"""The command ``regietafel``: read, call, write, and an exit code; every sentence comes from the catalogue of texts.

Whatever only one command needs is imported in that command, so that ``--help`` answers at once.
"""

import difflib
import errno
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from regietafel import __version__
from regietafel.model.errors import (
    AuditError,
    DataError,
    Finding,
    OutputError,
    Place,
    RegietafelError,
    ScenarioError,
    UsageError,
)
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, LANGUAGES, has_text, sentence, text

if TYPE_CHECKING:
    from regietafel.inputs.source import Source
    from regietafel.model.borders import Borders
    from regietafel.model.case import Case
    from regietafel.model.comparison import Option
    from regietafel.model.decisions import Decisions
    from regietafel.model.figures.aims import Aim
    from regietafel.model.plan import Plan
    from regietafel.model.scenario import Scenario
    from regietafel.outputs.comparison_marks import Marks
    from regietafel.outputs.comparison_words import ComparisonWords
    from regietafel.outputs.documents import Choices
    from regietafel.outputs.findings_list import Checked
    from regietafel.outputs.findings_text import Line, Shown
    from regietafel.outputs.frontier_folder import JournalFile
    from regietafel.outputs.office_files import OfficeFiles
    from regietafel.outputs.run_index import Facts, Index
    from regietafel.solver.batch import Ended, Pool
    from regietafel.solver.frontier_parts import Frontier, FrontierProgress
    from regietafel.solver.highs import Progress
    from regietafel.solver.run import Run
    from regietafel.solver.shared_program import SharedProgram

LANGUAGE_VARIABLE = "REGIETAFEL_LANG"
RUNS = Path("runs")
REFERENCE_COPY = "referentie.json"
TABLE_COPY = "tafel.json"
STEP = "stap-"
"""How the plans before the plan on the table are called among the copies of a what-if."""
INFEASIBLE, NO_PLAN, AUDIT_FAILED, DATA_WRONG, UNEXPECTED = 4, 5, 7, 3, 1
EXIT_CODES = {"infeasible": INFEASIBLE, "no_plan": NO_PLAN}
COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
PROVINCE_PREFIX = "voorbeeld:"
IDENTITY = "identity"
"""Key of `run.json`: what the run hangs on, see `run_identity`."""
TOLD = ("assumes", "source")
LOCAL = "local"
NAMELESS = "scenario"
"""In the name of a folder, for a scenario whose name has no letter or digit."""
PACKAGED_WORDS = ("meegeleverd", "packaged")
GUARD_SECONDS = 120.0
"""A scenario of a batch may take this and twice its time limit, all its searches together [s]."""
CONNECT_SECONDS = 10
STEPS = ("load", "solve", "audit", "write")
STATE_CODES = {"late": NO_PLAN, "crashed": UNEXPECTED, "failed": UNEXPECTED}
GRAVEST_FIRST = (UNEXPECTED, AUDIT_FAILED, 8, 6, DATA_WRONG, NO_PLAN)
UNKNOWN_NUMBER = 1e20
"""From here on a number of the solver means that there is none yet."""
Callback = TypeVar("Callback", bound=Callable[..., Any])
Found = TypeVar("Found")


# How the command speaks: one language for help, mistakes and results.


@dataclass(frozen=True)
class Call:
    """The words after ``regietafel``, and what they say about how to answer."""

    words: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """Language of the reader: the last ``--lang``, else the environment, else Dutch; wherever it stands."""
        said = [following for word, following in zip(self.words, self.words[1:], strict=False) if word == "--lang"]
        said += [word.removeprefix("--lang=") for word in self.words if word.startswith("--lang=")]
        wanted = [*reversed(said), os.environ.get(LANGUAGE_VARIABLE, ""), DEFAULT_LANGUAGE]
        return next(word for word in wanted if word in LANGUAGES)

    @property
    def debug(self) -> bool:
        """Whether a bug may show its traceback."""
        return "--debug" in self.words


def lang_of(ctx: click.Context) -> str:
    """Return the language of the reader."""
    return call_of(ctx).lang


def call_of(ctx: click.Context) -> Call:
    """Return the words of the call."""
    return ctx.obj if isinstance(ctx.obj, Call) else Call()


def tell(line: str) -> None:
    """Say something that is not the result: on standard error."""
    click.echo(line, err=True)


def tell_findings(findings: Iterable[Finding], lang: str) -> None:
    """Say findings, one sentence each, on standard error."""
    for finding in findings:
        tell(f"{text(f'cli.level.{finding.level}', lang)}: {sentence(finding, lang)}")


class CallError(click.UsageError):
    """A mistake in the words of the call, said in the reader's language."""

    def show(self, file: Any = None) -> None:
        """Say how the command is used, what is wrong, and where the explanation is."""
        lang = DEFAULT_LANGUAGE if self.ctx is None else lang_of(self.ctx)
        if self.ctx is not None:
            click.echo(self.ctx.get_usage(), file=file, err=file is None)
        click.echo(f"{text('cli.level.error', lang)}: {self.message}", file=file, err=file is None)
        if self.ctx is not None:
            click.echo(text("cli.hint", lang, command=f"{self.ctx.command_path} --help"), file=file, err=file is None)


def in_words(error: click.UsageError, lang: str) -> str:
    """Return the mistake in a call as a sentence."""
    if isinstance(error, click.NoSuchOption):
        known = [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        return _unknown("option", error.option_name, known, lang)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else (error.param.name or "").upper()
        return text("cli.missing", lang, name=name)
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Option):
        choices = getattr(error.param.type, "choices", ())
        if choices:
            return text("cli.bad_choice", lang, name=error.param.opts[-1], choices=list(choices))
    if isinstance(error, click.BadOptionUsage):
        return text("cli.option_value", lang, name=error.option_name)
    if error.message.startswith("Got unexpected extra argument"):
        return text("cli.too_many", lang, words=error.message.partition("(")[2].rstrip(")"))
    return error.format_message()


def _unknown(kind: str, name: str, known: Sequence[str], lang: str) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    said = text(f"cli.unknown_{kind}", lang, name=name)
    return f"{said} {text('cli.nearest', lang, name=near[0])}" if near else said


class Told(AbstractContextManager[None]):
    """Turn what goes wrong inside into sentences on standard error and an exit code; --debug shows where a bug is."""

    def __init__(self, ctx: click.Context) -> None:
        self.ctx, self.call = ctx, call_of(ctx)

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Say what went wrong."""
        lang = self.call.lang
        if isinstance(error, RegietafelError):
            tell_findings(error.findings, lang)
            raise click.exceptions.Exit(error.exit_code) from error
        if isinstance(error, KeyboardInterrupt):
            tell(text("cli.broken_off", lang))
            raise click.exceptions.Exit(UNEXPECTED) from error
        if isinstance(error, click.UsageError) and not isinstance(
            error, CallError | click.exceptions.NoArgsIsHelpError
        ):
            raise CallError(in_words(error, lang), error.ctx or self.ctx) from error
        if _is_bug(error) and not self.call.debug:
            tell(text("cli.bug", lang, kind=type(error).__name__, said=str(error)))
            raise click.exceptions.Exit(UNEXPECTED) from error


def _is_bug(error: BaseException | None) -> bool:
    """Whether an error is nobody's but ours: not click's own, not the reader of a pipe that left."""
    ordinary = isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort)
    left = isinstance(error, OSError) and error.errno == errno.EPIPE
    return isinstance(error, Exception) and not ordinary and not left


class SpokenCommand(click.Command):
    """A command whose help is in the catalogue, under ``command``, ``argument``, ``flag`` and ``example``."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        prefix = f"{text('cli.usage', lang_of(ctx))} "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the words of a call in the reader's language."""
        own = {
            self.options_metavar: text("cli.options_metavar", lang_of(ctx)),
            getattr(self, "subcommand_metavar", ""): text("cli.command_metavar", lang_of(ctx)),
        }
        return [own.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text(f"command.{self.name}", lang_of(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each word and option means."""
        lang, records = lang_of(ctx), {"arguments": [], "options": []}  # type: ignore[var-annotated]
        for param in self.get_params(ctx):
            if isinstance(param, click.Argument):
                records["arguments"].append((param.make_metavar(ctx), text(f"argument.{param.name}", lang)))
            elif found := param.get_help_record(ctx):
                name = max(param.opts, key=len).lstrip("-").replace("-", "_")
                records["options"].append((found[0], text(f"flag.{name}", lang)))
        for title, rows in records.items():
            if rows:
                with formatter.section(text(f"cli.{title}", lang)):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example."""
        lang = lang_of(ctx)
        if has_text(f"example.{self.name}", lang):
            with formatter.section(text("cli.example", lang)):
                formatter.write(f"{'':>{formatter.current_indent}}{text(f'example.{self.name}', lang)}\n")

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """Return the whole sentence: the list of commands wraps it."""
        ctx = click.get_current_context(silent=True)
        return text(f"command.{self.name}", lang_of(ctx) if ctx else DEFAULT_LANGUAGE)


class SpokenGroup(SpokenCommand, click.Group):
    """All commands; the one place where errors become sentences and exit codes."""

    command_class = SpokenCommand

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a call; a sign that the screen does not have becomes a question mark and stops nothing."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        words = tuple(sys.argv[1:] if args is None else args)
        return super().main(list(words), **{"obj": Call(words), **extra})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words before the command."""
        lang = os.environ.get(LANGUAGE_VARIABLE)
        with Told(ctx):
            if lang and lang not in LANGUAGES:
                raise CallError(text("cli.bad_choice", name=LANGUAGE_VARIABLE, choices=list(LANGUAGES)), ctx)
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in self.commands:
            raise CallError(_unknown("command", args[0], list(self.commands), lang_of(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what goes wrong."""
        with Told(ctx):
            return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options of all."""
        with formatter.section(text("cli.commands", lang_of(ctx))):
            formatter.write_dl([(name, item.get_short_help_str()) for name, item in self.commands.items()])
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands in the order of the work."""
        return list(self.commands)


def shared(callback: Callback) -> Callback:
    """Add the options that every command has; they are read from the words of the call, see `Call`."""
    for option in (
        click.option("--debug", is_flag=True, expose_value=False),
        click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False),
    ):
        callback = option(callback)
    return callback


as_json = click.option("--json", "as_json", is_flag=True)
of_cycle = click.option("--cycle", type=click.Choice(["1", "2"]))
of_run = click.argument("run_dir", required=False)
of_pins = click.option("--pin", "pins", metavar="PIN", multiple=True)
SHORT_FORMS = ("gap", "time_limit", "threads", "seed")


def short_forms(callback: Callback) -> Callback:
    """Add the short forms of ``--set``."""
    for key in reversed(SHORT_FORMS):
        callback = click.option(f"--{key.replace('_', '-')}", metavar="VALUE")(callback)
    return callback


def show_json(document: Any) -> None:
    """Write one JSON document as the result, in signs that every screen and pipe has."""
    click.echo(json.dumps(document, ensure_ascii=True, indent=1, default=str))


# The commands, in the order of the work.


@click.group(
    "regietafel", cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="regietafel", message="%(prog)s %(version)s")
@shared
def main() -> None:
    """Compute who receives whom."""


@main.command("new")
@click.argument("province")
@click.argument("file", required=False)
@click.option("--csv", "csv", metavar="DIR")
@click.option("--scenario", metavar="NAME", default="basis")
@of_cycle
@shared
@click.pass_context
def new(ctx: click.Context, /, **asked: Any) -> None:
    """Write a case with the real figures of a province, to be filled in further."""
    from regietafel.inputs.source import DEFAULT_CYCLE, built_in_name, read_built_in

    if asked["csv"] and asked["file"]:
        raise UsageError(Finding("file_and_folder", value=asked["file"]))
    name = str(built_in_name(PROVINCE_PREFIX + asked["province"].removeprefix(PROVINCE_PREFIX)))
    source = read_built_in(name, int(asked["cycle"] or DEFAULT_CYCLE), asked["scenario"])
    if asked["csv"]:
        new_folder(source, asked["csv"], lang_of(ctx))
    else:
        new_workbook(source, asked["file"] or f"invoer-{name}.xlsx", lang_of(ctx))


@main.command("check")
@click.argument("case")
@click.option("--for-meeting", is_flag=True)
@click.option("--findings", "workbook", metavar="FILE")
@click.option("--force", is_flag=True)
@of_cycle
@as_json
@shared
@click.pass_context
def check(ctx: click.Context, /, case: str, cycle: str | None, **asked: Any) -> None:
    """Read and check a case: all findings at once."""
    from regietafel.inputs.source import read_tables
    from regietafel.outputs import findings_list, findings_text, findings_workbook

    lang, workbook = lang_of(ctx), Path(asked["workbook"]) if asked["workbook"] else None
    if workbook:
        findings_workbook.refuse_existing(workbook, force=asked["force"])
    checked = check_everything(case, read_tables(case, cycle=int(cycle) if cycle else None))
    if workbook:
        write_findings(checked, workbook, lang)
    if asked["as_json"]:
        show_json(findings_list.findings_document(checked, lang, for_meeting=asked["for_meeting"]))
    else:
        written = str(workbook or "")
        show_checked(checked, findings_text.Shown(lang, screen_width(), asked["for_meeting"], written))
    ctx.exit(DATA_WRONG if checked.errors else 0)


@main.command("plan")
@click.argument("case")
@click.option("--scenario", metavar="NAME_OR_FILE")
@click.option("--set", "sets", metavar="KEY=VALUE", multiple=True)
@of_pins
@click.option("--reference", metavar="RUN_DIR")
@click.option("--borders", metavar="FILE")
@click.option("--out", metavar="DIR")
@click.option("--no-documents", is_flag=True)
@click.option("--force", is_flag=True)
@short_forms
@click.option("--write-model", metavar="FILE")
@click.option("--require-proof", is_flag=True)
@of_cycle
@as_json
@shared
@click.pass_context
def plan(ctx: click.Context, /, **asked: Any) -> None:
    """Make the plan and write the run folder."""
    order, clock, lang = Order(**asked), Clock(), lang_of(ctx)
    order.refuse_existing()
    try:
        given = read_given(order, lang)
    except DataError as error:
        tell_input_errors(error, order.case, lang)
        ctx.exit(error.exit_code)
    given = with_office_files(with_borders(given, order, lang), order, lang)
    clock.lap("load")
    with StopSearch(lang) as stop:
        results = make_plan(order, given, clock, call_of(ctx), stop)
    if order.as_json:
        show_json(plan_document(results, lang))
    else:
        show_plan(results, order, lang)
    ctx.exit(results.exit_code)


@main.command("whatif")
@of_run
@of_pins
@click.option("--unpin", "unpins", metavar="PIN", multiple=True)
@click.option("--free", is_flag=True)
@click.option("--set", "sets", metavar="KEY=VALUE", multiple=True)
@click.option("--out", metavar="DIR")
@click.option("--no-documents", is_flag=True)
@click.option("--force", is_flag=True)
@short_forms
@click.option("--require-proof", is_flag=True)
@as_json
@shared
@click.pass_context
def whatif(ctx: click.Context, /, **asked: Any) -> None:
    """Fix something, and change the plan on the table as little as possible."""
    order, clock, call = TableOrder(case="", **asked), Clock(), call_of(ctx)
    order.refuse_existing()
    if not order.pins and not order.unpins and not order.sets:
        raise UsageError(Finding("whatif_without_pin"))
    table = read_table(order)
    given = given_of_table(order, table, call.lang)
    clock.lap("load")
    with StopSearch(call.lang) as stop:
        results = make_whatif(order, table, given, clock, stop, call)
    show_whatif(results, table, order, call.lang)
    ctx.exit(results.exit_code)


@main.command("assess")
@of_run
@click.option("--proposal", metavar="FILE", required=True)
@click.option("--out", metavar="DIR")
@click.option("--no-documents", is_flag=True)
@click.option("--force", is_flag=True)
@short_forms
@as_json
@shared
@click.pass_context
def assess(ctx: click.Context, /, **asked: Any) -> None:
    """Check a counter-proposal as it stands, and find the nearest plan that keeps all rules."""
    order, clock, call = TableOrder(case="", **asked), Clock(), call_of(ctx)
    order.refuse_existing()
    table = read_table(order)
    proposal = read_counter_proposal(order, table, call.lang)
    clock.lap("load")
    with StopSearch(call.lang) as stop:
        ctx.exit(make_assessment(order, table, proposal, clock, stop, call))


@main.command("frontier")
@click.argument("case")
@click.option("--aim", "aim_words", metavar="AIM", multiple=True, required=True)
@click.option("--scenario", metavar="NAME_OR_FILE")
@click.option("--set", "sets", metavar="KEY=VALUE", multiple=True)
@click.option("--reference", metavar="RUN_DIR")
@click.option("--out", metavar="DIR")
@click.option("--jobs", metavar="N")
@click.option("--points", metavar="N")
@click.option("--resume", is_flag=True)
@click.option("--no-documents", is_flag=True)
@click.option("--force", is_flag=True)
@short_forms
@of_cycle
@as_json
@shared
@click.pass_context
def frontier(ctx: click.Context, /, **asked: Any) -> None:
    """Weigh two or three aims against each other."""
    order, clock, call = FrontierOrder(**asked), Clock(), call_of(ctx)
    order.refuse_what_cannot_be(call.lang)
    try:
        given = read_given(order, call.lang)
    except DataError as error:
        tell_input_errors(error, order.case, call.lang)
        ctx.exit(error.exit_code)
    given = with_office_files(with_borders(given, order, call.lang), order, call.lang)
    clock.lap("load")
    with StopSearch(call.lang) as stop:
        ctx.exit(make_frontier(order, given, clock, call, stop))


@main.command("batch")
@click.argument("case")
@click.option("--scenarios", "names", metavar="NAMES_OR_FILE")
@click.option("--set", "sets", metavar="KEY=VALUE", multiple=True)
@click.option("--reference", metavar="RUN_DIR")
@click.option("--out", metavar="DIR")
@click.option("--jobs", metavar="N")
@click.option("--executor", metavar="local|dask=ADDRESS")
@click.option("--share-program", is_flag=True)
@click.option("--resume", is_flag=True)
@click.option("--documents", is_flag=True)
@click.option("--list", "only_list", is_flag=True)
@short_forms
@of_cycle
@as_json
@shared
@click.pass_context
def batch(ctx: click.Context, /, **asked: Any) -> None:
    """Work out many scenarios side by side."""
    from regietafel.solver.batch import quiet_leftovers

    quiet_leftovers()
    order, clock, call = BatchOrder(**asked), Clock(), call_of(ctx)
    order.refuse_what_cannot_be()
    try:
        tasks = batch_tasks(order, order.folder("batch", clock.started), call)
    except DataError as error:
        tell_input_errors(error, order.case, call.lang)
        ctx.exit(error.exit_code)
    if order.only_list:
        show_tasks(tasks, order, call)
        return
    with StopSearch(call.lang, "batch.interrupted") as stop:
        ledger = run_batch(order, tasks, call, stop)
    show_batch(ledger, order, call)
    ctx.exit(ledger.exit_code)


@main.command("audit")
@of_run
@shared
@click.pass_context
def audit(ctx: click.Context, run_dir: str | None) -> None:
    """Work a plan out again from its inputs, without a solver."""
    from regietafel.outputs.run_folder import read_plan

    folder, lang = folder_of_run(run_dir), lang_of(ctx)
    found = read_plan(folder)
    findings = audit_again(given_of_run(folder, found), found)
    if findings:
        tell(text("cli.audit_failed", lang, folder=str(folder), count=len(findings)))
        raise AuditError(findings)
    click.echo(text("cli.audit_ok", lang, folder=str(folder)))


@main.command("compare")
@click.argument("run_dirs", nargs=-1, required=True)
@click.option("--since", metavar="RUN_DIR")
@click.option("--by", "by", metavar="FIGURE", multiple=True)
@click.option("--where", "where", metavar="CONDITION", multiple=True)
@click.option("--sort", "sort", metavar="FIGURE", multiple=True)
@click.option("--top", metavar="N")
@click.option("--out", metavar="DIR")
@click.option("--no-documents", is_flag=True)
@click.option("--force", is_flag=True)
@as_json
@shared
@click.pass_context
def compare(ctx: click.Context, /, **asked: Any) -> None:
    """Put plans side by side."""
    order, clock = CompareOrder(**asked), Clock()
    order.refuse_existing()
    compared = compared_plans(order, lang_of(ctx))
    clock.lap("load")
    folder = None if order.no_documents or compared.marks is None else write_compared(compared, order, clock, ctx)
    show_compared(compared, order, folder, lang_of(ctx))


@main.command("report")
@of_run
@click.option("--template", metavar="FILE")
@click.option("--texts", metavar="FILE")
@click.option("--borders", metavar="FILE")
@click.option("--pdf", is_flag=True)
@click.option("--write-template", metavar="FILE")
@click.option("--write-texts", metavar="FILE")
@shared
@click.pass_context
def report(ctx: click.Context, /, run_dir: str | None, pdf: bool, **asked: str | None) -> None:
    """Make the documents of a plan again, or write what an office begins its own with."""
    from regietafel.outputs.documents import REPORT_FILE, Choices
    from regietafel.outputs.run_folder import read_plan

    lang = lang_of(ctx)
    if pdf:
        refuse_without_pdf()
    if write_starts(run_dir, asked, lang):
        return
    folder = folder_of_run(run_dir)
    found = read_plan(folder)
    borders, kept = borders_of_run(folder, found, asked["borders"], lang)
    office, office_kept = office_files_of_run(folder, found, asked, lang)
    choices = Choices(lang=lang, borders=borders, template=office.template, own_words=office.own_words, pdf=pdf)
    count = write_documents(folder, found, choices, kept | office_kept | changes_of_run(folder, found, lang))
    click.echo(text("cli.report_done", lang, path=str(folder / REPORT_FILE), count=count))


@main.command("letters")
@of_run
@click.option("--force", is_flag=True)
@shared
@click.pass_context
def letters_command(ctx: click.Context, run_dir: str | None, force: bool) -> None:
    """Make a letter to each municipality."""
    from regietafel.outputs.letters import LETTERS_FOLDER, make_letters
    from regietafel.outputs.own_words import read_own_words
    from regietafel.outputs.part_folder import write_part

    folder, lang = folder_of_run(run_dir), lang_of(ctx)
    found = fit_for_others(folder, LETTERS_FOLDER, force, lang)
    office, _ = office_files_of_run(folder, found, {"template": None, "texts": None}, lang)
    contents = make_letters(found, read_own_words(office.own_words))
    write_part(folder / LETTERS_FOLDER, contents, force=force)
    count = len(found.document["municipalities"])
    click.echo(text("letter.files", lang, count=count, folder=str(folder / LETTERS_FOLDER)))


@main.command("publish")
@of_run
@click.option("--force", is_flag=True)
@shared
@click.pass_context
def publish(ctx: click.Context, run_dir: str | None, force: bool) -> None:
    """Make the set of documents that everybody may see."""
    from regietafel.outputs.documents import Choices
    from regietafel.outputs.part_folder import write_part
    from regietafel.outputs.public_set import LEFT_OUT_FILE, PUBLIC_FOLDER, make_public_set

    folder, lang = folder_of_run(run_dir), lang_of(ctx)
    found = fit_for_others(folder, PUBLIC_FOLDER, force, lang)
    borders, _ = borders_of_run(folder, found, None, lang)
    contents, target = make_public_set(found, Choices(lang=lang, borders=borders)), folder / PUBLIC_FOLDER
    write_part(target, contents, force=force)
    path = str(target / LEFT_OUT_FILE)
    click.echo(text("public.done", lang, count=len(contents), folder=str(target), path=path))


@main.command("options")
@as_json
@shared
@click.pass_context
def options(ctx: click.Context, as_json: bool) -> None:
    """Show every option with default, unit, range and source."""
    from regietafel.outputs.options_table import option_rows, options_table

    if as_json:
        show_json(option_rows(lang_of(ctx)))
    else:
        click.echo(options_table(lang_of(ctx)), nl=False)


@main.command("model-card")
@shared
def model_card_command() -> None:
    """Show the whole model with its math."""
    from regietafel.outputs.model_card import model_card

    click.echo(model_card(), nl=False)


@main.group("data", cls=SpokenGroup)
@shared
def data() -> None:
    """Download public data: the only commands that use the network."""


@data.command("borders")
@click.argument("borders_file", metavar="[FILE]", required=False)
@click.option("--year", metavar="YEAR")
@click.option("--count", metavar="N")
@shared
@click.pass_context
def data_borders(ctx: click.Context, borders_file: str | None, year: str | None, count: str | None) -> None:
    """Fetch the borders of all municipalities."""
    from regietafel.inputs import download_borders

    lang, asked_year = lang_of(ctx), _number("--year", year) or download_borders.YEAR
    tell(text("download.asking", lang, address=download_borders.ADDRESS))
    asked = download_borders.Asked(
        file=Path(borders_file or "grenzen.gpkg"),
        year=asked_year,
        count=_number("--count", count),
        today=datetime.now().astimezone().date(),
        address=download_borders.ADDRESS,
    )
    found, said = download_borders.fetch_borders(asked)
    tell_findings(said, lang)
    click.echo(text("download.borders_done", lang, count=found, year=str(asked_year), file=str(asked.file)))


@data.command("figures")
@click.argument("figures_file", metavar="[FILE]", required=False)
@click.option("--year", metavar="YEAR")
@shared
@click.pass_context
def data_figures(ctx: click.Context, figures_file: str | None, year: str | None) -> None:
    """Fetch the newest numbers of inhabitants, and show what differs from the packaged ones."""
    from regietafel.inputs import download_figures
    from regietafel.inputs.reference_figures import LATEST_POPULATION_YEAR

    lang, asked_year = lang_of(ctx), _number("--year", year) or LATEST_POPULATION_YEAR
    tell(text("download.asking", lang, address=download_figures.ADDRESS))
    file = Path(figures_file or f"inwoners-{asked_year}.csv")
    asked = download_figures.Asked(file=file, year=asked_year, address=download_figures.ADDRESS)
    found = download_figures.fetch_figures(asked)
    numbers = {"count": found.count, "equal": found.equal, "packaged": str(found.packaged_year)}
    click.echo(text("download.figures_done", lang, year=str(asked_year), file=str(file), **numbers))
    for code, names in (("different", found.different), ("unknown", found.unknown)):
        if names:
            click.echo(text(f"download.{code}", lang, names=names))
    click.echo(text("download.figures_kept", lang))


# What the commands do, step by step.


def new_folder(source: "Source", folder: str, lang: str) -> None:
    """Write a case as a folder of CSV tables, and say what comes next."""
    from regietafel.inputs.csv_folder import write_folder

    tables = {table: [row.cells for row in raw.rows] for table, raw in source.tables.items()}
    files = write_folder(tables, Path(folder))
    click.echo(text("cli.new_done", lang, count=len(files), folder=folder))


def new_workbook(source: "Source", file: str, lang: str) -> None:
    """Write a case as a workbook, and say what comes next."""
    from regietafel.inputs.workbook_writer import write_workbook

    path = write_workbook(source, Path(file))
    click.echo(text("cli.new_workbook_done", lang, file=path, typed=f'"{path}"' if " " in str(path) else path))


@dataclass(frozen=True, kw_only=True)
class Order:
    """What ``plan`` was asked."""

    case: str
    scenario: str | None = None
    sets: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    reference: str | None = None
    borders: str | None = None
    out: str | None = None
    no_documents: bool = False
    force: bool = False
    gap: str | None = None
    time_limit: str | None = None
    threads: str | None = None
    seed: str | None = None
    write_model: str | None = None
    require_proof: bool = False
    cycle: str | None = None
    as_json: bool = False

    @property
    def values(self) -> dict[str, str]:
        """Values of ``--set`` and its short forms by key.

        Raises
        ------
        UsageError
            If one is not ``key=value``, or a key is given twice.
        """
        typed = [(key, value) for key in SHORT_FORMS if (value := getattr(self, key)) is not None]
        findings: list[Finding] = []
        for word in self.sets:
            key, sign, value = word.partition("=")
            if not sign or not key.strip():
                findings.append(Finding("set_without_value", value=word))
            typed.append((key.strip(), value.strip()))
        keys = [key for key, _ in typed]
        findings += [Finding("set_twice", value=key) for key in dict.fromkeys(keys) if keys.count(key) > 1]
        if findings:
            raise UsageError(findings)
        return dict(typed)

    def refuse_existing(self) -> None:
        """Refuse before a long search what cannot be written after it.

        Raises
        ------
        UsageError
            If the folder or the file for the program exists, or is not what it should be.
        OutputError
            If nothing can be written where they should come.
        """
        from regietafel.outputs.run_folder import refuse_existing

        if self.out:
            refuse_existing(Path(self.out), self.force)
        if self.write_model and not self.write_model.endswith((".mps", ".lp")):
            raise UsageError(Finding("model_file_kind", value=self.write_model))
        if self.write_model and Path(self.write_model).exists():
            raise UsageError(Finding("model_file_exists", value=self.write_model))
        folder = Path(self.out) if self.out else RUNS / "plan"
        try_to_write(next(place for place in folder.absolute().parents if place.exists()), folder)
        if self.write_model:
            try_to_write(Path(self.write_model).parent, Path(self.write_model))

    def folder(self, scenario: str, started: datetime) -> Path:
        """Return the folder to write: as asked, or a new one under ``runs`` named after time and scenario."""
        from regietafel.inputs.names import slug

        if self.out:
            return Path(self.out)
        name = f"{started.astimezone():%Y-%m-%d-%H%M%S}-{slug(scenario) or NAMELESS}"
        names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
        return next(RUNS / free for free in names if not (RUNS / free).exists())


@dataclass(frozen=True, kw_only=True)
class TableOrder(Order):
    """What ``whatif`` and ``assess`` were asked about the plan on the table."""

    run_dir: str | None = None
    unpins: tuple[str, ...] = ()
    free: bool = False
    proposal: str | None = None


@dataclass(frozen=True, kw_only=True)
class FrontierOrder(Order):
    """What ``frontier`` was asked."""

    aim_words: tuple[str, ...] = ()
    jobs: str | None = None
    points: str | None = None
    resume: bool = False

    @property
    def processes(self) -> int:
        """Processes side by side; one per processor when not asked."""
        return _number("--jobs", self.jobs) or os.cpu_count() or 1

    @property
    def most_points(self) -> int | None:
        """How many points are searched at most."""
        return _number("--points", self.points)

    def aims(self, scenario: "Scenario", lang: str = "nl") -> "list[Aim]":
        """Read the aims, by their Dutch or English words; `lang` is that of a refusal.

        Raises
        ------
        UsageError
            If one is unknown or given twice, or there are not two or three.
        """
        from regietafel.model.figures.aims import read_aim
        from regietafel.model.option_labels import AIM_WORDS, VALUE_WORDS

        found: list[Aim] = []
        known = list(AIM_WORDS if lang == "nl" else AIM_WORDS.values())
        for word in self.aim_words:
            name, sign, on = word.strip().lower().partition(":")
            key = f"{AIM_WORDS.get(name, name)}{sign}{VALUE_WORDS['fairness_on'].get(on, on)}"
            try:
                aim = read_aim(key, scenario)
            except KeyError as error:
                raise UsageError(
                    Finding(
                        "aim_unknown",
                        value=word,
                        params={"known": known},
                    )
                ) from error
            if any(aim.is_counted_as(other) for other in found):
                raise UsageError(Finding("aim_twice", value=word))
            found.append(aim)
        if len(found) not in (2, 3):
            raise UsageError(Finding("aims_count", params={"count": len(found)}))
        return found

    def refuse_what_cannot_be(self, lang: str) -> None:
        """Refuse before a long search what is not right in the call."""
        from regietafel.model.scenario import Scenario

        self.aims(Scenario(), lang)
        _ = self.processes, self.most_points
        if self.resume and not self.out:
            raise UsageError(Finding("resume_without_out"))
        if not self.resume:
            self.refuse_existing()

    def folder(self, scenario: str, started: datetime) -> Path:
        """Return the folder to write: as asked, or a new one under ``runs``."""
        return super().folder(f"{scenario}-afweging", started)


@dataclass(frozen=True, kw_only=True)
class BatchOrder(Order):
    """What ``batch`` was asked."""

    names: str | None = None
    jobs: str | None = None
    executor: str | None = None
    share_program: bool = False
    resume: bool = False
    documents: bool = False
    only_list: bool = False

    @property
    def processes(self) -> int:
        """Processes side by side; one per processor when not asked."""
        return _number("--jobs", self.jobs) or os.cpu_count() or 1

    @property
    def cluster(self) -> str:
        """Address of a Dask cluster; empty for processes of our own.

        Raises
        ------
        UsageError
            If it is neither, or has no address.
        """
        word = self.executor or LOCAL
        kind, sign, address = word.partition("=")
        if word != LOCAL and (kind != "dask" or not sign or not address):
            raise UsageError(Finding("executor_unknown", value=word))
        return address

    def words(self, source: "Source") -> list[str]:
        """Name the scenarios: as asked, else all of the case, for a built-in province all packaged ones.

        Raises
        ------
        UsageError
            If names were asked for, and there is none.
        """
        from regietafel.inputs.built_in import EXAMPLE
        from regietafel.inputs.packaged_scenarios import OTHER_TABLES, packaged_names
        from regietafel.inputs.scenario_file import scenario_names
        from regietafel.inputs.source import built_in_name

        built_in = built_in_name(self.case) not in (None, EXAMPLE)
        packaged = [name for name in packaged_names() if built_in or name != OTHER_TABLES]
        if self.names is None:
            return packaged if built_in else scenario_names(source)
        asked = [word.strip() for word in self.names.split(",") if word.strip()]
        found = [name for word in asked for name in (packaged if word in PACKAGED_WORDS else [word])]
        if not found:
            raise UsageError(Finding("batch_without_scenarios", value=self.names))
        return found

    def refuse_what_cannot_be(self) -> None:
        """Refuse before a long search what is not right in the call."""
        _ = self.processes, self.cluster, self.values
        if self.resume and not self.out:
            raise UsageError(Finding("resume_without_out"))
        if self.resume and not is_batch_folder(Path(str(self.out)), also_without_index=True):
            raise UsageError(Finding("resume_no_batch", value=str(self.out)))
        if self.out and not self.resume and not self.only_list and is_batch_folder(Path(self.out)):
            raise UsageError(Finding("batch_exists", value=self.out))
        if not self.resume and not self.only_list:
            self.refuse_existing()

    def alone(self, scenario: str, folder: Path) -> Order:
        """Return what ``plan`` is asked to work out one of the scenarios, from any folder."""
        return Order(
            case=in_full(self.case),
            scenario=in_full_each(scenario),
            sets=self.sets,
            reference=in_full(self.reference) if self.reference else None,
            out=str(folder.absolute()),
            no_documents=not self.documents,
            force=True,
            cycle=self.cycle,
            **{key: getattr(self, key) for key in SHORT_FORMS},
        )

    def words_alone(self, scenario: str, lang: str) -> tuple[str, ...]:
        """Return the words after ``regietafel`` that work out one of the scenarios, as a person would type them."""
        flags = {key: getattr(self, key) for key in (*SHORT_FORMS, "cycle", "reference")}
        short = [word for key, value in flags.items() if value for word in (f"--{key.replace('_', '-')}", value)]
        sets = [word for value in self.sets for word in ("--set", value)]
        documents = [] if self.documents else ["--no-documents"]
        spoken = ["--lang", lang] if lang != DEFAULT_LANGUAGE else []
        return ("plan", self.case, "--scenario", scenario, *sets, *short, *documents, *spoken)


def is_batch_folder(folder: Path, also_without_index: bool = False) -> bool:
    """Whether a folder was made by ``batch``; also when its index was damaged and removed, if that is asked."""
    from regietafel.outputs.run_index import INDEX_FILE

    if (folder / INDEX_FILE).is_file():
        return True
    return also_without_index and any(IDENTITY in run_file(file.parent) for file in folder.glob("*/plan.json"))


def in_full(word: str) -> str:
    """Write a path that is there in full, so that another process finds it; other words stay."""
    file, sign, member = word.partition("#")
    return f"{Path(file).absolute()}{sign}{member}" if Path(file).exists() else word


def in_full_each(scenario: str) -> str:
    """Write the files among scenarios that are built upon each other in full; a plus may also stand in a path."""
    whole = in_full(scenario)
    return whole if whole != scenario else "+".join(in_full(part) for part in scenario.split("+"))


def _number(name: str, word: str | None) -> int | None:
    """Read a whole number of 1 or more; None when nothing was typed."""
    if word is None:
        return None
    if not word.isascii() or not word.isdecimal() or int(word) < 1:
        raise UsageError(Finding("number_of_points", value=word, params={"name": name}))
    return int(word)


@dataclass(frozen=True)
class GivenFiles:
    """What a plan is made from, and a copy of every file that was read."""

    case: "Case"
    scenario: "Scenario"
    copies: Mapping[str, bytes] = field(default_factory=dict)
    reference: "Plan | None" = None
    reference_sha256: str = ""
    borders: "Borders | None" = None
    office: "OfficeFiles | None" = None

    def choices(self, lang: str) -> "Choices":
        """Return what the office chose about its documents."""
        from regietafel.outputs.documents import Choices

        if self.office is None:
            return Choices(lang=lang, borders=self.borders)
        template, words = self.office.template, self.office.own_words
        return Choices(lang=lang, borders=self.borders, template=template, own_words=words)

    @property
    def reference_decisions(self) -> "Decisions | None":
        """The decisions of the plan on the table, if any."""
        from regietafel.model.figures.read import read_decisions

        return read_decisions(self.reference.document) if self.reference else None


class Clock:
    """When a run started, and the wall time [s] of each step."""

    def __init__(self) -> None:
        self.started = datetime.now(UTC)
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str, parts: Mapping[str, float] | None = None) -> None:
        """Close a step; its parts, if known, are written after it."""
        now = time.perf_counter()
        self.seconds |= {name: round(value, 3) for name, value in {step: now - self._last, **(parts or {})}.items()}
        self._last = now


class Writing(AbstractContextManager[Path]):
    """Say which file cannot be written, and why."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __enter__(self) -> Path:
        """Give the file."""
        return self.file

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Turn a refusal of the system into a finding."""
        if isinstance(error, OSError):
            params = {"reason": error.strerror or str(error)}
            raise OutputError(Finding("file_not_written", value=str(self.file), params=params)) from error


def try_to_write(folder: Path, meant: Path) -> None:
    """Make and remove a file in a folder; say what was meant to come there when that cannot be done."""
    with Writing(meant), tempfile.TemporaryFile(dir=folder):
        pass


def read_given(order: Order, lang: str) -> GivenFiles:
    """Read and check everything that a plan is made from; say the warnings.

    Raises
    ------
    DataError, ScenarioError
        With all errors of the case, else all of the scenario.
    """
    from regietafel.inputs.source import variant_for

    _ = order.values  # refuses before the case is read
    return read_scenario(order, read_case(order.case, order.cycle, variant_for(order.case, order.scenario), lang), lang)


@dataclass(frozen=True)
class CaseFiles:
    """A case that was read: its tables as text, what was made of them, and a copy of every file."""

    source: "Source"
    case: "Case"
    copies: Mapping[str, bytes]


def read_case(word: str, cycle: str | None, variant: str, lang: str | None) -> CaseFiles:
    """Read and check a case; say the warnings, in no language none."""
    from regietafel.inputs.load import check_source
    from regietafel.inputs.source import read_tables

    source = read_tables(word, cycle=int(cycle) if cycle else None, variant=variant)
    copies = copies_of(source, word)
    case, findings = check_source(source)
    return CaseFiles(source, or_raise(case, findings, lang), copies)


def read_scenario(order: Order, read: CaseFiles, lang: str | None) -> GivenFiles:
    """Read and check the scenario and the plan on the table of an order, for a case that was read."""
    from regietafel.inputs.checks_scenario import check_scenario
    from regietafel.inputs.notices import with_warnings
    from regietafel.inputs.scenario_file import load_scenario, scenario_files

    source, case_found, copies = read.source, read.case, dict(read.copies)
    scenario = load_scenario(source, order.scenario, order.values, order.pins)
    for path in scenario_files(source, order.scenario):
        copies[path.name if path.name not in copies else f"{len(copies)}-{path.name}"] = path.read_bytes()
    warnings = check_scenario(case_found, scenario)
    or_raise(scenario, warnings, lang, ScenarioError)
    if order.reference is None:
        return GivenFiles(with_warnings(case_found, warnings), scenario, copies)
    content, reference = read_reference(order.reference, case_found)
    misfits = reference_findings(case_found, reference, order.reference)
    or_raise(reference, misfits, lang)
    copies[REFERENCE_COPY] = content
    case_found = with_warnings(case_found, [*warnings, *misfits])
    return GivenFiles(case_found, scenario, copies, reference, sha256(content).hexdigest())


def or_raise(
    found: Found | None, findings: Sequence[Finding], lang: str | None, kind: type[DataError] = DataError
) -> Found:
    """Say the warnings, in no language none; return what was found, unless there are errors."""
    if lang:
        tell_findings([item for item in findings if item.level == "warning"], lang)
    errors = [item for item in findings if item.level == "error"]
    if errors or found is None:
        raise kind(errors)
    return found


def copies_of(source: "Source", word: str) -> dict[str, bytes]:
    """Return every table that was read, by the name of its copy; a built-in case as it would be written."""
    from regietafel.inputs.csv_folder import csv_text
    from regietafel.inputs.source import built_in_name

    copies = dict(source.workbook)
    for raw in [item for item in source.tables.values() if item.kept_as not in copies]:
        if built_in_name(word) is not None:
            copies[raw.kept_as] = csv_text(raw.table, [row.cells for row in raw.rows]).encode("utf-8-sig")
        else:
            copies[raw.kept_as] = (Path(word) / raw.file).read_bytes()
    return copies


def with_borders(given: GivenFiles, order: Order, lang: str) -> GivenFiles:
    """Add the borders that were asked for, else those that lie beside the case, and keep a copy with the run.

    Raises
    ------
    DataError
        If the file that was asked for cannot be used; one that only lies there is passed over, and that is said.
    """
    from regietafel.inputs.borders import COPY, borders_copy, find_borders
    from regietafel.inputs.source import built_in_name

    names = {str(item.code): item.name for item in given.case.municipalities}
    path = Path(order.borders) if order.borders else find_borders(order.case, built_in_name(order.case) is not None)
    if path is None:
        return given
    borders = read_borders_told(path, names, lang) if order.borders else borders_if_right(path, names, lang)
    if borders is None:
        return given
    return replace(given, borders=borders, copies={**given.copies, COPY: borders_copy(borders)})


def with_office_files(given: GivenFiles, order: Order, lang: str) -> GivenFiles:
    """Add the template and the own words that lie beside the case, checked, and keep a copy of each with the run.

    Raises
    ------
    DataError
        If one cannot be used; said before a long search.
    """
    from regietafel.inputs.source import built_in_name
    from regietafel.outputs.office_files import TEMPLATE, WORDS, find_beside, folders_beside, read_office_files

    folders = folders_beside(order.case, built_in_name(order.case) is not None)
    names = [item.name for item in given.case.municipalities]
    office, warnings = read_office_files(find_beside(TEMPLATE, folders), find_beside(WORDS, folders), names)
    tell_findings(warnings, lang)
    return replace(given, office=office, copies={**given.copies, **office.copies})


def office_files_of_run(
    folder: Path, plan: "Plan", asked: Mapping[str, str | None], lang: str
) -> "tuple[OfficeFiles, dict[str, bytes]]":
    """Read template and own words for the documents of a run.

    What was asked for; else the copy that the run keeps, or the one beside the case when that was changed later.

    Returns
    -------
    tuple
        What was read, and the copies to keep with the run, by file name.
    """
    from regietafel.outputs.office_files import TEMPLATE, WORDS, find_beside, newest, read_office_files
    from regietafel.outputs.run_folder import INPUT_FOLDER

    paths = []
    for key, name in (("template", TEMPLATE), ("texts", WORDS)):
        kept, word = folder / INPUT_FOLDER / name, asked[key]
        beside = find_beside(name, folders_of_case(folder))
        path = Path(word) if word else newest([kept, beside])
        if path is not None and path == beside and not word:
            tell(text("cli.word_file_newer", lang, path=str(path)))
        paths.append(path)
    names = [member["name"] for member in plan.document["municipalities"]]
    office, warnings = read_office_files(paths[0], paths[1], names)
    tell_findings(warnings, lang)
    return office, {f"{INPUT_FOLDER}/{name}": content for name, content in office.copies.items()}


def beside_case(case: str) -> list[str]:
    """Return in full the folders by a case where files of the office may lie."""
    from regietafel.inputs.source import built_in_name
    from regietafel.outputs.office_files import folders_beside

    return [str(folder.resolve()) for folder in folders_beside(case, built_in_name(case) is not None)]


def folders_of_case(folder: Path) -> list[Path]:
    """Return the folders by the case of a run, as `run.json` says where that was; none when it does not."""
    from regietafel.outputs.run_folder import RUN_FILE

    try:
        known = json.loads((folder / RUN_FILE).read_text(encoding="utf-8")).get("beside", [])
    except (OSError, ValueError, AttributeError):
        return []
    return [Path(word) for word in known]


def write_starts(run_dir: str | None, asked: Mapping[str, str | None], lang: str) -> bool:
    """Write what an office begins its own files with, when that was asked; say whether it was."""
    from regietafel.outputs.office_files import start_of_words, write_new
    from regietafel.outputs.report_template import packaged_template
    from regietafel.outputs.run_folder import read_plan

    template, words = asked["write_template"], asked["write_texts"]
    if template:
        with Writing(Path(template)) as file:
            write_new(file, packaged_template())
        click.echo(text("cli.template_written", lang, path=template))
    if words:
        content = start_of_words(read_plan(folder_of_run(run_dir)))
        with Writing(Path(words)) as file:
            write_new(file, content)
        click.echo(text("cli.texts_written", lang, path=words))
    return bool(template or words)


def write_documents(folder: Path, plan: "Plan", choices: "Choices", more: Mapping[str, bytes]) -> int:
    """Write tables and documents of a plan into its run folder, with more files; return how many."""
    from regietafel.outputs.documents import make_documents, make_tables

    # The page stands last among the documents: where it is, the others are.
    contents = {**make_tables(plan), **more, **make_documents(plan, choices)}
    for name, content in contents.items():
        with Writing(folder / name) as file:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
    return len(contents)


def borders_of_run(
    folder: Path, plan: "Plan", word: str | None, lang: str
) -> "tuple[Borders | None, dict[str, bytes]]":
    """Read the borders for the documents of a run: a file that was asked for, those that the run keeps, or by the case.

    Returns
    -------
    tuple
        The borders, and the copy to keep with the run by file name, if it has none or others were asked for.

    Raises
    ------
    DataError
        If a file that was asked for, or that the run keeps, cannot be used.
    """
    from regietafel.inputs.borders import COPY, borders_among, borders_copy
    from regietafel.outputs.run_folder import INPUT_FOLDER

    kept, names = folder / INPUT_FOLDER / COPY, {row["gm_code"]: row["name"] for row in plan.document["municipalities"]}
    if not plan.has_places:
        return None, {}
    if word is None and kept.is_file():
        return read_borders_told(kept, names, lang), {}
    # A batch without documents keeps no borders with each of its runs.
    beside = None if word else borders_among(folders_of_case(folder))
    borders: Borders | None = read_borders_told(Path(word), names, lang) if word else None
    if beside:
        borders = borders_if_right(beside, names, lang)
    return (borders, {f"{INPUT_FOLDER}/{COPY}": borders_copy(borders)}) if borders else (None, {})


def borders_if_right(path: Path, names: Mapping[str, str], lang: str) -> "Borders | None":
    """Read borders that nobody asked for; when they cannot be used they are passed over, and that is said."""
    try:
        return read_borders_told(path, names, lang)
    except DataError as error:
        passed_over = Finding("borders_passed_over", "warning", value=str(path))
        tell_findings([*(replace(item, level="warning") for item in error.findings), passed_over], lang)
        return None


def read_borders_told(path: Path, names: Mapping[str, str], lang: str) -> "Borders":
    """Read borders, and say where they do not fit together."""
    from regietafel.inputs.borders import border_warnings, read_borders

    borders = read_borders(path, names)
    tell_findings(border_warnings(path, borders, names), lang)
    return borders


def read_reference(folder: str, case: "Case") -> tuple[bytes, "Plan"]:
    """Read the plan on the table: its bytes and the plan.

    Raises
    ------
    UsageError
        If it is a plan of another province or cycle, or has no places.
    """
    from regietafel.outputs.run_folder import PLAN_FILE, read_plan

    found, about = read_plan(folder), {"province": case.province, "cycle": str(case.cycle)}
    theirs = {"province": found.document["case"]["province"], "cycle": str(found.document["case"]["cycle"])}
    if theirs != about:
        raise UsageError(Finding("reference_of_other_case", value=folder, params=about))
    if not found.has_places:
        raise UsageError(Finding("reference_without_places", value=folder))
    file = Path(folder) / PLAN_FILE if Path(folder).is_dir() else Path(folder)
    return file.read_bytes(), found


def reference_findings(case: "Case", reference: "Plan", value: str = "") -> list[Finding]:
    """Find what of the plan on the table does not fit the case."""
    from regietafel.inputs.checks_reference import check_reference
    from regietafel.model.figures.read import read_decisions

    document = reference.document
    names = {row["location_id"]: row["name"] for row in document["locations"]}
    names |= {row["gm_code"]: row["name"] for row in document["municipalities"]}
    return check_reference(case, read_decisions(document), document["moments"], names, value)


def find_plan(given: GivenFiles, stop: threading.Event, lang: str | None) -> "Run":
    """Search the best plan; say how far it is, in no language nothing."""
    from regietafel.solver.run import run

    reference, report = given.reference_decisions, ProgressLines(lang) if lang else None
    found = run(given.case, given.scenario, reference=reference, report=report, stop=stop)
    return replace(found, plan=with_reference(found.plan, given.reference_sha256)) if reference else found


class StopSearch(AbstractContextManager[threading.Event]):
    """Make the first Ctrl-C end the search, not the command: the best plan so far is written; a second breaks off."""

    def __init__(self, lang: str, said: str = "screen.interrupted") -> None:
        self.lang, self.said, self.stop = lang, said, threading.Event()
        self.before: Any = None

    def __enter__(self) -> threading.Event:
        """Take over the signal, which only the main thread can; give what says that it came."""
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self.hear)
        return self.stop

    def __exit__(self, *error: object) -> None:
        """Give the signal back."""
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)

    def hear(self, *_: object) -> None:
        """Ask the search to stop."""
        if self.stop.is_set():
            raise KeyboardInterrupt
        self.stop.set()
        tell(text(self.said, self.lang))


def with_reference(plan: "Plan", plan_sha256: str) -> "Plan":
    """Note in a plan which plan its changes are counted against."""
    from regietafel.model.fingerprint import NAME, fingerprint
    from regietafel.model.plan import Plan

    document = plan.to_dict()
    document["case"]["reference"] = {"plan_sha256": plan_sha256}
    document["versions"][NAME] = fingerprint(document)
    return Plan.from_dict(document)


class ProgressLines:
    """Say how far a search is, at most one line per second: aim, best value, proven bound and gap."""

    def __init__(self, lang: str) -> None:
        self.lang, self._next = lang, 0.0

    def __call__(self, progress: "Progress") -> None:
        """Say it when a second has passed."""
        from regietafel.outputs.notation import number, percentage

        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 1.0
        if progress.label == "steps":
            fair = text("tier.fairness.title", self.lang)
            tell(text("screen.progress_steps", self.lang, tier=fair, seconds=str(int(progress.seconds))))
            return
        unknown = text("word.unknown", self.lang)
        decimals, known = (
            3 if progress.label.startswith("fairness") else 0,
            {"value": progress.value, "bound": progress.bound},
        )
        shown = {
            name: number(value, self.lang, decimals) if abs(value) < UNKNOWN_NUMBER else unknown
            for name, value in known.items()
        }
        gap = percentage(progress.gap, self.lang, 2) if progress.gap < UNKNOWN_NUMBER else unknown
        tier = text(f"tier.{progress.label.partition('_')[0]}.title", self.lang)
        tell(text("screen.progress", self.lang, tier=tier, gap=gap, seconds=str(int(progress.seconds)), **shown))


def audit_again(given: GivenFiles, plan: "Plan") -> list[Finding]:
    """Work every rule and figure of a plan out again."""
    from regietafel.model.audit import audit as findings_of

    return findings_of(given.case, given.scenario, plan, given.reference_decisions)


def write_program(run: "Run", file: str) -> None:
    """Write the program of the last tier."""
    from regietafel.solver.run import write_model

    with Writing(Path(file)):
        write_model(run.program, file)


@dataclass(frozen=True)
class Results:
    """What ``plan`` gave, and where it goes."""

    folder: Path
    given: GivenFiles
    run: "Run"
    findings: Sequence[Finding]
    exit_code: int
    beside: Sequence[str] = ()
    """Folders by the case, in full: `report` looks there for newer words of the office."""
    shared: bool = False


def make_plan(order: Order, given: GivenFiles, clock: Clock, call: Call, stop: threading.Event) -> Results:
    """Search a plan, work it out again, and write everything."""
    run = find_plan(given, stop, call.lang)
    clock.lap("solve", run.seconds)
    findings = audit_again(given, run.plan)
    clock.lap("audit")
    code = exit_code(run.plan, findings, order.require_proof)
    folder = order.folder(given.scenario.name, clock.started)
    results = Results(folder, given, run, findings, code, beside_case(order.case))
    tell_findings(write_everything(results, order, clock, call), call.lang)
    if order.write_model:
        write_program(run, order.write_model)
    tell_findings(findings, call.lang)
    return results


@dataclass(frozen=True)
class OnTable:
    """The plan on the table: its folder, the plan, and its file as it stands."""

    folder: Path
    plan: "Plan"
    content: bytes

    @property
    def sha256(self) -> str:
        """What says which plan it is."""
        return sha256(self.content).hexdigest()


def read_table(order: TableOrder) -> OnTable:
    """Read the plan on the table.

    Raises
    ------
    UsageError
        If it has no places.
    """
    from regietafel.outputs.run_folder import PLAN_FILE, newest_with_places, read_plan

    folder = folder_of_run(order.run_dir) if order.run_dir else newest_with_places(RUNS)
    plan = read_plan(folder)
    if not plan.has_places:
        raise UsageError(Finding("reference_without_places", value=str(folder)))
    return OnTable(folder, plan, (folder / PLAN_FILE).read_bytes())


def given_of_table(order: TableOrder, table: OnTable, lang: str) -> GivenFiles:
    """Read what the plan on the table was made from, with what is fixed or set now.

    The copies are those of its run; the plan itself is the one that changes are counted against, and the plans before
    it, if it is the answer to a what-if, go along as ``stap-0.json``, ``stap-1.json`` ...
    """
    from regietafel.inputs.checks_scenario import check_scenario
    from regietafel.inputs.notices import with_warnings
    from regietafel.inputs.pin_positions import with_pins, without_pins
    from regietafel.inputs.scenario_file import with_sets

    case, scenario = case_of_run(table.folder, table.plan)
    scenario = without_pins(case, with_sets(scenario, order.values), order.unpins)
    scenario = with_pins(case, scenario, order.pins)
    warnings = check_scenario(case, scenario)
    or_raise(scenario, warnings, lang, ScenarioError)
    misfits = reference_findings(case, table.plan)
    or_raise(table.plan, misfits, lang)
    copies = copies_of_table(table)
    return GivenFiles(with_warnings(case, [*warnings, *misfits]), scenario, copies, table.plan, table.sha256)


def copies_of_table(table: OnTable) -> dict[str, bytes]:
    """Return what the run of the plan on the table was made from, that plan, and the plans before it."""
    from regietafel.outputs.run_folder import INPUT_FOLDER

    files = sorted((table.folder / INPUT_FOLDER).iterdir())
    copies = {file.name: file.read_bytes() for file in files if file.is_file()}
    before = copies.pop(REFERENCE_COPY, None)
    if before is not None and table.plan.document["case"]["parent"]:
        step = sum(name.startswith(STEP) for name in copies)
        copies[f"{STEP}{step}.json"] = before
    return copies | {REFERENCE_COPY: table.content}


def make_whatif(
    order: TableOrder, table: OnTable, given: GivenFiles, clock: Clock, stop: threading.Event, call: Call
) -> Results:
    """Search the answer to a what-if, work it out again, and write everything."""
    if order.free:
        run = find_plan(given, stop, call.lang)
    else:
        from regietafel.solver.whatif import WhatIf

        run = WhatIf(given.case, table.plan, ProgressLines(call.lang), stop).ask(given.scenario).run
    run = replace(run, plan=with_parent(run.plan, table.sha256, order.pins))
    clock.lap("solve", run.seconds)
    findings = audit_again(given, run.plan)
    clock.lap("audit")
    code = exit_code(run.plan, findings, order.require_proof)
    results = Results(order.folder(given.scenario.name, clock.started), given, run, findings, code)
    tell_findings(write_everything(results, order, clock, call), call.lang)
    tell_findings(findings, call.lang)
    return results


def with_parent(plan: "Plan", plan_sha256: str, pins: Sequence[str]) -> "Plan":
    """Note in a plan which plan lay on the table, and what was fixed in this step."""
    from regietafel.model.fingerprint import NAME, fingerprint
    from regietafel.model.plan import Plan

    document = plan.to_dict()
    document["case"]["reference"] = {"plan_sha256": plan_sha256}
    document["case"]["parent"] = {"plan_sha256": plan_sha256, "pins": list(pins)}
    document["versions"][NAME] = fingerprint(document)
    return Plan.from_dict(document)


def changes_of(given: GivenFiles, plan: "Plan", lang: str, *, page: bool = True) -> dict[str, bytes]:
    """Make the documents of what a what-if changes, if there is a plan."""
    from regietafel.outputs.difference_documents import make_difference

    if given.reference is None or not plan.has_places or plan.document["case"]["parent"] is None:
        return {}
    return make_difference(given.reference, plan, lang, page=page)


def changes_of_run(folder: Path, plan: "Plan", lang: str) -> dict[str, bytes]:
    """Make the documents of what a what-if changes again, from its run folder."""
    from regietafel.outputs.run_folder import INPUT_FOLDER, read_plan

    if plan.document["case"]["parent"] is None or not plan.has_places:
        return {}
    from regietafel.outputs.difference_documents import make_difference

    return make_difference(read_plan(folder / INPUT_FOLDER / REFERENCE_COPY), plan, lang)


def show_whatif(results: Results, table: OnTable, order: TableOrder, lang: str) -> None:
    """Write the answer to a what-if: first what changes, then the plan."""
    from regietafel.model.plan_difference import plan_difference
    from regietafel.outputs.difference_words import difference_summary

    plan = results.run.plan
    found = plan_difference(table.plan.document, plan.document) if plan.has_places else None
    if order.as_json:
        parent = plan.document["case"]["parent"]
        more: dict[str, Any] = {"parent": parent, "pins": plan.document["scenario"]["pins"]}
        more |= {"kept": plan.document["outcome"].get("kept"), "difference": found.to_dict() if found else None}
        more |= {"on_table": str(table.folder)}
        show_json(plan_document(results, lang) | more)
        return
    click.echo(text("difference.on_table", lang, folder=str(table.folder)))
    if found is not None:
        click.echo(difference_summary(table.plan, plan, lang), nl=False)
        click.echo()
    show_plan(results, order, lang)


@dataclass(frozen=True)
class CounterProposal:
    """A counter-proposal: the case and scenario of the plan on the table, what it decides, and its file."""

    case: "Case"
    scenario: "Scenario"
    decisions: "Decisions"
    name: str
    content: bytes


def read_counter_proposal(order: TableOrder, table: OnTable, lang: str) -> CounterProposal:
    """Read a counter-proposal: a table, or another plan of the same case.

    Raises
    ------
    DataError
        With everything that is wrong in it.
    """
    from regietafel.inputs.proposal import read_proposal
    from regietafel.inputs.scenario_file import with_sets
    from regietafel.model.figures.read import read_decisions, strange_keys

    case, scenario = case_of_run(table.folder, table.plan)
    scenario, path = with_sets(scenario, order.values), Path(str(order.proposal))
    if path.is_dir() or path.suffix == ".json":
        content, plan = read_reference(str(path), case)
        decisions = read_decisions(plan.document)
        strange = sorted({key[0] for key in strange_keys(case, decisions)})
        if strange or plan.document["moments"] != list(case.moment_keys):
            raise DataError(Finding("proposal_of_other_case", value=str(path), params={"names": strange}))
        return CounterProposal(case, scenario, decisions, "tegenvoorstel.json", content)
    found, findings = read_proposal(path, case, read_decisions(table.plan.document))
    decisions = or_raise(found, findings, lang)
    return CounterProposal(case, scenario, decisions, f"tegenvoorstel{path.suffix.lower()}", path.read_bytes())


def make_assessment(
    order: TableOrder, table: OnTable, proposal: CounterProposal, clock: Clock, stop: threading.Event, call: Call
) -> int:
    """Check a counter-proposal, find the nearest plan, write everything, and say it; return the exit code."""
    from regietafel.model.assessment import assess as assess_proposal
    from regietafel.outputs.assessment_documents import PAGE_FILE, Assessed, assessment_document, assessment_summary
    from regietafel.outputs.assessment_documents import make_assessment as documents_of
    from regietafel.solver.whatif import WhatIf

    found = assess_proposal(proposal.case, proposal.scenario, proposal.decisions)
    given = given_of_proposal(table, proposal, found.plan)
    clock.lap("assess")
    run = WhatIf(given.case, table.plan, ProgressLines(call.lang), stop).nearest(given.scenario, proposal.decisions).run
    run = replace(run, plan=with_reference(run.plan, given.reference_sha256))
    clock.lap("solve", run.seconds)
    findings = audit_again(given, run.plan)
    clock.lap("audit")
    code = exit_code(run.plan, findings, order.require_proof)
    results = Results(order.folder(f"{given.scenario.name}-beoordeling", clock.started), given, run, findings, code)
    source = {"file": Path(str(order.proposal)).name, "sha256": sha256(proposal.content).hexdigest()}
    about = Assessed(table.plan, found, run.plan, source)
    more = documents_of(about, call.lang, page=not order.no_documents) | {proposal.name: proposal.content}
    tell_findings(write_everything(results, order, clock, call, more), call.lang)
    tell_findings(findings, call.lang)
    if order.as_json:
        show_json({"folder": str(results.folder), "exit_code": code, **assessment_document(about)})
    else:
        click.echo(text("difference.on_table", call.lang, folder=str(table.folder)))
        click.echo(assessment_summary(about, call.lang))
        click.echo(text("assessment.done", call.lang, path=str(results.folder / PAGE_FILE)))
    return code


def given_of_proposal(table: OnTable, proposal: CounterProposal, plan: "Plan") -> GivenFiles:
    """Return what the nearest plan is made from: changes are counted against the proposal, kept as a plan document."""
    from regietafel.inputs.checks_scenario import check_scenario
    from regietafel.inputs.notices import with_warnings

    case, scenario, content = proposal.case, proposal.scenario, plan.to_json().encode()
    notes = [*check_scenario(case, scenario), *reference_findings(case, plan)]
    copies = copies_of_table(table) | {TABLE_COPY: table.content, REFERENCE_COPY: content}
    return GivenFiles(with_warnings(case, notes), scenario, copies, plan, sha256(content).hexdigest())


def exit_code(plan: "Plan", findings: Sequence[Finding], require_proof: bool) -> int:
    """Return the exit code of a plan that was made."""
    if findings:
        return AUDIT_FAILED
    if require_proof and plan.status == "stopped":
        return NO_PLAN
    return EXIT_CODES.get(plan.status, 0)


def write_everything(
    results: Results, order: Order, clock: Clock, call: Call, more: Mapping[str, bytes] | None = None
) -> list[Finding]:
    """Write the run folder with more files, if any, and then in `run.json` how long that took; return warnings."""
    from regietafel.outputs.run_folder import RUN_FILE, write_run

    run, facts = results.run, run_facts(results, clock, call)
    choices = results.given.choices(call.lang)
    how = {"force": order.force, "choices": choices, "documents": not order.no_documents}
    warnings: list[Finding] = []
    how["extra"] = more or changes_of(results.given, run.plan, call.lang, page=not order.no_documents)
    try:
        write_run(results.folder, run.plan, facts, results.given.copies, run.log, **how)  # type: ignore[arg-type]
    except DataError as error:
        # A mistake in a template that only shows with this plan; a long search is not lost for it.
        if choices.template is None:
            raise
        passed_over = Finding("template_passed_over", "warning")
        warnings = [*(replace(item, level="warning") for item in error.findings), passed_over]
        how["choices"] = replace(choices, template=None)
        write_run(results.folder, run.plan, facts, results.given.copies, run.log, **how)  # type: ignore[arg-type]
    clock.lap("write")
    with Writing(results.folder / RUN_FILE) as file:
        content = json.dumps(run_facts(results, clock, call), ensure_ascii=False, indent=1)
        file.write_text(f"{content}\n", encoding="utf-8", newline="\n")
    return warnings


def run_facts(results: Results, clock: Clock, call: Call) -> dict[str, Any]:
    """Return what `run.json` says: everything about a run that is not the same the next time."""
    from regietafel.outputs.findings_list import finding_row

    return {
        "started": clock.started.isoformat(timespec="milliseconds"),
        "command": ["regietafel", *call.words],
        "beside": results.beside,
        "exit_code": results.exit_code,
        "audit": [finding_row(item, "en") for item in results.findings],
        "seconds": clock.seconds,
        "threads": results.given.scenario.threads,
        IDENTITY: identity_of(results.given, results.run.plan.document["versions"], results.shared),
        "platform": {"system": platform.platform(), "machine": platform.machine(), "processors": os.cpu_count()},
        "versions": results.run.plan.document["versions"],
    }


def plan_document(results: Results, lang: str) -> dict[str, Any]:
    """Return the result of ``plan --json``."""
    from regietafel.outputs.findings_list import finding_row

    document = results.run.plan.document
    return {
        "folder": str(results.folder),
        "exit_code": results.exit_code,
        "status": document["outcome"]["status"],
        "tiers": document["outcome"]["tiers"],
        "conflict": document["outcome"]["conflict"],
        "totals": document["totals"],
        "audit": [finding_row(item, lang) for item in results.findings],
    }


def show_plan(results: Results, order: Order, lang: str) -> None:
    """Write the result of ``plan`` for people."""
    from regietafel.outputs.documents import REPORT_FILE
    from regietafel.outputs.plan_summary import plan_summary

    folder, count = results.folder, len(results.findings)
    click.echo(plan_summary(results.run.plan, lang, None if order.no_documents else folder / REPORT_FILE), nl=False)
    if order.no_documents:
        click.echo(text("cli.folder", lang, folder=str(folder)))
    click.echo(text("cli.audit_failed" if count else "cli.audit_ok", lang, folder=str(folder), count=count))


def make_frontier(order: FrontierOrder, given: GivenFiles, clock: Clock, call: Call, stop: threading.Event) -> int:
    """Search the points of a trade-off, work each out again, and write everything; return the exit code."""
    if order.resume:
        journal_of(order, given, order.folder(given.scenario.name, clock.started))  # refuses before a long search
    usual = None if given.reference else find_plan(without_prices(given), stop, call.lang)
    clock.lap("plan")
    if usual is not None and not usual.plan.has_places:
        return show_no_frontier(usual, order, call.lang)
    tell(text("frontier.searching", call.lang))
    folder = order.folder(given.scenario.name, clock.started)
    found = search_frontier(order, given, folder, call, stop)
    clock.lap("search")
    if found.state != "solved":
        return show_no_frontier(find_plan(given, stop, call.lang), order, call.lang)
    return write_tradeoff(FrontierResults(folder, given, found, usual), order, clock, call, stop)


def without_prices(given: GivenFiles) -> GivenFiles:
    """Return what a plan is made from, without the searches for prices: a trade-off shows them."""
    prices = {"position_prices": "none", "fairness_prices": "none"}
    return replace(given, scenario=given.scenario.with_values(prices, "set"))


@dataclass(frozen=True)
class FrontierResults:
    """What ``frontier`` gave, and where it goes."""

    folder: Path
    given: GivenFiles
    found: "Frontier"
    usual: "Run | None"


def journal_of(order: FrontierOrder, given: GivenFiles, folder: Path) -> "JournalFile":
    """Make the folder of a trade-off, or take up one that is not finished and is the same trade-off."""
    from regietafel.model.given import Given
    from regietafel.outputs.frontier_folder import begin_frontier
    from regietafel.solver.frontier_points import frontier_identity

    asked = Given(given.case, given.scenario, given.reference_decisions)
    identity = frontier_identity(asked, order.aims(given.scenario), given.reference_sha256)
    return begin_frontier(folder, identity, resume=order.resume, force=order.force)


def search_frontier(
    order: FrontierOrder, given: GivenFiles, folder: Path, call: Call, stop: threading.Event
) -> "Frontier":
    """Search the points; what is worked out is kept in the folder at once."""
    from regietafel.model.given import Given
    from regietafel.solver.frontier import find_frontier
    from regietafel.solver.frontier_parts import How
    from regietafel.solver.frontier_workers import Workers

    aims = order.aims(given.scenario)
    asked = Given(given.case, given.scenario, given.reference_decisions)
    journal = journal_of(order, given, folder)
    with Workers(order.processes, stop, lambda: tell(text("frontier.lost", call.lang))) as workers:
        how = How(workers, journal, order.most_points, ProgressLines(call.lang), FrontierLines(call.lang))
        return find_frontier(asked, aims, how)


def write_tradeoff(
    results: FrontierResults, order: FrontierOrder, clock: Clock, call: Call, stop: threading.Event
) -> int:
    """Write a run folder per point and the documents of the trade-off; say the result."""
    from regietafel.model.given import Given
    from regietafel.outputs.frontier_folder import write_frontier, write_points
    from regietafel.solver.frontier_points import Points, frontier_document

    given, found = results.given, results.found
    asked = Given(given.case, given.scenario, given.reference_decisions)
    writer = Points(asked, found, stop)
    plans = [writer.plan(i, point) for i, point in enumerate(found.points, start=1)]
    plans = [with_reference(plan, given.reference_sha256) for plan in plans] if given.reference else plans
    of_points = replace(given, scenario=writer.scenario)
    findings = [item for plan in plans for item in audit_again(of_points, plan)]
    clock.lap("audit")
    code = AUDIT_FAILED if findings else 0 if plans else NO_PLAN
    document = frontier_document(asked, found, plans, present_of(results))
    facts = {
        "started": clock.started.isoformat(timespec="milliseconds"),
        "command": ["regietafel", *call.words],
        "exit_code": code,
        "seconds": clock.seconds,
        "platform": {"system": platform.platform(), "machine": platform.machine(), "processors": os.cpu_count()},
        "versions": document["versions"],
    }
    choices = given.choices(call.lang)
    write_points(results.folder, plans, facts, given.copies, choices=choices, documents=not order.no_documents)
    shown = plans[0] if plans else results.usual.plan if results.usual else given.reference
    page = write_frontier(results.folder, document, None if order.no_documents else shown, facts, call.lang)
    tell_findings(findings, call.lang)
    if order.as_json:
        show_json({"folder": str(results.folder), "exit_code": code, **document})
    else:
        show_frontier(document, page, call.lang)
    return code


def present_of(results: FrontierResults) -> "tuple[str, Decisions] | None":
    """Return what the trade-off is compared with: the plan on the table, else the plan without a trade-off."""
    from regietafel.model.figures.read import read_decisions

    if results.given.reference_decisions is not None:
        return "reference", results.given.reference_decisions
    return ("plan", read_decisions(results.usual.plan.document)) if results.usual else None


def show_frontier(document: Mapping[str, Any], page: Path, lang: str) -> None:
    """Write the result of ``frontier`` for people."""
    from regietafel.outputs.frontier_words import FrontierWords

    words = FrontierWords(document, lang)
    outcome, meaning = words.outcome()
    click.echo(f"{outcome}. {meaning}\n{words.kept()}")
    for said in (words.present(), *(words.point(point["number"]) for point in document["points"])):
        click.echo(said)
    click.echo(text("frontier.done", lang, count=len(document["points"]), path=str(page)))


def show_no_frontier(run: "Run", order: Order, lang: str) -> int:
    """Say why there is no plan, and so no trade-off; return the exit code."""
    from regietafel.outputs.plan_summary import plan_summary

    outcome, code = run.plan.document["outcome"], EXIT_CODES.get(run.plan.status, NO_PLAN)
    if order.as_json:
        show_json({"folder": None, "exit_code": code, "status": outcome["status"], "conflict": outcome["conflict"]})
    else:
        click.echo(plan_summary(run.plan, lang, None), nl=False)
    return code


def identity_of(given: GivenFiles, made_with: Mapping[str, str], shared: bool = False) -> str:
    """Return what a run hangs on, the fingerprint of its plan aside."""
    from regietafel.model.fingerprint import NAME
    from regietafel.model.run_identity import run_identity

    versions = {name: version for name, version in made_with.items() if name != NAME}
    return run_identity(given.case, given.scenario, given.reference_sha256, versions, shared)


@dataclass(frozen=True)
class Beside:
    """What an office keeps by a case for its documents, read once for all scenarios of a batch, and in which folders.

    `copies` are what a run keeps of it.
    """

    folders: tuple[str, ...] = ()
    borders: "Borders | None" = None
    office: "OfficeFiles | None" = None
    copies: Mapping[str, bytes] = field(default_factory=dict)

    def added_to(self, given: GivenFiles) -> GivenFiles:
        """Add it to what a plan is made from."""
        return replace(given, borders=self.borders, office=self.office, copies={**given.copies, **self.copies})


@dataclass(frozen=True)
class BatchTask:
    """One scenario of a batch, as a process gets it: what ``plan`` would be asked, and what its answer hangs on.

    `name` and `title` are those of the scenario, `words` what works it out alone, `seconds` after which wall time it is
    broken off, `shared` whether its program is shared with others of the same process, `packaged` the scenarios that
    come with the program and that it is or is built upon, `beside` what lies by the case.
    """

    name: str
    title: str
    order: Order
    identity: str
    words: tuple[str, ...]
    seconds: float
    shared: bool = False
    packaged: tuple[str, ...] = ()
    beside: Beside = field(default_factory=Beside)


def read_beside(order: BatchOrder, case: "Case", lang: str) -> Beside:
    """Read borders, template and own words by the case, if documents are asked for; say the warnings, once for all.

    Raises
    ------
    DataError
        If the template or the own words cannot be used.
    """
    from regietafel.model.scenario import Scenario

    folders = tuple(beside_case(order.case))
    if not order.documents or order.only_list:
        return Beside(folders)
    asked = Order(case=order.case)
    found = with_office_files(with_borders(GivenFiles(case, Scenario()), asked, lang), asked, lang)
    return Beside(folders, found.borders, found.office, found.copies)


def batch_tasks(order: BatchOrder, folder: Path, call: Call) -> list[BatchTask]:
    """Read the case and its scenarios, and say what each process gets.

    Raises
    ------
    DataError, ScenarioError
        With all errors of the case, else all of the scenarios.
    """
    from regietafel.inputs.source import BASIS, variant_for
    from regietafel.solver.run import versions

    read = {BASIS: read_case(order.case, order.cycle, BASIS, call.lang)}
    words = order.words(read[BASIS].source)
    for variant in {variant_for(order.case, word) for word in words} - {BASIS}:
        read[variant] = read_case(order.case, order.cycle, variant, None)
    reference = read_reference(order.reference, read[BASIS].case)[0] if order.reference else b""
    table = sha256(reference).hexdigest() if reference else ""
    made_with, beside = versions(read[BASIS].case), read_beside(order, read[BASIS].case, call.lang)
    tasks: dict[str, BatchTask] = {}
    for word in words:
        files = read[variant_for(order.case, word)]
        for one, scenario in scenarios_of(order, files, word):
            given = GivenFiles(files.case, scenario, reference_sha256=table)
            identity = identity_of(given, made_with, order.share_program)
            task = batch_task(order, folder, (one, scenario, identity), call.lang)
            tasks[identity] = replace(task, packaged=packaged_in(order, files, scenario), beside=beside)
    return list(tasks.values())


def scenarios_of(order: BatchOrder, files: CaseFiles, word: str) -> "list[tuple[str, Scenario]]":
    """Return each scenario that a word stands for, with the word that means only that one."""
    from regietafel.inputs.scenario_file import load_scenarios

    found = load_scenarios(files.source, word, order.values)
    return [(word if len(found) == 1 else f"{word}#{scenario.name}", scenario) for scenario in found]


def batch_task(order: BatchOrder, folder: Path, about: "tuple[str, Scenario, str]", lang: str) -> BatchTask:
    """Return what a process gets for a scenario, by its word and what it hangs on."""
    from regietafel.inputs.names import slug

    word, scenario, identity = about
    own = folder / f"{slug(scenario.name)[:60] or NAMELESS}-{identity[:8]}"
    return BatchTask(
        name=scenario.name,
        title=scenario.title,
        order=order.alone(word, own),
        identity=identity,
        words=order.words_alone(word, lang),
        seconds=2 * scenario.time_limit + GUARD_SECONDS,
        shared=order.share_program,
    )


def packaged_in(order: BatchOrder, files: CaseFiles, scenario: "Scenario") -> tuple[str, ...]:
    """Name the scenarios that come with the program and that a scenario is, or is built upon."""
    from regietafel.inputs.built_in import EXAMPLE, OFFERS
    from regietafel.inputs.packaged_scenarios import assumed
    from regietafel.inputs.source import built_in_name

    if scenario.name in OFFERS and built_in_name(order.case) not in (None, EXAMPLE):
        return (scenario.name,)
    return tuple(assumed(scenario, len(files.case.moments)))


def work_out(task: BatchTask) -> Mapping[str, Any]:
    """Answer one scenario of a batch in a process of its own and write its run folder; return how it went."""
    clock, warnings = Clock(), list[Finding]()
    about: dict[str, Any] = {"started": clock.started.isoformat(timespec="milliseconds")}
    try:
        about |= answer_task(task, clock, warnings)
    except RegietafelError as error:
        about |= {"exit_code": error.exit_code, "findings": error.findings}
    about.setdefault("seconds", seconds_of(clock.seconds))
    return {**about, "warnings": warnings}


def seconds_of(laps: Mapping[str, float]) -> float:
    """Return the wall time of all steps of a run [s]; parts of a step are not counted twice."""
    return round(sum(value for step, value in laps.items() if step in STEPS), 3)


def answer_task(task: BatchTask, clock: Clock, warnings: list[Finding]) -> Mapping[str, Any]:
    """Work out a scenario, unless its folder is there already; return exit code and what the audit found."""
    given = task.beside.added_to(read_task(task))
    clock.lap("load")
    folder = Path(str(task.order.out))
    if run_file(folder).get(IDENTITY) == task.identity:
        return answered_before(task, given)
    run = find_shared(given) if task.shared else find_plan(given, threading.Event(), None)
    clock.lap("solve", run.seconds)
    findings = audit_again(given, run.plan)
    clock.lap("audit")
    code = exit_code(run.plan, findings, False)
    results = Results(folder, given, run, findings, code, task.beside.folders, task.shared)
    warnings += write_everything(results, task.order, clock, Call(task.words))
    return {"exit_code": code, "findings": findings}


def answered_before(task: BatchTask, given: GivenFiles) -> Mapping[str, Any]:
    """Take over a run folder that is there already, with its own times; make the documents that it lacks."""
    from regietafel.outputs.run_folder import INPUT_FOLDER, read_plan

    folder, lang = Path(str(task.order.out)), Call(task.words).lang
    written = run_file(folder)
    if not has_all(task):
        found = read_plan(folder)
        kept = {f"{INPUT_FOLDER}/{name}": content for name, content in task.beside.copies.items()}
        write_documents(folder, found, given.choices(lang), kept | changes_of_run(folder, found, lang))
    code, laps = int(written["exit_code"]), written.get("seconds", {})
    return {"exit_code": code, "started": written.get("started", ""), "seconds": seconds_of(laps)}


def has_all(task: BatchTask) -> bool:
    """Whether the folder of a scenario has its answer, and the documents if they are asked for."""
    from regietafel.outputs.documents import REPORT_FILE

    folder = Path(str(task.order.out))
    if run_file(folder).get(IDENTITY) != task.identity:
        return False
    return task.order.no_documents or (folder / REPORT_FILE).is_file()


def find_shared(given: GivenFiles) -> "Run":
    """Search the best plan in the program of the scenario before, when the two differ only in numbers."""
    from regietafel.model.given import Given

    reference = given.reference_decisions
    found = living_program().run(Given(given.case, given.scenario, reference), threading.Event())
    return replace(found, plan=with_reference(found.plan, given.reference_sha256)) if reference else found


@cache
def living_program() -> "SharedProgram":
    """Return the program that all scenarios of this process share."""
    from regietafel.solver.shared_program import SharedProgram

    return SharedProgram()


def read_task(task: BatchTask) -> GivenFiles:
    """Read the case and scenario of a task; the case once per process.

    Raises
    ------
    DataError
        If it is not what the batch began with: a file was changed, or another version runs here.
    """
    from regietafel.inputs.source import variant_for
    from regietafel.solver.run import versions

    order = task.order
    for _ in range(2):
        files = case_once(order.case, order.cycle, variant_for(order.case, order.scenario))
        given = read_scenario(order, files, None)
        if identity_of(given, versions(given.case), task.shared) == task.identity:
            return given
        case_once.cache_clear()
    raise DataError(Finding("batch_changed", value=task.name))


@lru_cache(maxsize=2)
def case_once(word: str, cycle: str | None, variant: str) -> CaseFiles:
    """Read a case, once for all scenarios that a process works out."""
    return read_case(word, cycle, variant, None)


def run_file(folder: Path) -> Mapping[str, Any]:
    """Read the `run.json` of a folder; nothing when there is none that can be read."""
    from regietafel.outputs.run_folder import PLAN_FILE, RUN_FILE

    try:
        found = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and (folder / PLAN_FILE).is_file() else {}


class Ledger:
    """Keeps how each scenario of a batch ended: in the index at once, and in numbers; says how far it is."""

    def __init__(self, index: "Index", tasks: Sequence[BatchTask], lang: str) -> None:
        self.index, self.lang = index, lang
        self.tasks = {task.identity: task for task in tasks}
        self.codes: dict[str, int] = {}
        self.reasons: dict[str, str] = {}
        self.skipped = self.again = 0
        self._said: set[str] = set()
        self._began, self._next, self._worked_out = time.monotonic(), 0.0, 0

    @property
    def left(self) -> list[BatchTask]:
        """Scenarios that have no answer yet, and none that failed."""
        return [task for identity, task in self.tasks.items() if identity not in self.codes]

    @property
    def exit_code(self) -> int:
        """0 when every scenario has an answer; a conflict is one. Else the gravest of what is the matter."""
        found = {*self.codes.values(), *([NO_PLAN] if self.left else [])}
        return next((code for code in GRAVEST_FIRST if code in found), 0)

    def skip_finished(self) -> None:
        """Take over what an earlier batch in this folder has answered, when its folder is still there."""
        from regietafel.outputs.run_index import finished

        for identity in finished(self.index):
            task = self.tasks.get(identity)
            if task and has_all(task):
                self._note(task, int(run_file(Path(str(task.order.out)))["exit_code"]))
                self.skipped += 1

    def take(self, ended: "Ended") -> None:
        """Write down how one scenario ended."""
        from regietafel.outputs.run_folder import read_plan
        from regietafel.outputs.run_index import add_run

        if ended.state == "stopped":
            return
        task, value = self.tasks[ended.name], ended.value or {}
        folder = Path(str(task.order.out))
        code = int(value.get("exit_code", STATE_CODES.get(ended.state, UNEXPECTED)))
        answered = ended.state == "done" and has_all(task)
        error = self._note(task, code, "" if answered and code != AUDIT_FAILED else self._why(ended))
        facts: Facts = {
            "fingerprint": task.identity,
            "scenario": task.name,
            "title": task.title,
            "exit_code": code,
            "started": value.get("started", ""),
            "seconds": value.get("seconds", 0.0),
            "error": error,
        }
        add_run(self.index, read_plan(folder) if answered else None, folder, facts)
        self.again += not answered
        self._say_warnings(value.get("warnings", ()))
        if error:
            tell(text("batch.no_answer", self.lang, name=task.name, reason=error))
        self._worked_out += 1
        self._say_how_far()

    def _note(self, task: BatchTask, code: int, why: str = "") -> str:
        """Keep the exit code of a scenario, and why it has no plan that may be used; return that."""
        if not why and code in (NO_PLAN, AUDIT_FAILED):
            why = text("batch.no_plan" if code == NO_PLAN else "batch.audit_failed", self.lang)
        self.codes[task.identity] = code
        if why:
            self.reasons[task.identity] = why
        return why

    def _say_warnings(self, findings: Sequence[Finding]) -> None:
        """Say what a process warned of, the same only once."""
        new = [item for item in findings if repr(item) not in self._said]
        self._said |= {repr(item) for item in new}
        tell_findings(new, self.lang)

    def _why(self, ended: "Ended") -> str:
        """Say why a scenario has no answer."""
        findings = (ended.value or {}).get("findings", ())
        if findings:
            return " ".join(sentence(item, self.lang) for item in findings)
        return text(f"batch.{ended.state}", self.lang, said=ended.said or text("word.unknown", self.lang))

    def _say_how_far(self) -> None:
        """Say how many are done and how long the others may take, at most one line per second."""
        now, left = time.monotonic(), len(self.tasks) - len(self.codes)
        if now < self._next and left:
            return
        self._next = now + 1.0
        minutes = (now - self._began) / self._worked_out * left / 60
        about = {"done": len(self.codes), "all": len(self.tasks), "lost": len(self.reasons)}
        tell(
            text(
                "batch.progress" if left else "batch.progress_last", self.lang, minutes=max(1, round(minutes)), **about
            )
        )


def run_batch(order: BatchOrder, tasks: Sequence[BatchTask], call: Call, stop: threading.Event) -> Ledger:
    """Work out what has no answer yet; only this process writes the index."""
    from regietafel.cli import work_out as work  # by its importable name, also when this file is the program
    from regietafel.outputs.run_index import only_one, open_index
    from regietafel.solver.batch import Job, run_many

    folder = batch_folder(tasks)
    with Writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with only_one(folder), open_index(folder, write=True) as index:
        ledger = Ledger(index, tasks, call.lang)
        ledger.skip_finished()
        tell(text("batch.begin", call.lang, count=len(ledger.left), skipped=ledger.skipped, folder=str(folder)))
        jobs = (Job(task.identity, task, task.seconds) for task in ledger.left)
        with pool_of(order) as pool:
            for ended in run_many(jobs, work, pool, stop):
                ledger.take(ended)
        remove_drafts(folder)
    return ledger


def batch_folder(tasks: Sequence[BatchTask]) -> Path:
    """Return the folder of a batch, which holds those of its scenarios, as seen from here."""
    folder = Path(str(tasks[0].order.out)).parent
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def remove_drafts(folder: Path) -> None:
    """Remove what processes that were ended had begun to write."""
    for draft in folder.glob(".*-*"):
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def pool_of(order: BatchOrder) -> "Iterator[Pool]":
    """Open the processes that were asked for: our own, or the workers of a Dask cluster.

    Raises
    ------
    UsageError
        If Dask is not installed, nobody answers at the address, or no worker does.
    """
    from regietafel.solver.batch import ClusterPool, LocalPool

    if not order.cluster:
        with LocalPool(order.processes) as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(Finding("dask_missing")) from error
    try:
        connect: Any = Client
        client = connect(order.cluster, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(Finding("cluster_silent", value=order.cluster, params={"reason": str(error)})) from error
    with client:
        width = sum(client.nthreads().values())
        if not width:
            raise UsageError(Finding("cluster_without_workers", value=order.cluster))
        yield ClusterPool(client.get_executor(pure=False), width)


def show_batch(ledger: Ledger, order: BatchOrder, call: Call) -> None:
    """Write the result of ``batch``: for people, or as JSON."""
    folder = batch_folder(list(ledger.tasks.values()))
    if order.as_json:
        show_json({"folder": str(folder), "exit_code": ledger.exit_code, "scenarios": batch_rows(ledger)})
        return
    counts = Counter(ledger.codes.values())
    plans, conflicts = counts[0], counts[INFEASIBLE]
    lost = len(ledger.codes) - plans - conflicts
    about = {"plans": plans, "conflicts": conflicts, "lost": lost, "left": len(ledger.left)}
    click.echo(text("batch.done", call.lang, all=len(ledger.tasks), folder=str(folder), **about))
    for identity, reason in ledger.reasons.items():
        click.echo(text("batch.no_answer", call.lang, name=ledger.tasks[identity].name, reason=reason))
    if ledger.left or ledger.again:
        words = [word for word in call.words if word != "--resume"]
        words += [] if order.out else ["--out", str(folder)]
        click.echo(text("batch.go_on", call.lang, command=typed(["regietafel", *words, "--resume"])))
    if plans + conflicts > 1:
        click.echo(text("batch.compare", call.lang, command=typed(["regietafel", "compare", str(folder)])))


def show_tasks(tasks: Sequence[BatchTask], order: BatchOrder, call: Call) -> None:
    """Write which scenarios ``batch`` would work out, and what those that come with the program assume."""
    rows = [
        {
            "scenario": task.name,
            "title": task.title,
            **{part: [text(f"scenario.{name}.{part}", call.lang) for name in task.packaged] for part in TOLD},
            "alone": typed(["regietafel", *task.words]),
        }
        for task in tasks
    ]
    if order.as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['scenario']}: {row['title'] or row['scenario']}")
        for assumes, source in zip(row["assumes"], row["source"], strict=True):
            click.echo(text("batch.assumes", call.lang, said=assumes))
            click.echo(text("batch.source", call.lang, said=source))
    click.echo(text("batch.listed", call.lang, count=len(rows)))


def batch_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """Return a row per scenario of a batch: its name, folder, exit code and why there is no answer."""
    return [
        {
            "scenario": task.name,
            "folder": task.order.out,
            "exit_code": ledger.codes.get(identity),
            "reason": ledger.reasons.get(identity, ""),
            "alone": typed(["regietafel", *task.words]),
        }
        for identity, task in ledger.tasks.items()
    ]


def typed(words: Sequence[str]) -> str:
    """Write the words of a call as they are typed."""
    return " ".join(f'"{word}"' if " " in word or "|" in word else word for word in words)


class FrontierLines:
    """Say how far the search of a trade-off is, at most one line per second."""

    def __init__(self, lang: str) -> None:
        self.lang, self._next = lang, 0.0

    def __call__(self, progress: "FrontierProgress") -> None:
        """Say it when a second has passed."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 1.0
        counts = {"points": progress.points, "open": progress.open, "answered": progress.answered}
        tell(text("frontier.progress", self.lang, seconds=str(int(progress.seconds)), **counts))


@dataclass(frozen=True, kw_only=True)
class CompareOrder:
    """What ``compare`` was asked."""

    run_dirs: tuple[str, ...]
    since: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    top: str | None = None
    out: str | None = None
    no_documents: bool = False
    force: bool = False
    as_json: bool = False

    @property
    def aims(self) -> list[str]:
        """The key figures by which plans are weighed, by their English names.

        Raises
        ------
        UsageError
            If one is unknown, or neither more nor less of it is better.
        """
        from regietafel.model.figures.key_figures import ALIASES, FIGURES

        found = [ALIASES.get(word.strip().casefold(), word.strip().casefold()) for word in self.by]
        known = [about.dutch for about in FIGURES.values() if about.better]
        for word, name in zip(self.by, found, strict=True):
            if name not in FIGURES or not FIGURES[name].better:
                raise UsageError(Finding("compare_aim_unknown", value=word, params={"known": known}))
        return list(dict.fromkeys(found))

    @property
    def is_filtered(self) -> str:
        """The first word of the call that only an index can answer; empty when there is none."""
        words = {"--where": self.where, "--sort": self.sort, "--top": self.top}
        return next((name for name, value in words.items() if value), "")

    def refuse_existing(self) -> None:
        """Refuse before any work what cannot be, or cannot be written."""
        from regietafel.outputs.run_folder import refuse_existing

        _ = self.aims, _number("--top", self.top)
        if self.out and not self.no_documents:
            refuse_existing(Path(self.out), self.force)

    def folder(self, started: datetime) -> Path:
        """Return the folder to write: as asked, or a new one under ``runs``."""
        name = f"{started.astimezone():%Y-%m-%d-%H%M%S}-vergelijking"
        names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
        return Path(self.out) if self.out else next(RUNS / free for free in names if not (RUNS / free).exists())


@dataclass(frozen=True)
class Compared:
    """What ``compare`` found: the comparison, if any, in words, the marks of its plans, and a ranking, if asked."""

    words: "ComparisonWords"
    marks: "Marks | None" = None
    ranking: Mapping[str, Any] | None = None


def compared_plans(order: CompareOrder, lang: str) -> Compared:
    """Read the plans that are asked for, rank them if they come from an index, and put them side by side.

    Raises
    ------
    UsageError
        If there are too few or too many, one is given twice, or a condition is wrong.
    DataError
        If a plan or an index cannot be read.
    """
    from regietafel.model.comparison import MOST
    from regietafel.outputs.comparison_options import index_of, plan_option, plan_options
    from regietafel.outputs.comparison_words import ComparisonWords

    index = index_of(order.run_dirs)
    if index is None:
        if order.is_filtered:
            raise UsageError(Finding("compare_filter_without_index", value=order.is_filtered))
        options, ranking = plan_options(order.run_dirs), None
    else:
        options, ranking = ranked_options(index, order, lang)
        if (len(options) > MOST and order.no_documents) or not options:
            return Compared(ComparisonWords({}, lang), None, ranking)
    since = plan_option(order.since) if order.since else plan_before(options)
    if len(options) == 1 and since is None and index is None:
        raise UsageError(Finding("compare_one"))
    return put_side_by_side(options, (order.aims, since, ranking), lang)


def plan_before(options: "Sequence[Option]") -> "Option | None":
    """Return the plan from which a single plan was made, as its run folder keeps it; None when there is none."""
    from regietafel.outputs.comparison_options import plan_option
    from regietafel.outputs.run_folder import INPUT_FOLDER

    if len(options) != 1 or not (options[0].document.get("case") or {}).get("parent"):
        return None
    file = Path(options[0].folder) / INPUT_FOLDER / REFERENCE_COPY
    return plan_option(file) if file.is_file() else None


def put_side_by_side(options: "Sequence[Option]", asked: tuple[Any, ...], lang: str) -> Compared:
    """Compare options; `asked`: aims, the plan of before, and the ranking they come from."""
    from regietafel.model.comparison import LETTERS
    from regietafel.model.comparison import compare as compare_options
    from regietafel.outputs.comparison_marks import Marks
    from regietafel.outputs.comparison_words import ComparisonWords

    aims, since, ranking = asked
    document = compare_options(options, aims, since) | {"ranking": ranking}
    named = {letter: option.plan for letter, option in zip(LETTERS, options, strict=False) if option.plan}
    if since and since.plan:
        named["previous"] = since.plan
    return Compared(ComparisonWords(document, lang), Marks.of(named, lang), ranking)


def ranked_options(file: Path, order: CompareOrder, lang: str) -> "tuple[list[Option], Mapping[str, Any]]":
    """Rank the runs of an index; return the best as options, and the ranking."""
    from regietafel.model.comparison import MOST
    from regietafel.outputs.comparison_options import run_options, with_reasons
    from regietafel.outputs.run_conditions import read_condition, read_order
    from regietafel.outputs.run_index import open_index
    from regietafel.outputs.run_ranking import rank, ranking_document

    top = _number("--top", order.top) or MOST
    if top > MOST and not order.no_documents:
        raise UsageError(Finding("compare_count", value=str(top), params={"most": str(MOST)}))
    with open_index(file) as index:
        conditions = [read_condition(word, index) for word in order.where]
        ranking = rank(index, conditions, [read_order(word, index) for word in order.sort], top)
        document = ranking_document(ranking, order.where, order.sort)
        return run_options(index, ranking), with_reasons(index, document, lang)


def write_compared(compared: Compared, order: CompareOrder, clock: Clock, ctx: click.Context) -> Path:
    """Write the folder of a comparison; return its page."""
    from regietafel.outputs.comparison_folder import comparison_documents, write_comparison

    assert compared.marks is not None
    contents = comparison_documents(compared.words, compared.marks)
    clock.lap("documents")
    facts = {
        "started": clock.started.isoformat(timespec="milliseconds"),
        "command": ["regietafel", *call_of(ctx).words],
        "exit_code": 0,
        "seconds": clock.seconds,
        "versions": {"regietafel": __version__},
    }
    return write_comparison(order.folder(clock.started), contents, facts, force=order.force)


def show_compared(compared: Compared, order: CompareOrder, page: Path | None, lang: str) -> None:
    """Write the result of ``compare``: as JSON, or for people."""
    from regietafel.outputs.comparison_text import comparison_text, ranking_text

    if order.as_json:
        about = {"folder": str(page.parent) if page else None, "exit_code": 0}
        show_json({**about, **(compared.words.document or {"ranking": compared.ranking})})
        return
    if compared.ranking is not None:
        click.echo(ranking_text(compared.words, compared.ranking, wide_screen()), nl=False)
    if compared.marks is not None:
        path = str(page) if page else ""
        click.echo(comparison_text(compared.words, compared.marks, wide_screen(), path), nl=False)
    if page:
        count = sum(1 for _ in page.parent.iterdir())
        click.echo(f"\n{text('compare.done', lang, path=str(page), count=count)}")


def wide_screen() -> int:
    """Return how many signs a table may be wide."""
    return max(78, min(120, shutil.get_terminal_size((100, 24)).columns - 1))


def folder_of_run(word: str | None) -> Path:
    """Return the run folder that a word means: itself, the one of a plan file, or the newest."""
    from regietafel.outputs.run_folder import newest_run

    path = Path(word) if word else newest_run(RUNS)
    return path.parent if path.is_file() else path


def refuse_without_pdf() -> None:
    """Refuse before anything is written when the extra for PDF is not installed."""
    from regietafel.outputs.report_pdf import require_pdf

    require_pdf()


def fit_for_others(folder: Path, part: str, force: bool, lang: str) -> "Plan":
    """Read a plan that goes to others than the table: it has places, nothing made up counts, and it is right.

    Raises
    ------
    UsageError
        If the folder to write is there, and may not be replaced.
    DataError
        If there is no such plan.
    AuditError
        If a rule or a figure of it is not right.
    """
    from regietafel.outputs.part_folder import refuse_existing_part, refuse_unfit
    from regietafel.outputs.run_folder import read_plan

    found = read_plan(folder)
    refuse_existing_part(folder / part, force=force)
    refuse_unfit(folder, found)
    findings = audit_again(given_of_run(folder, found), found)
    if findings:
        tell(text("cli.audit_failed", lang, folder=str(folder), count=len(findings)))
        raise AuditError(findings)
    return found


def case_of_run(folder: Path, plan: "Plan") -> "tuple[Case, Scenario]":
    """Read again the case and the scenario of a plan, with what was fixed in it; see `given_of_run`."""
    from regietafel.inputs.load import load_case
    from regietafel.inputs.pin_positions import with_pins
    from regietafel.inputs.scenario_file import stored_positions
    from regietafel.outputs.run_folder import INPUT_FOLDER, inputs_of

    inputs, given = folder / INPUT_FOLDER, inputs_of(folder, plan)
    if not given.exists():
        raise DataError(Finding("run_without_inputs", value=str(folder)))
    case, scenario = load_case(given), scenario_of(plan)
    scenario = replace(scenario, positions=stored_positions(inputs, given, scenario))
    return case, with_pins(case, scenario, plan.document["scenario"]["pins"])


def given_of_run(folder: Path, plan: "Plan") -> GivenFiles:
    """Read again what a plan was made from: the copies in its run folder, and the options and pins it says it had.

    Raises
    ------
    DataError
        If the copies are not there, or have errors.
    AuditError
        If the options of the plan are none, or the plan on the table is another one.
    """
    from regietafel.inputs.checks_scenario import check_scenario
    from regietafel.inputs.notices import with_warnings
    from regietafel.outputs.run_folder import INPUT_FOLDER, read_plan

    inputs = folder / INPUT_FOLDER
    case, scenario = case_of_run(folder, plan)
    warnings = check_scenario(case, scenario)
    expected = plan.document["case"]["reference"]
    if expected is None:
        return GivenFiles(with_warnings(case, warnings), scenario)
    reference = read_plan(inputs / REFERENCE_COPY)
    found = sha256((inputs / REFERENCE_COPY).read_bytes()).hexdigest()
    if found != expected.get("plan_sha256"):
        raise AuditError(Finding("reference_changed", place=Place(REFERENCE_COPY), value=found))
    case = with_warnings(case, [*warnings, *reference_findings(case, reference)])
    return GivenFiles(case, scenario, reference=reference, reference_sha256=found)


def scenario_of(plan: "Plan") -> "Scenario":
    """Make the scenario of a plan again from the options it says it had.

    Raises
    ------
    AuditError
        If an option is unknown or out of range.
    """
    from regietafel.model.scenario import Scenario

    about = plan.document["scenario"]
    scenario = Scenario(name=about["name"], title=about["title"], lineage=tuple(about.get("lineage", ())))
    try:
        for key, item in about["options"].items():
            if item["origin"] != "default":
                scenario = scenario.with_values({key: item["value"]}, item["origin"], item.get("of", ""))
    except ScenarioError as error:
        raise AuditError(error.findings) from error
    return scenario


def check_everything(case: str, source: "Source") -> "Checked":
    """Check a case and each of its scenarios: all findings, and what is not fit for a decision."""
    from regietafel.inputs.checks_scenario import check_scenario
    from regietafel.inputs.load import check_source
    from regietafel.inputs.scenario_file import scenario_names, some_scenarios
    from regietafel.inputs.source import built_in_name
    from regietafel.model.meeting import for_meeting
    from regietafel.outputs.findings_list import Checked

    found, findings = check_source(source)
    for name in scenario_names(source):
        try:
            scenarios = some_scenarios(source, name)
        except ScenarioError as error:
            findings += error.findings
        else:
            findings += [item for scenario in scenarios for item in check_scenario(found, scenario)] if found else []
    unfit = for_meeting(map(vars, found.messages)) if found else None
    return Checked(case, findings, unfit, built_in_name(case) or "")


def write_findings(checked: "Checked", workbook: Path, lang: str) -> None:
    """Write the findings as a workbook with a link to each cell, if the case stands in files."""
    from regietafel.outputs.findings_workbook import findings_workbook, path_between

    link_to = path_between(workbook, Path(checked.case)) if Path(checked.case).exists() else ""
    content = findings_workbook(checked, lang, link_to)
    with Writing(workbook) as file:
        file.write_bytes(content)


def show_checked(checked: "Checked", how: "Shown") -> None:
    """Write what a check found for people."""
    from regietafel.outputs.findings_text import check_lines

    for line in check_lines(checked, how):
        click.echo(coloured(line))


def tell_input_errors(error: DataError, case: str, lang: str) -> None:
    """Say what is wrong with what was read, and how to get it as a workbook when a check would find the same."""
    from regietafel.outputs.findings_text import findings_hint, findings_lines

    for line in findings_lines(error.findings, lang, screen_width()):
        click.echo(coloured(line), err=True)
    if not isinstance(error, ScenarioError) and any(item.place.file for item in error.findings):
        tell(findings_hint(case, lang))


def screen_width() -> int:
    """Return how many signs fit on a line: what the screen has, within what reads well."""
    return max(60, min(100, shutil.get_terminal_size((100, 24)).columns - 1))


def coloured(line: "Line") -> str:
    """Colour a heading; only a terminal shows it, and nobody who asked for no colour."""
    if line.level is None or os.environ.get("NO_COLOR"):
        return line.text
    return click.style(line.text, fg=COLOURS[line.level], bold=True)


if __name__ == "__main__":
    main()
