"""What a program can tell and ask the driver of its task run.

The driver serves it on the loopback interface for this task run alone; ``LEAT_CHANNEL`` and ``LEAT_CHANNEL_TOKEN``
say where, and prove who asks.
"""

import http.client
import json
import os
from urllib.parse import urlencode, urlsplit


class ChannelError(Exception):
    """The driver refused, or could not be reached; the text says why."""


class NotThere(ChannelError):
    """The driver knows no such thing."""


class Channel:
    """One task run's way to its driver. Safe to use from many threads."""

    def __init__(self, address, token):
        self._host = urlsplit(address).netloc
        self._token = token

    @classmethod
    def of(cls, environment=None):
        """The channel of this process; None when no task of Leat runs here."""
        environment = os.environ if environment is None else environment
        address = environment.get("LEAT_CHANNEL")
        return cls(address, environment.get("LEAT_CHANNEL_TOKEN", "")) if address else None

    def task(self):
        """Which task run this is: its ids, names, folder and parameters."""
        return self._ask("GET", "/task")

    def set_value(self, name, value):
        """Sets a task value, for ``{{tasks.KEY.values.NAME}}`` and later tasks; it must be JSON."""
        self._ask("POST", "/value", {"name": name, "value": value})

    def value(self, task, name):
        """A value that an earlier task of the run has set. Raises NotThere."""
        return self._ask("GET", "/value?" + urlencode({"task": task, "name": name}))["value"]

    def secret(self, scope, key):
        """A secret of the workspace; from now on it is hidden in all logs. Raises NotThere."""
        return self._ask("GET", "/secret?" + urlencode({"scope": scope, "key": key}))["value"]

    def output(self, output):
        """What there is to look at when the task run has ended."""
        self._ask("POST", "/output", output)

    def failure(self, message, trace):
        """Why this process is about to end with a status other than 0."""
        self._ask("POST", "/failure", {"message": message, "trace": trace})

    def _ask(self, method, path, body=None):
        headers = {"Authorization": "Bearer " + self._token}
        if body is not None:
            try:
                body = json.dumps(body, allow_nan=False).encode("utf-8")
            except (TypeError, ValueError) as e:
                raise ChannelError(f"what is told to Leat must be JSON: {e}") from None
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._host)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8")
        except (OSError, http.client.HTTPException) as e:
            raise ChannelError(f"the driver of this task cannot be reached: {e}") from e
        finally:
            connection.close()
        return _answer(response.status, text)


def _answer(status, text):
    try:
        answer = json.loads(text)
    except ValueError:
        raise ChannelError(f"the driver answered with status {status} and no JSON") from None
    if status == 200:
        return answer
    refused = NotThere if status == 404 else ChannelError
    raise refused(answer.get("error", f"the driver answered with status {status}"))
