using System.Globalization;

namespace XmrtOps.Benchmarks;

/// <summary>Medians of both sides in milliseconds, and the median of the ratios of neighbouring runs.</summary>
internal sealed record Measurement(string Name, string Description, double OursMs, double TheirsMs, double Ratio)
{
    public static string Header => Row("benchmark", "ours", "against", "ratio", "limit", "met", "what");

    public string Limit { get; init; } = "";

    public bool IsMet { get; init; }

    public override string ToString() => Row(
        Name,
        OursMs.ToString("0.0 ms", CultureInfo.InvariantCulture),
        TheirsMs.ToString("0.0 ms", CultureInfo.InvariantCulture),
        Ratio.ToString("0.00", CultureInfo.InvariantCulture),
        Limit,
        IsMet ? "yes" : "NO",
        Description);

    private static string Row(params string[] cells) =>
        $"{cells[0],-10} {cells[1],11} {cells[2],11} {cells[3],6}  {cells[4],-24} {cells[5],-4} {cells[6]}";
}
