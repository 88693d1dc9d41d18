using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Data;
using XmrtOps.Module;

namespace XmrtOps.Retention;

/// <summary>Deletes old log rows in small batches (runbook, chapter 3, "clean up old data").</summary>
[Cmdlet(VerbsCommon.Remove, "XmrtLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RetentionResult), typeof(RetentionPreview))]
public sealed class RemoveXmrtLogCommand : RetentionCmdlet
{
    /// <summary>Rows from before this time, or older than that; at least an hour.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [TimeTransformation]
    public TimeArgument OlderThan { get; set; } = null!;

    /// <summary>The table, to the letter; webhook_logs if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "webhook_logs";

    /// <summary>The column that rows are aged by; created_at if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TimeColumn { get; set; }

    /// <summary>Deletes rows of webhook_logs whose work is not done, too.</summary>
    [Parameter]
    public SwitchParameter IncludePending { get; set; }

    private protected override string Unit => "rows";

    private protected override string Again(string cutoff) =>
        $"Remove-XmrtLog {cutoff} -Table {PowerShellLiteral.Quote(Table)}"
        + (TimeColumn is null ? "" : $" -TimeColumn {PowerShellLiteral.Quote(TimeColumn)}")
        + (IncludePending ? " -IncludePending" : "");

    private protected override RetentionRequest Request => new()
    {
        Table = RelationName.Parse(Table),
        TimeColumn = TimeColumn,
        CutoffAt = OlderThan.Instant,
        Age = (nameof(OlderThan), OlderThan.ToString()),
        IncludePending = IncludePending,
        AllowTriggers = AllowTriggers,
    };
}
