# Sourced after tests/running.sh. Vercel's own command line judges the stand-in of its API: tests of the class
# VercelCliTests run it, and count as skipped where XMRTOPS_TEST_VERCEL_CLI does not say where it is.

vercel_cli_version=60.1.3

# fetch_vercel_cli: puts it under $work and names it to the tests. Install scripts are for commands that build.
fetch_vercel_cli() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        say "The tests by Vercel's command line will be skipped (there is no node)"
    elif npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work/vercel" \
            "vercel@$vercel_cli_version" \
        && node "$work/vercel/node_modules/vercel/dist/vc.js" --version 2>/dev/null; then
        export XMRTOPS_TEST_VERCEL_CLI=$work/vercel/node_modules/vercel/dist/vc.js
    else
        say "The tests by Vercel's command line will be skipped (vercel@$vercel_cli_version cannot be installed or run)"
    fi
}
