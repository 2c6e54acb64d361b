import asyncio
from inspect import iscoroutinefunction

import pytest

TEST_SECONDS = 60.0
OWN_LOOP = {"io_loop", "jp_asyncio_loop"}
"""Fixtures that bring a loop of their own, and what runs tests on it."""


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
