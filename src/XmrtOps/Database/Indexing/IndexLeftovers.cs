using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Removes what an attempt has left: an invalid index that no query uses and every write may have to maintain.</summary>
internal sealed class IndexLeftovers(XmrtConnection connection, INotices notices)
{
    // Whoever pressed Ctrl+C waits for this; a pipeline that is being stopped gives its work five seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    /// <summary>Drops the leftover of an earlier attempt, before another one.</summary>
    public async Task DropAsync(DatabaseSession session, BuildStep step, CancellationToken cancellation)
    {
        notices.Verbose($"{step.Index} is left invalid by an earlier attempt: it is dropped first.");
        await session.ExecuteAsync($"DROP INDEX CONCURRENTLY IF EXISTS {step.Index.ToSql()}", cancellation);
    }

    /// <summary>Looks at what an attempt that failed has left, and removes it, also after Ctrl+C.</summary>
    /// <param name="builder">The backend that built it.</param>
    /// <param name="step">What it built.</param>
    /// <param name="because">The beginning of the sentence that says why it cannot be removed.</param>
    /// <param name="fault">What the attempt failed with; null when it was stopped.</param>
    /// <returns>What was found: an index that is valid after all stays.</returns>
    /// <exception cref="XmrtException">IndexLeftBehind, OutcomeUnknown.</exception>
    public async Task<IndexState?> ClearAsync(int builder, BuildStep step, string because, XmrtException? fault = null)
    {
        using CancellationTokenSource patience = new(s_patience);
        IndexState? state = null;
        try
        {
            state = await GoneAsync(builder, step, patience.Token);
            if (state.IsBuilderThere)
            {
                // The connection is gone and the server has not noticed: the build may still come to its end.
                throw Errors.OutcomeUnknown(connection.Target, fault);
            }

            if (state.Oid is null || state.IsValid || !state.IsOfTable)
            {
                return state;
            }

            await using DatabaseSession session = await connection.OpenSessionAsync(
                "DROP INDEX CONCURRENTLY needs a session of its own",
                Limits.ConcurrentIndex with { Lock = s_patience },
                notices,
                patience.Token);
            await session.ExecuteAsync($"DROP INDEX CONCURRENTLY IF EXISTS {step.Index.ToSql()}", patience.Token);
            return state;
        }
        catch (Exception cause) when (cause is OperationCanceledException or XmrtException { ErrorId: not "OutcomeUnknown" })
        {
            throw state is null
                ? Errors.OutcomeUnknown(connection.Target, fault ?? cause)
                : Errors.IndexLeftBehind(
                    step.Index.ToString(),
                    $"{because} it could not be removed: "
                    + (cause is XmrtException told ? told.Message : "others use the table, and the time for it was over."),
                    cause);
        }
    }

    /// <summary>A backend that was cancelled or killed needs a moment to end.</summary>
    private async Task<IndexState> GoneAsync(int builder, BuildStep step, CancellationToken patience)
    {
        while (true)
        {
            IndexState state = await IndexState.ReadAsync(connection, step, builder, notices, patience);
            // Ours, cancelled, goes on waiting for us: it is there and does nothing.
            if (!state.IsBuilderThere || await IsIdleAsync(builder, patience))
            {
                return state with { IsBuilderThere = false };
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), patience);
            }
            catch (OperationCanceledException)
            {
                return state;
            }
        }
    }

    private Task<bool> IsIdleAsync(int builder, CancellationToken cancellation) => connection.Database.ReadAsync(
        Limits.Read,
        notices,
        async transaction => (await transaction.QueryAsync(
            "SELECT a.state FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1::integer",
            [builder],
            row => row.StringOrNull(0),
            cancellation)) is not [not "idle"],
        cancellation);
}
