"""A campaign over time, in the chat: its targets re-issued, others made from it, closed, opened again, archived."""

from collections.abc import Callable

from bot.campaign.reissues import Choice
from bot.usecases import campaign_list, campaigns, carrying, closing, commemorating, reissuing, retargeting
from handlers.chat import Command, Tap, Typed, Use

COMMANDS: tuple[Command, ...] = ()


def _line(choice: Choice) -> Callable[[Tap], Use]:
    """A tap that says what a line is: the document, the line, and for a pair the indicator."""
    return lambda tap: (
        lambda tx, who, now: reissuing.choose(
            tx,
            who,
            now,
            document_id=tap.subject(),
            source_id=tap.subject(1),
            choice=choice,
            indicator_id=tap.subject(2) if choice is Choice.CHANGE else None,
        )
    )


def _line_screen(*, every: bool) -> Callable[[Tap], Use]:
    return lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen="reissue_line",
            campaign_id=tap.subject(),
            indicator_id=tap.subject(1),
            pending={"every": True} if every else None,
        )
    )


TAPS: dict[str, Callable[[Tap], Use]] = {
    "reissue_begin": lambda tap: (
        lambda tx, who, now: reissuing.begin(
            tx, who, now, document_id=tap.subject(), campaign_id=tap.subject(1)
        )
    ),
    "reissue_not": lambda tap: (
        lambda tx, who, now: reissuing.begin_anew(tx, who, now, document_id=tap.subject())
    ),
    "reissue": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx, who, now, screen="reissue", campaign_id=tap.subject(), pending={"page": tap.subject(1)}
        )
    ),
    "reissue_line": _line_screen(every=False),
    "reissue_every": _line_screen(every=True),
    "reissue_pair": _line(Choice.CHANGE),
    "reissue_add": _line(Choice.ADD),
    "reissue_leave": _line(Choice.LEAVE),
    "reissue_add_all": lambda tap: (
        lambda tx, who, now: reissuing.add_all(tx, who, now, document_id=tap.subject())
    ),
    "reissue_withdraw": lambda tap: (
        lambda tx, who, now: reissuing.turn_withdrawal(
            tx, who, now, document_id=tap.subject(), indicator_id=tap.subject(1)
        )
    ),
    "reissue_from": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx, who, now, screen="reissue_from", campaign_id=tap.subject()
        )
    ),
    "reissue_review": lambda tap: (
        lambda tx, who, now: reissuing.review(tx, who, now, document_id=tap.subject())
    ),
    "reissue_keep": lambda tap: lambda tx, who, now: reissuing.keep(tx, who, now, document_id=tap.subject()),
    "retarget": lambda tap: lambda tx, who, now: retargeting.begin(tx, who, now, indicator_id=tap.subject()),
    "retarget_today": lambda _: retargeting.today,
    "retarget_keep": lambda _: retargeting.keep,
    "give_again": lambda tap: (
        lambda tx, who, now: retargeting.give_again(tx, who, now, indicator_id=tap.subject())
    ),
    "sprint": lambda tap: lambda tx, who, now: carrying.begin_sprint(tx, who, now, campaign_id=tap.subject()),
    "sprint_turn": lambda tap: (
        lambda tx, who, now: carrying.turn(tx, who, now, indicator_id=tap.subject(), page=tap.subject(1))
    ),
    "sprint_page": lambda tap: lambda tx, who, now: carrying.page_of_sprint(tx, who, now, page=tap.subject()),
    "sprint_period": lambda _: carrying.ask_period,
    "next_year": lambda tap: (
        lambda tx, who, now: carrying.ask_next_year(tx, who, now, campaign_id=tap.subject())
    ),
    "next_year_open": lambda tap: (
        lambda tx, who, now: carrying.open_next_year(tx, who, now, campaign_id=tap.subject())
    ),
    "campaigns": lambda _: campaign_list.listed,
    "campaigns_over": lambda _: campaign_list.listed_over,
    "close_campaign": lambda tap: (
        lambda tx, who, now: closing.close(tx, who, now, campaign_id=tap.subject(), sure=tap.subject(1) == 1)
    ),
    "reopen_campaign": lambda tap: (
        lambda tx, who, now: closing.ask_reopen(tx, who, now, campaign_id=tap.subject())
    ),
    "archive_campaign": lambda tap: (
        lambda tx, who, now: closing.archive(
            tx, who, now, campaign_id=tap.subject(), sure=tap.subject(1) == 1
        )
    ),
    "commemorations": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx, who, now, screen="commemorations", campaign_id=tap.subject()
        )
    ),
    "commemoration": lambda tap: (
        lambda tx, who, now: commemorating.open_day(tx, who, now, campaign_id=tap.subject(), n=tap.subject(1))
    ),
    "commemoration_circle": lambda tap: (
        lambda tx, who, now: commemorating.choose_circle(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), place=tap.subject(2)
        )
    ),
    "commemoration_approve": lambda tap: (
        lambda tx, who, now: commemorating.approve(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), yes=True
        )
    ),
    "commemoration_stop": lambda tap: (
        lambda tx, who, now: commemorating.approve(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), yes=False
        )
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    "commemoration": lambda typed: (
        lambda tx, who, now: commemorating.typed_text(tx, who, now, text=typed.text)
    ),
    "retarget": lambda typed: lambda tx, who, now: retargeting.typed(tx, who, now, text=typed.text),
    "sprint_period": lambda typed: lambda tx, who, now: carrying.typed_period(tx, who, now, text=typed.text),
    "reissue_from": lambda typed: lambda tx, who, now: reissuing.typed_from(tx, who, now, text=typed.text),
    "campaign_reopen": lambda typed: lambda tx, who, now: closing.typed_reopen(tx, who, now, text=typed.text),
}
