using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// Builds an index without stopping writers. What an attempt leaves behind when it fails is removed; what cannot be
/// removed is said.
/// </summary>
internal sealed class IndexBuild
{
    private const int MostAttempts = 3;

    private readonly XmrtConnection _connection;
    private readonly BuildOptions _options;
    private readonly INotices _notices;
    private readonly IndexLeftovers _leftovers;

    private IndexBuild(XmrtConnection connection, BuildOptions options, INotices notices)
    {
        _connection = connection;
        _options = options;
        _notices = notices;
        _leftovers = new IndexLeftovers(connection, notices);
    }

    private Limits BuildLimits => Limits.ConcurrentIndex with { Lock = _options.Patience };

    /// <exception cref="XmrtException">IndexBuildInProgress, IndexBuildFailed, IndexLeftBehind, OutcomeUnknown, and those of
    /// running SQL.</exception>
    public static Task<BuildResult> RunAsync(
        XmrtConnection connection,
        BuildPlan plan,
        BuildOptions options,
        INotices notices,
        CancellationToken cancellation) =>
        new IndexBuild(connection, options, notices).RunAsync(plan, cancellation);

    private async Task<BuildResult> RunAsync(BuildPlan plan, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        int attempts = 0;
        int removed = 0;
        await using (DatabaseSession session = await _connection.OpenSessionAsync(
            "CREATE INDEX CONCURRENTLY needs a session of its own", BuildLimits, _notices, cancellation))
        {
            await TableClaim.TakeAsync(session, plan.Table, plan.TableOid, cancellation);
            foreach (BuildStep step in plan.Steps.Where(step => !step.IsDone))
            {
                if (step.IsPartitioned)
                {
                    await MakeParentAsync(session, step, cancellation);
                    continue;
                }

                if (step.HasLeftover)
                {
                    await _leftovers.DropAsync(session, step, cancellation);
                    removed++;
                }

                attempts += await BuildStepAsync(session, step, cancellation);
            }

            await AttachAsync(session, plan, cancellation);
            if (plan.Definition.HasExpressions)
            {
                // The planner has no statistics of an expression before the table is analyzed again.
                await session.LimitAsync(Limits.SchemaChange, cancellation);
                await session.ExecuteAsync($"ANALYZE {plan.Table.ToSql()}", cancellation);
            }
        }

        IndexState state = await IndexState.ReadAsync(_connection, plan.Steps[0], builder: 0, _notices, cancellation);
        _notices.Progress(new ProgressNotice("done", Percent: 100, IsCompleted: true));
        return state.IsValid
            ? new BuildResult(state.SizeBytes, Stopwatch.GetElapsedTime(started), attempts, removed)
            : throw Errors.IndexLeftBehind(plan.Index.ToString(), "The server finished it and calls it invalid all the same.");
    }

    /// <summary>The index of a partitioned table is an entry of the catalogue only; queries use it when its parts are there.</summary>
    private async Task MakeParentAsync(DatabaseSession session, BuildStep step, CancellationToken cancellation)
    {
        if (step.HasLeftover)
        {
            return;
        }

        await session.LimitAsync(Limits.SchemaChange, cancellation);
        await session.ExecuteAsync((step.Definition with { IsOnly = true }).ToSql(isConcurrent: false), cancellation);
        await session.LimitAsync(BuildLimits, cancellation);
    }

    private async Task<int> BuildStepAsync(DatabaseSession session, BuildStep step, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await BuildProgress.WatchAsync(
                    _connection,
                    session.ProcessId,
                    step,
                    _notices,
                    () => session.ExecuteAsync(step.Definition.ToSql(isConcurrent: true), cancellation));
                return attempt;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await _leftovers.ClearAsync(session.ProcessId, step, "The build was stopped, and");
                throw;
            }
            catch (XmrtException fault)
            {
                IndexState? left = await _leftovers.ClearAsync(session.ProcessId, step, $"{fault.Message.TrimEnd('.')}; and", fault);
                if (left is { IsValid: true })
                {
                    return attempt;
                }

                bool isPassing = fault.ErrorId is "Deadlock" or "LockTimedOut";
                if (!isPassing || attempt == MostAttempts)
                {
                    throw Failed(step, fault, attempt);
                }

                _notices.Warn($"{step.Index}: attempt {attempt} of {MostAttempts} failed, what it left was removed: {Reason(fault)}.");
                await Task.Delay(TimeSpan.FromSeconds(attempt) + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), cancellation);
            }
        }
    }

    private static async Task AttachAsync(DatabaseSession session, BuildPlan plan, CancellationToken cancellation)
    {
        await session.LimitAsync(Limits.SchemaChange, cancellation);
        // From the leaves up: a parent becomes valid with the last of its parts.
        foreach (BuildStep step in plan.Steps.Reverse().Where(step => step is { Parent: not null, IsAttached: false }))
        {
            await session.ExecuteAsync(
                $"ALTER INDEX {step.Parent!.ToSql()} ATTACH PARTITION {step.Index.ToSql()}", cancellation);
        }
    }

    private static XmrtException Failed(BuildStep step, XmrtException fault, int attempts) =>
        fault.ErrorId is "PermissionDenied" or "ReadOnlyServer" or "OutcomeUnknown"
            ? fault
            : Errors.IndexBuildFailed(
                step.Index.ToString(),
                Reason(fault) + (attempts > 1 ? $" (after {attempts} attempts)" : ""),
                "Nothing of it is left.",
                fault);

    private static string Reason(XmrtException fault) => fault.InnerException is DbException { SqlState: { } state } answer
        ? state switch
        {
            "55P03" => "a transaction that it has to wait for did not end in time",
            "40P01" => "it met another session in a deadlock",
            "23505" => "rows of the table have the same key, and the index is to be unique",
            "57014" => "it was cancelled on the server",
            "57P01" => "its session was ended by an administrator",
            _ => DatabaseFaults.MessageOf(answer),
        }
        : fault.Message.TrimEnd('.');
}
