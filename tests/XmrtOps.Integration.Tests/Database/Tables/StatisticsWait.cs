using System.Globalization;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

/// <summary>Waits for what the server counts.</summary>
internal static class StatisticsWait
{
    /// <summary>Waits until a condition is true. Counters of another session arrive when it reports them, a second later at most.</summary>
    public static async Task EventuallyAsync(TestDatabase database, string condition)
    {
        DateTimeOffset deadline = DateTimeOffset.UtcNow.AddSeconds(30);
        while (!await database.ValueAsync<bool>(condition))
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, string.Create(CultureInfo.InvariantCulture, $"Never true: {condition}"));
        }
    }
}
