"""A phone that speaks to real web processes over a real network connection, byte by byte if need be."""

import http.client
import json
import socket

from tests.lms.sync.sender import SYNC, body, new_key


class RealSender:
    """One profile of one phone. Every request is a connection of its own."""

    def __init__(self, port, *, owner, key=None):
        self.port, self.owner, self.key = port, owner, key or new_key()

    def request(self, items):
        """The bytes of a whole request."""
        content = body(self.owner, items).encode()
        head = (
            f"POST {SYNC} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Submit {self.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + content

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def answer(self, items):
        """(status, answer as JSON) of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Authorization": f"Submit {self.key}", "Content-Type": "application/json"}
            connection.request("POST", SYNC, body(self.owner, items), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def statuses(self, *items):
        status, answer = self.answer(items)
        assert status == 200, answer
        return [result["status"] for result in answer["results"]]

    def cut_request(self, items, after):
        """Sends the first `after` bytes of a request and is gone."""
        with self.connect() as connection:
            connection.sendall(self.request(items)[:after])

    def cut_answer(self, items, after):
        """Sends a whole request, reads `after` bytes of the answer and is gone; returns what was read."""
        read = b""
        with self.connect() as connection:
            connection.sendall(self.request(items))
            while len(read) < after and (part := connection.recv(after - len(read))):
                read += part
        return read


def send_alone(port, owner, key, item, start):
    """Hands one item in from a process of its own once `start` is set; returns its status."""
    start.wait()
    return RealSender(port, owner=owner, key=key).statuses(item)[0]
