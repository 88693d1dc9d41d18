using XmrtOps.Findings;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Checks;

/// <summary>Tests the source of a function. Nothing of it is run, and nothing is sent anywhere but by deno, which fetches what is imported.</summary>
internal static class FunctionTester
{
    public static async Task<IReadOnlyList<FunctionTestResult>> TestAsync(
        FunctionSource source, FunctionSurroundings surroundings, CancellationToken cancellation)
    {
        List<FunctionTestResult> results = [];
        FunctionVerdict start = Entrypoint(source);
        Add(FunctionTestKind.Entrypoint, start);
        bool canStart = source.Entrypoint is not null;
        FunctionVerdict none = FunctionVerdict.NotMeasured("not measured: there is no file that starts it");
        Add(FunctionTestKind.Types, canStart ? await TypeTest.RunAsync(source, cancellation) : none);
        Add(FunctionTestKind.Imports, canStart ? ImportTest.Run(source) : none);
        Add(FunctionTestKind.Environment, canStart ? EnvironmentTest.Run(source, surroundings.Secrets, surroundings.Unknown) : none);
        Add(FunctionTestKind.Configuration, ConfigurationTest.Run(source, surroundings.Deployed.GetValueOrDefault(source.Name)));
        Add(FunctionTestKind.Size, canStart ? SizeTest.Run(source) : none);
        Add(FunctionTestKind.Secrets, SecretsTest.Run(source));
        return results;

        void Add(FunctionTestKind test, FunctionVerdict verdict) =>
            results.Add(verdict.Of(test, source.Name, source.Directory, surroundings.Connection, DateTimeOffset.Now));
    }

    private static FunctionVerdict Entrypoint(FunctionSource source)
    {
        List<Finding> findings = [];
        if (!FunctionNames.IsValid(source.Name))
        {
            findings.Add(FunctionVerdict.Find(
                "InvalidName",
                Severity.Critical,
                $"the platform takes no function of the name {Module.Display.OneLine(source.Name, 60)}",
                "Rename the folder: a letter, then letters, digits, hyphens and underscores."));
        }

        if (source.Entrypoint is null)
        {
            findings.Add(FunctionVerdict.Find(
                "EntrypointMissing",
                Severity.Critical,
                $"there is no {source.Configuration?.Entrypoint ?? "index.ts"} to start it",
                "Add it, or name it in config.toml (entrypoint)."));
        }

        return FunctionVerdict.Of(
            findings,
            source.Entrypoint is null ? "" : source.NameOf(source.Entrypoint),
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Entrypoint"] = source.Entrypoint });
    }
}
