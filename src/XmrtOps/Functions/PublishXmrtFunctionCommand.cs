using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Saved;
using XmrtOps.Functions.Sources;
using XmrtOps.Module;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions;

/// <summary>Deploys edge functions: tests them first, keeps what was there, and proves the outcome (runbook, chapter 6).</summary>
[Cmdlet(
    VerbsData.Publish, "XmrtFunction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Path")]
[OutputType(typeof(PublishedFunction))]
public sealed class PublishXmrtFunctionCommand : PlatformChangeCmdlet
{
    // Records of Test-XmrtFunction name one function several times.
    private readonly HashSet<(XmrtConnection, string)> _done = [];

    /// <summary>Folders of functions, or their index.ts.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>A folder that Save-XmrtFunction made: that version comes back as it was. Records of Get-XmrtFunction -Saved have it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Saved", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] SavedPath { get; set; } = [];

    /// <summary>All functions of a folder that holds several.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter All { get; set; }

    /// <summary>The platform is to check tokens, or -VerifyJwt:$false not to; as it is if omitted.</summary>
    [Parameter]
    public SwitchParameter VerifyJwt { get; set; }

    /// <summary>Deploys also what fails its tests.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter AllowFailedTest { get; set; }

    /// <summary>Deploys also where what is deployed now cannot be kept.</summary>
    [Parameter]
    public SwitchParameter WithoutSave { get; set; }

    private protected override PlatformKind Platform => PlatformKind.Supabase;

    private bool? ToldVerifyJwt =>
        MyInvocation.BoundParameters.ContainsKey(nameof(VerifyJwt)) ? VerifyJwt.IsPresent : null;

    private protected override void Process()
    {
        List<XmrtConnection> connections = ResolveConnections();
        foreach (string path in ParameterSetName == "Saved" ? SavedPath : Path)
        {
            foreach (XmrtConnection connection in connections)
            {
                Guarded(connection, () => Publish(connection, FilePathOf(path)));
            }
        }
    }

    private void Publish(XmrtConnection connection, string path)
    {
        if (ParameterSetName == "Saved")
        {
            if (_done.Add((connection, path)))
            {
                (SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files) =
                    Await((_, cancellation) => FunctionStore.OpenAsync(path, cancellation));
                string project = FunctionStore.ProjectOf(connection);
                Publish(connection, manifest.ProjectRef == project
                    ? FunctionPackage.Of(manifest, files, path)
                    : throw Errors.SavedOfAnotherProject(manifest.Name, manifest.ProjectRef, connection.Name));
            }

            return;
        }

        IReadOnlyList<string> folders = FunctionSourceReader.FoldersAt(path);
        if (folders.Count > 1 && !All)
        {
            throw Errors.SeveralFunctions(path, folders.Count);
        }

        foreach (string folder in folders.Where(folder => _done.Add((connection, folder))))
        {
            Guarded(connection, () => Publish(connection, Tested(connection, folder, File.Exists(path) ? path : null)));
        }
    }

    private FunctionPackage Tested(XmrtConnection connection, string folder, string? entry)
    {
        FunctionSource source = FunctionSourceReader.Read(folder, entry);
        _ = FunctionNames.Checked(source.Name);
        IReadOnlyList<FunctionTestResult> results = Await(async (notices, cancellation) => await FunctionTester.TestAsync(
            source, await FunctionSurroundings.ReadAsync(connection, notices, cancellation), cancellation));
        string[] failed = [.. results.Where(result => result.Passed == false).Select(result => $"{result.Test}: {result.Reason}")];
        if (source.Entrypoint is null || (failed.Length > 0 && !AllowFailedTest))
        {
            throw Errors.FunctionTestsFailed(source.Name, failed);
        }

        foreach (FunctionTestResult result in results.Where(result => result.Passed is null))
        {
            WriteWarning($"{source.Name}, {result.Test}: {result.Reason}.");
        }

        return FunctionPackage.Of(source, results);
    }

    private void Publish(XmrtConnection connection, FunctionPackage package)
    {
        SupabaseFunction? before = Await((notices, cancellation) =>
            new FunctionPublisher(connection, notices, cancellation).FindAsync(package.Name));
        bool verifyJwt = package.VerifyJwt(ToldVerifyJwt, before);
        string action = Describe(package, before, verifyJwt);
        if (!Confirmed(connection, action))
        {
            return;
        }

        SavedFunction? saved = before is null || WithoutSave
            ? null
            : Await((notices, cancellation) => new FunctionPublisher(connection, notices, cancellation).SaveAsync(before));
        PublishedFunction published = Journaled(
            connection,
            action,
            async (id, notices, cancellation) => await new FunctionPublisher(connection, notices, cancellation)
                .PublishAsync(package, before, verifyJwt) with
            { SavedPath = saved?.SavedPath, JournalId = id },
            done => string.Create(CultureInfo.InvariantCulture, $"version {done.Version}: {done.Reason}"),
            saved is null
                ? null
                : $"Publish-XmrtFunction -SavedPath {PowerShellLiteral.Quote(saved.SavedPath)} -Connection {PowerShellLiteral.Quote(connection.Name)}");
        if (published.IsVerified != true)
        {
            string back = saved is null ? "" : $" The version before comes back by Publish-XmrtFunction -SavedPath {PowerShellLiteral.Quote(saved.SavedPath)}.";
            WriteWarning($"{package.Name}: {published.Reason}.{back}");
        }

        WriteObject(published);
    }

    private static string Describe(FunctionPackage package, SupabaseFunction? before, bool verifyJwt)
    {
        string what = before is null
            ? $"deploy the new function {package.Name}"
            : string.Create(CultureInfo.InvariantCulture, $"deploy the function {package.Name} in place of version {before.Version}");
        string check = before?.VerifyJwt is { } was && was != verifyJwt
            ? $"turn the check of tokens {(verifyJwt ? "ON" : "OFF")}"
            : $"check of tokens {(verifyJwt ? "on" : "off")}";
        int failed = package.OpenTests.Count(test => test.Passed == false);
        string tests = failed == 0 ? "" : $", although {failed} of its tests fail";
        return string.Create(
            CultureInfo.CurrentCulture,
            $"{what} ({package.Files.Count:N0} file{(package.Files.Count == 1 ? "" : "s")}, {Display.Bytes(package.Bytes)}, {check}) from {package.Origin}{tests}");
    }
}
