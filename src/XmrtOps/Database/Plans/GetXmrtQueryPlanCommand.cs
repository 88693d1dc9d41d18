using System.Collections;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Plans;

/// <summary>Shows how the database runs a statement, and what is wrong with that (runbook, chapter 3).</summary>
[Cmdlet(
    VerbsCommon.Get,
    "XmrtQueryPlan",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Input")]
[OutputType(typeof(QueryPlan), typeof(string))]
public sealed class GetXmrtQueryPlanCommand : ConnectedCmdlet
{
    /// <summary>One statement; $1, $2, … stand for values.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Query")]
    [AllowEmptyString]
    [AllowNull]
    public string? Query { get; set; }

    /// <summary>Statements as Get-XmrtSlowQuery lists them, texts, and whatever has a property Query.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Input")]
    [AllowEmptyString]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Values of $1, $2, … in their order: the plan is then the one for these.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Parameter { get; set; }

    /// <summary>Plans as this role, under its row level security.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>Claims of the token that a request would come with, such as @{ sub = '…' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Claim { get; set; }

    /// <summary>Runs the statement and measures it, if it only reads.</summary>
    [Parameter]
    public SwitchParameter Analyze { get; set; }

    /// <summary>Also runs what changes rows, in a transaction that is rolled back.</summary>
    [Parameter]
    public SwitchParameter AllowRolledBackWrite { get; set; }

    /// <summary>Also runs what calls functions that may do what no rollback takes back.</summary>
    [Parameter]
    public SwitchParameter AllowVolatileFunction { get; set; }

    /// <summary>Gives the server's JSON in place of records.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    private protected override void Process()
    {
        PlanRequest request = RequestOf();
        if (!Analyze)
        {
            WriteAll(ResolveConnections(), (connection, notices, cancellation) => ReadAsync(connection, request, notices, cancellation));
            return;
        }

        foreach (XmrtConnection connection in ResolveConnections())
        {
            try
            {
                WriteObject(Shown(Analyzed(connection, request)));
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, connection));
            }
        }
    }

    private async IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection,
        PlanRequest request,
        INotices notices,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Shown(await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => PlanReader.ExplainAsync(transaction, connection, request, cancellation),
            cancellation));
    }

    private QueryPlan Analyzed(XmrtConnection connection, PlanRequest request)
    {
        (QueryPlan plan, string? writes) = Await((notices, cancellation) =>
            PlanAnalysis.ReadAsync(connection, request, AllowVolatileFunction, notices, cancellation));
        if (writes is null)
        {
            return plan;
        }

        if (!AllowRolledBackWrite)
        {
            throw Errors.AnalyzeWouldWrite(writes);
        }

        string action = $"{(connection.IsProduction ? "PRODUCTION " : "")}{connection.Name}: run {Display.OneLine(request.Query, 60)} "
            + $"({writes}) and roll it back. Until then its locks hold up others, for up to a minute.";
        return ShouldProcess(action, action, "Confirm")
            ? Await((notices, cancellation) =>
                PlanAnalysis.RehearseAsync(connection, request, AllowVolatileFunction, notices, cancellation))
            : plan;
    }

    private object Shown(QueryPlan plan) =>
        Raw ? plan.Json ?? throw Errors.NoPlan(plan.State.ToString(), plan.Reason ?? "") : plan;

    private PlanRequest RequestOf()
    {
        string? role = Role;
        RoleClaims? claims = null;
        if (role is not null || Claim is not null)
        {
            // PostgREST takes the role from the token, and a signed-in user's token names authenticated.
            Dictionary<string, object?> given = Claim is null ? [] : PlainValue.Table(Claim);
            role ??= given.TryGetValue("role", out object? named) && named is string { Length: > 0 } text ? text : "authenticated";
            claims = RoleClaims.Of(given, role);
        }

        // -Parameter $null is one value: NULL.
        object?[]? values = Parameter
            ?? (MyInvocation.BoundParameters.ContainsKey(nameof(Parameter)) ? new object?[] { null } : null);
        PlanSource? source = null;
        string? query = ParameterSetName == "Input" ? PlanInput.Read(InputObject, out source) : Query ?? "";
        return new PlanRequest
        {
            Query = query,
            Source = source,
            Parameters = values is null ? null : [.. values.Select(PlainValue.Of)],
            Role = role,
            Claims = claims,
            IsAnalyzed = Analyze,
        };
    }
}
