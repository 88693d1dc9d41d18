namespace XmrtOps.Data;

/// <summary>Which part of a list is wanted, per connection.</summary>
/// <param name="Skip">Rows left out at the start.</param>
/// <param name="Count">Rows returned at most; null: all.</param>
/// <param name="IsDefault">The user named no number, so that it is said when more exist.</param>
internal sealed record Page(long Skip, long? Count, bool IsDefault)
{
    /// <summary>What LIMIT takes: PostgreSQL reads null as no limit.</summary>
    public object Limit => Count is { } count ? count : DBNull.Value;

    /// <summary>This part of what is at hand as a whole.</summary>
    public List<T> Of<T>(IReadOnlyList<T> all) =>
        [.. all.Skip((int)Math.Min(Skip, int.MaxValue)).Take((int)Math.Min(Count ?? int.MaxValue, int.MaxValue))];

    /// <summary>Says "showing 20 of 4,832" when the default cut the list.</summary>
    public void Announce(int shown, long total, string what, Notices.INotices notices)
    {
        notices.Total(total);
        if (IsDefault && shown < total)
        {
            notices.Inform(string.Create(
                System.Globalization.CultureInfo.CurrentCulture,
                $"Showing {shown:N0} of {total:N0} {what}; -First or -All shows more."));
        }
    }
}
