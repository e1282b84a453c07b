"""How soon a reader sees something, as ratios to an empty Streamlit app in the same run."""
