using XmrtOps.Connections;

namespace XmrtOps.Tests.Connections;

public sealed class ContactCommandTests : IDisposable
{
    private readonly PwshSession _session = new();
    private readonly string _name = $"p-{Guid.NewGuid():N}";

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_runbooks_contacts_are_there_and_none_is_made_up()
    {
        IReadOnlyList<XmrtContact> contacts = _session.Run("Get-XmrtContact").Succeeded().Of<XmrtContact>();

        Assert.Equal(
            [
                ("Database Issues", "Supabase Support", "support@supabase.com"), ("Frontend Issues", "Vercel Support", "support@vercel.com"),
                ("Security Incidents", null, null), ("On-Call Engineer", null, null),
            ],
            contacts.Select(c => (c.Topic, c.Name, c.Address)));
        Assert.All(contacts, c => Assert.Equal("Runbook", c.Source));
        Assert.Contains("Set-XmrtProfile production -SecurityContact", contacts[2].Note, StringComparison.Ordinal);
        Assert.Contains("-OnCall", contacts[3].Note, StringComparison.Ordinal);
        Assert.Null(contacts[3].IsOnCallNow);
    }

    [Fact]
    public void The_command_that_a_note_names_works()
    {
        _session.Run($"Set-XmrtProfile {_name} -Production").Succeeded();
        foreach (XmrtContact contact in _session.Run($"Get-XmrtContact Sec*, On* -Profile {_name}").Succeeded().Of<XmrtContact>())
        {
            _session.Run(contact.Note!.Split('\n')[1]).Succeeded();
        }

        IReadOnlyList<XmrtContact> named = _session.Run($"Get-XmrtContact Sec*, On* -Profile {_name}").Succeeded().Of<XmrtContact>();

        Assert.All(named, contact => Assert.Equal(("name", "address", _name), (contact.Name, contact.Address, contact.Source)));
    }

    [Fact]
    public void The_rotation_tells_who_is_on_call_at_any_time()
    {
        _session.Run(
            $"Set-XmrtProfile {_name} -OnCall 'Ada Lovelace <ada@example.net>', 'Grace Hopper <+1 555 0100>' -OnCallSince 2026-03-02T09:00 -TimeZone Europe/Berlin")
            .Succeeded();

        XmrtContact contact = _session.Run($"Get-XmrtContact On-Call* -Profile {_name} -At 2026-03-30T06:59Z").Succeeded().Of<XmrtContact>().Single();
        XmrtContact next = _session.Run($"Get-XmrtContact On-Call* -Profile {_name} -At 2026-03-30T07:00Z").Succeeded().Of<XmrtContact>().Single();
        XmrtContact before = _session.Run($"Get-XmrtContact On-Call* -Profile {_name} -At 2026-01-01").Succeeded().Of<XmrtContact>().Single();

        Assert.Equal(("Grace Hopper", "+1 555 0100", true, _name), (contact.Name, contact.Address, contact.IsOnCallNow, contact.Source));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 9, 0, 0, TimeSpan.FromHours(2)), contact.Until);
        Assert.Contains("Ada Lovelace <ada@example.net>", contact.Note, StringComparison.Ordinal);
        Assert.Equal("Ada Lovelace", next.Name);
        Assert.Equal((null, false), (before.Name, before.IsOnCallNow));
        Assert.Contains("2026-03-02 09:00 +01:00, with Ada Lovelace", before.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_with_a_zone_is_told_by_the_rotations_clocks()
    {
        XmrtProfile profile = _session.Run(
            $"Set-XmrtProfile {_name} -OnCall 'A <a>' -OnCallSince ([datetime]::SpecifyKind('2026-01-05T08:00', 'Utc')) -TimeZone Europe/Berlin -PassThru")
            .Succeeded().Of<XmrtProfile>().Single();

        Assert.Equal(new DateTime(2026, 1, 5, 9, 0, 0), profile.OnCallSince);
    }

    [Fact]
    public void Errors_are_clear()
    {
        Assert.Equal(["ProfileNotFound"], _session.Run($"Get-XmrtContact -Profile {_name}").ErrorIds);
        Assert.Equal(["BareNumberAsTime"], _session.Run("Get-XmrtContact -At 5").ErrorIds);
        Assert.Equal(["InvalidWildcard"], _session.Run("Get-XmrtContact '['").ErrorIds);
    }

    [Fact]
    public void The_view_fits_80_columns() =>
        Assert.All(_session.Run("Get-XmrtContact").ScreenLines, line => Assert.True(line.Length <= 80));
}
