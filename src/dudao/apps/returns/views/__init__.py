"""The pages of a county's figures: workbooks on their way in, what stands, what was judged."""
