"""Classes of letters for regular expressions: ranges such as À-Ỹ hold small letters too."""

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""The capitals of Vietnamese, for a character class."""

NAME = rf"[{UPPER}]\w*(?:[ -][{UPPER}\d][\w']*){{0,4}}"
"""A proper name of up to five words: "Cao Bằng", "Hồ Chí Minh"."""

SENTENCE_END = rf"\.(?=\s+[{UPPER}]|\s*$)"
"""A full stop before a capital or at the end."""
