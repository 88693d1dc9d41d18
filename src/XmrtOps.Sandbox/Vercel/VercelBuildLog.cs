using System.Globalization;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>What the build of a deployment prints, spread over the time that it takes.</summary>
internal static class VercelBuildLog
{
    private const char Escape = '\u001b';

    /// <summary>The events up to that moment, the oldest first.</summary>
    public static List<VercelBuildEvent> Until(VercelProject project, VercelDeployment deployment, DateTimeOffset now)
    {
        var end = deployment.CanceledAt < now ? deployment.CanceledAt.Value : now;
        return [.. All(project, deployment).Where(line => line.At <= end)];
    }

    /// <summary>Whether nothing is to come any more.</summary>
    public static bool IsOver(VercelDeployment deployment, DateTimeOffset now) => deployment.StateAt(now) switch
    {
        VercelReadyState.Ready => now >= deployment.AliasedAt || deployment.HasAliasError,
        VercelReadyState.Queued or VercelReadyState.Initializing or VercelReadyState.Building => false,
        _ => true,
    };

    private static IEnumerable<VercelBuildEvent> All(VercelProject project, VercelDeployment deployment)
    {
        if (deployment.IsBlocked) yield break;

        var lines = Lines(project, deployment);
        for (var index = 0; index < lines.Count; index++)
        {
            var at = deployment.BuildingAt + (deployment.BuiltAt - deployment.BuildingAt) * ((double)index / lines.Count);
            var (type, text) = lines[index];
            var isError = text.StartsWith('!');
            yield return new VercelBuildEvent(
                Serial(deployment, index), at, isError ? "stderr" : type, isError ? text[1..] : text,
                isError ? "error" : null);
        }

        if (deployment.Failure is null)
            yield return new VercelBuildEvent(
                Serial(deployment, lines.Count), deployment.BuiltAt, "stdout", "Deployment completed", Level: null);
    }

    private static List<(string Type, string Text)> Lines(VercelProject project, VercelDeployment deployment)
    {
        List<(string Type, string Text)> lines =
        [
            ("stdout", "Running build in Washington, D.C., USA (East) – iad1"),
            ("stdout", "Build machine configuration: 2 cores, 8 GB"),
            ("stdout", deployment.Files is { } files
                ? $"Downloading {files.Count} deployment files..."
                : $"Cloning github.com/xmrt-example/{project.Name} (Branch: {deployment.Commit.Branch}, "
                    + $"Commit: {deployment.Commit.Sha[..7]})"),
            ("stdout", "Restored build cache from previous deployment"),
            ("command", "Running \"npm install\""),
            ("stdout", "up to date in 2s"),
            ("stderr", $"{Escape}[33mnpm warn{Escape}[39m deprecated glob@7.2.3: no longer supported"),
            ("command", "Running \"npm run build\""),
            ("stdout", $"> {project.Name}@1.0.0 build"),
        ];
        lines.AddRange(deployment.Failure is { } failure
            ? failure.Log.Select(text => ("stdout", text))
            :
            [
                ("stdout", $" {Escape}[32m✓{Escape}[39m Compiled successfully"),
                ("stdout", $" {Escape}[32m✓{Escape}[39m Generating static pages (7/7)"),
                ("stdout", "Created all serverless functions"),
                ("stdout", "Deploying outputs..."),
            ]);
        return lines;
    }

    private static string Serial(VercelDeployment deployment, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{deployment.CreatedAt.ToUnixTimeMilliseconds()}{index:000}");
}
