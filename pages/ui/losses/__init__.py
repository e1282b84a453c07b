"""One model under several losses, on stage: their surfaces, their runs, what is said of them."""
