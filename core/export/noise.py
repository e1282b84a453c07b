"""What a step draws, drawn again in a script: by NumPy, from a seed, the step and the place."""

from core.networks.layers import AddNoise, Dropout, Layer, Sequential
from core.networks.model import Model

DROPPED = '''\
def dropped(x, rate, seed, k, place):
    """x with features left out at random in step k; as it is outside of a step."""
    if k is None:
        return x
    kept = np.random.default_rng((seed, k, place)).random(x.shape) >= rate
    return x * kept / (1 - rate)
'''
MOVED = '''\
def moved(x, sigma, seed, k, place):
    """x moved by normal numbers in step k; as it is outside of a step."""
    if k is None:
        return x
    return x + sigma * np.random.default_rng((seed, k, place)).standard_normal(x.shape)
'''
_DRAWN_TORCH = '''\
class Drawn(nn.Module):
    """Noise in training alone, drawn by NumPy from a seed, the number of the step and a place."""

    def __init__(self, strength, seed, place):
        super().__init__()
        self.strength, self.seed, self.place, self.k = strength, seed, place, 0

    def forward(self, x):
        if not self.training:
            return x
        self.k += 1
        return self.draw(x, np.random.default_rng((self.seed, self.k, self.place)))
'''
_DROPPED_TORCH = '''\
class Dropped(Drawn):
    """Dropout, as nn.Dropout does it with masks of its own."""

    def draw(self, x, rng):
        kept = torch.from_numpy(rng.random(tuple(x.shape)) >= self.strength)
        return x * kept / (1 - self.strength)
'''
_MOVED_TORCH = '''\
class Moved(Drawn):
    """Normal numbers are added."""

    def draw(self, x, rng):
        return x + self.strength * torch.from_numpy(rng.standard_normal(tuple(x.shape)))
'''


def is_drawn(layer: Layer) -> bool:
    """Whether a layer draws anything in a step."""
    return bool(strength(layer))


def draws_noise(model: Model) -> bool:
    """Whether any of a model's layers does."""
    return isinstance(model, Sequential) and any(map(is_drawn, model.layers))


def strength(layer: Layer) -> float:
    """The rate of a dropout, the deviation of added noise, 0 of anything else."""
    match layer:
        case Dropout(rate):
            return rate
        case AddNoise(sigma):
            return sigma
    return 0.0


def numpy_level(layer: Dropout | AddNoise, n: int) -> tuple[str, str, set[str]]:
    """What such a layer makes of a, as number n of its network, its way back, what both call."""
    m, drawn = n - 1, f"{strength(layer)!r}, {layer.seed}, k, {n - 1}"
    if not is_drawn(layer):
        return f"a{m}", f"d{m} = d{n}", set()
    if isinstance(layer, Dropout):
        return f"dropped(a{m}, {drawn})", f"d{m} = dropped(d{n}, {drawn})", {"dropped"}
    return f"moved(a{m}, {drawn})", f"d{m} = d{n}", {"moved"}


def torch_classes(model: Model) -> list[str]:
    """The modules that a model with noise is made of besides PyTorch's."""
    if not draws_noise(model):
        return []
    assert isinstance(model, Sequential)
    kinds = {type(layer) for layer in model.layers if is_drawn(layer)}
    own = ((Dropout, _DROPPED_TORCH), (AddNoise, _MOVED_TORCH))
    return [_DRAWN_TORCH, *(text for kind, text in own if kind in kinds)]


def torch_module(layer: Layer, place: int) -> str:
    """The call of such a module."""
    assert isinstance(layer, Dropout | AddNoise)
    name = "Dropped" if isinstance(layer, Dropout) else "Moved"
    return f"{name}({strength(layer)!r}, {layer.seed}, {place})"
