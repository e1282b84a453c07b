"""Networks in the browser, their parameters, and which of the runs is looked at."""
