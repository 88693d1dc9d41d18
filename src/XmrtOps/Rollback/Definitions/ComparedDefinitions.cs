using XmrtOps.Data;
using XmrtOps.Database.Indexing;
using XmrtOps.Module;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;
using XmrtOps.State;

namespace XmrtOps.Rollback.Definitions;

/// <summary>What of a migration's making is still as it was made, as clauses.</summary>
/// <param name="Changed">What was changed by hand since: what of it, as it was made, as it is now.</param>
/// <param name="NotCompared">What was not compared, and why.</param>
/// <param name="Dependents">What other migrations made over columns of this one, and stays.</param>
internal sealed record ComparedDefinitions(
    IReadOnlyList<string> Changed, IReadOnlyList<string> NotCompared, IReadOnlyList<string> Dependents)
{
    private static readonly Dictionary<SchemaObjectKind, string> s_notRead = new()
    {
        [SchemaObjectKind.MaterializedView] = "it is made from rows",
        [SchemaObjectKind.Grant] = "what it granted may depend on the server's version, or on what is not made again",
        [SchemaObjectKind.Extension] = "its scripts are not the migration's",
    };

    /// <param name="transaction">Where it is looked: only looked, with nothing run.</param>
    /// <param name="version">The migration.</param>
    /// <param name="undone">Those that are undone together.</param>
    /// <param name="inverses">What undoes its statements.</param>
    /// <param name="now">What there is of what it made, in order.</param>
    /// <param name="repeated">Statements that are run again when it is undone, which compares what they made.</param>
    /// <param name="history">All that is applied.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ComparedDefinitions> OfAsync(
        DatabaseTransaction transaction,
        string version,
        IReadOnlyCollection<string> undone,
        IReadOnlyList<StatementInverse> inverses,
        IReadOnlyList<ObjectNow> now,
        IReadOnlyList<string> repeated,
        IReadOnlyList<AppliedMigration> history,
        CancellationToken cancellation)
    {
        List<MadeDefinition> made = MadeDefinition.Of(inverses);
        Dictionary<int, DefinitionNow> present = await DefinitionReader.ReadAsync(
            transaction, [.. made.Select(item => item.Object).Zip(now)], cancellation);
        LaterChange later = new(history);
        List<string> changed = [];
        List<string> notCompared = [];
        List<string> dependents = [];
        foreach ((int at, MadeDefinition item) in made.Index())
        {
            if (item.Definition is not { } definition || !present.TryGetValue(at, out DefinitionNow? there))
            {
                if (!repeated.Contains(inverses[item.Statement].Statement, StringComparer.Ordinal))
                {
                    string why = s_notRead.GetValueOrDefault(item.Object.Kind, "it may need what is not made again to compare it");
                    notCompared.Add($"{item.Object} ({why})");
                }

                continue;
            }

            DefinitionComparison comparison = await DefinitionComparison.OfAsync(transaction, definition, there, cancellation);
            if (comparison.Differences.Count > 0 && later.Of(version, item) is { } changer)
            {
                notCompared.Add($"{item.Object} ({Changer(changer, version)} may have changed it)");
                continue;
            }

            changed.AddRange(comparison.Differences.Select(difference => $"{item.Object}, {difference}"));
            foreach (string name in comparison.Strangers)
            {
                if (later.MakerOf(name) is not { } maker)
                {
                    changed.AddRange(later.MayHaveMadeOver(version, item) ? [] : [$"{item.Object}, {IdentifierSql.Of(name)} over it came"]);
                }
                else if (!undone.Contains(maker))
                {
                    dependents.Add($"{IdentifierSql.Of(name)} of {maker} is over {item.Object}");
                }
            }

            if (comparison.Unknown is { } unknown)
            {
                notCompared.Add($"{item.Object} ({Display.OneLine(SecretText.MaskIn(unknown), 160)})");
            }
        }

        return new ComparedDefinitions(changed, notCompared, dependents);
    }

    private static string Changer(string changer, string version) => changer == version ? "a later statement of it" : changer;
}
