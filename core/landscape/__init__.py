"""Looking at an objective: planes, surfaces, curvature, critical points."""

from core.landscape.basins import Basins, Fate, basins
from core.landscape.critical_points import CriticalPoint, Verdict, classify, critical_points, minima
from core.landscape.curvature import nonconvex_share, smallest_eigenvalue, smallest_eigenvalue_at
from core.landscape.landscape import Landscape
from core.landscape.mode_connectivity import Path, relaxed, straight
from core.landscape.plane_choices import (
    PLANES,
    FilterNormalized,
    HessianEigenvectors,
    MostCurved,
    MostCurvedMostNegative,
    MostNegative,
    PrincipalComponents,
    RandomDirections,
    ThreePoints,
)
from core.landscape.planes import PlaneChoice, Shadow, TwoCoordinates, point_of, shadow
from core.landscape.principal_components import principal_components, random_walk_shares
from core.landscape.profile import minimized_out
from core.landscape.spectrum import (
    PlaneView,
    Spectrum,
    convex_share,
    plane_view,
    ritz_values,
    spectrum,
)
from core.landscape.surface import Surface, axes, grid, sample
from core.landscape.zero_set import Walk, null_basis, walk, zero_set_dimension

__all__ = [
    "PLANES",
    "Basins",
    "CriticalPoint",
    "Fate",
    "FilterNormalized",
    "HessianEigenvectors",
    "Landscape",
    "MostCurved",
    "MostCurvedMostNegative",
    "MostNegative",
    "Path",
    "PlaneChoice",
    "PlaneView",
    "PrincipalComponents",
    "RandomDirections",
    "Shadow",
    "Spectrum",
    "Surface",
    "ThreePoints",
    "TwoCoordinates",
    "Verdict",
    "Walk",
    "axes",
    "basins",
    "classify",
    "convex_share",
    "critical_points",
    "grid",
    "minima",
    "minimized_out",
    "nonconvex_share",
    "null_basis",
    "plane_view",
    "point_of",
    "principal_components",
    "random_walk_shares",
    "relaxed",
    "ritz_values",
    "sample",
    "shadow",
    "smallest_eigenvalue",
    "smallest_eigenvalue_at",
    "spectrum",
    "straight",
    "walk",
    "zero_set_dimension",
]
