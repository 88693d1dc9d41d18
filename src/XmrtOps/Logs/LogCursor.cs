using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Logs;

/// <summary>Where the reading of a log has come to.</summary>
internal sealed class LogCursor
{
    private readonly LogSpan _span;
    private readonly LogSpan[] _windows;
    private readonly bool _isOldestFirst;
    private int _window;

    public LogCursor(LogSpan span, bool oldestFirst)
    {
        _span = span;
        _isOldestFirst = oldestFirst;
        _windows = [.. span.Windows(oldestFirst)];
    }

    /// <summary>What is wanted of the current window, to the microsecond. It is asked for beside the range, so that it does
    /// not matter whether the platform counts a range's end to it, and how it rounds.</summary>
    public LogSpan Bounds => new(Later(_span.From, _windows[_window].From), Earlier(_span.Until, _windows[_window].Until));

    /// <summary>The last row that was read of this window; null at its beginning.</summary>
    public LogRow? Last { get; private set; }

    public bool IsAtEnd => _window >= _windows.Length;

    public bool HasSeveralWindows => _windows.Length > 1;

    public int Percent => (int)(100L * _window / Math.Max(_windows.Length, 1));

    /// <summary>What to look at for the next page: of the window what has not been read, in whole minutes.</summary>
    public LogSpan Range
    {
        get
        {
            LogSpan window = _windows[_window];
            if (Last is null)
            {
                return window;
            }

            DateTimeOffset at = LogEntries.ReadTime(Last.Timestamp);
            return _isOldestFirst
                ? new LogSpan(Later(LogSpan.Floor(at), window.From), window.Until)
                : new LogSpan(window.From, Earlier(LogSpan.Ceiling(at.AddTicks(1)), window.Until));
        }
    }

    /// <summary>A page that is not full is the last one of its window.</summary>
    public void Advance(IReadOnlyList<LogRow> page, int asked)
    {
        if (page.Count < asked)
        {
            _window++;
            Last = null;
        }
        else
        {
            Last = page[^1];
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
