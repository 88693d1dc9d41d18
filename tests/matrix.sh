#!/usr/bin/env bash
# Runs the integration tests on PostgreSQL 13, 15, 17 and 18, or on those that are named: tests/matrix.sh 13 18
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
source tests/running.sh

if [ $# -eq 0 ]; then
    set -- 13 15 17 18
fi
for version in "$@"; do
    if [ -z "${postgres_builds[$version]:-}" ]; then
        echo "There are binaries of PostgreSQL $(printf '%s\n' "${!postgres_builds[@]}" | sort -n | xargs), not of '$version'." >&2
        exit 2
    fi
done

say "Build"
dotnet build XmrtOps.sln || exit 1
for version in "$@"; do
    run_integration "$version"
done
finish
