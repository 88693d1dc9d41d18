using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;

namespace XmrtOps.Retention.Archives;

/// <summary>Puts back rows that Remove-XmrtLog or Remove-XmrtConversation archived before it deleted them (runbook, chapter
/// 3, "clean up old data").</summary>
[Cmdlet(VerbsData.Import, "XmrtArchive", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Default")]
[OutputType(typeof(ArchiveImportResult), typeof(ArchiveImportPreview))]
public sealed class ImportXmrtArchiveCommand : DatabaseChangeCmdlet
{
    /// <summary>Directory of the archive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Lets triggers and rules run that rows set off when they are put back.</summary>
    [Parameter(ParameterSetName = "WithTriggers")]
    public SwitchParameter AllowTriggers { get; set; }

    /// <summary>Keeps triggers and rules still until the rows are back. It takes the tables' owner, and writers wait.</summary>
    [Parameter(ParameterSetName = "WithoutTriggers")]
    public SwitchParameter WithoutTriggers { get; set; }

    private protected override void Process()
    {
        string path = FilePathOf(Path);
        ArchiveReader archive = Await((notices, cancellation) => ArchiveReader.OpenAsync(path, notices, cancellation));
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Guarded(connection, () => Import(connection, archive));
        }
    }

    private void Import(XmrtConnection connection, ArchiveReader archive)
    {
        ImportOptions options = new(AllowTriggers, WithoutTriggers);
        ArchiveImportPreview preview = Await((notices, cancellation) =>
            ImportPreviewer.ReadAsync(connection, archive, options, notices, cancellation));
        string action = ImportWords.Action(preview);
        if (IsWhatIf)
        {
            Confirmed(connection, action);
            WriteObject(preview);
            return;
        }

        bool isStopped = preview.Triggers.Count > 0 && !AllowTriggers && !WithoutTriggers && preview.Inserted > 0;
        foreach (Finding finding in preview.Findings.Where(finding => finding.Severity >= Severity.Warning && finding.Code != "InsertTriggers"))
        {
            WriteWarning($"{finding.Reason} {finding.Remedy}".TrimEnd());
        }

        if (isStopped)
        {
            throw Errors.InsertTriggers(connection.Database.Target, preview.Triggers);
        }

        if (preview.Inserted == 0)
        {
            WriteVerbose($"{connection.Name}: nothing of {archive.Path} can be put back.");
            WriteObject(ImportJob.Nothing(preview));
            return;
        }

        if (Confirmed(connection, action))
        {
            ImportJob job = new(connection, archive, options);
            WriteObject(Journaled(
                connection, action, job.RunAsync, ImportWords.Account, ImportWords.Undo(connection, archive.Manifest)));
        }
    }
}
