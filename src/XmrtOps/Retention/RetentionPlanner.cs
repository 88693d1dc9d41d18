using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>Reads from the catalogue what a deletion by age would do, and refuses what cannot be done rightly.</summary>
internal static class RetentionPlanner
{
    private const string DefaultTimeColumn = "created_at";

    private static readonly RelationName s_queue = new("public", "webhook_logs");

    /// <exception cref="XmrtException">Any condition of Errors.Retention.cs, RowsHiddenByRls, PermissionDenied, AgeTooShort,
    /// and those of running SQL.</exception>
    public static Task<RetentionPlan> PlanAsync(
        XmrtConnection connection, RetentionRequest request, INotices notices, CancellationToken cancellation) =>
        connection.IsInRecovery == true
            ? throw Errors.ReadOnlyServer(connection.Database.Target)
            : connection.Database.ReadAsync(
                Limits.Read, notices, transaction => PlanAsync(transaction, request, connection.Role ?? "?", cancellation), cancellation);

    private static async Task<RetentionPlan> PlanAsync(
        DatabaseTransaction transaction, RetentionRequest request, string role, CancellationToken cancellation)
    {
        RelationName table = request.Table with { Schema = request.Table.Schema ?? "public" };
        RelationFacts facts = await RelationFacts.ReadAsync(transaction, table, cancellation)
            ?? throw Errors.TableNotFound(transaction.Target, table.ToString());
        facts.Check(transaction.Target, role);
        DateTimeOffset cutoff = CheckedCutoff(request, facts.ServerTime);
        TimeColumns columns = await TimeColumns.ReadAsync(transaction, facts.Oid, cancellation);
        string timeColumn = request.TimeColumn ?? DefaultTimeColumn;
        string timeType = columns.TypeOf(transaction.Target, table, timeColumn);
        LeafTree tree = await LeafTree.ReadAsync(transaction, table, facts.Oid, timeColumn, cutoff, cancellation);
        List<CascadeEdge> references = await ReferenceReader.ReadAsync(
            transaction, table, tree.Oids, request, role, cancellation);
        return new RetentionPlan
        {
            Table = table,
            HasChildren = facts.HasChildren,
            IsPartitioned = facts.Kind == "p",
            TimeColumn = timeColumn,
            TimeType = timeType,
            Cutoff = cutoff,
            MadeAt = facts.ServerTime,
            Filter = FilterOf(transaction.Target, table, timeColumn, timeType, request, columns),
            // What refers to rows has to be looked at row by row, and dropping wants the owner.
            Leaves = tree.Leaves(keepWhole: references.Count > 0 || !facts.IsOwner),
            Partitions = references.Count > 0 || !facts.IsOwner ? [] : tree.Partitions,
            References = references,
            ServerVersion = facts.ServerVersion,
            PageBytes = facts.PageBytes,
        };
    }

    public static DateTimeOffset CheckedCutoff(RetentionRequest request, DateTimeOffset serverTime)
    {
        // By the server's clock: a client's that is wrong must not delete what is new.
        DateTimeOffset cutoff = request.CutoffAt(serverTime);
        return cutoff > serverTime
            ? throw Errors.CutoffInFuture(request.Age.Name, request.Age.Text, serverTime)
            : cutoff > serverTime - RetentionThresholds.LeastAge
                ? throw Errors.AgeTooShort(request.Age.Name, request.Age.Text)
                : cutoff;
    }

    private static RetentionFilter FilterOf(
        string target, RelationName table, string timeColumn, string timeType, RetentionRequest request, TimeColumns columns)
    {
        if (request.Activity is { } activity)
        {
            return new RetentionFilter(
                timeColumn, timeType, SessionRules.FurtherAge(activity), queue: null, activity == ActivitySource.UpdatedAt);
        }

        if (table != s_queue)
        {
            return new RetentionFilter(timeColumn, timeType, [], queue: null, isOwnRow: true);
        }

        string[] missing = [.. WorkQueue.Needed.Where(column => !columns.All.ContainsKey(column))];
        return missing.Length == 0 || request.IncludePending
            ? new RetentionFilter(
                timeColumn,
                timeType,
                [],
                missing.Length > 0 ? null : new QueueFacts(WorkQueue.HasRouter(columns.All), !request.IncludePending),
                isOwnRow: true)
            : throw Errors.ColumnsMissing(
                target,
                table.ToString(),
                string.Join(", ", missing),
                "by which finished work is told from pending; -IncludePending goes without");
    }
}
