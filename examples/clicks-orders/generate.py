#!/usr/bin/env python3
"""Makes the data of this example: clicks (JSON) and orders (CSV) of an invented shop.

    ./generate.py                        writes the shipped data again, byte for byte
    ./generate.py --scale 100 --out DIR  a hundred times as many users, sessions and rows
    ./generate.py --check                makes it anew in a scratch folder and compares checksums

The data is meant to be like the real thing: few users and products make most of the rows, some
clicks are sent twice, some rows come a day late, and some records are broken. Whether a click leads
to an order depends on the user, the price, where the user came from and how often they looked, so
there is something to learn. expected.json tells how many rows of which sort were made.

Only the standard library is used, and of its random numbers only random(), which gives the same
sequence on every version of Python 3.
"""

import argparse
import hashlib
import json
import math
import random
import re
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

DAYS = 14
FIRST_DAY = datetime(2026, 1, 1, tzinfo=timezone.utc)
USERS, PRODUCTS, SESSIONS_A_DAY = 600, 150, 175  # at scale 1
SENT_TWICE, LATE, BROKEN_CLICKS, BROKEN_ORDERS = 0.03, 0.02, 0.004, 0.006
REFERRERS = (("search", 0.45, 0.2), ("direct", 0.25, 0.7), ("email", 0.15, 0.4), ("ad", 0.15, -1.2))


class Shop:
    """Draws users, products and what they do from one seeded source of randomness."""

    def __init__(self, scale, seed):
        self.random = random.Random(seed).random
        self.seed = seed
        self.users = max(10, round(USERS * scale))
        self.products = max(10, round(PRODUCTS * math.sqrt(scale)))
        self.sessions = max(1, round(SESSIONS_A_DAY * scale))
        self.click_id = 0
        self.order_id = 0

    def zipf(self, n, exponent):
        """A number from 0 to n - 1; i is drawn in proportion to (i + 1) ** -exponent."""
        power = 1 - exponent
        x = (1 + self.random() * ((n + 1) ** power - 1)) ** (1 / power)
        return min(n - 1, int(x) - 1)

    def normal(self):
        """About a standard normal number, between -3 and 3."""
        return 2 * (self.random() + self.random() + self.random()) - 3

    def trait(self, kind, number):
        """A lasting trait of one user or product: about standard normal, the same on every call."""
        digest = hashlib.sha256(f"{self.seed}/{kind}/{number}".encode()).digest()
        parts = [int.from_bytes(digest[i : i + 4], "big") / 2**32 for i in (0, 4, 8)]
        return 2 * sum(parts) - 3

    def price(self, product):
        return round(math.exp(3.0 + 0.8 * self.trait("price", product)), 2)

    def referrer(self):
        draw = self.random()
        for name, share, pull in REFERRERS:
            draw -= share
            if draw < 0:
                return name, pull
        return REFERRERS[-1][0], REFERRERS[-1][2]

    def session(self, day):
        """The clicks and orders of one visit: two lists of (time, record)."""
        user = self.zipf(self.users, 0.5)
        referrer, pull = self.referrer()
        # Visits gather in the evening: two draws, the later one counts half.
        hours = 6 + 17 * (self.random() + max(self.random(), self.random())) / 2
        now = day + timedelta(seconds=int(hours * 3600))
        mood = 1.3 * self.trait("user", user) + pull + 0.6 * self.normal()
        focus = self.zipf(self.products, 0.8)
        clicks, looks = [], {}
        while True:
            product = focus if self.random() < 0.65 else self.zipf(self.products, 0.8)
            dwell = 2 + int(math.exp(2.6 + 0.45 * mood + 0.6 * self.normal()))
            self.click_id += 1
            clicks.append((now, (self.click_id, user, product, referrer, self.price(product), dwell)))
            looks[product] = looks.get(product, 0) + 1
            now += timedelta(seconds=dwell + 5 + int(60 * self.random()))
            if self.random() > 0.54 + 0.05 * max(-3.0, min(3.0, mood)):
                break

        orders = []
        for product, count in looks.items():
            price = self.price(product)
            wish = 1.6 * mood + 1.3 * (count - 2) - 1.5 * (math.log(price) - 3.0) + 0.5 * self.trait("appeal", product)
            if self.random() < 1 / (1 + math.exp(-wish)):
                orders.append(self.order(user, product, price, now))
        return clicks, orders

    def order(self, user, product, price, after):
        """An order within the hour after the last click."""
        quantity = 1 + int(self.random() ** 3 * 4)
        ordered_at = after + timedelta(seconds=10 + int(3500 * self.random() ** 2))
        self.order_id += 1
        return ordered_at, (self.order_id, user, product, quantity, price)

    def telephone_order(self, day):
        """An order that no click led to."""
        product = self.zipf(self.products, 0.8)
        at = day + timedelta(seconds=int((8 + 10 * self.random()) * 3600))
        return self.order(self.zipf(self.users, 0.5), product, self.price(product), at)


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def click_line(time, record):
    click_id, user, product, referrer, price, dwell = record
    fields = {
        "click_id": click_id,
        "user_id": user,
        "product_id": product,
        "referrer": referrer,
        "price": price,
        "dwell_seconds": dwell,
        "clicked_at": stamp(time),
    }
    return json.dumps(fields, separators=(",", ":"))


def order_line(time, record):
    order_id, user, product, quantity, price = record
    return f"{order_id},{user},{product},{quantity},{quantity * price:.2f},{stamp(time)}"


def broken_click(line, which):
    """A record as it arrives when a sender dies half way, or sends words for numbers."""
    if which < 0.6:
        return line[: len(line) // 2]
    return re.sub('"dwell_seconds":[0-9]+', '"dwell_seconds":"long"', line)


def broken_order(line, which):
    fields = line.split(",")
    if which < 0.5:
        fields[3] = "two"
        return ",".join(fields)
    if which < 0.8:
        return ",".join(fields[:4])
    fields[5] = "yesterday"
    return ",".join(fields)


class Feed:
    """Daily files of one sort of record, in the order of time, with faults; counts what it writes."""

    def __init__(self, shop, folder, suffix, header, to_line, to_broken, twice, broken):
        self.shop, self.folder, self.suffix, self.header = shop, folder, suffix, header
        self.to_line, self.to_broken, self.twice, self.broken = to_line, to_broken, twice, broken
        self.late = []
        self.counts = {"files": 0, "records": 0, "malformed": 0, "duplicates": 0, "late": 0}
        self.sha256 = {}
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, day, rows, last):
        lines, late = self.late, []
        self.counts["late"] += len(lines)
        for time, record in sorted(rows):
            line = self.to_line(time, record)
            if self.shop.random() < self.broken:
                lines.append(self.to_broken(line, self.shop.random()))
                self.counts["malformed"] += 1
            elif not last and self.shop.random() < LATE:
                late.append(line)
            else:
                lines.append(line)
                if self.shop.random() < self.twice:
                    lines.append(line)
                    self.counts["duplicates"] += 1
        self.late = late
        self.counts["files"] += 1
        self.counts["records"] += len(lines)
        data = "".join(line + "\n" for line in self.header + lines).encode()
        path = self.folder / f"{day:%Y-%m-%d}{self.suffix}"
        path.write_bytes(data)
        self.sha256[f"{self.folder.name}/{path.name}"] = hashlib.sha256(data).hexdigest()


def generate(out, scale, seed):
    shop = Shop(scale, seed)
    clicks = Feed(shop, out / "clicks", ".json", [], click_line, broken_click, SENT_TWICE, BROKEN_CLICKS)
    header = ["order_id,user_id,product_id,quantity,amount,ordered_at"]
    orders = Feed(shop, out / "orders", ".csv", header, order_line, broken_order, 0.0, BROKEN_ORDERS)
    spilled = []  # orders of a visit that went on past midnight
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        last = number == DAYS - 1
        clicked, ordered = [], spilled
        for _ in range(shop.sessions):
            more_clicks, more_orders = shop.session(day)
            clicked += more_clicks
            ordered += more_orders
        ordered += [shop.telephone_order(day) for _ in range(shop.sessions // 20)]
        midnight = day + timedelta(days=1)
        spilled = [] if last else [row for row in ordered if row[0] >= midnight]
        clicks.write(day, clicked, last)
        orders.write(day, ordered if last else [row for row in ordered if row[0] < midnight], last)
    made = {"seed": seed, "scale": scale, "clicks": clicks.counts, "orders": orders.counts}
    made["sha256"] = {**clicks.sha256, **orders.sha256}
    (out / "expected.json").write_text(json.dumps(made, indent=2) + "\n")
    return made


def check(shipped):
    expected = json.loads((shipped / "expected.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        made = generate(Path(scratch), expected["scale"], expected["seed"])
    wrong = [key for key in made if made[key] != expected.get(key)]
    for name, digest in made["sha256"].items():
        path = shipped / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    if wrong:
        sys.exit(f"{shipped} is not what this generator makes: {', '.join(wrong)}. Run generate.py to make it anew.")
    print(f"{len(made['sha256'])} files in {shipped} are exactly what this generator makes.")


def main():
    home = Path(__file__).resolve().parent / "data"
    parser = argparse.ArgumentParser(description="Makes the data of the clicks-orders example.")
    parser.add_argument("--scale", type=float, default=1, help="times as many users, sessions and rows (default 1)")
    parser.add_argument("--seed", type=int, default=7, help="another seed makes other data (default 7)")
    parser.add_argument("--out", type=Path, default=home, help="folder to write to (default: the shipped data)")
    parser.add_argument("--check", action="store_true", help="compare the data in --out with what would be made")
    options = parser.parse_args()
    if options.check:
        check(options.out)
        return
    made = generate(options.out, options.scale, options.seed)
    for name in ("clicks", "orders"):
        print(name, " ".join(f"{key}={value}" for key, value in made[name].items()))


if __name__ == "__main__":
    main()
