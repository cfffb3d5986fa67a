"""Values, verdicts, points, grade, gaps and explanation: one standard over one snapshot."""
