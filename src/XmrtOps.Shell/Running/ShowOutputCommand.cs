using System.Management.Automation;

namespace XmrtOps.Shell.Running;

/// <summary>
/// Out-Default, begun anew where the kind of object changes. PowerShell lays out everything after the first kind as
/// lists, however good a view it has; a script that prints three reports is to print three tables.
/// </summary>
[Cmdlet(VerbsCommon.Show, "Output")]
internal sealed class ShowOutputCommand : PSCmdlet, IDisposable
{
    private SteppablePipeline? _view;
    private string? _shape;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    public void Dispose() => _view?.Dispose();

    protected override void ProcessRecord()
    {
        string? shape = OutputShape.Of(InputObject);
        if (shape is not null && shape != _shape)
        {
            EndView();
            _shape = shape;
        }

        if (_view is null)
        {
            _view = ScriptBlock.Create("Out-Default").GetSteppablePipeline(CommandOrigin.Internal);
            _view.Begin(this);
        }

        _view.Process(InputObject);
    }

    protected override void EndProcessing() => EndView();

    private void EndView()
    {
        _view?.End();
        _view?.Dispose();
        _view = null;
    }
}
