using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Connections;

public sealed class ProfileRulesTests
{
    private const string Secret = "hunter2hunter2";

    private static readonly XmrtProfile s_empty = new() { Name = "a" };

    [Theory]
    [InlineData("postgresql://app:hunter2hunter2@db/postgres")]
    [InlineData("postgresql://app:123/hunter2hunter2@db/postgres")]
    [InlineData("postgresql://app:123?hunter2hunter2@db/postgres")]
    [InlineData("postgresql://app:hun@hunter2hunter2@db/postgres")]
    [InlineData("postgresql://app@db/postgres?password=hunter2hunter2")]
    [InlineData("postgresql://app@db/postgres?sslpassword=hunter2hunter2")]
    [InlineData("host=db user=app password=hunter2hunter2")]
    [InlineData("host=db user=app password='hunter2hunter2'")]
    [InlineData("Host=db;Username=app;Password=hunter2hunter2")]
    public void A_password_in_the_databases_address_is_refused(string url) =>
        Refuses("SecretInProfile", s_empty with { DatabaseUrl = url });

    [Theory]
    [InlineData("postgresql://app@db.example.net/postgres")]
    [InlineData("postgresql://app:@db.example.net/postgres")]
    [InlineData("postgresql://[::1]:5432/postgres?sslmode=verify-full")]
    [InlineData("host=/var/run/postgresql dbname=postgres")]
    [InlineData("service=prod application_name=x")]
    public void An_address_without_one_is_taken(string url) => ProfileRules.Check(s_empty with { DatabaseUrl = url });

    [Theory]
    [InlineData("postgresql:///postgres", "InvalidProfileValue")]
    [InlineData("no address", "InvalidTarget")]
    [InlineData("postgresql://app:hunter2hunter2", "InvalidTarget")]
    [InlineData("app:hunter2hunter2@db.example.net:5432/x?sslmode=require", "InvalidTarget")]
    [InlineData("postgresql://db/postgres?hunter2hunter2=blue", "InvalidProfileValue")]
    public void An_address_that_leads_nowhere_is_refused(string url, string errorId) =>
        Refuses(errorId, s_empty with { DatabaseUrl = url });

    [Fact]
    public void No_password_is_ever_taken_or_repeated() => Gen.Char["abcXYZ019!$%&/()=?@:;,.-_#'<>|~+*[]{}\\ "].Array[8, 24].Sample(letters =>
    {
        string password = new(letters);
        XmrtException? fault = Record.Exception(
            () => ProfileRules.Check(s_empty with { DatabaseUrl = $"postgresql://app:{password}@db.example.net:5432/postgres" })) as XmrtException;

        return fault is { ErrorId: "SecretInProfile" } && !fault.ToString().Contains(password, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("hunter2hunter2")]
    [InlineData("")]
    [InlineData("ENVIRONMENT:X")]
    [InlineData("env:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.hunter2hunter2")]
    [InlineData("env:sbp_0123456789abcdef0123456789abcdef01234567")]
    [InlineData("secret:sb_secret_hunter2hunter2hunter2")]
    public void What_may_be_a_secret_is_no_place_of_one(string from)
    {
        Refuses("SecretInProfile", s_empty with { PasswordFrom = from });
        Refuses("SecretInProfile", s_empty with { VercelTokenFrom = from });
        Refuses("SecretInProfile", s_empty with { SupabaseTokenFrom = from });
    }

    [Theory]
    [InlineData("env:")]
    [InlineData("env:hunter2 hunter2")]
    [InlineData("env:1X")]
    [InlineData("secret:")]
    [InlineData("secret:/x")]
    [InlineData("secret:a/b/c")]
    [InlineData("secret:a\nb")]
    public void A_place_that_cannot_be_is_refused(string from) =>
        Refuses("InvalidSecretSource", s_empty with { PasswordFrom = from });

    [Theory]
    [InlineData("env:PGPASSWORD_PROD", "PGPASSWORD_PROD", null, null)]
    [InlineData("ENV:x", "x", null, null)]
    [InlineData("secret:Ops vault/Prod password", null, "Ops vault", "Prod password")]
    [InlineData("secret:Prod:1", null, null, "Prod:1")]
    public void A_place_is_read(string from, string? variable, string? vault, string? name) =>
        Assert.Equal(new SecretSource(variable, vault, name), SecretSource.Parse("x", from));

    [Theory]
    [InlineData("https://app:hunter2hunter2@xmrt.example.net", "SecretInProfile")]
    [InlineData("https://xmrt.example.net/?apikey=hunter2hunter2", "SecretInProfile")]
    [InlineData("https://xmrt.example.net/?x=1&access_token=hunter2hunter2", "SecretInProfile")]
    [InlineData("ftp://xmrt.example.net/", "InvalidProfileValue")]
    [InlineData("xmrt.example.net", "InvalidProfileValue")]
    public void A_web_address_has_to_be_one_and_hold_no_secret(string url, string errorId)
    {
        Uri address = new(url, UriKind.RelativeOrAbsolute);

        Refuses(errorId, s_empty with { FrontendUrl = address });
        Refuses(errorId, s_empty with { VercelApiUrl = address });
        Refuses(errorId, s_empty with { SupabaseApiUrl = address });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(" a")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("host=db password=hunter2hunter2")]
    [InlineData("postgresql://app:hunter2hunter2@db/postgres")]
    public void A_name_that_would_mislead_is_refused(string name) => Refuses("InvalidProfileName", s_empty with { Name = name });

    [Fact]
    public void A_name_of_10000_characters_is_refused_and_not_repeated()
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => ProfileRules.CheckName(new string('n', 10_000)));

        Assert.Equal("InvalidProfileName", fault.ErrorId);
        Assert.True(fault.Message.Length < 200);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("it's / a \"name\" \\ with everything: * ? [x] $(y) `")]
    [InlineData("生産")]
    public void Any_other_name_is_taken(string name) => ProfileRules.CheckName(name);

    [Theory]
    [InlineData("Ada")]
    [InlineData("<ada@example.net>")]
    [InlineData("Ada <>")]
    [InlineData("Ada <a@b> more")]
    [InlineData("")]
    public void A_contact_has_a_name_and_an_address(string contact) =>
        Refuses("InvalidProfileValue", s_empty with { SecurityContact = contact });

    [Fact]
    public void A_hook_is_a_secret() =>
        Refuses("SecretInProfile", s_empty with { SecurityContact = "Desk <https://hooks.slack.com/services/T0/B0/hunter2hunter2>" });

    [Fact]
    public void A_rotation_needs_its_begin_its_zone_and_a_length_that_can_be()
    {
        XmrtProfile whole = s_empty with { OnCall = ["A <a@x>"], OnCallSince = new DateTime(2026, 1, 5), TimeZone = "Europe/Berlin" };

        ProfileRules.Check(whole);
        Refuses("InvalidProfileValue", whole with { OnCallSince = null });
        Refuses("InvalidProfileValue", whole with { TimeZone = null });
        Refuses("InvalidProfileValue", whole with { TimeZone = "Europe/Atlantis" });
        Refuses("InvalidProfileValue", whole with { TimeZone = "../../etc/passwd" });
        Refuses("InvalidProfileValue", whole with { OnCallPeriod = TimeSpan.FromMinutes(59) });
        Refuses("InvalidProfileValue", whole with { OnCallPeriod = TimeSpan.FromDays(367) });
        Refuses("InvalidProfileValue", whole with { OnCall = ["A"] });
    }

    private static void Refuses(string errorId, XmrtProfile profile)
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => ProfileRules.Check(profile));

        Assert.Equal(errorId, fault.ErrorId);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }
}
