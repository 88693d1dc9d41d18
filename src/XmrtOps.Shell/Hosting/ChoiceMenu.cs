using System.Management.Automation.Host;

namespace XmrtOps.Shell.Hosting;

/// <summary>Choices as a line to answer with a letter: [Y] Yes  [N] No  [?] Help (default is "Y").</summary>
internal sealed class ChoiceMenu(IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
{
    private readonly (string Key, string Label, string Help)[] _entries =
        [.. choices.Select(c => (KeyOf(c.Label), c.Label.Replace("&", "", StringComparison.Ordinal), c.HelpMessage))];

    public string Question
    {
        get
        {
            string entries = string.Concat(_entries.Select(e => $"[{e.Key}] {e.Label}  "));
            string preset = HasDefault ? $" (default is \"{_entries[defaultChoice].Key}\")" : "";
            return $"{entries}[?] Help{preset}: ";
        }
    }

    public string Help => string.Concat(_entries.Select(e => $"{e.Key} - {e.Help}{Environment.NewLine}"));

    private bool HasDefault => defaultChoice >= 0 && defaultChoice < _entries.Length;

    /// <summary>The choice that an answer means; null if it means none.</summary>
    public int? Find(string answer)
    {
        if (answer.Length == 0)
        {
            return HasDefault ? defaultChoice : null;
        }

        int index = Array.FindIndex(
            _entries,
            e => e.Key.Equals(answer, StringComparison.OrdinalIgnoreCase)
                || e.Label.Equals(answer, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }

    /// <summary>The letter after the ampersand; a label without one is its own key.</summary>
    private static string KeyOf(string label)
    {
        int mark = label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < label.Length ? char.ToUpperInvariant(label[mark + 1]).ToString() : label;
    }
}
