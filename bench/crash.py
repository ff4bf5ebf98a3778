"""What is lost and what comes twice: 2,000 updates and 900 nudges under 20 × kill -9, then under a bad network.

Real processes against the local Bot API server, which counts. Killed: nothing may be lost, handled twice or stay
unanswered, and there may be 1.5 duplicates a kill. Bad network: 3% of the calls are accepted and not answered, 3%
fail with 502, 1% with 429, and 1% of the people have blocked the bot. The short form is tests/faults/test_crash.py.

python bench/crash.py [--updates 2000] [--nudges 900] [--kills 20]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.faults.storm import BLOCKED, Figures, Storm

EACH = 20
PER_SECOND = 25


async def killed(folder: Path, *, updates: int, nudges: int, kills: int) -> Figures:
    storm = Storm(folder, talkers=updates // EACH, each=EACH, hearers=nudges)
    async with storm.breaks():
        talking = asyncio.create_task(storm.talk(PER_SECOND))
        await storm.kill(kills)
        await talking
        await storm.clears()
    return storm.figures()


async def bad_network(folder: Path, *, updates: int, nudges: int) -> Figures:
    storm = Storm(folder, talkers=updates // EACH, each=EACH, hearers=nudges)
    storm.spoil_the_network()
    async with storm.breaks(blocked=round(nudges * BLOCKED)):
        await storm.talk(PER_SECOND)
        await storm.clears()
    return storm.figures()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--nudges", type=int, default=900)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        under_kills = asyncio.run(
            killed(Path(first), updates=asked.updates, nudges=asked.nudges, kills=asked.kills)
        )
        print("killed:", under_kills)
        under_faults = asyncio.run(bad_network(Path(second), updates=asked.updates, nudges=asked.nudges))
        print("bad network:", under_faults)
    figures = {
        "killed": asdict(under_kills),
        "duplicates_a_kill": round(under_kills.duplicates / max(1, under_kills.kills), 2),
        "bad_network": asdict(under_faults),
    }
    print(json.dumps({"figures": figures}))
    for found in (under_kills, under_faults):
        lost = found.updates_lost + found.updates_twice + found.answers_missing + found.nudges_lost
        if lost or found.out_of_order or found.unflagged:
            raise SystemExit("something was lost, came twice or out of order, or was not flagged")


if __name__ == "__main__":
    main()
