namespace XmrtOps.Functions;

/// <summary>Errors of the platform's log.</summary>
/// <param name="Groups">One for each of the two logs that it is made of.</param>
/// <param name="Executions">Identifiers of the calls that were counted.</param>
internal sealed record LoggedErrors(IReadOnlyList<ErrorGroups> Groups, IReadOnlyCollection<string> Executions)
{
    public static LoggedErrors None { get; } = new([], []);
}
