"""Questions and answers of minutes: their labels, and what a yes affirms."""

import re

_LABEL = r"\s*(?:(?:{})(?:\.|\b[^:.?\n]{{0,40}}:)|{}:)"
_QUESTION = re.compile(
    _LABEL.format("pitanje|pit|prasanje|pyetje|pyetja|question", "[qp]")
)
_ANSWER = re.compile(_LABEL.format("odgovor|odg|pergjigje|pergjigja|answer", "[ao]"))
_YES = re.compile(
    r"\s*(?:(?:jeste|jesam|jesu|jesmo|tako je|tacno|tacno je|upravo tako|toa e tocno|"
    r"tocno|taka e|po|sakte|yes|correct|that is right)(?![\w'])|(?:da|po)[.,;])"
)


def is_question(folded: str) -> bool:
    """Whether a sentence begins with a label for a question, or ends as one."""
    return _QUESTION.match(folded) is not None or folded.rstrip().endswith("?")


def is_labelled(folded: str) -> bool:
    """Whether a sentence begins with a label for a question or an answer."""
    return any(label.match(folded) for label in (_QUESTION, _ANSWER))


def affirms(folded: str) -> bool:
    """Whether an answer begins with a yes, which makes the question's words its own."""
    label = _ANSWER.match(folded)
    return _YES.match(folded, label.end() if label else 0) is not None
