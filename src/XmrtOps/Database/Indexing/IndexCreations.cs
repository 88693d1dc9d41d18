using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Database.Plans;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Makes the records of builds, and what is said of them.</summary>
internal static class IndexCreations
{
    public static IndexCreation Of(XmrtConnection connection, BuildPlan plan, string? query, string? queryId) => new()
    {
        Connection = connection.Name,
        Schema = plan.Table.Schema!,
        Table = plan.Table.Name,
        Name = plan.Index.Name,
        Definition = plan.Definition.ToSql(isConcurrent: true),
        IsValid = plan.Existing is not null,
        Query = query,
        QueryId = queryId,
        CreatedAt = DateTimeOffset.Now,
    };

    /// <summary>What a prompt says before it is done.</summary>
    public static string Describe(BuildPlan plan)
    {
        int parts = plan.Steps.Count(step => step is { IsPartitioned: false, IsDone: false });
        string size = plan.EstimatedSizeBytes is { } bytes
            ? $"about {Display.Bytes(bytes)} on the server's disk, and as much again to sort while it is built"
            : "its size is not known beforehand";
        string waits = plan.Waits.Count == 0
            ? ""
            : $" It waits for {string.Join(", ", plan.Waits.Take(3))}.";
        string leftover = plan.Steps.Any(step => step.HasLeftover)
            ? " What an earlier attempt has left is dropped first."
            : "";
        return (plan.Steps[0].IsPartitioned
                ? string.Create(CultureInfo.CurrentCulture, $"build {plan.Definition.ToSql(false)} on {parts:N0} partitions, one by one")
                : plan.Definition.ToSql(isConcurrent: true))
            + $": {size}; free space cannot be seen from here. Writers go on.{waits}{leftover}";
    }

    public static string UndoOf(XmrtConnection connection, BuildPlan plan) =>
        $"Remove-XmrtIndex -Name {PowerShellLiteral.Quote(plan.Index.ToString())} "
        + $"-Connection {PowerShellLiteral.Quote(connection.Name)}";

    /// <summary>Builds it, between two looks at the plan of the statement that it is for.</summary>
    public static async Task<IndexCreation> MakeAsync(
        XmrtConnection connection,
        BuildPlan plan,
        IndexCreation creation,
        BuildOptions options,
        INotices notices,
        CancellationToken cancellation)
    {
        QueryPlan? before = await IndexProof.PlanAsync(connection, creation.Query, notices, cancellation);
        BuildResult result = await IndexBuild.RunAsync(connection, plan, options, notices, cancellation);
        // Built is built: a Ctrl+C that comes now only costs the proof.
        QueryPlan? after = await IndexProof.PlanAsync(connection, creation.Query, notices, CancellationToken.None);
        return (creation with
        {
            IsCreated = true,
            IsValid = true,
            SizeBytes = result.SizeBytes,
            DurationMs = result.Duration.TotalMilliseconds,
            Attempts = result.Attempts,
            RemovedLeftovers = result.RemovedLeftovers,
            CreatedAt = DateTimeOffset.Now,
        }).Proven(before, after);
    }

    /// <summary>What the journal says was done.</summary>
    public static string Result(IndexCreation creation)
    {
        string proof = creation.IsUsed == true
            ? string.Create(CultureInfo.InvariantCulture, $", cost {creation.CostBefore:0} to {creation.CostAfter:0}")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"built {creation.Schema}.{creation.Name}, {creation.SizeBytes} bytes{proof}");
    }
}
