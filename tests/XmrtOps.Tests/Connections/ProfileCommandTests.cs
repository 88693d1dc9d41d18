using XmrtOps.Connections;

namespace XmrtOps.Tests.Connections;

/// <summary>The profile cmdlets as they are typed. All tests share one XMRTOPS_HOME: each has names of its own.</summary>
public sealed class ProfileCommandTests : IDisposable
{
    private readonly PwshSession _session = new();
    private readonly string _name = $"p-{Guid.NewGuid():N}";

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Set_makes_a_profile_and_then_changes_only_what_is_given()
    {
        XmrtProfile made = _session.Run(
            $"Set-XmrtProfile {_name} -DatabaseUrl postgresql://app@db.example.net/postgres -PasswordFrom env:PROD -Production -PassThru")
            .Succeeded().Of<XmrtProfile>().Single();
        _session.Run($"Set-XmrtProfile {_name.ToUpperInvariant()} -FrontendUrl https://xmrt.example.net").Succeeded();
        XmrtProfile changed = _session.Run($"Get-XmrtProfile {_name}").Succeeded().Of<XmrtProfile>().Single();
        XmrtProfile cleared = _session.Run($"Set-XmrtProfile {_name} -Clear PasswordFrom, Production -PassThru").Succeeded().Of<XmrtProfile>().Single();

        Assert.Equal(("env:PROD", true), (made.PasswordFrom, made.IsProduction));
        Assert.Equal(made with { FrontendUrl = new Uri("https://xmrt.example.net") }, changed with { Unknown = made.Unknown });
        Assert.Equal((null, null, made.DatabaseUrl), (cleared.PasswordFrom, cleared.IsProduction, cleared.DatabaseUrl));
    }

    [Fact]
    public void WhatIf_and_No_change_nothing()
    {
        PwshResult whatIf = _session.Run($"Set-XmrtProfile {_name} -Production -WhatIf").Succeeded();
        PwshResult refused = _session.Run($"Set-XmrtProfile {_name} -Production -Confirm", "No").Succeeded();

        Assert.Contains("What if", whatIf.Screen, StringComparison.Ordinal);
        Assert.Contains(_name, Assert.Single(refused.Prompts).Message, StringComparison.Ordinal);
        Assert.Equal(["ProfileNotFound"], _session.Run($"Get-XmrtProfile {_name}").ErrorIds);
    }

    [Fact]
    public void Remove_takes_names_as_they_are_and_profiles_from_the_pipe()
    {
        string hostile = $"{_name} it's / \"*\" [x]";
        _session.Set("hostile", hostile);
        _session.Run($"Set-XmrtProfile {_name} -Production; Set-XmrtProfile $hostile -Production").Succeeded();

        Assert.Equal(["ProfileNotFound"], _session.Run($"Remove-XmrtProfile '{_name}*'").ErrorIds);
        _session.Run($"Remove-XmrtProfile {_name} -WhatIf").Succeeded();
        Assert.Equal(2, _session.Run($"Get-XmrtProfile '{_name}*'").Succeeded().Output.Count);
        _session.Run("Remove-XmrtProfile $hostile").Succeeded();
        _session.Run($"Get-XmrtProfile {_name} | Remove-XmrtProfile").Succeeded();
        Assert.Empty(_session.Run($"Get-XmrtProfile '{_name}*'").Succeeded().Output);
        Assert.Equal(["ProfileNotFound"], _session.Run($"Remove-XmrtProfile {_name}").ErrorIds);
    }

    [Theory]
    [InlineData("-DatabaseUrl postgresql://app:hunter2@db/postgres", "SecretInProfile")]
    [InlineData("-PasswordFrom hunter2", "SecretInProfile")]
    [InlineData("-PasswordFrom 'env:hunter2 x'", "InvalidSecretSource")]
    [InlineData("-OnCall 'Ada <a@x>'", "InvalidProfileValue")]
    [InlineData("-OnCallPeriod 7", "BareNumberAsTime")]
    [InlineData("-Production -Clear Production", "InvalidProfileValue")]
    public void What_is_refused_is_not_written_nor_repeated(string parameters, string errorId)
    {
        PwshResult result = _session.Run($"$ErrorView = 'CategoryView'; Set-XmrtProfile {_name} {parameters}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.DoesNotContain("hunter2", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["ProfileNotFound"], _session.Run($"Get-XmrtProfile {_name}").ErrorIds);
    }

    [Fact]
    public void An_invalid_wildcard_is_a_clear_error() =>
        Assert.Equal(["InvalidWildcard"], _session.Run("Get-XmrtProfile '['").ErrorIds);

    [Fact]
    public void Names_are_completed()
    {
        _session.Run($"Set-XmrtProfile {_name} -Production").Succeeded();

        Assert.Equal(
            [_name],
            _session.Run($"(TabExpansion2 'Connect-Xmrt {_name[..20]}' {13 + 20}).CompletionMatches.CompletionText").Of<string>());
    }

    [Fact]
    public void The_list_fits_80_columns_and_shows_no_password_source()
    {
        _session.Run($"Set-XmrtProfile {_name} -DatabaseUrl postgresql://app@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=require -FrontendUrl https://xmrt-ecosystem.vercel.app -PasswordFrom env:PROD").Succeeded();

        PwshResult shown = _session.Run($"Get-XmrtProfile {_name}").Succeeded();

        Assert.All(shown.ScreenLines, line => Assert.True(line.Length <= 80));
        Assert.Contains("if remote db.abcdefghijklmnopqrst.supabas…", shown.Screen, StringComparison.Ordinal);
        Assert.Contains("xmrt-ecosystem.vercel…", shown.Screen, StringComparison.Ordinal);
    }
}
