"""The bot speaks each person's language: /ngonngu, the language of a new person's phone, the menu of commands."""

from telegram import Bot, BotCommandScopeChat

from tests.dialogs.test_enrolment import link_from
from tests.town import LAN, TOKEN, Town


async def menu_of(here: Town, chat: int) -> list[str]:
    """What the person's own menu says; nothing where he has everybody's."""
    # A chat's updates run one after another, and the menu is set before the first of these two ends.
    await here.lan.says("/ngonngu")
    return await own_commands(here, chat)


async def own_commands(here: Town, chat: int) -> list[str]:
    async with Bot(TOKEN, base_url=f"{here.address}/bot") as bot:
        return [one.description for one in await bot.get_my_commands(BotCommandScopeChat(chat))]


async def test_a_person_chooses_his_language_and_back_again(here: Town) -> None:
    assert (
        str(await here.lan.says("/ngonngu"))
        == """Bot nói tiếng nào với anh/chị?
[Tiếng Việt][English]"""
    )
    english = await here.lan.taps("English")
    assert (
        str(english)
        == """From now on the bot speaks English to you. Type /giup to see what you can do.
Figures and dates stay as in Vietnamese papers: 1.234,5 and 30/6/2026. Names of units and indicators are not translated.
[Tiếng Việt][English]"""
    )
    assert (await here.lan.says("/ngonngu")).text == "In which language shall the bot speak to you?"
    assert (await here.lan.taps("Tiếng Việt")).text.startswith("Từ nay bot nói tiếng Việt với anh/chị.")
    assert (await here.lan.says("/ngonngu")).text == "Bot nói tiếng nào với anh/chị?"


async def test_choosing_a_language_closes_nothing(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")
    assert "11,9 tỷ đồng" in (await here.lan.says("11,9 ty")).text


async def test_whoever_chooses_another_language_has_a_menu_of_his_own_until_he_goes_back(here: Town) -> None:
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")
    assert "Tiếng Việt, English" in await menu_of(here, LAN)
    await here.lan.taps("Tiếng Việt")
    assert await menu_of(here, LAN) == []


async def test_a_menu_of_one_s_own_is_made_anew_at_each_start(here: Town) -> None:
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")
    await menu_of(here, LAN)
    async with Bot(TOKEN, base_url=f"{here.address}/bot") as bot:
        await bot.set_my_commands([("cu", "an old one")], BotCommandScopeChat(LAN))
    await here.restart()
    # A stop lets the menus be finished.
    await here.stop()
    assert "an old one" not in await own_commands(here, LAN)


async def test_a_stranger_is_spoken_to_in_the_language_of_his_phone_until_he_chooses(here: Town) -> None:
    token = await link_from(here, role="Đầu mối báo cáo", unit="Thôn Nà Hoa")
    here.stranger.language = "en-GB"
    asked = await here.stranger.says(f"/start {token}")
    assert asked.buttons
    assert (await here.stranger.says("/ngonngu")).text == "In which language shall the bot speak to you?"
    assert (await here.stranger.taps("Tiếng Việt")).text.startswith("Từ nay bot nói tiếng Việt")
    assert "Anh/chị có đồng ý không?" in (await here.stranger.says("/giup")).text


async def test_a_phone_in_a_language_that_the_bot_does_not_speak_hears_the_configured_one(here: Town) -> None:
    here.stranger.language = "ru"
    assert "chưa được giao vai trò" in (await here.stranger.says("/start")).text
