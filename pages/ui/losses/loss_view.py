"""One loss on stage: its surface, its runs and what is to be said about them."""

from dataclasses import dataclass

import numpy as np

from core.experiments.diagnosis import Diagnosis, diagnose
from core.experiments.logistic.experiment import LogisticExperiment, Problem
from core.experiments.logistic.infimum import along_ray
from core.landscape.critical_points import CriticalPoint, minima
from core.landscape.curvature import nonconvex_share
from core.landscape.landscape import Landscape
from core.objectives.losses import LOSSES
from core.objectives.risk import Risk
from core.once import once
from core.optimizers import GradientDescent, Momentum
from core.spec import name_of
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import of_many
from pages.ui.figures.legends import legend
from pages.ui.losses import cached
from pages.ui.losses.cached import Trained
from pages.ui.losses.pulls import sample_names
from pages.ui.losses.sentences import Known, tell
from pages.ui.losses.surfaces import between, convexity, displayed, panel_over, shown_points, turned
from pages.ui.stage import Column, LandscapePanel, Lane, Mark, Reading, Runs, Stack
from pages.ui.theme import LOSS_COLORS


@dataclass(frozen=True)
class LossView:
    """One of the losses, with everything about it that goes on stage.

    first: of its runs only the block of the one of now, which is shown before the others are found.
    """

    spec: LogisticExperiment
    lane: int
    first: bool = False

    @once
    def problem(self) -> Problem:
        """The experiment's problem."""
        return cached.problem(self.spec)

    @once
    def risk(self) -> Risk:
        """The mean of this loss over the data."""
        return self.problem.risks[self.lane]

    @once
    def landscape(self) -> Landscape:
        """What it looks like over the window."""
        return cached.landscape(self.spec, self.lane)

    @once
    def trained(self) -> Trained:
        """Its runs for all learning rates, or the first."""
        return (cached.first_run if self.first else cached.trained)(self.spec, self.lane)

    @once
    def selected(self) -> int:
        """Which of the runs has the learning rate of now."""
        return self.trained.strip.position(self.spec.optimizer.eta)

    @once
    def diagnosis(self) -> Diagnosis:
        """The run of now, diagnosed at its recorded steps."""
        return diagnose(self.risk, self.trained.strip.run.p[:, self.selected])

    @property
    def name(self) -> str:
        """The loss's name in its menu."""
        return name_of(self.risk.loss, LOSSES)

    @property
    def title(self) -> str:
        """What the loss is called, with its scaling."""
        kind = "sum" if self.factor != 1 else "mean"
        penalty = " + ridge" if self.spec.ridge else ""
        return f"{self.risk.loss.title.capitalize()} ({kind}){penalty}"

    @property
    def factor(self) -> float:
        """What the book's picture multiplies the mean by."""
        summed = self.spec.as_printed and self.risk.loss.weight is not None
        return float(self.risk.sample_count) if summed else 1.0

    @property
    def points(self) -> tuple[CriticalPoint, ...]:
        """The critical points that are known."""
        return cached.points(self.spec, self.lane)

    @property
    def lowest(self) -> CriticalPoint | None:
        """The lowest minimum that was found."""
        return next(iter(minima(self.points)), None)

    def to_lane(self) -> Lane:
        """The name and the color under which the stage shows the loss."""
        return Lane(self.name, self.risk.loss.title, LOSS_COLORS[self.name])

    def to_runs(self) -> Runs:
        """The runs, variants first."""
        run = self.trained.strip.run
        return of_many(
            run,
            self.trained.regimes,
            factor=self.factor,
            accuracy=self.trained.accuracy,
        )

    def to_panel(self) -> LandscapePanel:
        """The surface in both views."""
        landscape, factor, sign = self.landscape, self.factor, view_sign(self.spec)
        surface = displayed(landscape.surface, factor, sign)
        nonconvex = turned(landscape.smallest, sign) < 0
        # On a moving slice a critical point of all three parameters lies elsewhere.
        points = [] if landscape.held is not None else shown_points(landscape.points, factor)
        labels = shown_names(self.problem)
        return panel_over(
            surface,
            nonconvex,
            points,
            labels,
            self.spec.log_height,
            name=self.name,
            lane=self.lane,
            title=self.title,
            alt=f"{self.title} over {' and '.join(labels)}, {between(surface)}. {self.convexity()}",
            note=" · ".join(
                filter(None, [self.convexity(), legend(surface, points) if points else ""])
            ),
            stack=self._stack(),
            profile=landscape.third is not None,
        )

    def convexity(self, nonconvex: float | None = None) -> str:
        """The share of the window on which the loss is not convex, in a sentence."""
        counted = self.landscape.share if nonconvex is None else nonconvex
        return convexity(counted, self.risk, as_printed=self.spec.as_printed)

    def _cost_label(self) -> str:
        """What the first read-out is: what surface, curve and strip show, the ridge included."""
        name = "<i>C</i>" if self.factor == 1 else "sum"
        return f"{name} + ridge" if self.spec.ridge else name

    def to_reading(self) -> Reading:
        """The numbers and the sentence of every step."""
        return _reading(self.spec, self.lane, self)

    def knows_reading(self) -> bool:
        """Whether these are kept."""
        return _reading.knows(self.spec, self.lane, self)

    def _read(self) -> Reading:
        diagnosis, spec = self.diagnosis, self.spec
        with np.errstate(divide="ignore", over="ignore"):
            bound = np.where(diagnosis.largest > 0, 2 / diagnosis.largest, np.inf)
        columns = [
            Column(self._cost_label(), self.factor * diagnosis.total),
            *([Column("ridge in it", self.factor * diagnosis.penalty)] if spec.ridge else []),
            # Sentences, gradient and eigenvalues are of the mean.
            *([Column("mean <i>C</i>", diagnosis.total)] if self.factor != 1 else []),
            Column("‖∇<i>C</i>‖", diagnosis.gradient_norm),
            Column("<i>λ</i><sub>min</sub>", diagnosis.smallest),
            Column("<i>λ</i><sub>max</sub>", diagnosis.largest),
            Column("2/<i>λ</i><sub>max</sub>", bound),
            Column("accuracy", diagnosis.accuracy),
        ]
        sentences = tell(diagnosis, self.trained.strip, self.selected, self.known)
        return Reading(columns, sentences.sentences, sentences.frame)

    @property
    def known(self) -> Known:
        """What the sentences may rely on besides the run."""
        spec, samples = self.spec, self.problem.samples
        full = spec.sampler.size(self.risk.sample_count) >= self.risk.sample_count
        return Known(
            sample_names(samples.x, samples.features),
            minima(self.points),
            cached.infimum(spec, self.lane),
            [along_ray(self.risk, p) for p in self.trained.strip.run.p[:, self.selected]],
            squared=self.risk.loss.weight is not None,
            descent=isinstance(spec.optimizer, GradientDescent) and full,
        )

    def to_mark(self) -> Mark | None:
        """The largest η that can settle at the lowest minimum, for the optimizers with a theory."""
        if self.lowest is None:
            return None
        highest = float(self.lowest.eigenvalues[-1])
        match self.spec.optimizer:
            case GradientDescent():
                return Mark(2 / highest, "2/λ_max", self.lane)
            case Momentum(beta=beta, dampening=0.0):
                return Mark(2 * (1 + beta) / highest, "2(1+β)/λ_max", self.lane)
        return None

    def _stack(self) -> Stack | None:
        landscape, third = self.landscape, self.problem.third
        if (
            landscape.held is None
            or landscape.slices is None
            or landscape.slices_smallest is None
            or third is None
        ):
            return None
        turn = int(view_sign(self.spec))
        return Stack(
            self.problem.names[third],
            third,
            landscape.held,
            (self.factor * landscape.slices[:, ::turn, ::turn]).astype(np.float32),
            landscape.slices_smallest[:, ::turn, ::turn] < 0,
            [self.convexity(nonconvex_share(smallest)) for smallest in landscape.slices_smallest],
        )


@remembered(LogisticExperiment)
def _reading(spec: LogisticExperiment, lane: int, _loss: LossView) -> Reading:
    return _loss._read()


def views(spec: LogisticExperiment, *, first: bool = False) -> list[LossView]:
    """The losses that the spec trains side by side; `first`: with few of the runs."""
    return [LossView(spec, lane, first) for lane in range(len(spec.loss.losses))]


def view_sign(spec: LogisticExperiment) -> float:
    """-1 where the picture is turned as the book prints it, with ŷ = 1/(1 + exp(b + wx))."""
    return -1.0 if spec.as_printed else 1.0


def shown_names(problem: Problem) -> tuple[str, str]:
    """Symbols of the two parameters shown."""
    i, j = problem.indices
    return problem.names[i], problem.names[j]
