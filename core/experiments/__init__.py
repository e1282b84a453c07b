"""What a reader can set, and what it means: one folder for each chapter."""

from core.experiments.diagnosis import (
    Diagnosis,
    NetworkDiagnosis,
    accuracy,
    convexifying_ridge,
    diagnose,
    diagnose_network,
)
from core.experiments.starts import STARTS, Chosen, Drawn

__all__ = [
    "STARTS",
    "Chosen",
    "Diagnosis",
    "Drawn",
    "NetworkDiagnosis",
    "accuracy",
    "convexifying_ridge",
    "diagnose",
    "diagnose_network",
]
