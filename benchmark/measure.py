"""The measurements, each of ours beside a plain or an empty page, in turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Playwright, sync_playwright

from benchmark import browser, follow
from benchmark.follow import Hall, Outcome
from benchmark.million import million_points
from benchmark.sites import OURS, App, Site, serving
from benchmark.visitor import Run, Visitor
from benchmark.walks import Choice, Filters

Values = dict[str, list[float]]
"""All values of one thing, by the name of the app."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and how long each thing is measured."""

    cold_rounds: int
    walks: int
    load_rounds: int
    load_s: float
    memory_rounds: int
    further_sessions: int
    hall_s: float
    uploads: int


FULL = Effort(
    cold_rounds=9,
    walks=2,
    load_rounds=3,
    load_s=12,
    memory_rounds=3,
    further_sessions=20,
    hall_s=30,
    uploads=3,
)
QUICK = Effort(
    cold_rounds=3, walks=1, load_rounds=1, load_s=5, memory_rounds=1, further_sessions=10, hall_s=5, uploads=1
)

CLIENTS = 8
FIRST_SESSIONS = 3
"""Sessions that are open before memory is first read: the first ones fill the caches."""


@dataclass(frozen=True, slots=True)
class Bench:
    """How each thing is measured. Every method answers the values of all the sites it was given."""

    effort: Effort
    filters: Filters

    def first_map_ms(self, *sites: Site) -> Values:
        """From the start of the navigation in a new browser until the whole map has been painted."""
        values: Values = {site.app.name: [] for site in sites}
        with sync_playwright() as playwright:
            for _ in range(self.effort.cold_rounds):
                for site in sites:
                    with browser.cold_page(playwright, site) as page:
                        ms = browser.first_map_ms(page, site, self._shown_at_first(site))
                        values[site.app.name].append(ms)
        return values

    def _shown_at_first(self, site: Site) -> int:
        """How many clusters a page opens with: the empty one with none."""
        return self.filters.matching(Choice()) if site.app.sectors_key else 0

    def filter_ms(self, *sites: Site) -> Values:
        """From the click on a sector until the map with its clusters has been painted.

        One browser at a time: beside another page each would also wait for what that one clears away.
        """
        values: Values = {site.app.name: [] for site in sites}
        with sync_playwright() as playwright:
            for seed in range(self.effort.walks):
                for site in sites:
                    with browser.cold_page(playwright, site) as page:
                        browser.first_map_ms(page, site, self._shown_at_first(site))
                        values[site.app.name] += browser.filter_ms(page, site, self.filters.walk(seed))
        return values

    def filter_bytes(self, *sites: Site) -> Values:
        """Size of the arguments that the map is given when one sector is chosen, for each sector."""
        return self._sizes(sites, lambda run: len(run.map_arguments().encode()))

    def filter_total_bytes(self, *sites: Site) -> Values:
        """Size of all messages that the page is sent when one sector is chosen, for each sector."""
        return self._sizes(sites, lambda run: run.bytes_sent)

    def _sizes(self, sites: tuple[Site, ...], size: Callable[[Run], int]) -> Values:
        async def sizes(site: Site) -> list[float]:
            found: list[float] = []
            async with Visitor(site) as visitor:
                for sector in range(self.filters.number_of_sectors):
                    found.append(size(await visitor.choose({sector})))
                    await visitor.choose(())
            return found

        return {site.app.name: asyncio.run(sizes(site)) for site in sites}

    def reruns_per_s(self, *sites: Site) -> Values:
        """Filter changes that one process answers while some clients never rest."""
        values: Values = {site.app.name: [] for site in sites}
        for turn in range(self.effort.load_rounds):
            for site in sites:
                values[site.app.name].append(asyncio.run(self._load(site, turn)))
        return values

    async def _load(self, site: Site, turn: int) -> float:
        async def keep_choosing(visitor: Visitor, seed: int) -> int:
            runs = 0
            for choice, _ in cycle(self.filters.walk(seed)):
                await visitor.choose(choice)
                if time.perf_counter() > end:
                    break
                runs += 1
            return runs

        async with AsyncExitStack() as pages:
            visitors = [await pages.enter_async_context(Visitor(site)) for _ in range(CLIENTS)]
            seeds = range(turn * CLIENTS, (turn + 1) * CLIENTS)
            end = time.perf_counter() + self.effort.load_s
            return sum(await asyncio.gather(*map(keep_choosing, visitors, seeds))) / self.effort.load_s

    def session_mb(self, *apps: App) -> Values:
        """Memory by which a fresh server grows for each further page that is open."""
        values: Values = {app.name: [] for app in apps}
        for _ in range(self.effort.memory_rounds):
            for app in apps:
                with serving(app) as site:
                    values[app.name].append(asyncio.run(self._growth_mb(site)))
        return values

    async def _growth_mb(self, site: Site) -> float:
        async with AsyncExitStack() as pages:
            for _ in range(FIRST_SESSIONS):
                await pages.enter_async_context(Visitor(site))
            before = site.memory_mb()
            for _ in range(self.effort.further_sessions):
                await pages.enter_async_context(Visitor(site))
            return (site.memory_mb() - before) / self.effort.further_sessions

    def hall(self, *apps: App) -> dict[str, Values]:
        """300 followers of one presenter who moves twice a second; every figure comes from the same run."""
        return self._follow(Hall(rooms=1, followers=300, seconds=self.effort.hall_s), apps, "follow")

    def halls(self, *apps: App) -> dict[str, Values]:
        """The same with ten presenters of 30 followers each; a page that polls knows one presenter only."""
        return self._follow(Hall(rooms=10, followers=30, seconds=self.effort.hall_s), apps, "follow_rooms")

    def _follow(self, hall: Hall, apps: tuple[App, ...], name: str) -> dict[str, Values]:
        found: dict[str, Values] = {}
        for app in apps:
            join = follow.open_room if app is OURS else follow.open_polled_page
            with serving(app) as site:
                outcome = asyncio.run(follow.measure(site, hall, join))
            for figure, value in _told(outcome).items():
                found.setdefault(f"{name}_{figure}", {})[app.name] = [value]
        return found

    def start_ms(self, *apps: App) -> Values:
        """From the start of a process to its first answer."""
        values: Values = {app.name: [] for app in apps}
        for _ in range(self.effort.cold_rounds):
            for app in apps:
                with serving(app) as site:
                    values[app.name].append(site.start_ms)
        return values

    def upload_1m_s(self, site: Site) -> Values:
        """From a file of a million points handed to the page until its map shows the counted points."""
        with sync_playwright() as playwright, million_points() as file:
            return {site.app.name: [_upload_s(playwright, site, file) for _ in range(self.effort.uploads)]}

    def upload_1m_mb(self, app: App) -> Values:
        """Peak memory of a fresh server while it reads a million points, above what it had before."""
        with serving(app) as site, sync_playwright() as playwright, million_points() as file:
            with browser.cold_page(playwright, site) as page:
                browser.open_upload(page, site)
                before = site.memory_mb()
                browser.upload_s(page, file)
            return {app.name: [site.peak_memory_mb() - before]}


def _upload_s(playwright: Playwright, site: Site, file: Path) -> float:
    with browser.cold_page(playwright, site) as page:
        browser.open_upload(page, site)
        return browser.upload_s(page, file)


def _told(outcome: Outcome) -> dict[str, float]:
    p95 = quantiles(outcome.delays_ms, n=20, method="inclusive")[-1]
    return {
        "p95_ms": p95,
        "cpu_pct": outcome.server_pct,
        "client_pct": outcome.client_pct,
        "mb": outcome.grown_mb,
    }
