"""A small page with controls, for AppTest and for the browser."""

import streamlit as st

from pages.ui.controls import assign, place, read, reset, turn
from tests.pages.lab import Lab

st.session_state["spec"] = repr(read(Lab))
st.code(st.session_state["spec"], language=None)
place(Lab, "optimizer", "optimizer.eta", "optimizer.*", without=["optimizer.eta"])
place(Lab, "sampler", "sampler.*", high={"sampler.m": 6})
place(Lab, "steps", "w", "seed", "as_printed", "table")
st.button("preset", on_click=assign, args=(Lab, {"w": -1.2374612, "optimizer.eta": 0.3000001}))
st.button("impossible", on_click=assign, args=(Lab, {"w": 99.0, "steps": 7}))
st.button("fresh", on_click=assign, args=(Lab, {"steps": 7}), kwargs={"keep": False})
st.button("reset", on_click=reset, args=(Lab,))
st.button("gone", on_click=turn, args=(Lab, "optimizer.beta", 0.5))
st.button("other")
