using System.Text.Json;

namespace XmrtOps.Sandbox.Server;

/// <summary>Who looks after a sandbox and how to stop its server: the content of owner.json.</summary>
internal sealed record OwnerRecord
{
    public required string Name { get; init; }

    public required int ProcessId { get; init; }

    public required string ProcessStartMark { get; init; }

    public required string Machine { get; init; }

    public int? Port { get; init; }

    public required string PostgresBin { get; init; }

    public required string PostgresVersion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public bool IsOwn => Process == ProcessIdentity.Current && IsOfThisMachine;

    // A shared folder may hold sandboxes of another machine or container, whose process numbers mean nothing here.
    public bool IsOfThisMachine => string.Equals(Machine, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    public bool IsLeftover => IsOfThisMachine && !Process.IsAlive;

    private ProcessIdentity Process => new(ProcessId, ProcessStartMark);

    public static OwnerRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<OwnerRecord>(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file in one step, so that a reader never sees half of it.</summary>
    public void Write(string path)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(this));
        File.Move(draft, path, overwrite: true);
    }
}
