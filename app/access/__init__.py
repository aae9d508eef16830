"""Who may come in: organisations with the policies they adopted, and access tokens."""
