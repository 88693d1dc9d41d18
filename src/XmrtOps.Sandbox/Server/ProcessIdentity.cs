using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace XmrtOps.Sandbox.Server;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
/// <param name="ProcessId">The number, which the system uses again.</param>
/// <param name="StartMark">When it started, in a form that only compares with itself.</param>
internal sealed record ProcessIdentity(int ProcessId, string StartMark)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    public static ProcessIdentity Current { get; } =
        new(Environment.ProcessId, ReadStartMark(Environment.ProcessId) ?? string.Empty);

    public static ProcessIdentity? Of(int processId) =>
        ReadStartMark(processId) is { } mark ? new ProcessIdentity(processId, mark) : null;

    public bool IsAlive
    {
        get
        {
            var mark = ReadStartMark(ProcessId);
            return mark is not null && (OperatingSystem.IsLinux() ? mark == StartMark : StartedTogether(mark, StartMark));
        }
    }

    private static string? ReadStartMark(int processId) =>
        OperatingSystem.IsLinux() ? ReadLinuxMark(processId) : ReadStartTime(processId);

    // Process.StartTime moves with the clock on Linux; the ticks since boot do not, and the boot id tells boots apart.
    private static string? ReadLinuxMark(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            // The command's name, in parentheses, may itself hold blanks and parentheses.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var isGone = fields[0] is "Z" or "X";
            return isGone ? null : File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() + "/" + fields[19];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadStartTime(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static bool StartedTogether(string one, string other) =>
        DateTimeOffset.TryParse(one, CultureInfo.InvariantCulture, out var first)
        && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, out var second)
        && (first - second).Duration() < ClockTolerance;
}
