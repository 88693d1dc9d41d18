using System.Globalization;
using XmrtOps.Platforms.Supabase;
using XmrtOps.State;

namespace XmrtOps.Logs;

/// <summary>Makes records of the platform's rows.</summary>
/// <param name="source">What they are of.</param>
/// <param name="connection">Name of the connection.</param>
/// <param name="functions">Names of edge functions by their identifiers.</param>
internal sealed class LogEntries(LogSource source, string connection, IReadOnlyDictionary<string, string> functions)
{
    private const string FunctionPath = "/functions/v1/";

    // Shorter texts hold no token.
    private const int ShortestSecret = 20;

    public LogEntry Of(LogRow row)
    {
        Dictionary<string, string> attributes = (Dictionary<string, string>)row.Attributes;
        foreach ((string key, string value) in attributes)
        {
            // Identifiers are as long as tokens, and most of what there is.
            if (value.Length >= ShortestSecret && !Guid.TryParse(value, out _) && SecretText.MaskIn(value) is { } masked && masked != value)
            {
                // Replacing a value leaves the enumeration valid.
                attributes[key] = masked;
            }
        }

        attributes["source"] = row.Source;
        string? path = First(attributes, "request.path", "request.pathname", "path");
        int? status = Number(First(attributes, "response.status_code", "status"));
        return new LogEntry
        {
            Timestamp = ReadTime(row.Timestamp),
            Source = source,
            Level = LevelOf(row.Source, attributes, status),
            Message = row.Message.Length < ShortestSecret ? row.Message : SecretText.MaskIn(row.Message),
            Function = FunctionOf(attributes, path),
            Status = status,
            Method = First(attributes, "request.method"),
            Path = path,
            DurationMs = Real(First(attributes, "execution_time_ms", "response.origin_time")),
            RequestId = First(attributes, "execution_id", "request_id"),
            Id = row.Id,
            Attributes = attributes,
            Connection = connection,
        };
    }

    /// <summary>A time of the engine's, which is UTC whether it says so or not.</summary>
    public static DateTimeOffset ReadTime(string timestamp) => DateTimeOffset.TryParse(
        timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : throw new FormatException("A line of the log has no time.");

    private static LogLevel? LevelOf(string log, Dictionary<string, string> attributes, int? status) => log switch
    {
        "postgres_logs" => (First(attributes, "parsed.error_severity") ?? "").ToUpperInvariant() switch
        {
            "ERROR" or "FATAL" or "PANIC" => LogLevel.Error,
            "WARNING" => LogLevel.Warning,
            "LOG" or "INFO" or "NOTICE" => LogLevel.Info,
            "" => null,
            _ => LogLevel.Debug,
        },
        "auth_logs" => ByStatus(status) is LogLevel.Error ? LogLevel.Error
            : Named(First(attributes, "level")) is LogLevel.Error ? LogLevel.Error
            : ByStatus(status) is LogLevel.Warning ? LogLevel.Warning
            : Named(First(attributes, "level")),
        "function_logs" => Named(First(attributes, "level")),
        _ => ByStatus(status),
    };

    private static LogLevel? ByStatus(int? status) => status switch
    {
        >= 500 => LogLevel.Error,
        >= 400 => LogLevel.Warning,
        >= 100 => LogLevel.Info,
        _ => null,
    };

    internal static LogLevel? Named(string? level) => level?.ToLowerInvariant() switch
    {
        null => null,
        "error" or "fatal" or "panic" => LogLevel.Error,
        "warn" or "warning" => LogLevel.Warning,
        "debug" or "trace" => LogLevel.Debug,
        _ => LogLevel.Info,
    };

    private string? FunctionOf(Dictionary<string, string> attributes, string? path)
    {
        string? id = First(attributes, "function_id");
        return id is not null && functions.TryGetValue(id, out string? name) ? name
            : path?.StartsWith(FunctionPath, StringComparison.Ordinal) == true ? path[FunctionPath.Length..].Split('/')[0]
            : id;
    }

    private static string? First(Dictionary<string, string> attributes, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (attributes.TryGetValue(key, out string? value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;

    private static double? Real(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
