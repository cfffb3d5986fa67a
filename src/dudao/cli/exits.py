"""The exit statuses of every command; docs/commands.md explains them to people who write scripts."""

DONE = 0  # done; asked a question, the answer is yes
NO = 1  # done, and the answer is no: errors found, something missing, a standard not met
USAGE = 2  # the command line itself makes no sense
REFUSED = 3  # not done, nothing changed: the file or the data does not allow it
UNDECIDED = 4  # not done, nothing changed: a person has to decide something first, such as a column's meaning
FAULT = 70  # a mistake of the program
INTERRUPTED = 130  # stopped with Ctrl+C
