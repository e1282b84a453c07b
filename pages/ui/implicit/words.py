"""What is said of the runs at one position of the slider: predicted, and measured."""

import numpy as np

from core.arrays import Array
from core.experiments.implicit import start
from core.experiments.implicit.decay import ADAM_L2, ADAMW, SGD, WeightDecay, samples
from core.experiments.implicit.experiment import ImplicitExperiment, problem
from core.experiments.implicit.noise import EXPECTED, NOISY, Noise, OnInputs, TurnLabels
from core.experiments.implicit.start import NETWORK, StartSize
from core.experiments.implicit.study import Study
from core.regularization.noise import smoothed_floor
from pages.ui.chapter.words import counted, listed, printed, three

# A weight this near to the box, against its radius, is said to be on it.
ON_THE_BOX = 0.01
# An end of AdamW this near to the predicted one, against the radius of the box, is as predicted.
AS_PREDICTED = 0.05
# So much longer than the largest weight of least squares are the axes of the plane of two weights.
ROOM = 1.12
# An entry of the diagonal network below this, against the largest, is said to be gone.
GONE = 0.01


def verdict(spec: ImplicitExperiment, study: Study, v: int) -> str:
    """The sentence of position v."""
    match spec.topic:
        case WeightDecay():
            return _of_decay(spec, study, v)
        case Noise(kind) if isinstance(kind, TurnLabels):
            return _of_labels(study, v)
        case Noise(kind):
            return _of_inputs(spec, study, v)
        case _:
            return _of_start(spec, study, v)


def ending(study: Study, lane: str, v: int) -> str:
    """How a lane ends at position v, without the full stop."""
    return f"ends {three(float(study.lanes[lane].distance[-1, v]))} from where theory puts it"


def on_the_box(w: Array, strength: Array | float) -> Array:
    """How many of the weights (..., d) are within 1 % of the box |w| = 1/λ."""
    return np.asarray((np.abs(np.abs(w) * strength - 1) <= ON_THE_BOX).sum(axis=-1))


def window(least: Array) -> tuple[float, float]:
    """Both axes of the plane of two weights, by those of least squares (..., 2)."""
    reach = ROOM * float(np.abs(least).max())
    return -0.25 * reach, reach


def _of_decay(spec: ImplicitExperiment, study: Study, v: int) -> str:
    strength, box = float(study.values[v]), study.reference("box", v)
    radius, apart = 1 / strength, float(np.abs(box - study.reference("ridge", v)).max())
    held = int(on_the_box(box, strength))
    if np.abs(box).max() < radius:
        said = (
            f"1/λ = {three(radius)} is above every weight of least squares: the box asks for "
            "nothing, and with all samples and small steps AdamW's decay leaves no trace in the "
            f"end. The ridge is {three(apart)} away."
        )
    else:
        said = (
            f"The box is |w| ≤ 1/λ = {three(radius)}: with all samples and small steps AdamW ends "
            f"with {counted(held, len(box), 'weights')} within 1 % of it. The ridge, where λ in "
            f"the loss leads, is {three(apart)} away."
        )
    return said + _of_this_run(spec, study, v) + _diverging(spec, study, v) + _leaving(study, v)


def _of_this_run(spec: ImplicitExperiment, study: Study, v: int) -> str:
    """Whether this run of AdamW is one that the prediction is for, where it ends elsewhere."""
    assert isinstance(spec.topic, WeightDecay)
    distance, N = float(study.lanes[ADAMW].distance[-1, v]), len(samples(spec.topic)[1])
    if not distance > AS_PREDICTED / study.values[v]:
        return ""
    why = []
    if spec.topic.m < N:
        why.append(f"looks at {spec.topic.m} of {N} patients a step")
    if not spec.topic.falling:
        why.append(f"keeps η = {printed(spec.topic.eta)}")
    reason = listed(why) if why else f"has had {spec.steps:,} steps"
    return f" This run {reason}, and AdamW ends {three(distance)} from there."


def _diverging(spec: ImplicitExperiment, study: Study, v: int) -> str:
    """Where gradient descent diverges, and why it does, if all samples are seen in each step."""
    assert isinstance(spec.topic, WeightDecay)
    step, (x, _) = int(study.lanes[SGD].diverged_at[v]), samples(spec.topic)
    if step < 0:
        return ""
    sharpest = float(np.linalg.eigvalsh(x.T @ x / len(x))[-1])
    edge = spec.topic.eta * (sharpest + float(study.values[v]))
    steep = (
        f": at the start η(λₘₐₓ + λ) is {three(edge)}, and above 2 its steps grow"
        if edge > 2
        else ""
    )
    return f" Gradient descent diverges, at step {step:,}{steep}."


def _leaving(study: Study, v: int) -> str:
    """Whose path is not all in the plane of two weights."""
    if len(study.names) > 2:
        return ""
    low, high = window(study.references["least squares"])
    names = {SGD: "gradient descent", ADAM_L2: "Adam + L2", ADAMW: "AdamW"}
    paths = {name: study.lanes[lane].w[:, v] for lane, name in names.items()}
    gone = [name for name, w in paths.items() if ((w < low) | (w > high)).any()]
    return f" The picture does not show the whole path of {listed(gone)}." if gone else ""


def _of_inputs(spec: ImplicitExperiment, study: Study, v: int) -> str:
    assert isinstance(spec.topic, Noise)
    value, kind = float(study.values[v]), spec.topic.kind
    assert isinstance(kind, OnInputs)
    strength = float(kind.ridge(value))
    formula = "r/(1−r)" if kind.slider == "dropped" else "σ²"
    noisy = float(study.lanes[NOISY].distance[-1, v])
    return (
        f"On average this noise is a ridge with λ = {formula} = {three(strength)}, exactly. The "
        f"run that saw the noise ends {three(noisy)} from that ridge, the one that saw the penalty "
        f"{three(float(study.lanes[EXPECTED].distance[-1, v]))}."
    )


def _of_labels(study: Study, v: int) -> str:
    epsilon = float(study.values[v])
    w = study.lanes[NOISY].predicted[v]
    return (
        f"Labels turned with chance ε/2 are labels smoothed by ε = {three(epsilon)}, on average: "
        f"their best line is finite, ‖w‖ = {three(float(np.linalg.norm(w[:2])))}, and no loss on "
        f"them is below their entropy {three(smoothed_floor(epsilon))}."
    )


def _of_start(spec: ImplicitExperiment, study: Study, v: int) -> str:
    lane = study.lanes[NETWORK]
    step = int(lane.diverged_at[v])
    alpha, predicted = float(study.values[v]), float(np.abs(lane.predicted[v]).sum())
    least, most = (float(np.abs(study.references[name]).sum()) for name in ("least L1", "least L2"))
    said = (
        f"From α = {three(alpha)} the flow ends at ‖w‖₁ = {three(predicted)}: the least is "
        f"{three(least)}, that of the least ‖w‖₂ {three(most)}."
    )
    assert isinstance(spec.topic, StartSize)
    x, y, _ = problem(spec)
    edge = spec.topic.eta * start.curvature(x, y, alpha)
    steep = (
        f" At the start ηλₘₐₓ is {three(edge)}: beyond 2 a quadratic diverges." if edge > 2 else ""
    )
    if step >= 0:
        return f"{said} The run diverges, at step {step:,}.{steep}"
    return f"{said} The run ends {three(float(lane.distance[-1, v]))} from there.{steep}"
