"""Which figure stands where in a workbook that people keep: proposed, decided, remembered, and read by it."""

from dudao.spreadsheets.mapping.cells import CellFault
from dudao.spreadsheets.mapping.decision import (
    KIND_WORDS,
    ROLE_WORDS,
    SURE_WORDS,
    Answer,
    JudgedItem,
    Kind,
    Line,
    Mapping,
    Option,
    Question,
    Role,
    Sure,
    TableMapping,
)
from dudao.spreadsheets.mapping.keeping import MappingFault, mapping_from_text, mapping_to_text
from dudao.spreadsheets.mapping.merging import merge_readings
from dudao.spreadsheets.mapping.proposal import (
    LineProposal,
    Outcome,
    Proposal,
    TableProposal,
    answer_more,
    apply_answers,
    propose,
)
from dudao.spreadsheets.mapping.reading import Reading, SheetFacts, read_figures, school_types

__all__ = [
    "KIND_WORDS",
    "ROLE_WORDS",
    "SURE_WORDS",
    "Answer",
    "CellFault",
    "JudgedItem",
    "Kind",
    "Line",
    "LineProposal",
    "Mapping",
    "MappingFault",
    "Option",
    "Outcome",
    "Proposal",
    "Question",
    "Reading",
    "Role",
    "SheetFacts",
    "Sure",
    "TableMapping",
    "TableProposal",
    "answer_more",
    "apply_answers",
    "mapping_from_text",
    "mapping_to_text",
    "merge_readings",
    "propose",
    "read_figures",
    "school_types",
]
