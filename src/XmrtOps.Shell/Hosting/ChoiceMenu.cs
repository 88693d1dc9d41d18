using System.Management.Automation.Host;

namespace XmrtOps.Shell.Hosting;

/// <summary>Choices as a line to answer with a letter: [Y] Yes  [N] No  [?] Help (default is "Y").</summary>
internal sealed class ChoiceMenu(IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
{
    // The engine always offers to suspend the script for a nested prompt, which only pwsh has.
    private const string NotOffered = "&Suspend";

    private readonly Entry[] _entries =
    [
        .. choices
            .Select((c, i) => (Choice: c, Index: i))
            .Where(c => c.Choice.Label != NotOffered)
            .Select(c => new Entry(c.Index, KeyOf(c.Choice.Label), WithoutMark(c.Choice.Label), c.Choice.HelpMessage)),
    ];

    public string Question
    {
        get
        {
            string entries = string.Concat(_entries.Select(e => $"[{e.Key}] {e.Label}  "));
            string preset = Default is null ? "" : $" (default is \"{Default.Key}\")";
            return $"{entries}[?] Help{preset}: ";
        }
    }

    public string Help => string.Concat(_entries.Select(e => $"{e.Key} - {e.Help}{Environment.NewLine}"));

    private Entry? Default => Array.Find(_entries, e => e.Index == defaultChoice);

    /// <summary>The choice that an answer means; null if it means none.</summary>
    public int? Find(string answer)
    {
        Entry? meant = answer.Length == 0 ? Default : Array.Find(
            _entries,
            e => e.Key.Equals(answer, StringComparison.OrdinalIgnoreCase)
                || e.Label.Equals(answer, StringComparison.OrdinalIgnoreCase));
        return meant?.Index;
    }

    /// <summary>The letter after the ampersand; a label without one is its own key.</summary>
    private static string KeyOf(string label)
    {
        int mark = label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < label.Length ? char.ToUpperInvariant(label[mark + 1]).ToString() : label;
    }

    private static string WithoutMark(string label) => label.Replace("&", "", StringComparison.Ordinal);

    private sealed record Entry(int Index, string Key, string Label, string Help);
}
