using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using XmrtOps.Adapters;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;
using XmrtOps.Module;

namespace XmrtOps.Functions.Checks;

/// <summary>
/// Whether the types are right, by <c>deno check</c>, which runs nothing of the source. Where modules cannot be fetched, the rest is
/// checked with stand-ins in their place that may be anything: then an error is an error, and none is no proof.
/// </summary>
internal static partial class TypeTest
{
    private const int MostErrors = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private static readonly IReadOnlyDictionary<string, string> s_variables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NO_COLOR"] = "1",
        ["DENO_NO_UPDATE_CHECK"] = "1",
        ["DENO_NO_PROMPT"] = "1",
    };

    public static async Task<FunctionVerdict> RunAsync(FunctionSource source, CancellationToken cancellation)
    {
        if (ExternalProgram.Find("deno") is not { } deno)
        {
            return FunctionVerdict.NotMeasured("not measured: deno is not installed here", "Install it from deno.com; the platform's runtime is Deno.");
        }

        try
        {
            ProgramOutcome outcome = await ExternalProgram.RunAsync(
                deno, ["check", "--no-lock", "--quiet", "--allow-import", .. MapOf(source), source.Entrypoint!], source.Directory, s_variables, s_patience, cancellation);
            if (outcome.ExitCode == 0)
            {
                return FunctionVerdict.Of([], "deno check finds no error", Evidence(source, []));
            }

            List<Finding> errors = Errors(source, outcome.Error);
            if (errors.Count > 0)
            {
                return FunctionVerdict.Of(errors, "", Evidence(source, errors));
            }

            return Unreachable().IsMatch(outcome.Error)
                ? await WithStandInsAsync(deno, source, cancellation)
                : FunctionVerdict.NotMeasured(
                    "not measured: deno check ended with " + Display.LogText(SourceSecrets.Without(FirstLine(outcome.Error), Secrets(source)), 200),
                    $"deno check {source.NameOf(source.Entrypoint!)}");
        }
        catch (TimeoutException)
        {
            return FunctionVerdict.NotMeasured(
                string.Create(CultureInfo.CurrentCulture, $"not measured: deno check took longer than {s_patience.TotalSeconds:0} s"),
                $"deno check {source.NameOf(source.Entrypoint!)}");
        }
        catch (IOException exception)
        {
            return FunctionVerdict.NotMeasured($"not measured: deno cannot be run ({exception.Message})");
        }
    }

    private static async Task<FunctionVerdict> WithStandInsAsync(string deno, FunctionSource source, CancellationToken cancellation)
    {
        int remote = StandInModules.RemoteOf(source).Count;
        string unknown = string.Create(
            CultureInfo.CurrentCulture, $"not measured in full: {remote:N0} remote modules could not be fetched (no network, or not there)");
        string folder = Directory.CreateTempSubdirectory("xmrtops-types-").FullName;
        try
        {
            string map = StandInModules.Write(source, folder);
            ProgramOutcome outcome = await ExternalProgram.RunAsync(
                deno, ["check", "--no-lock", "--quiet", "--allow-import", "--import-map", map, source.Entrypoint!], source.Directory, s_variables, s_patience, cancellation);
            List<Finding> errors = [.. Errors(source, outcome.Error).Where(error => !StandInModules.MayBeOurs(source, error.Code))];
            return FunctionVerdict.Of(errors, "", Evidence(source, errors), unknown) with
            {
                Remedy = errors.Count > 0 ? errors[0].Remedy : $"Where there is a network: deno check {source.NameOf(source.Entrypoint!)}",
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] MapOf(FunctionSource source) => source.Map.Path is not { } path ? []
        : Path.GetFileName(path).StartsWith("deno.json", StringComparison.Ordinal) ? ["--config", path]
        : ["--import-map", path];

    // TS2322 [ERROR]: what is wrong, the line with what it holds, and at file:///…:line:column. Only the first and last are told: the line
    // may hold anything.
    private static List<Finding> Errors(FunctionSource source, string output)
    {
        List<SourceSecrets.Found> secrets = Secrets(source);
        List<Finding> findings = [];
        string[] lines = output.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        for (int i = 0; i < lines.Length && findings.Count < MostErrors; i++)
        {
            if (Error().Match(lines[i]) is not { Success: true } match)
            {
                continue;
            }

            string where = "";
            for (int next = i + 1; next < lines.Length && where.Length == 0 && !Error().IsMatch(lines[next]); next++)
            {
                where = Place().Match(lines[next]) is { Success: true } place ? PlaceOf(source, place) : "";
            }

            string message = Display.LogText(SourceSecrets.Without(match.Groups["message"].Value, secrets), 200).TrimEnd('.');
            findings.Add(FunctionVerdict.Find(
                match.Groups["code"].Value, Severity.Critical, $"{where}{message} ({match.Groups["code"].Value})", "Correct the source there."));
        }

        return findings;
    }

    private static string PlaceOf(FunctionSource source, Match place) =>
        Uri.TryCreate(place.Groups["url"].Value, UriKind.Absolute, out Uri? url) && url.IsFile
            ? $"{source.NameOf(url.LocalPath)}:{place.Groups["line"].Value}: "
            : $"{place.Groups["url"].Value}:{place.Groups["line"].Value}: ";

    private static List<SourceSecrets.Found> Secrets(FunctionSource source) =>
        [.. source.Modules.SelectMany(module => SourceSecrets.In(module.Content))];

    private static Dictionary<string, object?> Evidence(FunctionSource source, List<Finding> errors) => new(StringComparer.Ordinal)
    {
        ["Entrypoint"] = source.NameOf(source.Entrypoint!),
        ["Errors"] = errors.Count,
    };

    private static string FirstLine(string text) =>
        text.Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "no word of why";

    [GeneratedRegex(@"^(?<code>TS\d+) \[ERROR\]: (?<message>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Error();

    [GeneratedRegex(@"^\s+at (?<url>\S+?):(?<line>\d+):\d+\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(
        @"error sending request|import access|dns error|client error|not found in cache|--cached-only|no-remote|JSR package manifest|npm package|registry|Import '[^']+' failed|timed out",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Unreachable();
}
