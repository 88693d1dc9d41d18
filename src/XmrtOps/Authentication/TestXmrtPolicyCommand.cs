using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Authentication;

/// <summary>Tries what a role with these claims may do with a table, takes it back, and names the policy that decides
/// (runbook, chapters 2 and 5).</summary>
[Cmdlet(VerbsDiagnostic.Test, "XmrtPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PolicyTestResult))]
public sealed class TestXmrtPolicyCommand : ConnectedCmdlet
{
    /// <summary>The table, to the letter; in schema public unless it says otherwise.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "";

    /// <summary>The table's schema, where the table's name holds none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <summary>Roles to try it as; the claim role, or else authenticated, if omitted.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Role { get; set; }

    /// <summary>Claims of the token, such as @{ sub = '…' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Claim { get; set; }

    /// <summary>What to try; all four if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PolicyCommand[]? Action { get; set; }

    /// <summary>The row to insert, by column; the columns' defaults if omitted.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Row { get; set; }

    /// <summary>Tries changes although triggers may do what no rollback takes back.</summary>
    [Parameter]
    public SwitchParameter AllowTriggers { get; set; }

    /// <summary>Does not ask before changes are tried on production.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        Dictionary<string, object?> claims = Claim is null ? [] : PlainValue.Table(Claim);
        string[] roles = Role ?? [claims.TryGetValue("role", out object? named) && named is string { Length: > 0 } one ? one : "authenticated"];
        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (string role in roles.Distinct(StringComparer.Ordinal))
            {
                try
                {
                    Test(connection, RequestOf(role, claims));
                }
                catch (XmrtException fault)
                {
                    WriteError(ErrorRecords.From(fault, connection));
                }
            }
        }
    }

    private void Test(XmrtConnection connection, PolicyTestRequest request)
    {
        PolicyTestPlan? plan = Await((notices, cancellation) => PolicyTester.PlanAsync(connection, request, notices, cancellation));
        if (plan is null)
        {
            WriteObject(PolicyTester.Locked(connection, request), enumerateCollection: true);
            return;
        }

        string[] changes = [.. request.Actions.Where(action => action != PolicyCommand.Select).Select(action => action.ToString().ToUpperInvariant())];
        bool mayWrite = changes.Length > 0 && !plan.Facts.IsView && Agreed(connection, string.Join(", ", changes), request);
        WriteObject(
            Await((notices, cancellation) => PolicyTester.RunAsync(connection, request, plan, mayWrite, notices, cancellation)),
            enumerateCollection: true);
    }

    /// <summary>Asks on production, and wherever -Confirm or -WhatIf say so.</summary>
    private bool Agreed(XmrtConnection connection, string changes, PolicyTestRequest request)
    {
        string action = $"{(connection.IsProduction ? "PRODUCTION " : "")}{connection.Name}: try {changes} on {request.Table} as {request.Role}, "
            + "and roll it back. Its locks hold up others until then, for some seconds at most.";
        if (!ShouldProcess(action, action, "Confirm"))
        {
            return false;
        }

        bool hasAsked = MyInvocation.BoundParameters.ContainsKey("Confirm");
        return !connection.IsProduction || Force || hasAsked || ShouldContinue(action, "Confirm");
    }

    private PolicyTestRequest RequestOf(string role, Dictionary<string, object?> claims)
    {
        RelationName name = Schema is null ? RelationName.Parse(Table) : new RelationName(Schema, Table);
        Dictionary<string, object?> row = Row is null ? [] : PlainValue.Table(Row);
        Dictionary<string, object?> token = new(claims, StringComparer.Ordinal) { ["role"] = role };
        return new PolicyTestRequest
        {
            Table = name with { Schema = name.Schema ?? "public" },
            Role = role,
            Claims = RoleClaims.Of(token, role),
            ClaimNames = token.Keys,
            Actions = [.. (Action ?? Enum.GetValues<PolicyCommand>()).Distinct()],
            Row = Row is null ? null : JsonSerializer.Serialize(row),
            RowColumns = row.Keys,
            AllowTriggers = AllowTriggers,
        };
    }
}
