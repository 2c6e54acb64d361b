import asyncio
from inspect import iscoroutinefunction

import pytest

TEST_SECONDS = 60.0
OWN_LOOP = {"io_loop", "jp_asyncio_loop"}
"""Fixtures that bring a loop of their own, and what runs tests on it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a schedule that failed be run alone."""
    parser.addoption("--seed", type=int, help="run the seeded schedules with this seed alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless the marker is asked for."""
    if "long" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def` tests that need no server, each on a new loop."""
    if not iscoroutinefunction(pyfuncitem.obj) or OWN_LOOP & set(pyfuncitem.fixturenames):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    test = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    asyncio.run(asyncio.wait_for(test, TEST_SECONDS))
    return True


@pytest.fixture(scope="session")
def database():
    """Give the PostgreSQL of the whole test run: the wheel's, or the one that a URL names."""
    pytest.importorskip("psycopg")
    from eventlog.postgres import serving

    with serving() as database:
        yield database
