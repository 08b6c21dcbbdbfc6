"""Static files whose names carry their hash, also where a script imports another."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

# Statements only: Django's own pattern for `import(...)` also meets types in comments.
IMPORTS = (
    (
        r"""(?P<matched>(?P<names>(?:import|export)\b[^;"']*?\bfrom)\s*"(?P<url>\.[^"]+)";)""",
        """%(names)s "%(url)s";""",
    ),
)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js"` as well, so that scripts are cached for ever too."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.js", IMPORTS))
