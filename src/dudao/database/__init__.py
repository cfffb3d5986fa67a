"""What "saved" means here: SQLite that forgets nothing, one writer at a time.

`build` picks an SQLite without the bug of 3.7.0–3.51.2 · `gate` lets writers in one by one · `sqlite` is the Django
backend made of both · `checks` looks at folder, settings and content before the site starts.
"""
