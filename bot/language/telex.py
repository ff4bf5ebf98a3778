"""Words whose marks were left as typed letters: "tyr" is tỷ, "trieeju" triệu, "ddoongf" đồng (the Telex keyboard)."""

import re
import unicodedata

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_LETTERS = {"dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư"}
_MARKED = "âăêôơư"
_VOWELS = "aeiouy" + _MARKED
# The second letter of a pair may be typed later in the syllable: "trieuej".
_LATER = re.compile(r"([aeo])([a-z]*)\1")
_HORNS = ((re.compile("uo([a-z]*)w"), r"ươ\1"), (re.compile("ua([a-z]*)w"), r"ưa\1"))
_SYLLABLE = re.compile(r"(?P<head>qu|gi(?=[a-z])|[^aeiouy]*)(?P<vowel>[aeiouyw][a-z]*)")


def from_telex(word: str) -> str:
    """The word with its marks; the word itself if it holds no Telex letters. Expects lower case ASCII.

    >>> from_telex("ddoongf"), from_telex("trieuej"), from_telex("ha")
    ('đồng', 'triệu', 'ha')
    """
    found = _SYLLABLE.fullmatch(word)
    if found is None:
        return word
    tones = [letter for letter in found["vowel"] if letter in _TONES]
    if len(tones) > 1:
        return word
    plain = found["head"] + "".join(letter for letter in found["vowel"] if letter not in _TONES)
    plain = _LATER.sub(r"\1\1\2", plain)
    for horns, letters in _HORNS:
        plain = horns.sub(letters, plain)
    for typed, letter in _LETTERS.items():
        plain = plain.replace(typed, letter)
    return _toned(plain, len(found["head"]), _TONES[tones[0]]) if tones else plain


def _toned(plain: str, begin: int, tone: str) -> str:
    """The tone stands on the marked vowel, else on the one before the end: "hòa", "hoàn"."""
    vowels = [at for at in range(len(plain)) if plain[at] in _VOWELS and (at >= begin or plain[0] == "đ")]
    if not vowels:
        return plain
    marked = [at for at in vowels if plain[at] in _MARKED]
    open_end = vowels[-1] == len(plain) - 1
    at = marked[-1] if marked else vowels[-2] if open_end and len(vowels) > 1 else vowels[-1]
    return unicodedata.normalize("NFC", plain[: at + 1] + tone + plain[at + 1 :])
