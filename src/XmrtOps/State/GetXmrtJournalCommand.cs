using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Data;
using XmrtOps.Module;

namespace XmrtOps.State;

/// <summary>Lists what commands have changed, newest first, and what became of it.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtJournal", SupportsPaging = true)]
[OutputType(typeof(JournalEntry))]
public sealed class GetXmrtJournalCommand : XmrtCmdlet
{
    /// <summary>Commands to look for.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Command { get; set; }

    /// <summary>Only what was begun since then: a time, or an age such as 1h.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Since { get; set; }

    /// <summary>Only what ended so, or did not.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public JournalState[]? State { get; set; }

    /// <summary>Names of the connections that were acted on.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ConnectionName { get; set; }

    /// <summary>All of them, instead of the last 20.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        JournalQuery query = new()
        {
            Since = Since?.Instant(DateTimeOffset.Now),
            Command = NameFilter.Of(nameof(Command), Command),
            Connection = NameFilter.Of(nameof(ConnectionName), ConnectionName),
            States = State,
        };
        Page page = PageOf(All);
        WriteObject(
            Await((notices, cancellation) =>
                JournalReader.ReadAsync(StateStore.Default, query, page, notices, cancellation)),
            enumerateCollection: true);
    }
}
