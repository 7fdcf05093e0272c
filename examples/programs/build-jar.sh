#!/usr/bin/env bash
# Compiles src/ against the Spark that Leat brings along, into shelves.jar.
set -euo pipefail
cd "$(dirname "$0")"
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -d "$classes" -cp "../../jobs/target/runtime/4.1/jars/*" src/com/example/shop/*.java
jar --create --file shelves.jar -C "$classes" .
