using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>
/// Which rows of the table are in an archive, by a hash of their key: for plans in which other rows decide what is old.
/// A session becomes unused when somebody deletes its newest message; if that happens after the archive was written, the
/// session itself is unchanged and yet not in it.
/// </summary>
/// <param name="Hash">The hash in SQL, over the alias t.</param>
/// <param name="Hashes">Of all rows in the archive: 64 bits each, of which two that are alike are not to be expected.</param>
internal sealed record ArchivedKeys(string Hash, IReadOnlySet<long> Hashes)
{
    /// <returns>Null where a row's own columns decide, which cannot change without the row.</returns>
    public static async Task<ArchivedKeys?> ReadAsync(
        DatabaseTransaction transaction, RetentionPlan plan, IReadOnlyList<string> key, CancellationToken cancellation)
    {
        if (plan.Filter.IsOwnRow)
        {
            return null;
        }

        string hash = $"pg_catalog.hashtextextended(ROW({string.Join(", ", key.Select(RetentionFilter.Column))})::text, 0)";
        List<long> hashes = await transaction.QueryAsync(
            $"SELECT {hash} {RetentionSql.InRange(plan, "$1")}",
            [plan.Cutoff.ToUniversalTime()],
            row => row.GetInt64(0),
            cancellation);
        return new ArchivedKeys(hash, hashes.ToHashSet());
    }
}
