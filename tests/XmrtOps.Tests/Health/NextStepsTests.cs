using System.Text.RegularExpressions;
using XmrtOps.Health;
using XmrtOps.Tests.Module;

namespace XmrtOps.Tests.Health;

public sealed partial class NextStepsTests
{
    [Fact]
    public void The_worst_come_first_each_once_and_what_is_healthy_needs_nothing()
    {
        string next = NextSteps.Of(
            [
                Check(HealthStatus.Healthy, "nothing"),
                Check(HealthStatus.Unknown, "Grant it."),
                Check(HealthStatus.Degraded, "Get-XmrtSlowQuery"),
                Check(HealthStatus.Unhealthy, "SELECT pg_cancel_backend(1);"),
                Check(HealthStatus.Unknown, "Grant it."),
                Check(HealthStatus.Unknown, null),
            ],
            "db");

        string[] lines = next.Split(Environment.NewLine);
        Assert.Equal(["", "Next: SELECT pg_cancel_backend(1);", "      Get-XmrtSlowQuery", "      Grant it."], lines);
    }

    [Fact]
    public void A_command_names_its_connection_unless_it_is_the_current_one()
    {
        HealthCheck check = Check(HealthStatus.Degraded, "Get-XmrtSlowQuery");

        Assert.EndsWith("Get-XmrtSlowQuery", NextSteps.Of([check], "DB"), StringComparison.Ordinal);
        Assert.EndsWith("Get-XmrtSlowQuery -Connection 'db'", NextSteps.Of([check], null), StringComparison.Ordinal);
        // The commands of a pipe after the first take it from the records.
        Assert.EndsWith(
            "Get-XmrtActivity -IdleInTransaction -Connection 'db' | Stop-XmrtActivity -WhatIf",
            NextSteps.Of([check with { Remedy = "Get-XmrtActivity -IdleInTransaction | Stop-XmrtActivity -WhatIf" }], null),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "-Connection 'it''s'", NextSteps.Of([check with { Connection = "it's" }], "db"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_do_is_nothing_to_say()
    {
        Assert.Equal("", NextSteps.Of([Check(HealthStatus.Healthy, null), Check(HealthStatus.Unknown, null)], "db"));
    }

    [Fact]
    public void Every_command_that_a_remedy_names_exists()
    {
        string[] folders = ["Health", "Frontend"];
        string[] named =
        [
            .. folders
                .SelectMany(folder => Directory.EnumerateFiles(
                    Path.Combine(StagedModule.RepositoryRoot, "src", "XmrtOps", folder), "*.cs", SearchOption.AllDirectories))
                .SelectMany(File.ReadLines)
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => Commands().Matches(line).Select(match => match.Value))
                // The stems that NextSteps tells commands by.
                .Where(name => name is not ("Get-Xmrt" or "Test-Xmrt"))
                .Distinct(StringComparer.Ordinal),
        ];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Exported.CmdletTypes.Select(Exported.NameOf), StringComparer.Ordinal));
    }

    private static HealthCheck Check(HealthStatus status, string? remedy) => new()
    {
        Component = "X",
        Status = status,
        Remedy = remedy,
        Connection = "db",
    };

    [GeneratedRegex(@"\b[A-Z][a-z]+-Xmrt[A-Za-z]*\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commands();
}
