using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Health;

/// <summary>The phrases that reasons are made of: short, since a table shows them.</summary>
internal static partial class HealthWords
{
    /// <summary>A length of time, such as "14 min".</summary>
    public static string Span(double seconds) => Display.Milliseconds(seconds * 1000);

    /// <summary>A number as the reader writes it.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A point in the past, by as much as has to be said: "14:05", "12 Nov", "12 Nov 2024". English, as the
    /// sentence around it.</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now)
    {
        DateTimeOffset local = at.ToLocalTime();
        string form = now - at < TimeSpan.FromHours(20) ? "HH:mm"
            : now - at < TimeSpan.FromDays(300) ? "d MMM"
            : "d MMM yyyy";
        return local.ToString(form, CultureInfo.InvariantCulture);
    }

    /// <summary>A session of the server, such as "pid 4711 (service_role, postgrest)".</summary>
    public static string Session(int pid, string? role, string? application)
    {
        string who = string.Join(", ", new[] { role, Display.OneLine(application, 40) }.Where(part => part is { Length: > 0 }));
        return who.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"pid {pid} ({who})")
            : string.Create(CultureInfo.InvariantCulture, $"pid {pid}");
    }

    /// <summary>The parts of a reason that there are, as one.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        List<string> said = [];
        foreach (string part in parts)
        {
            if (part.Length > 0)
            {
                said.Add(part);
            }
        }

        return string.Join("; ", said);
    }

    /// <summary>A message without what differs from call to call: ids and numbers.</summary>
    public static string WithoutNumbers(string message) => Varying().Replace(message, "…");

    /// <summary>What a condition means for a check, without naming the database again.</summary>
    public static string Of(XmrtException fault, TimeSpan timeout) => fault.ErrorId switch
    {
        "StatementTimedOut" => $"not answered within {Span(timeout.TotalSeconds)}",
        "LockTimedOut" => "another session holds a lock on what has to be read",
        "ConnectionLost" => "the connection was lost",
        "ConnectTimedOut" => $"no answer within {Span(timeout.TotalSeconds)}",
        _ => fault.InnerException is DbException { SqlState: { } state } answered
            ? WithoutState(answered.Message, state)
            : Trimmed(fault),
    };

    [GeneratedRegex(
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]+",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    private static string WithoutState(string message, string state)
    {
        string line = message.Split('\n')[0];
        return line.StartsWith(state + ": ", StringComparison.Ordinal) ? line[(state.Length + 2)..] : line;
    }

    private static string Trimmed(XmrtException fault)
    {
        string message = fault.Message.TrimEnd('.');
        int after = fault.Target is string target ? message.IndexOf(target + ": ", StringComparison.Ordinal) : -1;
        return after >= 0 ? message[(after + ((string)fault.Target!).Length + 2)..] : message;
    }
}
