using System.Management.Automation;
using System.Management.Automation.Runspaces;
using XmrtOps.Testing;

namespace XmrtOps.Benchmarks;

/// <summary>Importing the module, against one with as many empty cmdlets and as many views.</summary>
internal sealed class ImportBenchmark : Benchmark
{
    private readonly string _directory = Directory.CreateTempSubdirectory("xmrtops-bench-").FullName;
    private string _emptyModule = "";

    public override string Name => "import";

    protected override string Description => "Import-Module in a new engine / a module of empty cmdlets and as many views";

    protected override Task PrepareAsync()
    {
        _emptyModule = EmptyModule.Write(_directory, Count("Get-Command -Module XmrtOps"), ViewCount());
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return base.DisposeAsync();
    }

    protected override Task OursAsync() => Import(StagedModule.Manifest);

    protected override Task TheirsAsync() => Import(_emptyModule);

    protected override Measurement Judge(Measurement measured) =>
        measured with { Limit = "<= 1.5", IsMet = measured.Ratio <= 1.5 };

    private static Task Import(string manifest) => Task.Run(() =>
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", "Stop").Invoke();
    });

    private static int Count(string script)
    {
        using PwshSession session = new();
        return session.Run(script).Succeeded().Output.Count;
    }

    private static int ViewCount() => File
        .ReadAllText(Path.Combine(StagedModule.Directory, "XmrtOps.Format.ps1xml"))
        .Split("<View>").Length - 1;
}
