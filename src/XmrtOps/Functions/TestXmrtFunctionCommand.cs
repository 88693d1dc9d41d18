using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions;

/// <summary>Tests the source of edge functions before they are deployed (runbook, chapter 6).</summary>
[Cmdlet(VerbsDiagnostic.Test, "XmrtFunction")]
[OutputType(typeof(FunctionTestResult), typeof(bool))]
public sealed class TestXmrtFunctionCommand : ConnectedCmdlet
{
    private readonly Dictionary<string, FunctionSurroundings> _surroundings = new(StringComparer.Ordinal);
    private bool _isProven = true;
    private bool _isAnythingTested;

    /// <summary>Folders of functions, their index.ts, or a folder that holds several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Returns true or false instead: true only if every test was made and passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        // Without a connection the source alone is tested.
        List<XmrtConnection?> connections = Connection is null
            ? [Session.OfRunspace.Current]
            : [.. ResolveConnections()];
        _isProven &= connections.Count == (Connection?.Length ?? 1);
        foreach (string path in Path)
        {
            try
            {
                string full = FilePathOf(path);
                foreach (string folder in FunctionSourceReader.FoldersAt(full))
                {
                    Test(FunctionSourceReader.Read(folder, File.Exists(full) ? full : null), connections);
                }
            }
            catch (XmrtException fault)
            {
                _isProven = false;
                WriteError(ErrorRecords.From(fault));
            }
        }
    }

    private protected override void End()
    {
        if (Quiet)
        {
            WriteObject(_isProven && _isAnythingTested);
        }
    }

    private void Test(FunctionSource source, List<XmrtConnection?> connections)
    {
        foreach (XmrtConnection? connection in connections)
        {
            IReadOnlyList<FunctionTestResult> results = Await(async (notices, cancellation) =>
            {
                string key = connection?.Name ?? "";
                if (!_surroundings.TryGetValue(key, out FunctionSurroundings? surroundings))
                {
                    surroundings = await FunctionSurroundings.ReadAsync(connection, notices, cancellation);
                    _surroundings.Add(key, surroundings);
                }

                return await FunctionTester.TestAsync(source, surroundings, cancellation);
            });
            foreach (FunctionTestResult result in results)
            {
                _isAnythingTested = true;
                _isProven &= result.Passed == true;
                if (!Quiet)
                {
                    WriteObject(result);
                }
            }
        }
    }
}
