using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>Runs the batches of a plan, each within a transaction that the caller begins and commits.</summary>
internal sealed class RetentionBatch(RetentionPlan plan, RetentionArchive? archive)
{
    private readonly BatchStatements _statements = new(plan, archive?.Horizon);
    private readonly CascadeEdge[] _references = [.. plan.References];
    private readonly ServerCascades _server = new(plan, archive);

    /// <summary>Nothing but the rows themselves has to be looked at, so that one statement may delete a range of pages.</summary>
    public bool CanSweep => _references.Length == 0 && archive is null && plan.Filter.IsOwnRow;

    /// <summary>The number of the transaction that deleted last; null until it has.</summary>
    public string? Transaction { get; private set; }

    /// <summary>What the last batch has done once it is committed.</summary>
    public BatchOutcome Finished { get; private set; } = new();

    /// <summary>Forgets the batch before.</summary>
    public void Begin() => (Transaction, Finished) = (null, new BatchOutcome());

    /// <summary>Deletes all rows in a range of pages; waits for locks.</summary>
    public async Task<BatchOutcome> SweepAsync(
        DatabaseTransaction transaction, RetentionLeaf leaf, LeafPosition from, int size, CancellationToken cancellation)
    {
        long end = EndPage(leaf, from, size);
        long waiters = 0;
        long[] rows = await transaction.ChangeAsync(
            [
                (BatchStatements.Settings, []),
                (_statements.Sweep(leaf), [plan.Cutoff.ToUniversalTime(), from.Place, new LeafPosition(end, 0).Place]),
                (BatchStatements.Close, []),
            ],
            async (result, row) =>
            {
                if (result == 1)
                {
                    waiters = await CloseAsync(row, cancellation);
                }
            },
            cancellation);
        return Finished = new BatchOutcome
        {
            Deleted = rows[1],
            Waiters = waiters,
            Next = end < leaf.Pages ? new LeafPosition(end, 0) : null,
        };
    }

    /// <summary>Deletes the next rows, and what refers to them, going around rows that others hold.</summary>
    public async Task<BatchOutcome> TakeAsync(
        DatabaseTransaction transaction, RetentionLeaf leaf, LeafPosition from, int size, CancellationToken cancellation)
    {
        bool isOrdered = leaf.Strategy == RetentionStrategy.IndexOrder;
        long end = EndPage(leaf, from, size);
        Taken taken = new(0, 0, null, null);
        await transaction.RunAsync(
            [
                (BatchStatements.Settings, []),
                (_statements.Take(leaf),
                [
                    plan.Cutoff.ToUniversalTime(),
                    from.Place,
                    isOrdered ? from.Time : new LeafPosition(end, 0).Place,
                    (long)size,
                ]),
            ],
            async (statement, row) =>
            {
                if (statement == 1 && await row.ReadAsync(cancellation))
                {
                    taken = new Taken(
                        row.GetInt64(0),
                        row.GetInt64(1),
                        row.StringOrNull(2),
                        row.StringOrNull(3) is { } place ? LeafPosition.At(place, row.StringOrNull(4)) : null);
                }
            },
            cancellation);
        LeafPosition? next = taken.Seen == size ? taken.Last
            : !isOrdered && end < leaf.Pages ? new LeafPosition(end, 0)
            : null;
        BatchOutcome outcome = new() { Skipped = taken.Seen - taken.Count, Next = next };
        return taken.Places is null
            ? outcome
            : await DeleteAsync(transaction, leaf, taken, outcome, cancellation);
    }

    private async Task<BatchOutcome> DeleteAsync(
        DatabaseTransaction transaction, RetentionLeaf leaf, Taken taken, BatchOutcome outcome, CancellationToken cancellation)
    {
        (long count, string? places) = plan.Filter.IsOwnRow && archive is null
            ? (taken.Count, taken.Places)
            : await ConfirmAsync(transaction, leaf, taken.Places!, cancellation);
        outcome = outcome with { Changed = taken.Count - count };
        if (places is null)
        {
            return outcome;
        }

        // Leaves first, while the rows that they refer to are still there to be found by.
        int[] order =
        [
            .. Enumerable.Range(0, _references.Length).Reverse().Where(i => !_server.Has(i) && IsFollowed(_references[i])),
        ];
        long?[] references = new long?[_references.Length];
        (long notArchived, long waiters) = (0, 0);
        (long[] before, long[] after) = ([], []);
        List<Func<DbDataReader, Task>> results =
        [
            .. _server.Counters.Select(_ => (Func<DbDataReader, Task>)(async row => before = await ServerCascades.ReadAsync(row, cancellation))),
            .. order.Where(i => _statements.IsTold(_references[i])).Select(i => (Func<DbDataReader, Task>)(async row =>
            {
                await row.ReadAsync(cancellation);
                references[i] = row.GetInt64(0);
                notArchived += row.GetInt64(1);
            })),
            .. _server.Counters.Select(_ => (Func<DbDataReader, Task>)(async row => after = await ServerCascades.ReadAsync(row, cancellation))),
            async row => waiters = await CloseAsync(row, cancellation),
        ];
        long[] rows = await transaction.ChangeAsync(
            [
                .. _server.Counters,
                .. order.Select(i => (_statements.Follow(_references[i], leaf), new object?[] { places })),
                (BatchStatements.Delete(leaf), [places]),
                .. _server.Counters,
                (BatchStatements.Close, []),
            ],
            (result, row) => results[result](row),
            cancellation);
        long[] changed = rows[_server.Counters.Count..];
        for (int statement = 0; statement < order.Length; statement++)
        {
            references[order[statement]] ??= changed[statement];
        }

        _server.Account(before, after, references);
        long deleted = changed[order.Length];
        return notArchived > 0
            // Changed between the look and the deletion: the batch is rolled back, and the next look leaves it out.
            ? throw Errors.Deadlock(transaction.Target)
            : Finished = outcome with { Deleted = deleted, References = references, Waiters = waiters };
    }

    /// <summary>Of the taken rows those that still go, and are in the archive where there is one.</summary>
    private async Task<(long Count, string? Places)> ConfirmAsync(
        DatabaseTransaction transaction, RetentionLeaf leaf, string places, CancellationToken cancellation)
    {
        object?[] parameters = [plan.Cutoff.ToUniversalTime(), places];
        if (archive?.Keys is not { } keys)
        {
            return await transaction.SingleAsync(
                _statements.Confirm(leaf), parameters, row => (row.GetInt64(0), row.StringOrNull(1)), cancellation);
        }

        string[] archived =
        [
            .. (await transaction.QueryAsync(
                _statements.ConfirmEach(leaf, keys.Hash), parameters, row => (row.GetString(0), row.GetInt64(1)), cancellation))
                .Where(row => keys.Hashes.Contains(row.Item2))
                .Select(row => $"\"{row.Item1}\""),
        ];
        return (archived.Length, archived.Length == 0 ? null : $"{{{string.Join(',', archived)}}}");
    }

    private static bool IsFollowed(CascadeEdge edge) =>
        edge.IsDeleted || (edge.IsIndexed && edge.Action != CascadeAction.Restrict);

    private async Task<long> CloseAsync(DbDataReader row, CancellationToken cancellation)
    {
        await row.ReadAsync(cancellation);
        Transaction = row.StringOrNull(0);
        return row.GetInt64(1);
    }

    private static long EndPage(RetentionLeaf leaf, LeafPosition from, int size) =>
        Math.Min(leaf.Pages, from.Page + Math.Max(1, (long)Math.Ceiling(size / Math.Max(1, leaf.RowsPerPage))));

    private sealed record Taken(long Seen, long Count, string? Places, LeafPosition? Last);
}
