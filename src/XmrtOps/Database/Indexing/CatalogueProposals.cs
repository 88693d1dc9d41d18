using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>What the catalogue and the statistics say without any plan.</summary>
internal static class CatalogueProposals
{
    /// <summary>Drafts an index for each foreign key that has none.</summary>
    public static async Task<List<ProposalDraft>> ForeignKeysAsync(
        XmrtConnection connection, MissingIndexFilter filter, INotices notices, CancellationToken cancellation)
    {
        List<UnindexedKey> keys = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.QueryAsync(
                Sql.Of("Database/Indexing/ForeignKeys.sql"),
                [filter.Table?.Regex],
                row => new UnindexedKey(
                    new RelationName(row.GetString(0), row.GetString(1)),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetFieldValue<string[]>(5),
                    row.GetBoolean(6)),
                cancellation),
            cancellation);
        if (keys.Count(key => key.IsLocked) is > 0 and int locked)
        {
            notices.Warn($"{locked} foreign keys are of tables that another session locks: their partial indexes could not be looked at.");
        }

        if (keys.Count == 0)
        {
            return [];
        }

        Dictionary<RelationName, TableStatistics> tables = await TableCatalogue.ReadAsync(
            connection, [.. keys.Select(key => key.Table).Distinct()], notices, cancellation);
        return [.. keys.Where(key => tables.ContainsKey(key.Table)).Select(key => Draft(key, tables[key.Table]))];
    }

    /// <summary>Tables that are read whole again and again: which columns are asked for, only a plan tells.</summary>
    public static async Task<List<IndexProposal>> SequentialScansAsync(
        XmrtConnection connection, MissingIndexFilter filter, INotices notices, CancellationToken cancellation)
    {
        List<IndexProposal?> scanned = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.QueryAsync(
                Sql.Of("Database/Indexing/SequentialScans.sql"),
                [filter.Table?.Regex, (long)IndexingThresholds.LargeTableRows, IndexingThresholds.SequentialScans],
                row => Scanned(
                    connection,
                    new RelationName(row.GetString(0), row.GetString(1)),
                    row.GetInt64(2),
                    row.GetInt64(3),
                    row.GetInt64(4),
                    row.GetInt64(6),
                    row.TimeOrNull(7)),
                cancellation),
            cancellation);
        return [.. scanned.OfType<IndexProposal>()];
    }

    private static ProposalDraft Draft(UnindexedKey key, TableStatistics table)
    {
        string[] columns = [.. key.Columns.OrderBy(column => table.Columns.GetValueOrDefault(column)?.EqualityFraction ?? 1)];
        string rule = key.OnDelete switch
        {
            "c" => "deletes its rows along",
            "n" or "d" => "changes its rows",
            _ => "looks for rows that point to it",
        };
        return new ProposalDraft
        {
            Candidates =
            [
                new IndexCandidate
                {
                    Table = table,
                    Elements = [.. columns.Select(IdentifierSql.Of)],
                    Equalities = columns.Length,
                    Columns = columns,
                    Reason = string.Create(
                        CultureInfo.CurrentCulture,
                        $"Foreign key {key.Name} has no index: deleting a row of {key.Referenced} {rule}, "
                        + $"and reads all of {table.Relation} ({Display.Bytes(table.Bytes)}) to find them"),
                    Confidence = Confidence.High,
                },
            ],
            Source = ProposalSource.ForeignKey,
            Severity = table.IsLarge ? Severity.Warning : Severity.Information,
            // What the server asks for each row that is deleted there.
            Query = $"SELECT 1 FROM ONLY {IdentifierSql.Of(table.Relation)} x WHERE "
                + string.Join(" AND ", columns.Select((column, i) =>
                    string.Create(CultureInfo.InvariantCulture, $"x.{IdentifierSql.Of(column)} = ${i + 1}")))
                + " FOR KEY SHARE OF x",
            QueryCount = 1,
        };
    }

    private static IndexProposal? Scanned(
        XmrtConnection connection,
        RelationName table,
        long rows,
        long scans,
        long rowsRead,
        long bytes,
        DateTimeOffset? since)
    {
        if (!IndexingThresholds.IsScannedAgainAndAgain(rows, scans, rowsRead))
        {
            return null;
        }

        string from = since is { } reset
            ? string.Create(CultureInfo.CurrentCulture, $"since {reset:g}")
            : "since its statistics began";
        return new IndexProposal
        {
            Connection = connection.Name,
            Schema = table.Schema!,
            Table = table.Name,
            Source = ProposalSource.SequentialScans,
            Reason = string.Create(
                CultureInfo.CurrentCulture,
                $"Read sequentially {scans:N0} times {from}, {rowsRead / (double)scans:N0} of {rows:N0} rows each; which columns are asked for, only the plans of its queries tell"),
            TableRows = rows,
            TableBytes = bytes,
            Severity = Severity.Information,
            Confidence = Confidence.Low,
            NotVerifiedReason = "There is no query to ask the planner about.",
            Remedy = $"Get-XmrtSlowQuery -Text {PowerShellLiteral.Quote($"*{table.Name}*")} -Connection "
                + $"{PowerShellLiteral.Quote(connection.Name)} | Get-XmrtQueryPlan | Find-XmrtMissingIndex -Verify",
            MeasuredAt = DateTimeOffset.Now,
        };
    }

    private sealed record UnindexedKey(
        RelationName Table, string Name, string Referenced, string OnDelete, string[] Columns, bool IsLocked);
}
