using System.Globalization;

namespace XmrtOps.Projects;

/// <summary>Samples in the text form of Prometheus: a name, labels in braces, a number.</summary>
internal sealed class MetricsText
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    private MetricsText()
    {
    }

    /// <summary>Reads what is a sample; comments and what is not understood are passed over.</summary>
    public static MetricsText Parse(string text)
    {
        MetricsText read = new();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int open = line.IndexOf('{', StringComparison.Ordinal);
            int close = line.LastIndexOf('}');
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            bool isLabelled = open > 0 && close > open;
            if (!isLabelled && space < 0)
            {
                continue;
            }

            string name = isLabelled ? line[..open] : line[..space];
            string rest = (isLabelled ? line[(close + 1)..] : line[space..]).Trim();
            // A time stamp may follow.
            if (name.All(IsOfName)
                && double.TryParse(rest.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value))
            {
                read._samples.Add((name, isLabelled ? line[(open + 1)..close] : "", value));
            }
        }

        return read;
    }

    /// <summary>There is at least one sample.</summary>
    public bool HasAny => _samples.Count > 0;

    /// <summary>All samples of a name together; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="label">A label that they have to carry, as it is written: mode="idle".</param>
    public double? Sum(string name, string? label = null)
    {
        double[] values = [.. Values(name, label)];
        return values.Length == 0 ? null : values.Sum();
    }

    /// <summary>The largest sample of a name; null where there is none.</summary>
    public double? Max(string name)
    {
        double[] values = [.. Values(name, null)];
        return values.Length == 0 ? null : values.Max();
    }

    /// <summary>The samples of a name by their labels.</summary>
    public IReadOnlyDictionary<string, double> ByLabels(string name)
    {
        Dictionary<string, double> found = new(StringComparer.Ordinal);
        foreach ((string _, string labels, double value) in _samples.Where(sample => sample.Name == name))
        {
            found[labels] = value;
        }

        return found;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ':';

    private IEnumerable<double> Values(string name, string? label) => _samples
        .Where(sample => sample.Name == name)
        .Where(sample => label is null || sample.Labels.Contains(label, StringComparison.Ordinal))
        .Select(sample => sample.Value);
}
