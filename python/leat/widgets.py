"""dbutils.widgets: the parameters of a notebook, with the defaults the notebook gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leat.names import did_you_mean


class WidgetError(ValueError):
    """A widget is asked for that does not exist, or made with values that do not go together."""


class Widgets:
    """Values by name. What the job passes wins over the default a notebook gives; all values are text."""

    def __init__(self, passed: Mapping[str, str] | None = None) -> None:
        self._passed = dict(passed or {})
        self._defaults: dict[str, str] = {}

    def text(self, name: str, defaultValue: str, label: str | None = None) -> None:
        """Makes a widget with any text as its value."""
        self._defaults[_checked(name)] = str(defaultValue)

    def dropdown(self, name: str, defaultValue: str, choices: Iterable[str], label: str | None = None) -> None:
        """Makes a widget with one of some values. WidgetError: the default is none of them."""
        self._defaults[_checked(name)] = _among(name, str(defaultValue), choices)

    def combobox(self, name: str, defaultValue: str, choices: Iterable[str], label: str | None = None) -> None:
        """Makes a widget with one of some values, or any other text."""
        self._defaults[_checked(name)] = str(defaultValue)

    def multiselect(self, name: str, defaultValue: str, choices: Iterable[str], label: str | None = None) -> None:
        """Makes a widget with some of some values, joined by commas. WidgetError: the default is none of them."""
        self._defaults[_checked(name)] = _among(name, str(defaultValue), choices)

    def get(self, name: str) -> str:
        """The value the job passes, else the default. WidgetError: there is neither."""
        values = self.getAll()
        if name not in values:
            raise WidgetError(
                f"There is no widget '{name}', and the job passes no parameter of that name."
                f"{did_you_mean(name, values)} A default is given by dbutils.widgets.text('{name}', '...')."
            )

        return values[name]

    def getArgument(self, name: str, defaultValue: str | None = None) -> str:
        """As get, with a default for this call alone."""
        return self.getAll().get(name, str(defaultValue)) if defaultValue is not None else self.get(name)

    def getAll(self) -> dict[str, str]:
        """All values by name."""
        return {**self._defaults, **self._passed}

    def defaults(self) -> dict[str, str]:
        """The values the notebook gave, by name."""
        return dict(self._defaults)

    def passed(self, more: Mapping[str, str]) -> dict[str, str]:
        """Passes more values for a while; answers what restore needs to end that."""
        before = self._passed
        self._passed = {**before, **more}
        return before

    def restore(self, before: dict[str, str]) -> None:
        self._passed = before

    def remove(self, name: str) -> None:
        """Forgets a widget the notebook made; what the job passes stays. WidgetError: there is none."""
        if name not in self.getAll():
            raise WidgetError(f"There is no widget '{name}' to remove.{did_you_mean(name, self._defaults)}")

        self._defaults.pop(name, None)

    def removeAll(self) -> None:
        """Forgets all widgets the notebook made; what the job passes stays."""
        self._defaults.clear()


def _checked(name: str) -> str:
    if not isinstance(name, str) or not name:
        raise WidgetError(f"The name of a widget must be text that is not empty, not {name!r}.")

    return name


def _among(name: str, default: str, choices: Iterable[str]) -> str:
    known = [str(choice) for choice in choices]
    if default not in known:
        raise WidgetError(f"The default '{default}' of widget '{name}' is none of its choices: {', '.join(known)}.")

    return default
