"""Pictures that stand still: numbers in, a Plotly figure or a formula out."""
