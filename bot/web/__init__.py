"""The page: a second door to the same use cases, for a browser. Server-rendered HTML; nothing comes from elsewhere."""
