"""How each event changes the complaint, by the chapters of `app.domain.events`."""
