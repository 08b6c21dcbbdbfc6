"""The corridor: the only place where rooms meet, with the pages composed of several of them."""
