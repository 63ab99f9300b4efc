"""Sheets that staff bring in: venues, and people on a roster, from Excel or CSV.

`sheets` reads a file into rows with the names of their cells, `columns` says what a column is and what may stand in
it, and `venues` and `people` say what a row becomes. `lms.actions.importing` takes a file in, or says what it would do.
"""
