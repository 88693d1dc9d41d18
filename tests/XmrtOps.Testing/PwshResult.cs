using System.Management.Automation;

namespace XmrtOps.Testing;

/// <summary>All that a script has said until now, by stream and as its user sees it.</summary>
internal sealed record PwshResult
{
    public required IReadOnlyList<PSObject?> Output { get; init; }

    /// <summary>Every error record, the terminating one last.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>What ended the script, or null.</summary>
    public ErrorRecord? Terminating { get; init; }

    /// <summary>The script was stopped before it had ended.</summary>
    public bool WasStopped { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<InformationRecord> Information { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    public required IReadOnlyList<PwshPrompt> Prompts { get; init; }

    /// <summary>The console after the script, without colours: lines joined by \n, blanks at their ends cut.</summary>
    public required string Screen { get; init; }

    public IReadOnlyList<string> ScreenLines => Screen.Split('\n');

    /// <summary>First parts of the FullyQualifiedErrorIds.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The output's objects, all of which have to be of one type.</summary>
    public IReadOnlyList<T> Of<T>() => [.. Output.Select(o => (T)o!.BaseObject)];

    /// <summary>This, after a check that nothing failed.</summary>
    /// <exception cref="InvalidOperationException">An error record was written.</exception>
    public PwshResult Succeeded() => Errors.Count == 0 && !WasStopped
        ? this
        : throw new InvalidOperationException(
            "The script failed:\n" + string.Join('\n', Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}")) + "\n" + Screen);
}
