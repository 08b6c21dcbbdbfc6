"""The street: committees, compounds, buildings, households, residents, partners, places."""
