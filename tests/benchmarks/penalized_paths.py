"""Paths over a penalty's strength: against scikit-learn, and AdamW at many strengths in PyTorch.

scikit-learn goes to its tolerance, which is on the duality gap; ours are right to the last digits,
so that what it is slower by is not because it does more.
"""

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.linear_model import lasso_path as coordinate_descent

from core import (
    AdamW,
    BreastCancerNuclei,
    Diabetes,
    descend,
    lasso_path,
    logistic_lasso_path,
    ridge_path,
)
from core.objectives import LeastSquares
from tests.benchmarks.race import Race

# A ratio does not depend on how many steps are taken.
STEPS, DECAYS = 50, np.geomspace(0.01, 20, 60)

diabetes, tumors = Diabetes()(), BreastCancerNuclei()()
X, y = np.asfortranarray(diabetes.x), diabetes.y - diabetes.y.mean()
lasso_strengths = 45.16003002 * 10 ** (-3 * np.arange(100) / 99)
ridge_strengths = np.geomspace(1e-4, 1e4, 81)
labels = tumors.y[:, 0]
logistic_strengths = 0.38368324 * 10 ** (-2.5 * np.arange(30) / 29)
W, TARGETS = torch.tensor(diabetes.x), torch.tensor(y / y.std())
# Liblinear penalizes the intercept: of a column this large it costs next to nothing.
CONSTANT = 1e3


def lasso() -> np.ndarray:
    return lasso_path(X, y, lasso_strengths).w


def lasso_of_scikit_learn() -> np.ndarray:
    return coordinate_descent(X, y, alphas=lasso_strengths, tol=1e-12, max_iter=100_000)[1].T


def ridge() -> np.ndarray:
    return ridge_path(X, y, ridge_strengths).w


def ridge_of_scikit_learn() -> np.ndarray:
    fits = [Ridge(len(y) * strength, solver="svd").fit(X, y) for strength in ridge_strengths]
    return np.stack([fit.coef_ for fit in fits])


def logistic() -> np.ndarray:
    return logistic_lasso_path(tumors.x, labels, logistic_strengths).w


def logistic_of_scikit_learn() -> np.ndarray:
    fits = [
        LogisticRegression(
            C=1 / (len(labels) * strength),
            l1_ratio=1.0,
            solver="liblinear",
            tol=1e-8,
            max_iter=10_000,
            intercept_scaling=CONSTANT,
            random_state=0,
        ).fit(tumors.x, labels)
        for strength in logistic_strengths
    ]
    return np.concatenate([fit.coef_ for fit in fits])


def adamw() -> np.ndarray:
    cost, start = LeastSquares(diabetes.x, y / y.std()), np.zeros((len(DECAYS), 10))
    return descend(cost, AdamW(0.01, decay=DECAYS[:, None]), start, STEPS, record_every=STEPS).p[-1]


def adamw_of_torch() -> np.ndarray:
    ends = []
    for decay in DECAYS:
        p = torch.zeros(10, requires_grad=True)
        rule = torch.optim.AdamW([p], lr=0.01, weight_decay=float(decay))
        for _ in range(STEPS):
            p.grad = W.T @ (W @ p.detach() - TARGETS) / len(TARGETS)
            rule.step()
        ends.append(p.detach().numpy())
    return np.stack(ends)


def quietly(work: Callable[[], np.ndarray]) -> Callable[[], np.ndarray]:
    """Without warnings that a tolerance has not been reached."""

    def quiet() -> np.ndarray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return work()

    return quiet


def races() -> Iterator[Race]:
    rival = quietly(lasso_of_scikit_learn)
    yield Race("lasso path, 100 λ, diabetes, scikit-learn", lasso, [rival], 1, 1e-5)
    yield Race("ridge path, 81 λ, diabetes, scikit-learn", ridge, [ridge_of_scikit_learn], 10, 1e-9)
    name = "logistic L1 path, 30 λ, 569 × 30, scikit-learn"
    yield Race(name, logistic, [quietly(logistic_of_scikit_learn)], 1, 2e-2)
    name = f"AdamW, {len(DECAYS)} λ side by side, {STEPS} steps, torch"
    yield Race(name, adamw, [adamw_of_torch], 20)
