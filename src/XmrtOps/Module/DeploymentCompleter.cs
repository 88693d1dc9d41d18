using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Connections;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Module;

/// <summary>Completes deployments of -Connection, or of the current connection, newest first; the tool tip tells them apart.</summary>
public sealed class DeploymentCompleter : IArgumentCompleter
{
    private const int Most = 40;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionQuestion.ConnectionOf(fakeBoundParameters["Connection"]) is { } connection
            ? Completion.Of(wordToComplete, CompletionQuestion.Ask(
                s_patience, cancellation => ListAsync(connection, commandName, cancellation)))
            : [];

    private static async Task<List<(string Text, string ToolTip)>> ListAsync(
        XmrtConnection connection, string command, CancellationToken cancellation)
    {
        List<(string, string)> found = [];
        await foreach (VercelDeployment deployment in connection.Vercel.ListDeploymentsAsync(
            new VercelDeploymentQuery { PageSize = Most }, new Silence(command), cancellation))
        {
            found.Add((deployment.DeploymentId ?? "", Describe(Frontend.Deployments.Of(connection.Name, deployment, null))));
            if (found.Count == Most)
            {
                break;
            }
        }

        return found;
    }

    private static string Describe(Frontend.Deployment deployment) => string.Create(
        CultureInfo.CurrentCulture,
        $"{deployment.Target}, {deployment.State}, {deployment.CreatedAt:g}, {Display.LogText(deployment.CommitMessage, 60)}");
}
