"""The same seven questions in two well-known libraries, which run in a virtual environment of their own."""
