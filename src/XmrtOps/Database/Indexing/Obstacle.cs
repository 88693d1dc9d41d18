using System.Globalization;
using XmrtOps.Module;

namespace XmrtOps.Database.Indexing;

/// <summary>A transaction that a build would have to wait for.</summary>
/// <param name="Kind">Build, Lock, Snapshot or Prepared.</param>
/// <param name="ProcessId">Its backend; null for a prepared transaction.</param>
/// <param name="Role">Null where it is hidden.</param>
/// <param name="Application">Its name; of a prepared transaction its own.</param>
/// <param name="State">Such as idle in transaction; null where it is hidden.</param>
/// <param name="Age">Since the transaction began; null where it is hidden.</param>
internal sealed record Obstacle(
    string Kind, int? ProcessId, string? Role, string? Application, string? State, TimeSpan? Age)
{
    public bool IsBuild => Kind == "Build";

    /// <summary>For a person, such as "pid 4711 (psql, idle in transaction, 14 min)".</summary>
    public override string ToString()
    {
        string who = ProcessId is { } pid ? string.Create(CultureInfo.InvariantCulture, $"pid {pid}") : "prepared transaction";
        string?[] details =
        [
            string.IsNullOrEmpty(Application) ? Role : Application,
            ProcessId is null ? null : State,
            Age is { } age ? Display.Milliseconds(age.TotalMilliseconds) : "age hidden from this role",
        ];
        return $"{who} ({string.Join(", ", details.Where(detail => !string.IsNullOrEmpty(detail)))})";
    }
}
