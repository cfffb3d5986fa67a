"""The demonstration county: a made-up county of 150 schools and the workbooks it keeps, from a seed.

    county = build()                     # plain data: schools, figures, lists, judgements
    workbooks(county)                    # its own tables, name → bytes; brought in like anybody's
    faulty_workbooks(county)             # the same with faults that stop an import, all listed in PLANTED

Pure: no disk, no clock. The same seed gives the same bytes.
"""
