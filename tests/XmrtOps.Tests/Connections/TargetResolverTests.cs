using CsCheck;
using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Connections;

public sealed class TargetResolverTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    [Fact]
    public void What_is_given_wins_over_the_service_and_that_over_the_environment()
    {
        using TemporaryFolder folder = new();
        _environment["PGSERVICEFILE"] = folder.Write("services", "[xmrt]\nhost=service.example.net\nport=6543\ndbname=service\n");
        _environment["PGHOST"] = "environment.example.net";
        _environment["PGUSER"] = "environment";
        _environment["PGDATABASE"] = "environment";
        _environment["PGPASSWORD"] = "of the environment";

        (DatabaseTarget target, string? password) = Resolve("service=xmrt dbname=given");

        Assert.Equal(
            ("service.example.net", 6543, "given", "environment", "of the environment"),
            (target.Host, target.Port, target.Database, target.UserName, password));
    }

    [Fact]
    public void Defaults_are_those_of_libpq()
    {
        (DatabaseTarget target, string? password) = Resolve("host=db.example.net user=app");

        Assert.Equal((5432, "app", 10), (target.Port, target.Database, target.ConnectTimeoutSeconds));
        Assert.Null(password);
    }

    [Fact]
    public void An_address_stands_for_a_name_but_not_beside_it()
    {
        Assert.Equal("192.0.2.7", Resolve("hostaddr=192.0.2.7").Target.Host);
        Assert.Throws<XmrtException>(() => Resolve("host=db.example.net hostaddr=192.0.2.7"));
    }

    [Theory]
    [InlineData("db.example.net", TlsMode.VerifyFull)]
    [InlineData("203.0.113.7", TlsMode.VerifyFull)]
    [InlineData("localhost.example.net", TlsMode.VerifyFull)]
    [InlineData("127.0.0.1.example.net", TlsMode.VerifyFull)]
    [InlineData("10.0.0.1", TlsMode.VerifyFull)]
    [InlineData("localhost", TlsMode.Prefer)]
    [InlineData("LOCALHOST", TlsMode.Prefer)]
    [InlineData("127.0.0.1", TlsMode.Prefer)]
    [InlineData("127.5.6.7", TlsMode.Prefer)]
    [InlineData("::1", TlsMode.Prefer)]
    [InlineData("/var/run/postgresql", TlsMode.Prefer)]
    public void A_host_is_verified_unless_it_is_this_machine(string host, TlsMode expected)
    {
        Assert.Equal(expected, Resolve($"host={host} user=app").Target.Tls);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("allow")]
    [InlineData("prefer")]
    [InlineData("require")]
    public void The_environment_does_not_weaken_TLS(string mode)
    {
        _environment["PGSSLMODE"] = mode;

        Assert.Equal(TlsMode.VerifyFull, Resolve("host=db.example.net").Target.Tls);
    }

    [Theory]
    [InlineData("disable", TlsMode.Disable)]
    [InlineData("allow", TlsMode.Prefer)]
    [InlineData("prefer", TlsMode.Prefer)]
    [InlineData("require", TlsMode.Require)]
    [InlineData("verify-ca", TlsMode.VerifyCA)]
    [InlineData("VerifyCA", TlsMode.VerifyCA)]
    public void A_weaker_mode_that_is_asked_for_is_taken_with_a_warning(string mode, TlsMode expected)
    {
        Assert.Equal(expected, Resolve($"host=db.example.net sslmode={mode}").Target.Tls);
        Assert.Contains("db.example.net", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sslmode=strong")]
    [InlineData("port=0")]
    [InlineData("port=65536")]
    [InlineData("port=-1")]
    [InlineData("port=5432x")]
    [InlineData("connect_timeout=301")]
    [InlineData("channel_binding=maybe")]
    [InlineData("sslcrl=/etc/crl.pem")]
    [InlineData("replication=database")]
    public void What_cannot_be_done_is_refused(string parameter)
    {
        Assert.Equal("InvalidTarget", Assert.Throws<XmrtException>(() => Resolve($"host=db {parameter}")).ErrorId);
    }

    [Fact]
    public void Without_a_host_nothing_is_guessed()
    {
        Assert.Equal("InvalidTarget", Assert.Throws<XmrtException>(() => Resolve("dbname=x")).ErrorId);
    }

    [Fact]
    public void A_root_certificate_has_to_exist()
    {
        using TemporaryFolder folder = new();
        string root = folder.Write("root.crt", "not read here");

        Assert.Equal(root, Resolve($"host=db sslrootcert={root}").Target.RootCertificate);
        Assert.Null(Resolve("host=db sslrootcert=system").Target.RootCertificate);
        Assert.Equal(
            "RootCertificateUnreadable", Assert.Throws<XmrtException>(() => Resolve($"host=db sslrootcert={root}.gone")).ErrorId);
    }

    [Fact]
    public void A_password_comes_from_the_password_file_last()
    {
        using TemporaryFolder folder = new();
        _environment["PGPASSFILE"] = folder.Write("pgpass", "db:5432:x:app:of the file\n");

        Assert.Equal("of the file", Resolve("host=db user=app dbname=x").Password);
        _environment["PGPASSWORD"] = "of the environment";
        Assert.Equal("of the environment", Resolve("host=db user=app dbname=x").Password);
        Assert.Equal("given", Resolve("host=db user=app dbname=x password=given").Password);
    }

    [Fact]
    public void The_target_is_named_without_user_and_password()
    {
        Assert.Equal("db.example.net:5432/x", Resolve("host=db.example.net user=app password=s3cret dbname=x").Target.ToString());
        Assert.Equal("[2001:db8::7]:6543/x", Resolve("host=2001:db8::7 port=6543 dbname=x").Target.ToString());
    }

    [Fact]
    public void Any_port_in_range_is_taken_and_no_other_number()
    {
        Gen.Int[-70_000, 70_000].Sample(port =>
        {
            TargetResolver resolver = new(_ => null, _ => { });
            Dictionary<string, string> values = new(StringComparer.Ordinal) { ["host"] = "db", ["port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture) };

            Assert.Equal(port is >= 1 and <= 65535, Record.Exception(() => resolver.Resolve(values)) is null);
        });
    }

    private (DatabaseTarget Target, string? Password) Resolve(string text) =>
        new TargetResolver(_environment.GetValueOrDefault, _warnings.Add).Resolve(ConnectionText.Parse(text));
}
