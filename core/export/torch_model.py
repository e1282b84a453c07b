"""A network and its loss as a PyTorch script has them."""

import re

from core.export.layers_torch import torch_modules
from core.export.script import template
from core.networks.activations import Identity
from core.networks.layers import Sequential
from core.objectives.risk import Risk


def model_text(risk: Risk) -> str:
    """The model as an `nn.Sequential`, without the last activation where the loss contains it."""
    network, layers = risk.model, list[str]()
    if isinstance(network, Sequential):
        layers = [f"{module}," for module in torch_modules(network)]
        if not (_of_logits(risk) or isinstance(network.output, Identity)):
            layers.append(f"{template(network.output)},")
        return "\n".join(["model = nn.Sequential(", *(f"    {layer}" for layer in layers), ")"])
    network = risk.network
    for m, n, activation in zip(
        network.widths, network.widths[1:], network.activations, strict=False
    ):
        layers.append(f"nn.Linear({m}, {n}),")
        if not isinstance(activation, Identity):
            layers.append(f"{template(activation)},")
    if _of_logits(risk) and not isinstance(network.output, Identity):
        layers[-1] = f"# The loss contains the {type(network.output).__name__.lower()}."
    return "\n".join(["model = nn.Sequential(", *(f"    {layer}" for layer in layers), ")"])


def _of_logits(risk: Risk) -> bool:
    return bool(re.search(r"\bz\b", template(risk.loss)))


def loss_text(risk: Risk) -> str:
    """The loss as a function of the model's outputs and the targets."""
    text = template(risk.loss)
    if risk.model.output_shape == (1,) and "reduction" in text:
        # The mean over samples and outputs is then the mean over samples.
        text = text.replace(', reduction="sum"', "").replace(" / len(y)", "")
    argument = "z" if _of_logits(risk) else "a"
    said = f'"""{risk.loss.title.capitalize()}, a mean over samples."""'
    return f"def loss({argument}, y):\n    {said}\n    return {text}\n"


OUTPUTS = '''\
def outputs(p, x):
    """The model's outputs with the parameters p."""
    parts = p.split([q.numel() for q in model.parameters()])
    named = zip(model.named_parameters(), parts, strict=True)
    at_p = {name: part.view_as(q) for (name, q), part in named}
    return torch.func.functional_call(model, at_p, (x,))
'''
