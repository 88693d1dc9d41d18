using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Data;
using XmrtOps.Module;

namespace XmrtOps.Retention;

/// <summary>Deletes conversation sessions that nobody has used for long, with all that belongs to them, in small batches
/// (runbook, chapter 3, "clean up old data").</summary>
[Cmdlet(VerbsCommon.Remove, "XmrtConversation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RetentionResult), typeof(RetentionPreview))]
public sealed class RemoveXmrtConversationCommand : RetentionCmdlet
{
    /// <summary>Sessions without activity since this time, or for that long; at least an hour.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [TimeTransformation]
    public TimeArgument InactiveFor { get; set; } = null!;

    /// <summary>What counts as activity.</summary>
    [Parameter]
    public ActivitySource ActivitySource { get; set; } = ActivitySource.LastMessage;

    /// <summary>Deletes rows that refer to the sessions without a foreign key, too: summaries and interaction patterns.</summary>
    [Parameter]
    public SwitchParameter IncludeOrphaned { get; set; }

    private protected override string Unit => "sessions";

    private protected override string Again(string cutoff) =>
        $"Remove-XmrtConversation {cutoff} -ActivitySource {ActivitySource}" + (IncludeOrphaned ? " -IncludeOrphaned" : "");

    private protected override RetentionRequest Request => new()
    {
        Table = new RelationName("public", "conversation_sessions"),
        TimeColumn = "updated_at",
        CutoffAt = InactiveFor.Instant,
        Age = (nameof(InactiveFor), InactiveFor.ToString()),
        Activity = ActivitySource,
        IncludeOrphaned = IncludeOrphaned,
        AllowTriggers = AllowTriggers,
    };
}
