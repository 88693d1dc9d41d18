using System.Globalization;

namespace XmrtOps.Retention;

/// <summary>How far a pass over one table is: all before it has been gone through.</summary>
/// <param name="Page">Page of the last row that was looked at.</param>
/// <param name="Row">Its number in the page; 0: the page has still to be begun.</param>
/// <param name="Time">Its time, as text, where the pass goes by the time's index.</param>
internal sealed record LeafPosition(long Page, int Row, string Time = "-infinity")
{
    public static readonly LeafPosition Start = new(0, 0);

    /// <summary>As a tid.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"({Page},{Row})");

    /// <param name="place">A tid as PostgreSQL writes it.</param>
    /// <param name="time">Time of the row, where it matters.</param>
    public static LeafPosition At(string place, string? time)
    {
        int comma = place.IndexOf(',', StringComparison.Ordinal);
        return new LeafPosition(
            long.Parse(place.AsSpan(1, comma - 1), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(place.AsSpan(comma + 1, place.Length - comma - 2), NumberStyles.None, CultureInfo.InvariantCulture),
            time ?? Start.Time);
    }
}
