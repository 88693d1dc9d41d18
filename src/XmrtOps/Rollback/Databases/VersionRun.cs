using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>One version of a plan: its transaction, and its file before and after it.</summary>
/// <param name="connection">The database.</param>
/// <param name="plan">The plan.</param>
/// <param name="at">Which of its versions.</param>
/// <param name="folder">Where what it drops is kept.</param>
/// <param name="note">Told what is going to be committed.</param>
/// <param name="notices">Told what happens.</param>
internal sealed class VersionRun(
    XmrtConnection connection, DatabaseRollbackPlan plan, int at, string folder, Action<UndoneVersion> note, INotices notices)
{
    private const int ShownLints = 5;

    private readonly MigrationUndo _undo = plan.Migrations[at];

    /// <summary>What was done, for people.</summary>
    public string Account { get; private set; } = "";

    /// <param name="versions">The history's, which this adds to or takes from.</param>
    /// <param name="historyBefore">What the history has to be.</param>
    /// <param name="schemaBefore">What the schema has to be.</param>
    /// <param name="cancellation">Heeded until the commit.</param>
    /// <exception cref="XmrtException">Those of <see cref="VersionTransaction"/>, and MigrationFileUnwritable.</exception>
    public async Task<UndoneVersion> RunAsync(
        List<string> versions, string historyBefore, string schemaBefore, CancellationToken cancellation)
    {
        RevertFile? file = plan.As == RollbackStyle.Revert ? NewFile(versions) : null;
        HistoryChange change = ChangeOf(file);
        VersionWork work = Work(change, historyBefore, schemaBefore) with
        {
            Losses = [.. plan.TableLosses.Where(IsOfThis)],
            BeforeCommit = coming => note(Of(coming, file, HistoryToken.Of(After(versions, change)), historyBefore)),
        };
        VersionOutcome outcome;
        try
        {
            outcome = await CommitAsync(work, cancellation);
        }
        catch (Exception exception) when (exception is not XmrtException { ErrorId: "OutcomeUnknown" })
        {
            file?.Discard();
            throw;
        }

        Publish(file);
        Account = AccountOf(outcome, file);
        string[] now = [.. After(versions, change)];
        versions.Clear();
        versions.AddRange(now);
        return Of(outcome, file, HistoryToken.Of(now), historyBefore) with { IsCommitted = true };
    }

    /// <summary>Does it, and takes it back within the deadline: nothing is kept of it, neither rows nor a file.</summary>
    /// <exception cref="XmrtException">Those of <see cref="VersionTransaction"/>, and MigrationFileUnwritable.</exception>
    public async Task<VersionOutcome> RehearseAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        RevertFile? file = plan.As == RollbackStyle.Revert ? NewFile([.. plan.HistoryVersions]) : null;
        try
        {
            return await new VersionTransaction(connection, notices).RehearseAsync(
                Work(ChangeOf(file), plan.State["history"]!, plan.SchemaHash), ConcernedTables.Of(_undo), deadline, cancellation);
        }
        finally
        {
            file?.Discard();
        }
    }

    private HistoryChange ChangeOf(RevertFile? file) => file is not null ? new HistoryChange(file.Version, file.Name, file.Statements)
        : plan.IsUndo ? new HistoryChange(_undo.Version, _undo.Name, Undone!.Applied)
        : new HistoryChange(_undo.Version, _undo.Name, null);

    private VersionWork Work(HistoryChange change, string historyBefore, string schemaBefore) => new()
    {
        Version = _undo.ToString(),
        Statements = _undo.Statements,
        History = change,
        HistoryBefore = historyBefore,
        SchemaBefore = schemaBefore,
        Planned = at == 0 ? plan.Schema : null,
        ArchivePath = Path.Combine(folder, $"{at + 1:00}-{_undo.Version}"),
        RestoreFrom = plan.IsUndo ? Undone!.Archive : null,
        Proof = _undo.Proof,
        AllowExposure = plan.AllowExposure || plan.IsUndo,
    };

    private static IEnumerable<string> After(IEnumerable<string> versions, HistoryChange change) => change.Statements is null
        ? versions.Where(version => version != change.Version)
        : versions.Append(change.Version);

    private UndoneVersion? Undone => plan.Manifest?.Versions.FirstOrDefault(version => version.Version == _undo.Version);

    private RevertFile NewFile(List<string> versions) => RevertFile.Write(
        plan.Folder!.Path,
        versions.Concat(plan.Folder.Files.Select(known => known.Version).OfType<string>()),
        $"{(plan.IsUndo ? "reapply" : "revert")}_{_undo.Name ?? _undo.Version}",
        plan.IsUndo
            ? $"Does {_undo} again, which was undone. Written by {notices.Command}."
            : $"Undoes {_undo}, which stays in the history. Written by {notices.Command}.",
        _undo.Statements,
        DateTimeOffset.UtcNow);

    /// <summary>A commit whose answer was lost is looked up: the row of the history tells.</summary>
    private async Task<VersionOutcome> CommitAsync(VersionWork work, CancellationToken cancellation)
    {
        try
        {
            return await new VersionTransaction(connection, notices).RunAsync(work, cancellation);
        }
        catch (XmrtException lost) when (lost.ErrorId == "OutcomeUnknown")
        {
            (bool isDone, string schema) = await LookAsync(work, lost);
            return isDone
                ? new VersionOutcome(work.SchemaBefore, schema, [], [], [], Directory.Exists(work.ArchivePath) ? work.ArchivePath : null, 0)
                : throw Errors.ConnectionLost(connection.Database.Target, lost);
        }
    }

    private async Task<(bool IsDone, string Schema)> LookAsync(VersionWork work, XmrtException lost)
    {
        try
        {
            return await connection.Database.ReadAsync(
                Limits.ExactRead,
                notices,
                async transaction => (
                    work.History.IsIn((await MigrationHistoryReader.ReadAsync(transaction, CancellationToken.None)).Rows.Select(row => row.Version)),
                    (await Schemas.SchemaFingerprintReader.ReadAsync(transaction, CancellationToken.None)).Hash),
                CancellationToken.None);
        }
        catch (XmrtException)
        {
            throw lost;
        }
    }

    private bool IsOfThis(TableLoss loss)
    {
        IEnumerable<(RelationName Table, string? Column)> lost =
        [
            .. _undo.Dropped.Select(item => (new RelationName(item.Schema, item.Table ?? item.Name), item.Table is null ? null : item.Name)),
            .. (_undo.Script?.DroppedTables ?? []).Concat(_undo.Script?.ChangedTables ?? []).Select(table => (table, (string?)null)),
            .. (_undo.Script?.DroppedColumns ?? []).Select(item => (item.Table, (string?)item.Column)),
        ];
        return lost.Contains((loss.Table, loss.Column));
    }

    private void Publish(RevertFile? file)
    {
        try
        {
            file?.Publish();
        }
        catch (XmrtException unwritable)
        {
            // The database has it; only its file lacks its name.
            notices.Warn($"{unwritable.Message} {unwritable.Remedy} Until then a push refuses; supabase migration fetch writes it too.");
        }
    }

    private string AccountOf(VersionOutcome outcome, RevertFile? file) => string.Join(", ", new[]
    {
        file is not null ? $"recorded as {file.Version}_{file.Name}"
            : plan.IsUndo ? $"{_undo.Version} is in the history again" : $"{_undo.Version} is out of the history",
        outcome.Archive is { } archive ? $"what it dropped is kept in {archive}" : "",
        outcome.RestoredRows > 0 ? string.Create(CultureInfo.CurrentCulture, $"{outcome.RestoredRows:N0} rows and values put back") : "",
        outcome.Differences.Count > 0 ? Schemas.SchemaFingerprint.Describe(outcome.Differences) : "",
        outcome.NewLints.Count > 0 ? $"new lint{(outcome.NewLints.Count == 1 ? "" : "s")} {string.Join("; ", outcome.NewLints.Take(ShownLints))}"
            + (outcome.NewLints.Count > ShownLints ? $" and {outcome.NewLints.Count - ShownLints} more" : "") : "",
    }.Where(text => text.Length > 0));

    private UndoneVersion Of(VersionOutcome outcome, RevertFile? file, string historyAfter, string historyBefore) => new()
    {
        Version = _undo.Version,
        Name = _undo.Name,
        Source = _undo.Source,
        Applied = plan.IsUndo ? Undone!.Applied : _undo.Migration.Row?.Statements ?? [],
        Undone = _undo.Statements,
        RevertVersion = file?.Version,
        RevertPath = file?.Path,
        SchemaBefore = outcome.SchemaBefore,
        SchemaAfter = outcome.SchemaAfter,
        HistoryBefore = historyBefore,
        HistoryAfter = historyAfter,
        Differences = [.. outcome.Differences.Select(difference => difference.ToString())],
        AccessChanges = [.. outcome.AccessChanges.Select(change => change.ToString())],
        NewLints = [.. outcome.NewLints.Select(lint => lint.ToString())],
        Archive = outcome.Archive,
        At = DateTimeOffset.UtcNow,
    };
}
