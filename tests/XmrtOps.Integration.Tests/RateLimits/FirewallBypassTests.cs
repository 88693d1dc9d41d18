using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox.Http;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.RateLimits;

/// <summary>The firewall's exceptions: listed, made, taken back.</summary>
public sealed class FirewallBypassTests(SandboxServer server)
{
    private const string Path = "/v1/security/firewall/bypass";

    [Fact]
    public async Task An_address_is_let_through_once_and_taken_back_by_what_the_journal_says()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasSupabase: false);

        session.Run("Add-XmrtFirewallBypass 203.0.113.7 -WhatIf").Succeeded();
        Assert.Empty(stand.Vercel.Project.Firewall.BypassedAddresses);
        FirewallBypassChange added = Assert.Single(session.Run("Add-XmrtFirewallBypass 203.0.113.7 -Note 'office, it''s ours' -Force").Succeeded().Of<FirewallBypassChange>());
        FirewallBypassChange again = Assert.Single(session.Run("Add-XmrtFirewallBypass 203.0.113.7 -Force").Succeeded().Of<FirewallBypassChange>());
        FirewallBypass rule = Assert.Single(session.Run("Get-XmrtFirewallBypass").Succeeded().Of<FirewallBypass>());

        Assert.Equal((FirewallBypassOutcome.Added, FirewallBypassOutcome.Unchanged), (added.Outcome, again.Outcome));
        Assert.Equal(("203.0.113.7", null, "office, it's ours", null, "stand"), (rule.Address, rule.Domain, rule.Note, rule.ExpiresAt, rule.Connection));
        Assert.NotNull(rule.CreatedAt);
        Assert.Null(again.JournalId);
        string undo = Undo(session, added);
        Assert.Equal("Remove-XmrtFirewallBypass 203.0.113.7", undo);

        FirewallBypassChange removed = Assert.Single(session.Run($"{undo} -Force").Succeeded().Of<FirewallBypassChange>());
        Assert.Equal(FirewallBypassOutcome.Removed, removed.Outcome);
        Assert.Empty(stand.Vercel.Project.Firewall.BypassedAddresses);
        Assert.Equal("Add-XmrtFirewallBypass 203.0.113.7 -Note 'office, it''s ours'", Undo(session, removed));
        Assert.Equal(FirewallBypassOutcome.Unchanged, Assert.Single(session.Run($"{undo} -Force").Succeeded().Of<FirewallBypassChange>()).Outcome);
        session.Run($"{Undo(session, removed)} -Force").Succeeded();
        Assert.Equal(["203.0.113.7"], stand.Vercel.Project.Firewall.BypassedAddresses);
    }

    [Fact]
    public async Task Ranges_ends_and_domains_are_kept_and_piped_to_the_removal()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasSupabase: false, culture: "de-DE");
        string domain = stand.Vercel.Project.Domains[0];

        FirewallBypassChange range = Assert.Single(session.Run($"Add-XmrtFirewallBypass 203.0.113.99/24 -Domain {domain} -Ttl 2h -Force").Succeeded().Of<FirewallBypassChange>());
        session.Run("Add-XmrtFirewallBypass 2001:DB8::1, 2001:db8:0::1 -Force").Succeeded();
        PwshResult listed = session.Run("$rules = Get-XmrtFirewallBypass; $rules | Out-Host; $rules").Succeeded();

        Assert.Equal(("203.0.113.0/24", domain), (range.Address, range.Domain));
        Assert.InRange(range.ExpiresAt!.Value - DateTimeOffset.Now, TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(121));
        Assert.Equal(["2001:db8::1", "203.0.113.0/24"], listed.Of<FirewallBypass>().Select(rule => rule.Address));
        Assert.NotNull(listed.Of<FirewallBypass>()[1].ExpiresAt);
        Assert.All(listed.ScreenLines, line => Assert.True(line.Length <= 80, line));
        // Of the whole project there is none of that address.
        Assert.Equal(FirewallBypassOutcome.Unchanged, session.Run("Remove-XmrtFirewallBypass 203.0.113.0/24 -Force").Succeeded().Of<FirewallBypassChange>()[0].Outcome);
        Assert.Equal(2, session.Run("$rules | Remove-XmrtFirewallBypass -Force").Succeeded().Of<FirewallBypassChange>().Count(c => c.Outcome == FirewallBypassOutcome.Removed));
        Assert.Empty(stand.Vercel.Project.Firewall.BypassedAddresses);
    }

    [Theory]
    [InlineData("trusted-ip-address", "InvalidAddress")]
    [InlineData("123.456.789.0", "InvalidAddress")]
    [InlineData("1.2", "InvalidAddress")]
    [InlineData("010.0.0.1", "InvalidAddress")]
    [InlineData("0.0.0.0/0", "InvalidAddress")]
    [InlineData("::/0", "InvalidAddress")]
    [InlineData("203.0.113.0/33", "InvalidAddress")]
    [InlineData("203.0.113.0/-1", "InvalidAddress")]
    [InlineData("203.0.113.0/", "InvalidAddress")]
    [InlineData("fe80::1%eth0", "InvalidAddress")]
    [InlineData("203.0.113.7' -Ttl '5", "BareNumberAsTime")]
    [InlineData("203.0.113.7' -Ttl '0s", "DurationNotPositive")]
    public async Task What_is_no_address_is_refused_before_anything_is_sent(string address, string error)
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasSupabase: false);
        int before = stand.VercelApi.Journal.Requests.Count;

        Assert.Equal([error], session.Run($"Add-XmrtFirewallBypass '{address}' -Force").ErrorIds);

        Assert.Equal(before, stand.VercelApi.Journal.Requests.Count);
    }

    [Fact]
    public async Task A_lost_answer_is_looked_for_and_a_refusal_is_an_error()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasSupabase: false);
        session.Run("Get-XmrtFirewallBypass").Succeeded();

        stand.VercelApi.Faults.Next(1, Fault.Status(403), Path);
        Assert.Equal(["Forbidden"], session.Run("Get-XmrtFirewallBypass").ErrorIds);
        // The list is read first; the change itself is cut off after it was made.
        stand.VercelApi.Faults.Next(1, new Fault(), Path);
        stand.VercelApi.Faults.Next(1, Fault.TruncateBody(), Path);
        PwshResult result = session.Run("Add-XmrtFirewallBypass 203.0.113.7 -Force");
        Assert.Equal(["203.0.113.7"], stand.Vercel.Project.Firewall.BypassedAddresses);
        Assert.Equal(FirewallBypassOutcome.Added, Assert.Single(result.Succeeded().Of<FirewallBypassChange>()).Outcome);
        Assert.Single(stand.VercelApi.Journal.Requests, request => request.Method == "POST");

        session.Run("Disconnect-Xmrt").Succeeded();
        using PwshSession without = stand.Connect(hasSupabase: false, hasVercel: false);
        Assert.Equal(["NoVercelToken"], without.Run("Get-XmrtFirewallBypass").ErrorIds);
        Assert.Equal(["NoVercelToken"], without.Run("Add-XmrtFirewallBypass 203.0.113.7 -Force").ErrorIds);
    }

    private static string Undo(PwshSession session, FirewallBypassChange change) =>
        session.Run("Get-XmrtJournal -All").Succeeded().Of<JournalEntry>().Single(entry => entry.Id == change.JournalId).Undo!;
}
