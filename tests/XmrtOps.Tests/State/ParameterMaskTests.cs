using System.Management.Automation;
using System.Security;
using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

public sealed class ParameterMaskTests
{
    [Theory]
    [InlineData("Password")]
    [InlineData("VercelToken")]
    [InlineData("ApiKey")]
    [InlineData("Key")]
    [InlineData("service-role-key")]
    [InlineData("Jwt")]
    [InlineData("ClientSecret")]
    [InlineData("Credential")]
    public void What_is_called_a_secret_is_masked(string name) => Assert.Equal("***", Mask(name, "hunter2"));

    [Theory]
    [InlineData("Identifier")]
    [InlineData("PasswordFrom")]
    [InlineData("Keyword")]
    public void What_is_not_is_kept(string name) => Assert.Equal("hunter2", Mask(name, "hunter2"));

    [Theory]
    [InlineData("postgresql://app:hunter2@db/postgres", "postgresql://app:***@db/postgres")]
    [InlineData("postgresql://app:hun@ter2@db/postgres", "postgresql://app:***@db/postgres")]
    [InlineData("postgresql://app@db/postgres", "postgresql://app@db/postgres")]
    [InlineData("host=db password=hunter2 user=app", "host=db password=*** user=app")]
    [InlineData("host=db password='hunter2 \\' more' user=app", "host=db password=*** user=app")]
    [InlineData("Host=db;Password=hunter2;Username=app", "Host=db;Password=***;Username=app")]
    [InlineData("see eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_ now", "see *** now")]
    [InlineData("sbp_0123456789abcdef0123456789abcdef01234567", "***")]
    [InlineData("sb_secret_abcdefghijklmnop1234", "***")]
    [InlineData("Authorization: Bearer abcdefgh12345678", "Authorization: ***")]
    [InlineData("vcp_abcdefghijklmnop1234 of vercel", "*** of vercel")]
    [InlineData("vercel_blob_rw_abcdefghijklmnop", "***")]
    [InlineData("ghp_abcdefghijklmnopqrst1234", "***")]
    [InlineData("github_pat_abcdefghijklmnopqrst1234", "***")]
    [InlineData("xoxb-1234567890-abc", "***")]
    [InlineData("at hooks.slack.com/services/T0/B0/abc", "at ***")]
    [InlineData("at discord.com/api/webhooks/1/abc", "at ***")]
    [InlineData("AKIAABCDEFGHIJKLMNOP ASIAABCDEFGHIJKLMNOP", "*** ***")]
    [InlineData("sk_live_abcdefghij1234 sk-proj-abcdefghij1234", "*** ***")]
    [InlineData("203.0.113.7", "203.0.113.7")]
    public void What_looks_like_a_secret_is_masked_wherever_it_is(string text, string expected) =>
        Assert.Equal(expected, Mask("Target", text));

    [Fact]
    public void No_password_of_an_address_survives() => Gen.Char["abcXYZ019!$%&/()=?@:;,.-_#'\"<>|~+*[]{}\\"].Array[6, 30].Sample(password =>
    {
        string secret = new(password);

        // Its letters may occur in the rest; not all of it.
        return !Mask("Target", $"postgresql://app:{secret}@db.example.net:5432/postgres")!.Contains(secret, StringComparison.Ordinal);
    });

    [Fact]
    public void Types_decide_too()
    {
        using SecureString secure = new();
        secure.AppendChar('x');

        Assert.Equal("***", Mask("Any", secure));
        Assert.Equal("***", Mask("Any", new PSCredential("ada", secure)));
        Assert.Equal("(Object)", Mask("Any", new object()));
        Assert.Equal("(Hashtable)", Mask("Any", new System.Collections.Hashtable { ["Password"] = "x" }));
        Assert.Equal("5", Mask("Any", 5));
        Assert.Equal("1.5", Mask("Any", 1.5));
        Assert.Equal("True", Mask("Any", new SwitchParameter(true)));
        Assert.Equal("2026-03-01T12:00:00.0000000+01:00", Mask("Any", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1))));
        Assert.Equal("1h", Mask("Before", TimeArgument.From("1h")));
        Assert.Equal("production", Mask("Connection", XmrtConnection.Request("production")));
        Assert.Equal("https://u:***@host/", Mask("Any", new Uri("https://u:pw@host/")));
        Assert.Equal("a, b", Mask("Any", new[] { "a", "b" }));
        Assert.Null(Mask("Password", null));
    }

    [Fact]
    public void Long_values_are_cut()
    {
        Assert.Equal(1000, Mask("Any", new string('x', 5_000_000))!.Length);
        Assert.EndsWith(", …", Mask("Any", Enumerable.Range(0, 100)), StringComparison.Ordinal);
    }

    private static string? Mask(string name, object? value) =>
        ParameterMask.Of([new KeyValuePair<string, object?>(name, value)])[name];

    [Theory]
    [InlineData("x")]
    [InlineData("a.")]
    [InlineData("-eyJ")]
    [InlineData("a://:")]
    [InlineData("password=")]
    [InlineData("password='\\\\")]
    public void A_text_made_to_keep_the_search_busy_is_no_fault(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 10_000 / piece.Length));

        Assert.NotEmpty(SecretText.MaskIn(text));
        SecretText.HoldsSecret(text);
    }
}
