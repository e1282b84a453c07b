"""The engine's own source, taken apart and written again in two dialects, for scripts."""
