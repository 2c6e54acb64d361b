"""A server with a folder of files, as in the tests of the server."""

from tests.server.conftest import *  # noqa: F403 - the same servers
