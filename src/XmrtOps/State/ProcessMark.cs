using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace XmrtOps.State;

/// <summary>
/// Names a process so that another one, also after a restart of the machine, can tell whether it still lives: its id
/// alone will not do, because ids are used again.
/// </summary>
/// <param name="HostName">Machine it runs on.</param>
/// <param name="Id">Process id.</param>
/// <param name="Start">When it started, in the platform's steadiest form.</param>
internal sealed record ProcessMark(string HostName, int Id, string Start)
{
    // Clocks are set while processes run, which moves the start times that are counted back from now.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process.</summary>
    public static ProcessMark Current { get; } = new(
        Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? "");

    /// <returns>False once it has ended; null when it cannot be known from here.</returns>
    public bool? IsAlive()
    {
        if (!string.Equals(HostName, Current.HostName, StringComparison.OrdinalIgnoreCase) || Start.Length == 0)
        {
            return null;
        }

        try
        {
            return StartOf(Id) is { } start && IsSame(start, Start);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            // There is such a process, and it is not ours to look at.
            return null;
        }
    }

    private static bool IsSame(string one, string other)
    {
        if (OperatingSystem.IsLinux())
        {
            return one == other;
        }

        return long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out long a)
            && long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out long b)
            && TimeSpan.FromTicks(a - b).Duration() <= s_tolerance;
    }

    /// <returns>Null when no such process lives.</returns>
    private static string? StartOf(int id) => OperatingSystem.IsLinux() ? StartOnLinux(id) : StartElsewhere(id);

    /// <summary>The boot's id and the clock ticks since it: no setting of the clock changes them.</summary>
    private static string? StartOnLinux(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }

        // The name of the program, in parentheses, may hold blanks and parentheses itself.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        const int state = 0;
        const int startTime = 19;
        bool isGone = fields[state] is "Z" or "X";
        return isGone ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[startTime]}";
    }

    private static string? StartElsewhere(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
