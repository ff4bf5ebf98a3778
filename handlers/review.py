"""Reports are looked at, moved and entered for others: /duyet, /tralai, /giahan, /nhapthay, /lichsu; /nhac, /thongbao."""

from collections.abc import Callable

from bot.campaign.report_life import Move
from bot.usecases import (
    announcing,
    following_up,
    histories,
    move_questions,
    report_cards,
    standing_in,
    wave_progress,
    waves,
)
from handlers.chat import Command, Tap, Typed, Use


def _stand_in(words: str) -> Use:
    return lambda tx, who, now: report_cards.to_stand_in(tx, who, now, text=words)


COMMANDS = (
    Command(name="duyet", use=lambda _: report_cards.waiting, writes=True),
    Command(name="tralai", use=lambda _: report_cards.to_return, writes=True),
    Command(name="giahan", use=lambda _: report_cards.to_extend, writes=True),
    Command(name="nhapthay", use=_stand_in, writes=True),
    Command(name="lichsu", use=lambda _: report_cards.history_of, writes=True),
    Command(name="nhac", use=lambda _: waves.preview),
    Command(name="thongbao", use=lambda _: announcing.ask, writes=True),
)


def _place(tap: Tap, place: int) -> int | None:
    """An optional number of a tap; 0 stands for none."""
    return tap.subjects[place] or None if place < len(tap.subjects) else None


def _move(move: Move) -> Callable[[Tap], Use]:
    """A tap that makes a move of the report in its number, or asks about it first."""
    return lambda tap: (
        lambda tx, who, now: move_questions.begin(tx, who, now, report_id=tap.subject(), move=move)
    )


MOVES = (Move.SIGN, Move.HAND_BACK, Move.ACCEPT, Move.RETURN, Move.EXTEND, Move.EXCUSE, Move.WITHDRAW)

TAPS: dict[str, Callable[[Tap], Use]] = {
    **{move.value: _move(move) for move in MOVES},
    "move_why": lambda tap: (
        lambda tx, who, now: move_questions.choose_reason(tx, who, now, place=tap.subject())
    ),
    "move_due": lambda _: lambda tx, who, now: move_questions.give_due(tx, who, now, text=None),
    "waiting": lambda _: report_cards.waiting,
    "reports": lambda tap: lambda tx, who, now: report_cards.turn_page(tx, who, now, page=tap.subject()),
    "report": lambda tap: (
        lambda tx, who, now: report_cards.choose(
            tx, who, now, period_id=tap.subject(), unit_id=tap.subject(1)
        )
    ),
    "card": lambda tap: lambda tx, who, now: report_cards.card(tx, who, now, report_id=tap.subject()),
    "history": lambda tap: (
        lambda tx, who, now: histories.history(
            tx, who, now, report_id=tap.subject(), page=_place(tap, 1) or 0
        )
    ),
    "indicator_history": lambda tap: (
        lambda tx, who, now: histories.indicator_history(
            tx,
            who,
            now,
            indicator_id=tap.subject(),
            unit_id=tap.subject(1),
            page=_place(tap, 2) or 0,
        )
    ),
    "stand_in": lambda tap: lambda tx, who, now: standing_in.begin(tx, who, now, report_id=tap.subject()),
    "stand_in_from": lambda tap: (
        lambda tx, who, now: standing_in.choose_kind(tx, who, now, place=tap.subject())
    ),
    "stand_in_again": lambda _: standing_in.again,
    "stand_in_list": lambda _: report_cards.to_stand_in,
    "stand_in_end": lambda tap: lambda tx, who, now: standing_in.end(tx, who, now, report_id=tap.subject()),
    "follow_up_which": lambda tap: (
        lambda tx, who, now: following_up.which(
            tx, who, now, report_id=tap.subject(), page=_place(tap, 1) or 0
        )
    ),
    "follow_up": lambda tap: (
        lambda tx, who, now: following_up.begin(
            tx, who, now, report_id=tap.subject(), indicator_id=tap.subject(1)
        )
    ),
    "follow_up_ask": lambda tap: lambda tx, who, now: following_up.ask_for(tx, who, now, place=tap.subject()),
    "follow_up_answer": lambda tap: (
        lambda tx, who, now: following_up.open_answer(tx, who, now, follow_up_id=tap.subject())
    ),
    "follow_up_close": lambda tap: (
        lambda tx, who, now: following_up.close(tx, who, now, follow_up_id=tap.subject())
    ),
    "follow_up_look": lambda tap: (
        lambda tx, who, now: following_up.look(tx, who, now, follow_up_id=tap.subject())
    ),
    "nudge": lambda tap: (
        lambda tx, who, now: waves.preview(
            tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1), page=_place(tap, 2) or 0
        )
    ),
    "nudge_send": lambda tap: (
        lambda tx, who, now: waves.send(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=tap.subject(1),
            group=tap.subject(2),
            stamp=tap.subject(3),
            worded=_place(tap, 4) == 1,
            message_id=tap.message_id,
        )
    ),
    "nudge_words": lambda tap: (
        lambda tx, who, now: waves.ask_words(tx, who, now, campaign_id=tap.subject(), n=tap.subject(1))
    ),
    "wave": lambda tap: lambda tx, who, now: wave_progress.look(tx, who, now, wave_id=tap.subject()),
    "wave_cancel": lambda tap: lambda tx, who, now: wave_progress.cancel(tx, who, now, wave_id=tap.subject()),
    "waves": lambda _: wave_progress.log,
    "announce": lambda tap: lambda tx, who, now: announcing.ask(tx, who, now, campaign_id=tap.subject()),
    "announce_to": lambda tap: (
        lambda tx, who, now: announcing.choose_circle(
            tx, who, now, campaign_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "announce_send": lambda tap: (
        lambda tx, who, now: announcing.send(
            tx, who, now, campaign_id=tap.subject(), stamp=tap.subject(1), message_id=tap.message_id
        )
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {
    waves.SCREEN: lambda typed: lambda tx, who, now: waves.typed_words(tx, who, now, text=typed.text),
    "announcement": lambda typed: lambda tx, who, now: announcing.typed(tx, who, now, text=typed.text),
    "move_reason": lambda typed: (
        lambda tx, who, now: move_questions.give_reason(tx, who, now, reason=typed.text)
    ),
    "move_due": lambda typed: lambda tx, who, now: move_questions.give_due(tx, who, now, text=typed.text),
    "follow_up": lambda typed: lambda tx, who, now: following_up.ask(tx, who, now, question=typed.text),
    "follow_up_answer": lambda typed: lambda tx, who, now: following_up.answer(tx, who, now, text=typed.text),
    standing_in.SCREEN: lambda typed: lambda tx, who, now: standing_in.say(tx, who, now, text=typed.text),
    "report_list": lambda typed: lambda tx, who, now: report_cards.narrow(tx, who, now, text=typed.text),
}
