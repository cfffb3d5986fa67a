"""What people do. One room per subject, in one fixed order: a room may import those below it, never those above."""
