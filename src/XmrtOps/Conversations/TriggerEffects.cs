using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Conversations;

/// <summary>
/// Follows what an insert sets off, through triggers, the functions that these call and the tables that those write to, and
/// names what leaves the database or outlives a rollback. In doubt it says that it cannot tell.
/// </summary>
internal sealed class TriggerEffects(DatabaseTransaction transaction, CancellationToken cancellation)
{
    private const int Rounds = 8;

    private readonly HashSet<long> _seenFunctions = [];
    private readonly HashSet<string> _seenTables = new(StringComparer.Ordinal);
    private readonly HashSet<TriggerEffect> _effects = [];
    private readonly HashSet<string> _triggers = new(StringComparer.Ordinal);

    /// <summary>What an insert into a table of the schema public sets off.</summary>
    public static async Task<(IReadOnlyList<string> Triggers, IReadOnlyList<TriggerEffect> Effects)> OfInsertAsync(
        DatabaseTransaction transaction, string table, CancellationToken cancellation)
    {
        TriggerEffects effects = new(transaction, cancellation);
        await effects.FollowAsync(table);
        return ([.. effects._triggers], [.. effects._effects.OrderByDescending(effect => effect.Kind).ThenBy(effect => effect.What, StringComparer.Ordinal)]);
    }

    /// <summary>What a change of any kind to a table, and to those that its foreign keys carry it on to, sets off.</summary>
    public static async Task<IReadOnlyList<TriggerEffect>> OfChangeAsync(
        DatabaseTransaction transaction, RelationName table, CancellationToken cancellation)
    {
        TriggerEffects effects = new(transaction, cancellation);
        List<Step> first = await transaction.QueryAsync(
            Sql.Of("Database/Plans/Triggers.sql"),
            [new[] { table.Schema }, new[] { table.Name }],
            row => new Step($"trigger {row.GetString(0)} of {row.GetString(2)}", row.GetString(0), row.GetString(3), row.GetString(4)),
            cancellation);
        await effects.FollowAsync(first);
        return [.. effects._effects.OrderByDescending(effect => effect.Kind).ThenBy(effect => effect.What, StringComparer.Ordinal)];
    }

    private async Task FollowAsync(string table)
    {
        List<Step> open = await TriggersAsync([table], isInsert: true, origin: null);
        _triggers.UnionWith(open.Select(step => step.Origin));
        await SequencesAsync([table], "the table itself");
        await FollowAsync(open);
    }

    private async Task FollowAsync(List<Step> open)
    {
        for (int round = 0; open.Count > 0; round++)
        {
            if (round == Rounds)
            {
                _effects.Add(new TriggerEffect(TriggerEffectKind.Unknown, open[0].Origin, "sets off more than can be followed"));
                return;
            }

            List<Step> next = [];
            foreach (IGrouping<string, Step> steps in open.GroupBy(step => step.Origin, StringComparer.Ordinal))
            {
                HashSet<string> called = new(StringComparer.Ordinal);
                HashSet<string> written = new(StringComparer.Ordinal);
                foreach (Step step in steps)
                {
                    Read(step, called, written);
                }

                next.AddRange(await FunctionsAsync([.. called], steps.Key));
                string[] tables = [.. written.Where(_seenTables.Add)];
                if (tables.Length > 0)
                {
                    await SequencesAsync(tables, steps.Key);
                    next.AddRange(await TriggersAsync(tables, isInsert: false, steps.Key));
                }
            }

            open = next;
        }
    }

    private void Read(Step step, HashSet<string> called, HashSet<string> written)
    {
        if (step.Language is not ("plpgsql" or "sql"))
        {
            if (step.Language != "internal")
            {
                _effects.Add(new TriggerEffect(
                    TriggerEffectKind.Unknown, step.Origin, $"calls {step.Function}, which is written in {step.Language}"));
            }

            return;
        }

        FunctionBody body = FunctionBody.Read(step.Source);
        called.UnionWith(body.Called);
        written.UnionWith(body.Written);
        foreach ((TriggerEffectKind kind, string what) in body.Effects)
        {
            _effects.Add(new TriggerEffect(kind, step.Origin, what));
        }
    }

    private async Task<List<Step>> TriggersAsync(string[] tables, bool isInsert, string? origin)
    {
        _seenTables.UnionWith(tables);
        List<Step> steps = [];
        foreach ((string name, long? id, string? extension, Step? step) in await transaction.QueryAsync(
            Sql.Of("Conversations/InsertTriggers.sql"),
            [tables, isInsert],
            row => (
                Name: row.GetString(1),
                Id: row.ValueOrNull<long>(2),
                Extension: row.StringOrNull(7),
                Step: row.IsDBNull(2) ? null : new Step(origin ?? row.GetString(1), $"{row.GetString(4)}.{row.GetString(3)}", row.GetString(5), row.GetString(6))),
            cancellation))
        {
            if (step is null)
            {
                _effects.Add(new TriggerEffect(
                    name.StartsWith("foreign", StringComparison.Ordinal) ? TriggerEffectKind.External : TriggerEffectKind.Unknown,
                    origin ?? name,
                    $"writes by {name}"));
            }
            else if (extension is not null)
            {
                // What an extension brings for triggers (moddatetime and the like) is looked at by its name only.
                if (KnownFunctions.EffectOf(step.Function, extension) is { } known)
                {
                    _effects.Add(new TriggerEffect(known.Kind, step.Origin, known.What));
                }
            }
            else if (_seenFunctions.Add(id!.Value) || origin is null)
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    private async Task<List<Step>> FunctionsAsync(string[] names, string origin)
    {
        List<Step> steps = [];
        foreach ((long id, string? extension, string schema, Step step) in await transaction.QueryAsync(
            Sql.Of("Conversations/CalledFunctions.sql"),
            [names],
            row => (
                Id: row.GetInt64(0),
                Extension: row.StringOrNull(5),
                Schema: row.GetString(2),
                Step: new Step(origin, $"{row.GetString(2)}.{row.GetString(1)}", row.GetString(3), row.GetString(4))),
            cancellation))
        {
            if (KnownFunctions.EffectOf(step.Function, extension) is { } known)
            {
                _effects.Add(new TriggerEffect(known.Kind, origin, known.What));
                if (schema == "net")
                {
                    await SequencesAsync(["http_request_queue"], origin);
                }
            }
            else if (extension is null && _seenFunctions.Add(id))
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    private async Task SequencesAsync(string[] tables, string origin)
    {
        foreach (string sequence in await transaction.QueryAsync(
            Sql.Of("Conversations/Sequences.sql"), [tables], row => row.GetString(0), cancellation))
        {
            _effects.Add(new TriggerEffect(TriggerEffectKind.Sequence, origin, $"moves the sequence {sequence} on"));
        }
    }

    private sealed record Step(string Origin, string Function, string Language, string Source);
}
