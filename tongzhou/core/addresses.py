"""What may stand in an address."""

from django.urls.converters import IntConverter


class RowConverter(IntConverter):
    """The number of a row, written `<row:pk>`: a longer one is in no column, so it is no address."""

    regex = "[0-9]{1,18}"
