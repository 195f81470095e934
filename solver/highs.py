"""One solve: HiGHS through Pyomo's own persistent interface, with a start, progress, and an outcome in plain words."""

import io
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import highspy
import pyomo.environ as pyo
from pyomo.contrib.solver.solvers.highs import Highs

from regietafel.model.errors import Finding, SolverError

Stop = Literal["proven", "gap", "time", "interrupt"]
State = Literal["solved", "infeasible", "nothing"]
PROOF = 1e-9
NEIGHBOURS = ("mip_heuristic_run_rins", "mip_heuristic_run_rens", "mip_heuristic_run_root_reduced_cost")
"""Searches inside the search of HiGHS."""


@dataclass(frozen=True)
class Progress:
    """How far a solve is: seconds since its start, best value, proven bound and relative gap (inf: unknown)."""

    label: str
    seconds: float
    value: float
    bound: float
    gap: float


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Outcome:
    """What one solve gave.

    Parameters
    ----------
    state : str
        ``solved`` (the variables hold a plan), ``infeasible``, or ``nothing`` (stopped before a first plan).
    value, bound : float
        Of the objective, in its unit.
    stop : str
        ``proven`` (bound equals value), ``gap``, ``time`` or ``interrupt``.
    seconds : float
        Wall time.
    """

    state: State
    value: float
    bound: float
    stop: Stop
    seconds: float
    log: str


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When a solve may stop: relative and absolute gap, seconds, or a plan as good as the target.

    `label` names it in the progress. `neighbours`: whether programs near a good plan are searched inside the search.
    `sure`: whether an answer that there is no plan is asked again without presolve, which can take long.
    """

    gap: float
    absolute_gap: float
    seconds: float
    label: str = ""
    target: float = -math.inf
    neighbours: bool = True
    sure: bool = True


@dataclass(frozen=True)
class Ease:
    """What is easier in one run: whole variables taken as `real` numbers, and variables `held` at their value."""

    real: Sequence[Any] = ()
    held: Sequence[Any] = ()


class LivingSolver(Highs):
    """HiGHS kept alive over many solves of one model.

    Pyomo's interface keeps the program in HiGHS up to date and translates the result. This class replaces how it runs:
    every option is checked (HiGHS refuses an unknown one, Pyomo does not look), the best plan so far is handed over as
    a start, progress and log come by callback (Pyomo captures the standard output of the whole process), and an
    interrupt by the user ends the run with the best plan.
    """

    config: Any
    _active_config: Any
    warm = False
    """Whether the variables hold a plan to start the first search from."""

    def __init__(
        self, options: Mapping[str, Any], report: Report | None = None, stop: threading.Event | None = None
    ) -> None:
        super().__init__()
        check_options(options)
        self.config.raise_exception_on_nonoptimal_result = False
        self.config.load_solutions = False
        self.config.auto_updates.check_for_new_or_removed_params = False
        self.config.auto_updates.update_parameters = False
        self.config.auto_updates.update_vars = False
        self._fixed_options = dict(options)
        self._report = report
        self._stop = stop or threading.Event()
        self._limits = Limits(gap=0.0, absolute_gap=0.0, seconds=math.inf)
        self._start: list[Any] = []
        self._ease = Ease()
        self._presolve = "choose"

    def optimise(self, model: Any, limits: Limits, start: list[Any] | None = None, ease: Ease | None = None) -> Outcome:
        """Solve the model with its active objective.

        Parameters
        ----------
        model : pyomo.environ.ConcreteModel
            The same model at every call; what changed since the last call is handed over.
        limits : Limits
            When to stop.
        start : list of variables, optional
            Variables whose values are a plan to start from.
        ease : Ease, optional
            Variables taken as real numbers, or held, in this run only.

        Returns
        -------
        Outcome
            When solved, the variables of the model hold the plan.

        Raises
        ------
        SolverError
            If HiGHS ends in a way that is no answer.
        """
        self._limits, self._start, self._ease = limits, start or [], ease or Ease()
        if self._stop.is_set() and not self._ease.held:
            return Outcome("nothing", math.inf, -math.inf, "interrupt", 0.0, "stopped by the user")
        began = time.perf_counter()
        results, status, info = self._trusted(model, began + limits.seconds)
        seconds = time.perf_counter() - began
        if info.primal_solution_status == FEASIBLE and status not in BROKEN:
            results.solution_loader.load_vars()
            return self._solved(status, info, seconds, results.solver_log)
        if status in INFEASIBLE:
            return Outcome("infeasible", math.inf, math.inf, "proven", seconds, results.solver_log)
        if status in STOPPED:
            return Outcome("nothing", math.inf, info.mip_dual_bound, STOPPED[status], seconds, results.solver_log)
        raise SolverError(Finding("solver_trouble", value=str(status), params={"log": results.solver_log[-2000:]}))

    @property
    def options(self) -> Mapping[str, Any]:
        """Options handed to HiGHS as they are."""
        return self._fixed_options

    @property
    def stop(self) -> threading.Event:
        """Set when someone asks to stop."""
        return self._stop

    def tell(self, progress: Progress) -> None:
        """Say how far a search is that asks many questions."""
        if self._report is not None and progress.seconds >= 1.0:
            self._report(progress)

    def handed_over(self, model: Any) -> tuple[Any, dict[int, int], dict[Any, int]]:
        """Return the program as HiGHS has it, and where its columns and rows stand.

        Parameters
        ----------
        model : pyomo.environ.ConcreteModel
            With an aim.

        Returns
        -------
        tuple
            The program, columns by `id` of the variable, rows by constraint.
        """
        self.set_instance(model)
        program = self._solver_model.getLp()
        return program, dict(self._pyomo_var_to_solver_var_map), dict(self._pyomo_con_to_solver_con_map)

    def _trusted(self, model: Any, deadline: float) -> tuple[Any, Any, Any]:
        """Run HiGHS, and again in another way when its answer is doubtful; return what `_attempt` does."""
        start = self._start
        worth = _objective_value(model) if start else math.inf
        answer = self._attempt(model, deadline, "choose")
        quick = not self._limits.neighbours and _has_gap(answer)
        if start and not self._ease.held and not quick and _is_start(answer, worth):
            self._start = []
            second = self._attempt(model, deadline, "choose")
            self._start = start
            answer = self._attempt(model, deadline, "off") if second[1] in STOPPED else second
        again = _is_doubtful(answer) and (self._limits.sure or answer[1] not in INFEASIBLE)
        return self._attempt(model, deadline, "off") if again else answer

    def _attempt(self, model: Any, deadline: float, presolve: str) -> tuple[Any, Any, Any]:
        """Run HiGHS once; return Pyomo's results, and status and figures of HiGHS."""
        self._limits = replace(self._limits, seconds=max(0.0, deadline - time.perf_counter()))
        self._presolve = presolve
        results = self.solve(model)
        status, info = self._solver_model.getModelStatus(), self._solver_model.getInfo()
        self._end_ease(self._solver_model)
        return results, status, info

    def _reinit(self) -> None:
        """Forget the program but keep our own settings: Pyomo calls the constructor anew here."""
        config, active = self.config, self._active_config
        Highs.__init__(self, treat_fixed_vars_as_params=self._treat_fixed_vars_as_params)
        self.config, self._active_config = config, active

    def _solved(self, status: Any, info: Any, seconds: float, log: str) -> Outcome:
        value = info.objective_function_value
        bound = info.mip_dual_bound if info.mip_node_count >= 0 else value
        bound = value if not math.isfinite(bound) and status not in STOPPED else min(bound, value)
        reached: Stop = "proven" if value - bound <= PROOF * max(1.0, abs(value)) else "gap"
        return Outcome("solved", value, bound, STOPPED.get(status, reached), seconds, log)

    def _solve(self) -> Any:
        highs, lines = self._solver_model, io.StringIO()
        for key, value in self._options(highs.getRunTime()).items():
            if highs.setOptionValue(key, value) != highspy.HighsStatus.kOk:
                raise SolverError(Finding("solver_option", value=key, params={"value": str(value)}))
        self._begin_ease(highs)
        self._hand_over_start(highs)
        began = time.perf_counter()
        highs.cbLogging.callbacks.clear()
        highs.cbLogging.subscribe(lambda event: lines.write(event.message))
        highs.cbMipLogging.callbacks.clear()
        if self._report is not None:
            highs.cbMipLogging.subscribe(lambda event: self._tell(event.data_out, began))
        for moment in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
            moment.callbacks.clear()
            moment.subscribe(self._stop_when_asked)
        run_beside(highs, self._stop)
        with _without_warnings():
            return self._postsolve(lines)

    def _stop_when_asked(self, event: Any) -> None:
        if self._stop.is_set() and not self._ease.held:
            event.interrupt()

    def _options(self, run_time: float) -> dict[str, Any]:
        """Return every option of this run; HiGHS counts its time limit over all runs of a program."""
        limits = self._limits
        seconds = run_time + limits.seconds if math.isfinite(limits.seconds) else highspy.kHighsInf
        found = {
            "presolve": self._presolve,
            "log_to_console": False,
            "mip_rel_gap": limits.gap,
            "mip_abs_gap": limits.absolute_gap,
            "time_limit": seconds,
            "objective_target": limits.target,
            **dict.fromkeys(NEIGHBOURS, limits.neighbours),
        }
        return found | self._fixed_options

    def _begin_ease(self, highs: Any) -> None:
        columns = self._pyomo_var_to_solver_var_map
        for variable in self._ease.real:
            if id(variable) in columns:
                highs.changeColIntegrality(columns[id(variable)], highspy.HighsVarType.kContinuous)
        for variable in self._ease.held:
            if id(variable) in columns and variable.value is not None:
                value = round(variable.value)
                highs.changeColBounds(columns[id(variable)], value, value)

    def _end_ease(self, highs: Any) -> None:
        columns = self._pyomo_var_to_solver_var_map
        for variable in self._ease.real:
            if id(variable) in columns:
                highs.changeColIntegrality(columns[id(variable)], highspy.HighsVarType.kInteger)
        for variable in self._ease.held:
            if id(variable) in columns:
                low, high = variable.bounds
                highs.changeColBounds(columns[id(variable)], low, highspy.kHighsInf if high is None else high)

    def _hand_over_start(self, highs: Any) -> None:
        if not self._start:
            highs.clearSolver()
            return
        values = [0.0] * highs.getNumCol()
        columns = self._pyomo_var_to_solver_var_map
        for variable in self._start:
            column = columns.get(id(variable))
            if column is not None and variable.value is not None:
                values[column] = float(variable.value)
        solution = highspy.HighsSolution()
        solution.col_value = values
        highs.setSolution(solution)

    def _tell(self, data: Any, began: float) -> None:
        seconds = time.perf_counter() - began
        if self._report is not None and seconds >= 1.0:
            self._report(
                Progress(self._limits.label, seconds, data.mip_primal_bound, data.mip_dual_bound, data.mip_gap)
            )


FEASIBLE = 2
_STATUS = highspy.HighsModelStatus
INFEASIBLE = frozenset({_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible})
STOPPED: Mapping[Any, Stop] = {_STATUS.kTimeLimit: "time", _STATUS.kInterrupt: "interrupt"}
BROKEN = frozenset(
    {_STATUS.kLoadError, _STATUS.kModelError, _STATUS.kPresolveError, _STATUS.kSolveError, _STATUS.kPostsolveError}
)


def run_beside(highs: Any, stop: threading.Event) -> None:
    """Run HiGHS beside this thread, so that Ctrl-C is heard: the first asks to stop, a second breaks off.

    highspy can do this too, but talks about it on standard output and ends the process in the end. A thread of its own
    also lets HiGHS use another number of threads than it did before.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(highs.run)
        while not running.done():
            try:
                wait([running], timeout=0.1)
            except KeyboardInterrupt:
                if stop.is_set():
                    raise
                stop.set()
        running.result()


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pyomo from saying, on standard output, that it does not know how HiGHS ended: `optimise` looks itself."""
    logger = logging.getLogger("pyomo.contrib.solver.solvers.highs")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse an option HiGHS does not know, or a value it does not take.

    Raises
    ------
    SolverError
        With one finding per option.
    """
    probe = highspy.Highs()
    probe.setOptionValue("output_flag", False)
    wrong = [key for key, value in options.items() if probe.setOptionValue(key, value) != highspy.HighsStatus.kOk]
    if wrong:
        raise SolverError([Finding("solver_option", value=key, params={"value": str(options[key])}) for key in wrong])


def _objective_value(model: Any) -> float:
    """Return what the values of the variables are worth; no less than nothing when one has no value."""
    (aim,) = model.component_data_objects(pyo.Objective, active=True)
    worth = pyo.value(aim, exception=False)
    return math.inf if worth is None else float(worth)


def _is_start(answer: tuple[Any, Any, Any], worth: float) -> bool:
    """Say whether the start came back as the best plan, without any search.

    HiGHS 1.15 does so when presolve takes the whole objective away: then every plan looks best.
    """
    _, status, info = answer
    found = info.objective_function_value
    return status not in STOPPED and info.mip_node_count == 0 and found >= worth - PROOF * max(1.0, abs(worth))


def _has_gap(answer: tuple[Any, Any, Any]) -> bool:
    """Say whether the bound lies below the value: then presolve did not take the objective away."""
    _, _, info = answer
    found = info.objective_function_value
    return bool(info.mip_dual_bound < found - PROOF * max(1.0, abs(found)))


def _is_doubtful(answer: tuple[Any, Any, Any]) -> bool:
    """Say whether an answer needs a run without presolve: no plan at all, or a best plan without any bound.

    Presolve of HiGHS 1.15 calls some small feasible programs infeasible; given a start, it then calls that optimal.
    """
    _, status, info = answer
    if status in INFEASIBLE:
        return True
    return status not in STOPPED and info.mip_node_count >= 0 and not math.isfinite(info.mip_dual_bound)
