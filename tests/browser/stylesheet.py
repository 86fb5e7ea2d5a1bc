"""One joined stylesheet for the browser, as an instance serves it: else every page asks for fifty small files."""

from django.contrib.staticfiles.storage import StaticFilesStorage


class JoinedStyles(StaticFilesStorage):
    """Static files under their own names, the stylesheets joined."""

    joins_stylesheets = True
