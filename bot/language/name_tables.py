"""The names of all units by what may be asked of them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from bot.language.name_weighing import Name
from bot.language.unit_forms import spaced

Key = TypeVar("Key", bound=Hashable)


class Entry(NamedTuple, Generic[Key]):
    """A name at its place in the tables; `table` is whole, cores, initials or a family of which each place has one."""

    table: str
    at: str
    name: Name[Key]


class Tables(Generic[Key]):
    """Lists of names in the order of their units; a core is the letters of a name without its class word.

    Who asks may still hold a table while a new one is made of it, so a list that is there is replaced, never changed.
    """

    def __init__(self, entries: Iterable[Entry[Key]] = ()) -> None:
        self.lists: defaultdict[str, dict[str, list[Name[Key]]]] = defaultdict(dict)
        self.by_word: dict[str, list[str]] = {}
        self.by_length: dict[int, list[str]] = {}
        self.spaced: dict[str, str] = {}
        """The words of each core."""
        for table, at, name in entries:
            self.lists[table].setdefault(at, []).append(name)
        for core, names in self.lists["cores"].items():
            self.spaced[core] = spaced(names[0].form.core)
            self.by_length.setdefault(len(core), []).append(core)
            for word in self.spaced[core].split():
                self.by_word.setdefault(word, []).append(core)

    def names(self, table: str, at: str) -> list[Name[Key]]:
        """At the place "" all of a family stand."""
        return self.lists[table].get(at, []) if table in self.lists else []

    def renewed(
        self, gone: Iterable[Entry[Key]], new: Iterable[Entry[Key]], order: Mapping[Key, int]
    ) -> "Tables[Key]":
        """These tables without the entries `gone` and with others, the units in this order."""
        tables: Tables[Key] = Tables()
        for table, lists in self.lists.items():
            tables.lists[table] = dict(lists)
        tables.by_word, tables.by_length = dict(self.by_word), dict(self.by_length)
        tables.spaced = dict(self.spaced)
        touched: defaultdict[tuple[str, str], list[Name[Key]]] = defaultdict(list)
        renamed: set[Key] = set()
        for table, at, name in gone:
            touched[table, at].clear()
            renamed.add(name.key)
        for table, at, name in new:
            touched[table, at].append(name)
            renamed.add(name.key)
        for (table, at), names in touched.items():
            kept = [name for name in self.names(table, at) if name.key not in renamed]
            tables.lists[table][at] = sorted([*kept, *names], key=lambda name: order[name.key])
            if not tables.lists[table][at]:
                del tables.lists[table][at]
        tables._place([at for table, at in touched if table == "cores"], order)
        return tables

    def _place(self, cores: Iterable[str], order: Mapping[Key, int]) -> None:
        """Have these cores found by their words and by their length, or not any more."""

        def first(core: str) -> int:
            return order[self.lists["cores"][core][0].key]

        lengths: defaultdict[int, set[str]] = defaultdict(set)
        words: defaultdict[str, set[str]] = defaultdict(set)
        left = set(cores)
        for core in left:
            lengths[len(core)].add(core)
            for word in self.spaced.pop(core, "").split():
                words[word].add("")
            if core in self.lists["cores"]:
                self.spaced[core] = spaced(self.lists["cores"][core][0].form.core)
                for word in self.spaced[core].split():
                    words[word].add(core)
        for length, here in lengths.items():
            there = [core for core in self.by_length.get(length, ()) if core not in left]
            self.by_length[length] = sorted([*there, *(here & self.spaced.keys())], key=first)
        for word, here in words.items():
            there = [core for core in self.by_word.get(word, ()) if core not in left]
            self.by_word[word] = sorted([*there, *(here & self.spaced.keys())], key=first)
