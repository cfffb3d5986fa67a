"""Counties, their units and people, and the door of the site: signing in, safe answers to a browser, refusals in words."""
