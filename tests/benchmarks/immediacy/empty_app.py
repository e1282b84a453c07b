"""As little as an app can have: a heading, and a slider whose value is said."""

import streamlit as st

st.title("Nothing")
st.write(f"It is at {st.slider('Slider', 0, 100, 50)}.")
