using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Functions.Dependencies;

namespace XmrtOps.Functions;

/// <summary>Lists the packages that functions and frontend are made of, and which may change with the next deployment (runbook,
/// chapter 6).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtDependency", DefaultParameterSetName = "Path")]
[OutputType(typeof(Dependency))]
public sealed class GetXmrtDependencyCommand : ConnectedCmdlet
{
    private readonly List<Dependency> _found = [];
    private Wildcard? _functions;

    /// <summary>Folders: a project, a function, a frontend's repository; the current one if omitted.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["."];

    /// <summary>Names of functions that are deployed: their sources are read at the platform.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Deployed")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Function { get; set; }

    private protected override void Begin() => _functions = Wildcard.Parse(nameof(Function), Function);

    private protected override void Process()
    {
        if (ParameterSetName == "Deployed")
        {
            WriteAll(ResolveConnections(), (connection, notices, cancellation) =>
                DeployedDependencies.ReadAsync(connection, _functions, notices, cancellation));
            return;
        }

        foreach (string path in Path)
        {
            try
            {
                _found.AddRange(LocalDependencies.Of(FilePathOf(path)));
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault));
            }
        }
    }

    // Versions are compared among all folders.
    private protected override void End()
    {
        foreach (Dependency dependency in _found)
        {
            WriteObject(dependency.Among(_found));
        }
    }
}
