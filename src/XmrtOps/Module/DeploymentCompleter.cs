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

    // Whoever presses Tab would rather type on than wait for a platform in trouble.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        ConnectionOf(fakeBoundParameters["Connection"]) is { } connection
            ? Completion.Of(wordToComplete, Ask(connection, commandName))
            : [];

    private static XmrtConnection? ConnectionOf(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        return plain switch
        {
            null => Session.OfRunspace.Current,
            XmrtConnection connection => connection,
            _ => Session.OfRunspace.Find(plain.ToString() ?? ""),
        };
    }

    private static List<(string Text, string ToolTip)> Ask(XmrtConnection connection, string command)
    {
        using CancellationTokenSource patience = new(s_patience);
        Task<List<(string, string)>> asking = Task.Run(
            async () =>
            {
                List<(string, string)> found = [];
                await foreach (VercelDeployment deployment in connection.Vercel.ListDeploymentsAsync(
                    new VercelDeploymentQuery { PageSize = Most }, new Silence(command), patience.Token))
                {
                    found.Add((deployment.DeploymentId ?? "", Describe(Frontend.Deployments.Of(connection.Name, deployment, null))));
                    if (found.Count == Most)
                    {
                        break;
                    }
                }

                return found;
            },
            CancellationToken.None);
        try
        {
#pragma warning disable VSTHRD002 // Completers are called synchronously, by design of the engine.
            return asking.WaitAsync(s_patience + s_patience).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
#pragma warning disable CA1031 // A key press is no occasion for an error.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    private static string Describe(Frontend.Deployment deployment) => string.Create(
        CultureInfo.CurrentCulture,
        $"{deployment.Target}, {deployment.State}, {deployment.CreatedAt:g}, {Display.LogText(deployment.CommitMessage, 60)}");
}
