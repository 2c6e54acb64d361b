"""Runs code in a kernel that a live server starts, as a notebook does."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from .live_server import TOKEN, LiveServer

HEADERS = {"Authorization": f"token {TOKEN}"}


async def run_in_kernel(server: LiveServer, code: str) -> str:
    """Return what the code prints; its traceback where it raises."""
    kernels = f"{server.url}api/kernels"
    started = await AsyncHTTPClient().fetch(kernels, method="POST", headers=HEADERS, body="{}")
    kernel_id = json.loads(started.body)["id"]
    url = f"{kernels.replace('http', 'ws', 1)}/{kernel_id}/channels"
    channels = await websocket_connect(HTTPRequest(url, headers=HEADERS))
    try:
        await channels.write_message(json.dumps(_execute_request(code)))
        return await _output(channels)
    finally:
        channels.close()
        await AsyncHTTPClient().fetch(f"{kernels}/{kernel_id}", method="DELETE", headers=HEADERS)


async def _output(channels: Any) -> str:
    said = ""
    while True:
        message = json.loads(await channels.read_message())
        content = message["content"]
        match message["msg_type"]:
            case "stream":
                said += content["text"]
            case "error":
                return "\n".join(content["traceback"])
            case "execute_reply":
                return said


def _execute_request(code: str) -> dict[str, Any]:
    header = {
        "msg_id": uuid.uuid4().hex,
        "session": uuid.uuid4().hex,
        "username": "ann",
        "msg_type": "execute_request",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }
