using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that changes something: it asks, writes the journal before and after, and says what it did.</summary>
public abstract class ChangeCmdlet : ConnectedCmdlet
{
    /// <summary>Does not ask; checks are made all the same.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Goes ahead without a record in the journal.</summary>
    [Parameter]
    public SwitchParameter WithoutJournal { get; set; }

    /// <summary>Nothing is to be done but to say what would be.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>The system that is changed, as the question names it beside the connection; null where that says it all.</summary>
    private protected abstract string? SystemOf(XmrtConnection connection);

    /// <summary>The system that is changed, as the journal names it.</summary>
    private protected abstract string TargetOf(XmrtConnection connection);

    /// <summary>Asks whether to do it, naming the system; under -WhatIf says what would be done.</summary>
    private protected bool Confirmed(XmrtConnection connection, string action)
    {
        string host = SystemOf(connection) is { } name && name != connection.Name ? $" ({name})" : "";
        string question = $"{(connection.IsProduction ? "PRODUCTION " : "")}{connection.Name}{host}: {action}";
        return (Force && !IsWhatIf && !MyInvocation.BoundParameters.ContainsKey("Confirm"))
            || ShouldProcess(question, question, "Confirm");
    }

    /// <summary>Makes a change between an intent and an outcome in the journal.</summary>
    /// <param name="connection">What is changed.</param>
    /// <param name="summary">What is going to be done, for people.</param>
    /// <param name="change">Does it: all of it, or nothing. It is given the journal's entry.</param>
    /// <param name="describe">What was done, for people.</param>
    /// <param name="undo">The command that takes it back, or null where nothing can.</param>
    private protected T Journaled<T>(
        XmrtConnection connection,
        string summary,
        Func<Guid?, INotices, CancellationToken, Task<T>> change,
        Func<T, string> describe,
        string? undo = null)
    {
        JournalIntentDetails details = IntentOf(connection, summary, undo);
        Journal journal = JournalInUse;
        return Await((notices, cancellation) => journal.RecordAsync(
            details, id => change(id, notices, cancellation), describe, notices, cancellation));
    }

    /// <summary>Where changes are written; nowhere with -WithoutJournal.</summary>
    private protected Journal JournalInUse => WithoutJournal ? Journal.None : Journal.Default;

    /// <summary>What the journal is told of a change before it is made.</summary>
    private protected JournalIntentDetails IntentOf(XmrtConnection connection, string summary, string? undo) => new()
    {
        Command = CommandName,
        Connection = connection.Name,
        Target = TargetOf(connection),
        Parameters = ParameterMask.Of(MyInvocation.BoundParameters),
        Summary = summary,
        Undo = undo,
    };

    /// <summary>Lets a condition of one connection be an error record, and the next one go on.</summary>
    private protected void Guarded(XmrtConnection connection, Action action)
    {
        try
        {
            action();
        }
        catch (XmrtException fault)
        {
            WriteError(ErrorRecords.From(
                Await((notices, cancellation) => ExplainAsync(fault, connection, notices, cancellation)), connection));
        }
    }
}
