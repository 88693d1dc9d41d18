namespace XmrtOps.Conversations;

/// <summary>Functions of extensions that leave the database.</summary>
internal static class KnownFunctions
{
    /// <summary>What calling a function outside of the system's schemas does beyond the database; null: nothing known.</summary>
    /// <param name="function">With its schema.</param>
    /// <param name="extension">The extension that it belongs to, or null.</param>
    public static (TriggerEffectKind Kind, string What)? EffectOf(string function, string? extension)
    {
        string name = function[(function.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if ((function.StartsWith("net.", StringComparison.Ordinal) || extension == "pg_net")
            && name.StartsWith("http_", StringComparison.Ordinal))
        {
            return (TriggerEffectKind.HttpQueue, $"calls {function}: pg_net sends what is committed, so that a rollback takes the request back");
        }

        return extension is "http" or "dblink" or "plsh" || name.StartsWith("dblink", StringComparison.Ordinal)
            ? (TriggerEffectKind.External, $"calls {function}, which no rollback takes back")
            : null;
    }

    /// <summary>The same of functions of the system.</summary>
    public static (TriggerEffectKind Kind, string What)? EffectOfSystem(string name) => name switch
    {
        "pg_notify" => (TriggerEffectKind.Notice, "sends a notice, which goes out with a commit only"),
        _ when name.StartsWith("pg_advisory_lock", StringComparison.Ordinal)
            || name.StartsWith("pg_try_advisory_lock", StringComparison.Ordinal) =>
            (TriggerEffectKind.External, $"takes a lock of the session by {name}, which no rollback gives back"),
        "lo_export" or "pg_terminate_backend" or "pg_cancel_backend" or "pg_reload_conf" or "pg_switch_wal"
            or "pg_logical_emit_message" or "setval" =>
            (TriggerEffectKind.External, $"calls {name}, which no rollback takes back"),
        _ => null,
    };
}
