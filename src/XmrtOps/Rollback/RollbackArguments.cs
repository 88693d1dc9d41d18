using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Rollback;

/// <summary>Arguments that several commands of this chapter take.</summary>
internal static class RollbackArguments
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <exception cref="XmrtException">DurationOutOfRange, and those of reading a time.</exception>
    public static TimeSpan Checked(TimeArgument timeout, string name)
    {
        TimeSpan duration = timeout.Duration(name);
        return duration >= TimeSpan.FromSeconds(1) && duration <= s_longest
            ? duration
            : throw Errors.DurationOutOfRange(name, timeout.ToString(), "between 1s and 1h");
    }

    /// <summary>The number of a function's version; null where none is given.</summary>
    /// <exception cref="XmrtException">NotAVersionNumber.</exception>
    public static int? VersionNumber(string[]? versions) => versions is null ? null
        : versions.Length == 1 && int.TryParse(versions[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw Errors.NotAVersionNumber(string.Join(", ", versions));
}
