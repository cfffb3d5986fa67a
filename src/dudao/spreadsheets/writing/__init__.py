"""New workbooks: templates and reports. User text is always written as text, never as a formula."""
