using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>Finds rollbacks in the journal.</summary>
internal static class JournaledRollbacks
{
    public const string Do = "Invoke-XmrtRollback";

    public const string Undo = "Undo-XmrtRollback";

    // What is older than this is no answer to what was deployed today.
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(90);

    /// <summary>All rollbacks, the newest first; what takes others back is not among them.</summary>
    /// <exception cref="XmrtException">StateUnavailable, StateTooNew, StateDamaged.</exception>
    public static async Task<IReadOnlyList<JournaledRollback>> ReadAsync(INotices notices, CancellationToken cancellation)
    {
        JournalQuery query = new()
        {
            Since = DateTimeOffset.Now - s_remembered,
            Command = command => command is Do or Undo,
        };
        IReadOnlyList<JournalEntry> entries = await JournalReader.ReadAsync(
            StateStore.Default, query, new Page(0, null, IsDefault: false), notices, cancellation);
        ILookup<string, JournalEntry> steps = entries
            .Where(entry => entry.Parameters.GetValueOrDefault(JournaledRollback.WholeKey) is not null)
            .ToLookup(entry => entry.Parameters[JournaledRollback.WholeKey]!, StringComparer.Ordinal);
        HashSet<string> undone = entries
            .Where(entry => entry.State == JournalState.Succeeded)
            .Select(entry => entry.Parameters.GetValueOrDefault(JournaledRollback.UndoesKey) ?? "")
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. entries
                .Where(entry => entry.Command == Do && entry.Parameters.ContainsKey(JournaledRollback.TargetKey))
                .Select(entry => Of(entry, steps[entry.Id.ToString()], undone.Contains(entry.Id.ToString())))
                .OfType<JournaledRollback>(),
        ];
    }

    private static JournaledRollback? Of(JournalEntry entry, IEnumerable<JournalEntry> steps, bool isUndone) =>
        Enum.TryParse(entry.Parameters[JournaledRollback.TargetKey], out RollbackTarget target)
            ? new JournaledRollback
            {
                Id = entry.Id,
                Target = target,
                Connection = entry.Connection ?? "",
                SystemId = entry.Parameters.GetValueOrDefault(JournaledRollback.SystemKey) ?? "",
                Name = entry.Parameters.GetValueOrDefault(JournaledRollback.NameKey) ?? "",
                From = entry.Parameters.GetValueOrDefault(JournaledRollback.FromKey) ?? "",
                To = entry.Parameters.GetValueOrDefault(JournaledRollback.ToKey),
                State = entry.State,
                BegunAt = entry.BegunAt,
                UserName = entry.UserName,
                Parameters = entry.Parameters,
                Steps = [.. steps.Select(StepOf).OrderBy(step => step.Number)],
                IsUndone = isUndone,
            }
            : null;

    private static JournaledStep StepOf(JournalEntry entry)
    {
        string place = entry.Parameters.GetValueOrDefault(JournaledRollback.StepKey) ?? "";
        return new JournaledStep(
            int.TryParse(place.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0,
            entry.Parameters.GetValueOrDefault(JournaledRollback.SubjectKey) ?? "",
            entry.State,
            entry.Parameters);
    }
}
