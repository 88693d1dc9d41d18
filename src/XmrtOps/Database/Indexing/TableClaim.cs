using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// The right to build and drop indexes of a table, among all who do so by XmrtOps: of two at once, the other one would
/// take the index that is being built for a leftover. It ends with the session.
/// </summary>
internal static class TableClaim
{
    // "xmrt", so that no other program's advisory locks are met by chance.
    private const int Space = 0x786D7274;

    /// <exception cref="XmrtException">IndexBuildInProgress.</exception>
    public static async Task TakeAsync(
        DatabaseSession session, RelationName table, long tableOid, CancellationToken cancellation)
    {
        if (!await session.SingleAsync(
            "SELECT pg_catalog.pg_try_advisory_lock($1::integer, $2::integer)",
            [Space, unchecked((int)tableOid)],
            row => row.GetBoolean(0),
            cancellation))
        {
            throw Errors.IndexBuildInProgress(table.ToString(), "Another XmrtOps session");
        }
    }
}
