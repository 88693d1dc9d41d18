using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions;
using XmrtOps.Rollback.EdgeFunctions;
using XmrtOps.Rollback.Frontends;

namespace XmrtOps.Rollback;

/// <summary>
/// Gathers what comes from the pipe until its end: several functions are one plan, and several deployments are a mistake, since one after
/// the other they would lead back to the oldest.
/// </summary>
internal sealed class RollbackInput
{
    private readonly List<(XmrtConnection Connection, string? Id)> _frontends = [];
    private readonly List<(XmrtConnection Connection, string Name, string? SavedPath)> _functions = [];

    public TimeSpan Timeout { get; init; }

    public int? Version { get; init; }

    public string? GitRef { get; init; }

    public string Repository { get; init; } = "";

    public bool WithoutSave { get; init; }

    /// <summary>What is wanted, by connection.</summary>
    public IEnumerable<(XmrtConnection Connection, Func<RollbackRequest> Make)> Requests =>
    [
        .. _frontends.GroupBy(one => one.Connection, one => one.Id)
            .Select(given => (given.Key, (Func<RollbackRequest>)(() => Frontend(given.Key, [.. given.Distinct(StringComparer.Ordinal)])))),
        .. _functions.GroupBy(one => one.Connection, one => (one.Name, one.SavedPath))
            .Select(given => (given.Key, (Func<RollbackRequest>)(() => Functions([.. given])))),
    ];

    public void AddFrontend(XmrtConnection connection, string? id) => _frontends.Add((connection, id));

    public void AddFunction(XmrtConnection connection, string name, string? savedPath) => _functions.Add((connection, name, savedPath));

    private FrontendRollbackRequest Frontend(XmrtConnection connection, string?[] ids) => ids.Length == 1
        ? new FrontendRollbackRequest(ids[0], Timeout)
        : throw Errors.SeveralRollbackTargets(connection.Name, ids.Length);

    private FunctionRollbackRequest Functions(IReadOnlyList<(string Name, string? SavedPath)> given)
    {
        foreach (IGrouping<string, string?> one in given.GroupBy(function => function.Name, function => function.SavedPath, StringComparer.Ordinal))
        {
            int versions = one.Distinct(StringComparer.Ordinal).Count();
            _ = versions == 1 ? FunctionNames.Checked(one.Key) : throw Errors.SeveralRollbackTargets(one.Key, versions);
        }

        return new FunctionRollbackRequest
        {
            Functions = given, Version = Version, GitRef = GitRef, Repository = Repository, WithoutSave = WithoutSave,
        };
    }
}
