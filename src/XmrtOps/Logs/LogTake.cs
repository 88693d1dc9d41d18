using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>Counts what of a stream is wanted: -Skip, -First, and one row more where it has to be said that there are more.</summary>
internal sealed class LogTake(Page page)
{
    private long _toSkip = page.Skip;
    private long _left = page.Count ?? long.MaxValue;
    private bool _areThereMore;

    /// <summary>Nothing more has to be read.</summary>
    public bool IsEnough => _left == 0;

    /// <summary>How many rows to ask for.</summary>
    public int NextPage => (int)Math.Min(
        LogStatement.PageSize,
        _left > long.MaxValue - _toSkip - 1 ? long.MaxValue : Math.Max(_toSkip + _left + (page.IsDefault ? 1 : 0), 1));

    /// <summary>The rows of a page that are wanted.</summary>
    public List<T> Of<T>(IReadOnlyList<T> rows)
    {
        int skipped = (int)Math.Min(_toSkip, rows.Count);
        int taken = (int)Math.Min(_left, rows.Count - skipped);
        _toSkip -= skipped;
        _left -= _left == long.MaxValue ? 0 : taken;
        _areThereMore |= rows.Count > skipped + taken;
        return [.. rows.Skip(skipped).Take(taken)];
    }

    /// <summary>Says when the default cut the stream.</summary>
    /// <param name="isAll">All was read that there is.</param>
    /// <param name="notices">Told so.</param>
    public void Announce(bool isAll, INotices notices)
    {
        if (page.IsDefault && _left == 0 && (_areThereMore || !isAll))
        {
            notices.Inform(string.Create(
                CultureInfo.CurrentCulture,
                $"Showing {page.Count:N0} lines; there {(_areThereMore ? "are" : "may be")} more: -First or -All shows them."));
        }
    }
}
