namespace XmrtOps.Sandbox.Vercel;

/// <summary>What a project's site served, by time. The rows of the days before are made when first asked for.</summary>
public sealed class VercelRequestLog
{
    private readonly VercelProject _project;
    private List<VercelRequestLogRow>? _rows;

    internal VercelRequestLog(VercelProject project) => _project = project;

    /// <summary>All rows, the oldest first.</summary>
    public IReadOnlyList<VercelRequestLogRow> Rows
    {
        get
        {
            lock (_project.Platform.Gate) return [.. Own];
        }
    }

    private List<VercelRequestLogRow> Own => _rows ??= VercelTraffic.Before(_project);

    /// <summary>Adds a row, at its time's place.</summary>
    public void Add(VercelRequestLogRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        lock (_project.Platform.Gate)
        {
            var place = Own.Count;
            while (place > 0 && Own[place - 1].Timestamp > row.Timestamp) place--;
            Own.Insert(place, row);
        }
    }

    /// <summary>Makes so many rows of ordinary traffic in that time, besides what there is.</summary>
    public void Fill(int count, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_project.Platform.Gate)
        {
            Own.AddRange(VercelTraffic.Make(_project, count, from, to));
            _rows = [.. Own.OrderBy(row => row.Timestamp)];
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_project.Platform.Gate) _rows = [];
    }

    /// <summary>The rows of a range of time, the oldest first.</summary>
    internal IReadOnlyList<VercelRequestLogRow> Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_project.Platform.Gate)
        {
            var first = PlaceOf(from);
            return Own.GetRange(first, Math.Max(0, PlaceOf(to.AddTicks(1)) - first));
        }
    }

    private int PlaceOf(DateTimeOffset time)
    {
        var (low, high) = (0, Own.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Own[middle].Timestamp < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
