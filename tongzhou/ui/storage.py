"""Static files whose names carry their hash, also where a script imports another."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js"` as well, so that scripts are cached for ever too."""

    support_js_module_import_aggregation = True
