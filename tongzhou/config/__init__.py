"""Front door and fuse box: settings, addresses, the WSGI entry."""
