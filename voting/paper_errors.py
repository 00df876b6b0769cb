"""Why marks are not a valid answer to a paper."""

from voting.errors import VotingError


class InvalidPaper(VotingError):
    """Root of why a voter's paper is not valid; an invalid paper cannot be sent. ``question`` is its number."""

    def __init__(self, *, question: int, message: str) -> None:
        self.question = question
        super().__init__(f"question {question}: {message}")


class MissingAnswer(InvalidPaper):
    """Every question is answered, if only by leaving it blank on purpose."""

    code = "missing_answer"

    def __init__(self, *, question: int) -> None:
        super().__init__(question=question, message="not answered")


class UnknownQuestion(InvalidPaper):
    """The paper has no question of this number."""

    code = "unknown_question"

    def __init__(self, *, question: int) -> None:
        super().__init__(question=question, message="not on this paper")


class DuplicateAnswer(InvalidPaper):
    """A question is answered once."""

    code = "duplicate_answer"

    def __init__(self, *, question: int) -> None:
        super().__init__(question=question, message="answered twice")


class UnknownOption(InvalidPaper):
    """The question has no such option."""

    code = "unknown_option"

    def __init__(self, *, question: int, option: str) -> None:
        self.option = option
        super().__init__(question=question, message=f"has no option {option!r}")


class MarkedTwice(InvalidPaper):
    """An option is marked once."""

    code = "marked_twice"

    def __init__(self, *, question: int, option: str) -> None:
        self.option = option
        super().__init__(question=question, message=f"option {option!r} is marked twice")


class TooManyMarked(InvalidPaper):
    """More options are marked than the question allows."""

    code = "too_many_marked"

    def __init__(self, *, question: int, marked: int, maximum: int) -> None:
        self.marked, self.maximum = marked, maximum
        super().__init__(question=question, message=f"{marked} marked, at most {maximum} may be")


class TooFewMarked(InvalidPaper):
    """Fewer options are marked than the question asks for."""

    code = "too_few_marked"

    def __init__(self, *, question: int, marked: int, minimum: int) -> None:
        self.marked, self.minimum = marked, minimum
        super().__init__(question=question, message=f"{marked} marked, at least {minimum} must be")


class BlankNotAllowed(InvalidPaper):
    """This poll takes no blank answers."""

    code = "blank_not_allowed"

    def __init__(self, *, question: int) -> None:
        super().__init__(question=question, message="may not be left blank")
