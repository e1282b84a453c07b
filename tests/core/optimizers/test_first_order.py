import ast
import re
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import pytest

from core.networks.activations import Identity, ReLU
from core.networks.network import Network
from core.objectives.functions import Quadratic
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk, logistic
from core.optimizers.adam import Adam, Adamax, AdamW, AMSGrad, NAdam
from core.optimizers.first_order import (
    OPTIMIZERS,
    Adadelta,
    Adagrad,
    CenteredRMSProp,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
)
from core.optimizers.optimizer import Optimizer
from core.spec import choice, controls, from_query, knob, menu, to_query
from core.training.descent import descend
from core.training.samplers import Recorded

TORCH = Path(__file__).parents[2] / "reference" / "torch"
CLASSES = {
    "sgd": GradientDescent,
    "sgd_wd": GradientDescent,
    "momentum": Momentum,
    "momentum_damp": Momentum,
    "nesterov": Nesterov,
    "nesterov_wd": Nesterov,
    "rmsprop": RMSProp,
    "rmsprop_centered_mom": CenteredRMSProp,
    "adam": Adam,
    "adam_wd": Adam,
    "amsgrad": AMSGrad,
    "adamw": AdamW,
    "adagrad": Adagrad,
    "adadelta": Adadelta,
    "nadam": NAdam,
    "adamax": Adamax,
}
LETTERS = {
    "lr": "eta",
    "eps": "epsilon",
    "momentum": "beta",
    "momentum_decay": "psi",
    "weight_decay": "decay",
}

every_optimizer = pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)
every_knob = pytest.mark.parametrize(
    ("cls", "name"), [(cls, name) for cls in OPTIMIZERS.values() for name in controls(cls)]
)


def from_torch(name, keywords):
    """The optimizer and the penalty that torch's keyword arguments describe."""
    cls, penalty = CLASSES[name], None
    known = {f.name for f in fields(cls)}
    values = {}
    for word, value in keywords.items():
        if word == "betas":
            values["beta_1"], values["beta_2"] = value
        elif word in ("nesterov", "centered", "amsgrad"):
            assert value
        elif word == "weight_decay" and "decay" not in known:
            penalty = Ridge(value)
        else:
            values[word if word in known else LETTERS[word]] = value
    return cls(**values), penalty


@pytest.mark.parametrize("problem", ["logreg", "xor_relu"])
@pytest.mark.parametrize("name", CLASSES)
def test_each_of_200_steps_is_torchs(problem, name):
    data = np.load(TORCH / f"traj_{problem}.npz")
    optimizer, penalty = from_torch(name, ast.literal_eval(str(data[f"{name}/hyper"])))
    if problem == "logreg":
        objective = logistic(data["X"], data["Y"], BinaryCrossEntropy(), penalty)
    else:
        network = Network((2, 2, 1), hidden=ReLU(), output=Identity())
        objective = Risk(network, SquaredError(), data["X"], data["Y"], penalty)
    batches = Recorded(data["batches"]).batches(len(data["X"]), 200, np.random.default_rng())
    theta = data[f"{name}/theta"]

    run = descend(objective, optimizer, theta[0], 200, batches)

    np.testing.assert_allclose(run.p, theta, rtol=0, atol=1e-10)
    np.testing.assert_allclose(objective.mean_loss(run.p), data[f"{name}/full_loss"], atol=1e-10)


def test_every_optimizer_has_a_torch_reference():
    stored = {key.split("/")[0] for key in np.load(TORCH / "traj_logreg.npz") if "/hyper" in key}
    assert stored == set(CLASSES)
    assert set(OPTIMIZERS.values()) == set(CLASSES.values())


def torch_twin(torch, optimizer, p):
    """The parameters and the PyTorch optimizer that the template of a member makes for them."""
    parameters = [torch.tensor(p)]
    call = optimizer.torch.format(**asdict(optimizer))
    return parameters[0], eval(call, {"torch": torch, "parameters": parameters})


@pytest.mark.long
@pytest.mark.parametrize("spread", [1, 3])
@every_optimizer
def test_the_torch_call_of_an_optimizer_makes_the_same_steps(cls, spread, torch):
    values = {name: float(inner_values(cls, name)[spread]) for name in controls(cls)}
    rng = np.random.default_rng(6)
    p, gradients = rng.normal(size=5), rng.normal(size=(30, 5))
    theirs, twin = torch_twin(torch, cls(**values), p)
    path = []
    for g in gradients:
        theirs.grad = torch.tensor(g)
        twin.step()
        path.append(theirs.numpy().copy())
    np.testing.assert_allclose(steps_along(cls(**values), p, gradients), path, rtol=1e-11)


@pytest.mark.long
def test_momentum_without_memory_dampens_nothing_as_in_torch(torch):
    gradients = np.ones((3, 1))
    optimizer = Momentum(eta=0.1, beta=0.0, dampening=0.5)
    theirs, twin = torch_twin(torch, optimizer, np.zeros(1))
    for g in gradients:
        theirs.grad = torch.tensor(g)
        twin.step()
    assert steps_along(optimizer, np.zeros(1), gradients)[-1] == theirs.numpy()


@every_optimizer
def test_an_optimizer_has_a_name_and_a_source_with_its_year(cls):
    assert cls.title.lower().replace(" ", "") == cls.__name__.lower()
    assert re.match(r"[A-Z][\w ,&.]+ (1[89]|20)\d\d", cls.source)


@pytest.mark.long
def test_adam_with_l2_and_adamw_differ_as_torchs_do(torch):
    # The same λ in the gradient and beside it; the reference files have each of them alone.
    samples = np.load(TORCH / "traj_logreg.npz")
    ends = {}
    for cls, penalty in ((Adam, Ridge(0.1)), (AdamW, None)):
        decay = {"decay": 0.1} if cls is AdamW else {}
        optimizer = cls(eta=0.05, **decay)
        objective = logistic(samples["X"], samples["Y"], BinaryCrossEntropy(), penalty)
        p = np.ones(objective.size)
        theirs, twin = torch_twin(torch, optimizer, p)
        twin.param_groups[0]["weight_decay"] = 0.1
        bare = logistic(samples["X"], samples["Y"], BinaryCrossEntropy())
        for _ in range(100):
            theirs.grad = torch.tensor(bare.gradient(theirs.numpy()))
            twin.step()
        ours = descend(objective, optimizer, p, 100).p[-1]
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=1e-10)
        ends[cls] = ours
    assert np.abs(ends[Adam] - ends[AdamW]).max() > 0.1


def steps_along(optimizer, p, gradients, first=1):
    state, path = optimizer.init(p), []
    for k, g in enumerate(gradients, first):
        p, state = optimizer.step(k, p, g, state)
        path.append(p)
    return np.array(path)


def inner_values(cls, name):
    control = controls(cls)[name][1]
    inner = np.geomspace if control.log else np.linspace
    return inner(control.low, control.high, 5)


def two_values(cls, name):
    return inner_values(cls, name)[1:3]


@every_optimizer
def test_it_decreases_a_convex_quadratic(cls):
    run = descend(Quadratic(), cls(), [1.0, -1.0], 300)
    assert run.value[-1] < 0.99 * run.value[0]


@every_optimizer
def test_it_touches_neither_parameters_nor_gradient_nor_state(cls):
    p, g = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    _, state = cls().step(1, p, g, cls().init(p))
    arrays = [p, g, *(part for part in state if isinstance(part, np.ndarray))]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.setflags(write=False)
    first, _ = cls().step(2, p, g, state)
    again, _ = cls().step(2, p, g, state)
    np.testing.assert_array_equal(first, again)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@every_optimizer
def test_a_batch_of_models_steps_as_each_alone(cls):
    rng = np.random.default_rng(1)
    P, G = rng.normal(size=(2, 3, 5)), rng.normal(size=(6, 2, 3, 5))
    together = steps_along(cls(), P, G)
    for i in np.ndindex(2, 3):
        np.testing.assert_array_equal(together[:, *i], steps_along(cls(), P[i], G[:, *i]))


@every_knob
def test_an_array_of_knob_values_runs_them_all_at_once(cls, name):
    rng = np.random.default_rng(2)
    p, gradients = rng.normal(size=4), rng.normal(size=(6, 4))
    values = two_values(cls, name)
    together = steps_along(
        replace(cls(), **{name: values[:, None]}),
        np.tile(p, (2, 1)),
        np.tile(gradients[:, None], (2, 1)),
    )
    for i, value in enumerate(values):
        alone = steps_along(replace(cls(), **{name: value}), p, gradients)
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-12)


@every_knob
def test_every_knob_changes_the_steps(cls, name):
    gradients = np.random.default_rng(3).normal(size=(6, 4))
    low, high = (
        steps_along(replace(cls(), **{name: value}), np.ones(4), gradients)
        for value in two_values(cls, name)
    )
    assert np.abs(low - high).max() > 1e-12


@every_optimizer
def test_no_gradient_no_step_but_weight_decay(cls):
    optimizer = replace(cls(), decay=0.0) if cls is AdamW else cls()
    p = np.array([1.0, -2.0, 0.0])
    np.testing.assert_array_equal(steps_along(optimizer, p, np.zeros((5, 3))), [p] * 5)


def test_decoupled_decay_shrinks_the_parameters_alone():
    shrunk = steps_along(AdamW(eta=0.1, decay=0.5), np.array([1.0, -2.0]), np.zeros((3, 2)))
    np.testing.assert_allclose(shrunk[-1], 0.95**3 * np.array([1.0, -2.0]), rtol=1e-14)


@every_optimizer
def test_steps_may_be_numbered_from_anywhere(cls):
    gradients = np.random.default_rng(4).normal(size=(5, 3))
    from_zero, from_one, late = (
        steps_along(cls(), np.ones(3), gradients, first) for first in (0, 1, 1000)
    )
    np.testing.assert_array_equal(from_zero, from_one)
    np.testing.assert_array_equal(late, from_one)


@pytest.mark.parametrize("cls", [Adam, Adamax, AMSGrad, AdamW])
def test_bias_correction_makes_the_first_step_as_long_as_the_learning_rate(cls):
    g = np.array([1e-3, -5.0, 200.0])
    (first,) = steps_along(cls(eta=0.01), np.zeros(3), [g])
    np.testing.assert_allclose(first, -0.01 * np.sign(g), rtol=1e-4)


def test_amsgrad_remembers_a_large_gradient_that_adam_forgets():
    gradients = np.array([[100.0]] + [[1.0]] * 3000)
    adam, amsgrad = (
        np.abs(np.diff(steps_along(cls(beta_2=0.9), np.zeros(1), gradients)[-2:], axis=0)).item()
        for cls in (Adam, AMSGrad)
    )
    assert adam == pytest.approx(0.001, rel=1e-6)
    assert amsgrad == pytest.approx(0.001 / np.sqrt(0.1 * 100**2), rel=1e-3)


def test_centered_rmsprop_survives_a_constant_gradient():
    # Here the variance rounds to less than 0; its root must not poison the parameters.
    gradients = np.tile([0.26, 0.54, 0.76], (200, 1))
    path = steps_along(CenteredRMSProp(alpha=0.5), np.zeros(3), gradients)
    assert np.isfinite(path).all()


@every_optimizer
def test_an_optimizer_is_its_query(cls):
    values = {name: float(two_values(cls, name)[1]) for name in controls(cls)}
    assert from_query(cls, to_query(cls(**values))) == cls(**values)
    assert len(to_query(cls())) == len(fields(cls))


@every_optimizer
def test_it_is_final_frozen_and_documented_by_one_line_of_formula(cls):
    assert cls.__final__
    assert cls.__bases__ == (Optimizer,)
    assert cls.__dataclass_params__.frozen
    assert "\n" not in cls.__doc__
    assert cls.__doc__.count("{") == cls.__doc__.count("}")
    assert "p ←" in cls.__doc__


@every_optimizer
def test_defaults_lie_within_their_knobs_and_share_one_range_of_learning_rates(cls):
    for declared, control in controls(cls).values():
        assert control.low <= declared.default <= control.high
    eta = controls(cls)["eta"][1]
    assert (eta.low, eta.high, eta.log) == (0.001, 100.0, True)


def test_a_new_optimizer_is_found_in_its_menu():
    @dataclass(frozen=True)
    class SignDescent(Optimizer):
        r"""p ← p - η\,\mathrm{sign}(g)"""

        eta: float = knob(0.1, 0.001, 100.0, symbol="η", log=True)

        def init(self, p):
            return ()

        def step(self, k, p, g, state):
            return p - self.eta * np.sign(g), state

    @dataclass(frozen=True)
    class Training:
        optimizer: object = choice(menu(*OPTIMIZERS.values(), SignDescent), Adam())

    query = {"optimizer": "sign-descent", "optimizer.eta": "0.25"}
    spec = from_query(Training, query)
    assert spec == Training(SignDescent(0.25))
    assert to_query(spec) == query
    assert descend(Quadratic(), spec.optimizer, [1.0, -1.0], 4).value[-1] == 0.0
