using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention.Archives;

/// <summary>Puts an archive back in one transaction: all of it that can be, or nothing.</summary>
internal sealed class ImportJob(XmrtConnection connection, ArchiveReader archive, ImportOptions options)
{
    private const string Turn = "SELECT pg_try_advisory_xact_lock(hashtextextended('XmrtOps import ' || $1::text, 0))";

    private static readonly TimeSpan s_turnInterval = TimeSpan.FromMilliseconds(250);

    private string _table = "";

    /// <exception cref="XmrtException">Any condition of Errors.Archives.cs, and those of running SQL.</exception>
    public async Task<ArchiveImportResult> RunAsync(Guid? journalId, INotices notices, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            ArchiveImportResult result = await connection.Database.WriteAsync(
                Limits.Write, notices, transaction => RunAsync(transaction, notices, cancellation), cancellation);
            return result with
            {
                DurationMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                EndedAt = DateTimeOffset.Now,
                JournalId = journalId,
                Undo = result.Inserted > 0 ? ImportWords.Undo(connection, archive.Manifest) : null,
            };
        }
        catch (XmrtException fault) when (fault.InnerException is DbException { SqlState: { } state } cause)
        {
            throw Explain(fault, state, cause);
        }
        finally
        {
            notices.Progress(new ProgressNotice("Done", 100, IsCompleted: true));
        }
    }

    /// <summary>The result where there is nothing to put back.</summary>
    public static ArchiveImportResult Nothing(ArchiveImportPreview preview) => new()
    {
        Connection = preview.Connection,
        Path = preview.Path,
        Tables = preview.Tables,
        AdvancedSequences = [],
        SilencedTriggers = [],
        DurationMs = 0,
        EndedAt = DateTimeOffset.Now,
    };

    private async Task<ArchiveImportResult> RunAsync(
        DatabaseTransaction transaction, INotices notices, CancellationToken cancellation)
    {
        await TurnAsync(transaction, notices, cancellation);
        // Looked at anew: between the preview and now somebody may have changed the tables.
        IReadOnlyList<ImportTable> tables = await ImportTarget.ReadAsync(transaction, archive, connection.Role ?? "?", cancellation);
        List<InsertTrigger> triggers = options.AllowTriggers ? [] : await InsertTrigger.ReadAsync(transaction, tables, cancellation);
        if (triggers.Count > 0 && !options.WithoutTriggers)
        {
            throw Errors.InsertTriggers(transaction.Target, [.. triggers.Select(trigger => trigger.ToString())]);
        }

        await ArchiveText.SetAsync(transaction, cancellation);
        foreach (InsertTrigger trigger in triggers)
        {
            await transaction.ExecuteAsync(trigger.Disable, [], cancellation);
        }

        ImportPass pass = new(transaction, archive, notices);
        ImportTally[] tallies = [.. tables.Select(table => new ImportTally(table))];
        await PassesAsync(pass, tables, tallies, cancellation);
        if (triggers.Count > 0)
        {
            // What foreign keys have still to check would keep the table from being altered.
            await transaction.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", [], cancellation);
        }

        foreach (InsertTrigger trigger in triggers)
        {
            await transaction.ExecuteAsync(trigger.Enable, [], cancellation);
        }

        List<string> advanced = [];
        foreach ((string sequence, long highest) in pass.Highest)
        {
            if (await SequenceAdvance.RunAsync(transaction, sequence, highest, notices, cancellation))
            {
                advanced.Add(sequence);
            }
        }

        return new ArchiveImportResult
        {
            Connection = connection.Name,
            Path = archive.Path,
            Tables = [.. tallies.Select(tally => tally.ToRecord())],
            AdvancedSequences = advanced,
            SilencedTriggers = [.. triggers.Select(trigger => trigger.ToString())],
            DurationMs = 0,
            EndedAt = default,
        };
    }

    /// <summary>Waits for another import into the same tables, as long as it takes: the second finds its rows there then, and
    /// holds nothing meanwhile. Without that it would wait for the first one's rows, and lose patience.</summary>
    private async Task TurnAsync(DatabaseTransaction transaction, INotices notices, CancellationToken cancellation)
    {
        while (!await transaction.SingleAsync(Turn, [archive.Manifest.Table], row => row.GetBoolean(0), cancellation))
        {
            notices.Progress(new ProgressNotice("Waiting for another import into the same tables"));
            await Task.Delay(s_turnInterval, cancellation);
        }
    }

    /// <summary>Once over all tables, and again over those with rows that still lacked what they refer to, as long as that
    /// brings any: rows may refer to rows of their own table, in whatever order.</summary>
    private async Task PassesAsync(
        ImportPass pass, IReadOnlyList<ImportTable> tables, ImportTally[] tallies, CancellationToken cancellation)
    {
        bool isFirst = true;
        long before;
        do
        {
            before = tallies.Sum(tally => tally.Inserted);
            for (int i = 0; i < tables.Count; i++)
            {
                if (!isFirst && tallies[i].Orphans == 0)
                {
                    continue;
                }

                if (!isFirst)
                {
                    tallies[i].Repeat();
                }

                _table = RetentionCascade.Shown(tables[i].Table);
                await pass.RunAsync(tables[i], ImportStatement.Insert(tables[i]), tallies[i], "Putting back", cancellation);
            }

            isFirst = false;
        }
        while (tallies.Sum(tally => tally.Inserted) > before && tallies.Any(tally => tally.Orphans > 0));
    }

    private XmrtException Explain(XmrtException fault, string state, DbException cause)
    {
        string target = connection.Database.Target;
        string message = DatabaseFaults.MessageOf(cause);
        return state switch
        {
            "23514" when message.StartsWith("no partition", StringComparison.Ordinal) =>
                Errors.PartitionMissing(target, message, archive.Manifest.Partitions, cause),
            _ when state.StartsWith("23", StringComparison.Ordinal) => Errors.ImportRefused(target, _table, message, cause),
            // Its message would show the value.
            _ when state.StartsWith("22", StringComparison.Ordinal) =>
                Errors.ImportRefused(target, _table, $"a value is none of its column's type ({state})", cause),
            _ => fault,
        };
    }
}
