using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>What trying an insert would set off, said beforehand.</summary>
internal static class TriggerTest
{
    /// <summary>Of what is not tried.</summary>
    public const string Remedy = "Look at what it does; -AllowTriggers tries the insert all the same.";

    public static ConversationTestResult Judge(
        string table, IReadOnlyList<string> triggers, IReadOnlyList<TriggerEffect> effects, bool allowTriggers)
    {
        string? heldBack = HeldBack(effects, allowTriggers);
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Triggers"] = triggers,
            ["Effects"] = effects.Select(effect => $"{effect.Trigger} {effect.What}").ToArray(),
            ["Sequences"] = effects.Where(effect => effect.Kind == TriggerEffectKind.Sequence)
                .Select(effect => effect.What).ToArray(),
        };
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Triggers,
            Subject = table,
            Passed = heldBack is null ? true : null,
            Reason = heldBack
                ?? (triggers.Count == 0 ? "an insert fires no trigger" : Said(triggers, effects)),
            Evidence = evidence,
            Remedy = heldBack is null ? null : Remedy,
            Findings = [.. effects.Select(effect => Finding(effect, evidence))],
        };
    }

    /// <summary>Why an insert is not to be tried without being told; null: it may be.</summary>
    public static string? HeldBack(IReadOnlyList<TriggerEffect> effects, bool allowTriggers)
    {
        TriggerEffect? worst = effects.FirstOrDefault(effect => effect.Kind >= TriggerEffectKind.HttpQueue);
        return worst is null || allowTriggers ? null : $"{worst.Trigger} {worst.What}";
    }

    private static string Said(IReadOnlyList<string> triggers, IReadOnlyList<TriggerEffect> effects) => effects.Count == 0
        ? $"an insert fires {string.Join(", ", triggers)}; nothing of it leaves the database"
        : string.Join("; ", effects.Select(effect => $"{effect.Trigger} {effect.What}"));

    private static Finding Finding(TriggerEffect effect, Dictionary<string, object?> evidence) => new()
    {
        Code = effect.Kind switch
        {
            TriggerEffectKind.Queue => "TriggerQueuesWork",
            TriggerEffectKind.Notice => "TriggerNotifies",
            TriggerEffectKind.Sequence => "SequenceMovesOn",
            TriggerEffectKind.HttpQueue => "TriggerCallsOut",
            TriggerEffectKind.External => "TriggerCallsOutForGood",
            _ => "TriggerUnknown",
        },
        Severity = effect.Kind >= TriggerEffectKind.HttpQueue ? Severity.Warning : Severity.Information,
        Confidence = effect.Kind == TriggerEffectKind.Unknown ? Confidence.Low : Confidence.High,
        Reason = $"{effect.Trigger} {effect.What}",
        Evidence = evidence,
        Remedy = effect.Kind >= TriggerEffectKind.HttpQueue ? Remedy : null,
    };
}
