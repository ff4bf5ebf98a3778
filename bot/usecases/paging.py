"""Long lists a page at a time."""


def paged(page: int, count: int, shown: int) -> tuple[int, int]:
    """The page that is nearest to the one asked for, and how many there are (at least one)."""
    pages = max(1, -(-count // shown))
    return min(max(page, 0), pages - 1), pages
