using System.ComponentModel;
using System.Globalization;
using XmrtOps.Module;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Rollback;

/// <summary>The human form of plans and results, for their views only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RollbackDisplay
{
    // Where the last column of results begins, and one for the edge of the window.
    private const int ResultColumn = 32;
    private const int Label = 14;
    private const int DigestShown = 12;

    /// <summary>A plan, one thing below the other.</summary>
    /// <param name="plan">A plan.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Plan(RollbackPlan? plan, int consoleWidth)
    {
        if (plan is null)
        {
            return "";
        }

        int width = Width(consoleWidth) - Label - 1;
        List<string> lines =
        [
            .. Item(plan.IsUndo ? "Undo of" : "Rollback of", $"{plan.Target} {plan.Name} ({plan.Connection})", width),
            .. Item("From", plan.From, width),
            .. Item("To", plan.To ?? "nothing: see below", width),
        ];
        foreach (RollbackStep step in plan.Steps)
        {
            lines.AddRange(Item("Step " + step.Number.ToString(CultureInfo.InvariantCulture), $"{step.Subject}: {step.Action}{(step.IsSettled ? " (is so already)" : "")}", width));
            lines.AddRange(step.Changes.SelectMany(change => Item("", "- " + change, width, "  ")));
        }

        lines.AddRange(plan.Losses.SelectMany(loss => Item("Lost", loss.Description, width)));
        lines.AddRange(Restorable(plan).SelectMany((text, at) => Item(at == 0 ? "Restorable" : "", text, width)));
        lines.AddRange(plan.Findings.SelectMany(finding => Item(finding.Severity.ToString(), $"{finding.Reason} {finding.Remedy}".TrimEnd(), width)));
        lines.AddRange(plan.Refusals.SelectMany(refusal => Item("Refused", $"{refusal.Reason} > {refusal.Remedy}", width)));
        lines.AddRange(Item("Takes", $"{Seconds(plan.EstimatedDurationSeconds)}; users notice {Seconds(plan.EstimatedInterruptionSeconds)}", width));
        lines.AddRange(Item("Undo", plan.Undo ?? "", width));
        lines.AddRange(Item("State", plan.StateHash[..DigestShown], width));
        return string.Join('\n', lines.Where(line => line.Length > 0)) + "\n";
    }

    private static IEnumerable<string> Restorable(RollbackPlan plan)
    {
        if (plan is not DatabaseRollbackPlan { RestorePointAt: { } at } database)
        {
            return [];
        }

        string[] written = [.. (database.WrittenSinceRestorePoint ?? []).Select(table => $"- {table}")];
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{at:yyyy-MM-dd HH:mm} by {plan.Evidence.GetValueOrDefault("RestorePoint")}, {Math.Floor((plan.CreatedAt - at).TotalHours)} h old")
                + (written.Length > 0 ? "; written since:" : ""),
            .. written,
        ];
    }

    /// <summary>What was done, what to do and what takes it back, broken so that it fits the last column.</summary>
    /// <param name="result">A result.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Result(RollbackResult? result, int consoleWidth)
    {
        if (result is null)
        {
            return "";
        }

        int width = Width(consoleWidth) - ResultColumn;
        string proof = result.IsVerified switch { true => ", verified", false => ", NOT WELL", null when result.Outcome == RollbackOutcome.Done => ", not verified", _ => "" };
        return string.Join('\n', new[]
        {
            WrappedText.Of($"{Display.OneLine(result.From)} -> {Display.OneLine(result.To ?? "nothing")}{proof}", width, ""),
            WrappedText.Of(Display.OneLine(result.Reason), width, ""),
            result.Remedy is { } remedy ? WrappedText.Of("> " + Display.OneLine(remedy), width, "  ") : [],
            result.Undo is { } undo ? WrappedText.Of("undo: " + Display.OneLine(undo), width, "  ") : [],
        }.SelectMany(lines => lines).Where(line => line.Length > 0));
    }

    /// <summary>How a dry run went, one thing below the other.</summary>
    /// <param name="tried">A dry run.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Rehearsal(RollbackRehearsal? tried, int consoleWidth)
    {
        if (tried is null)
        {
            return "";
        }

        int width = Width(consoleWidth) - Label - 1;
        string[] unmeasured = [.. tried.Checks.Where(check => check.Passed is null).Select(check => check.Name)];
        string place = tried.Place == RehearsalPlace.Scratch ? "on a scratch copy" : "on the database itself, taken back";
        List<string> lines =
        [
            .. Item("Dry run of", $"rollback of {tried.Name} ({tried.Connection}), {place}", width),
            .. Item("Verdict", !tried.Passed ? $"it does NOT go: {tried.Problem}"
                : unmeasured.Length == 0 ? "it goes" : $"it goes, as far as that could be seen: not measured is {string.Join(", ", unmeasured)}", width),
            .. Item("From", tried.From, width),
            .. Item("To", tried.To ?? "", width),
        ];
        foreach (VersionRehearsal version in tried.Versions)
        {
            string took = version.DurationMs is { } ms ? $" in {Display.Milliseconds(ms)}" : "";
            lines.AddRange(Item("Version", $"{version.Version}: {version.State}{took} {version.Reason}".TrimEnd(), width));
            lines.AddRange(version.Differences.Concat(version.AccessChanges).SelectMany(change => Item("", "- " + change, width, "  ")));
        }

        lines.AddRange(tried.Checks.SelectMany(check =>
            Item("Check", $"{check.Name}: {check.Passed switch { true => "good", false => "BAD", null => "not measured" }}, {check.Reason}", width)));
        lines.AddRange(tried.Refusals.SelectMany(refusal => Item("To do it", $"{refusal.Reason} > {refusal.Remedy}", width)));
        lines.AddRange(tried.Survives.SelectMany(what => what.StartsWith("no ", StringComparison.Ordinal)
            ? Item("Stays not", what[3..], width)
            : Item("Stays", what, width)));
        string copy = tried.CopyDurationSeconds is { } seconds
            ? string.Create(CultureInfo.CurrentCulture, $", {Display.Milliseconds(seconds * 1000)} of it for a copy with {tried.CopiedRows:N0} rows")
            : "";
        lines.AddRange(Item("Took", $"{Display.Milliseconds(tried.DurationSeconds * 1000)}{copy}", width));
        return string.Join('\n', lines.Where(line => line.Length > 0)) + "\n";
    }

    private static IEnumerable<string> Item(string label, string text, int width, string indent = "") => text.Length == 0 ? [] :
        WrappedText.Of(Display.OneLine(text), width, indent).Select((line, index) => (index == 0 ? label : "").PadRight(Label) + line);

    private static string Seconds(double? seconds) => seconds switch
    {
        null => "unknown",
        0 => "nothing",
        { } some => $"about {Display.Milliseconds(some * 1000)}",
    };

    private static int Width(int consoleWidth) => Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80);
}
