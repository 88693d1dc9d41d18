using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions;

/// <summary>Keeps edge functions as they are deployed, so that they can be brought back (runbook, chapter 6 and "Rollback").</summary>
[Cmdlet(VerbsData.Save, "XmrtFunction", SupportsShouldProcess = true, DefaultParameterSetName = "Name")]
[OutputType(typeof(SavedFunction))]
public sealed class SaveXmrtFunctionCommand : ConnectedCmdlet
{
    private readonly List<(XmrtConnection Connection, string Name)> _failed = [];

    /// <summary>Names of functions, to the letter; records of Get-XmrtFunction have them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>All functions of the project.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        string what = All ? "all functions" : string.Join(", ", Name);
        List<XmrtConnection> wanted =
            [.. ResolveConnections().Where(connection => ShouldProcess(connection.Name, $"save {what} on this machine"))];
        WriteAll(wanted, SaveAsync);
        foreach (IGrouping<XmrtConnection, string> failed in _failed.GroupBy(item => item.Connection, item => item.Name))
        {
            WriteError(ErrorRecords.From(Errors.FunctionsNotSaved([.. failed])));
        }

        _failed.Clear();
    }

    private async IAsyncEnumerable<SavedFunction> SaveAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<SupabaseFunction> all = await connection.Supabase.GetFunctionsAsync(notices, cancellation);
        List<SupabaseFunction> chosen = All
            ? [.. all.Where(function => function.Slug is not null).OrderBy(function => function.Slug, StringComparer.Ordinal)]
            : [.. Name.Distinct(StringComparer.Ordinal).Select(name => FunctionNames.Find(all, name, connection.ProjectRef))];
        FunctionSaver saver = await FunctionSaver.BeginAsync(connection, notices, cancellation);
        foreach (SupabaseFunction function in chosen)
        {
            SavedFunction? saved = null;
            try
            {
                saved = await saver.SaveAsync(function, cancellation);
            }
            catch (XmrtException fault) when (chosen.Count > 1 && fault.ErrorId is not ("Unauthorized" or "StateUnavailable"))
            {
                // The others are worth as much without it.
                notices.Warn($"Not saved: {function.Slug}. {fault.Message}");
                lock (_failed)
                {
                    _failed.Add((connection, function.Slug!));
                }
            }

            if (saved is not null)
            {
                yield return saved;
            }
        }
    }
}
