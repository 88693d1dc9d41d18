using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.State;

namespace XmrtOps.Rollback.Definitions;

/// <summary>How what is there differs from how it was made.</summary>
internal sealed class DefinitionComparison
{
    // What the server chose by the others where nothing was said.
    private static readonly string[] s_chosen = ["start", "minvalue", "maxvalue"];

    private readonly List<string> _differences = [];

    /// <summary>As clauses: what of it, as it was made, as it is now.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Why some of it was not compared, as a clause; null: all was.</summary>
    public string? Unknown { get; private set; }

    public static async Task<DefinitionComparison> OfAsync(
        DatabaseTransaction transaction, Definition made, DefinitionNow now, CancellationToken cancellation)
    {
        DefinitionComparison comparison = new();
        await comparison.CompareAsync(transaction, made, now.Definition, now, cancellation);
        if (now.Type is not null)
        {
            await comparison.CompareRulesAsync(transaction, made, now, cancellation);
        }

        return comparison;
    }

    private async Task CompareAsync(
        DatabaseTransaction transaction, Definition made, Definition now, DefinitionNow place, CancellationToken cancellation)
    {
        Unknown ??= made.Unread ?? now.Unread;
        if (made.Parts.Count == 0 || now.Parts.Count == 0)
        {
            return;
        }

        foreach (string name in made.Parts.Concat(now.Parts).Select(part => part.Name).Distinct(StringComparer.Ordinal))
        {
            DefinitionPart? wanted = made.Find(name);
            DefinitionPart? present = now.Find(name);
            if (wanted is null && s_chosen.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            bool? areSame = wanted is null || present is null ? false : await AreSameAsync(transaction, wanted, present, place, cancellation);
            if (areSame == false)
            {
                _differences.Add($"{name}: made as {Shown(wanted)}, now {Shown(present)}");
            }
        }
    }

    private async Task<bool?> AreSameAsync(
        DatabaseTransaction transaction, DefinitionPart made, DefinitionPart now, DefinitionNow place, CancellationToken cancellation)
    {
        if (made.Text == now.Alternative)
        {
            return true;
        }

        if (made.Kind == DefinitionPartKind.Fact || now.Kind == DefinitionPartKind.Fact)
        {
            return made.Text == now.Text;
        }

        string table = $" FROM pg_catalog.json_to_recordset('[]') AS {place.Relation}({place.Columns})";
        (bool? areSame, string? why) = made.Kind switch
        {
            DefinitionPartKind.Relation => await NamesAsync(transaction, "to_regclass", made.Text, now.Text, cancellation),
            DefinitionPartKind.Routine => await NamesAsync(transaction, "to_regprocedure", made.Text + "()", now.Text + "()", cancellation),
            DefinitionPartKind.Type when TypeName.AreAlike(made.Text, now.Text) => (true, null),
            DefinitionPartKind.Type => await ExpressionComparison.OfAsync(transaction, made.Text, now.Text, "", "CAST(NULL AS {0})", cancellation),
            DefinitionPartKind.Value => await ExpressionComparison.OfAsync(
                transaction, made.Text, now.Text, table, $"CAST(({{0}}) AS {place.Type})", cancellation),
            DefinitionPartKind.RowExpression => await ExpressionComparison.OfAsync(
                transaction,
                made.Text,
                now.Text,
                $" FROM pg_catalog.json_to_recordset('[]') AS old({place.Columns}), pg_catalog.json_to_recordset('[]') AS new({place.Columns})",
                "({0})",
                cancellation),
            _ => await ExpressionComparison.OfAsync(transaction, made.Text, now.Text, table, "({0})", cancellation),
        };
        if (areSame is null)
        {
            Unknown ??= $"{made.Name}: {why}";
        }

        return areSame;
    }

    private static async Task<(bool? AreSame, string? Why)> NamesAsync(
        DatabaseTransaction transaction, string find, string made, string now, CancellationToken cancellation)
    {
        try
        {
            bool? areSame = await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    $"SELECT pg_catalog.{find}($1)::oid = pg_catalog.{find}($2)::oid", [made, now], row => row.ValueOrNull<bool>(0), cancellation),
                cancellation);
            return (areSame, areSame is null ? $"there is no {made} any more" : null);
        }
        catch (XmrtException fault)
        {
            // Such as a schema that the role may not look into.
            return (null, fault.Message);
        }
    }

    /// <summary>Constraints that a column was made with, by name; those without one are any of their kind.</summary>
    private async Task CompareRulesAsync(DatabaseTransaction transaction, Definition made, DefinitionNow now, CancellationToken cancellation)
    {
        List<(string Name, Definition Rule)> left = [.. now.Rules];
        foreach ((string? name, Definition rule) in made.Rules.OrderBy(item => item.Name is null))
        {
            string? kind = rule.Find(ConstraintDefinition.Kind)?.Text;
            List<DefinitionComparison> tried = [];
            bool isFound = false;
            foreach ((string Name, Definition Rule) candidate in left.Where(item => name is null
                ? item.Rule.Find(ConstraintDefinition.Kind)?.Text == kind
                : item.Name == name).ToArray())
            {
                DefinitionComparison compared = new();
                await compared.CompareAsync(transaction, rule, candidate.Rule, now, cancellation);
                tried.Add(compared);
                if (compared.Differences.Count == 0)
                {
                    Unknown ??= compared.Unknown;
                    left.Remove(candidate);
                    isFound = true;
                    break;
                }
            }

            if (!isFound)
            {
                string what = name is null ? $"its {kind}" : $"constraint {name}";
                _differences.Add(tried.Count == 0 ? $"{what} went" : $"{what}, {string.Join(", ", tried[0].Differences)}");
            }
        }

        Strangers = [.. left.Select(rule => rule.Name), .. now.Indexes.Except(now.Rules.Select(rule => rule.Name), StringComparer.Ordinal)];
    }

    /// <summary>Constraints and indexes over a column that it was not made with: they would go with it.</summary>
    public IReadOnlyList<string> Strangers { get; private set; } = [];

    private static string Shown(DefinitionPart? part) => part is null
        ? DefinitionPart.None
        : string.Create(CultureInfo.InvariantCulture, $"{Display.OneLine(SecretText.MaskIn(part.Text), 120)}");
}
