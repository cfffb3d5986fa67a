"""What a standard is; reading and checking one; which figures it asks for."""
