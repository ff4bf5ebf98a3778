"""The story of the demo as a dialog in the terminal, told by the real bot over real HTTP."""

from collections.abc import Callable

from bot.demo.phones import Line
from bot.demo.run import Directive, opened
from bot.demo.story import ENROLMENT, STORY


async def play(directive: Directive, say: Callable[[str], None], *, port: int = 0) -> None:
    """Tell the whole story; `say` gets it line by line. Errors: StoryBroken where the bot does not play along."""

    def told(line: Line) -> None:
        for each in spelled(line):
            say(each)

    def titled(n: int, title: str) -> None:
        say("")
        say(f"── {n}. {title} ".ljust(78, "─"))

    titled(0, ENROLMENT)
    async with opened(directive, port=port, told=told) as demo:
        for n, scene in enumerate(STORY, 1):
            titled(n, scene.title)
            await demo.teller.tell(scene)


def spelled(line: Line) -> list[str]:
    """A line of the dialog as lines of the terminal, with the buttons of a message in [brackets].

    What a person does stands on the left, what the bot says to him is moved in.
    """
    if line.person is None:
        return ["", f"   Đồng hồ: {line.text}"]
    if not line.by_bot:
        return ["", f"{line.person.name}{' sửa tin' if line.rewritten else ''}: {line.text}"]
    text = line.text.split("\n")
    rows = [" ".join(f"[{label}]" for label in row) for row in line.buttons]
    return ["", f"    Bot → {line.person.name}:", *(f"    │ {each}".rstrip() for each in (*text, *rows))]
