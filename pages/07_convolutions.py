"""Convolutions

What is a convolution, what does it save, and is it really invariant?

40 minutes.
"""

import streamlit as st

import pages.ui.together
from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.convolutions.asked.questions import QUESTIONS
from pages.ui.convolutions.presets import PRESETS, otherwise, usable
from pages.ui.convolutions.topics import place_topic, show_topic
from pages.ui.page import style

spec = chapter.begin(
    Experiment,
    "What does a convolution share?",
    PRESETS,
    otherwise,
    usable=usable,
    questions=QUESTIONS,
)
style("convolutions/page.css")
chapter.presets(Experiment, PRESETS, included="numbers", questions=QUESTIONS)
show_topic(spec)
with st.sidebar:
    place(Experiment, "topic")
    place_topic(spec)
