"""`python -m dudao` is `dudao`."""

from dudao.cli import main

if __name__ == "__main__":
    main(prog_name="dudao")
