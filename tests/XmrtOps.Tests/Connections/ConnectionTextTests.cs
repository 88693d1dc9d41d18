using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Connections;

public sealed class ConnectionTextTests
{
    /// <summary>Any text that a parameter can hold: no NUL, no half of a surrogate pair.</summary>
    private static readonly Gen<string> s_value = Gen.String[Gen.Frequency((5, Gen.Char[' ', '~']), (1, Gen.Char['\u00a1', '\u04ff'])), 1, 30];

    [Theory]
    [InlineData("postgresql://db.example.net", "host=db.example.net")]
    [InlineData("postgres://app@db.example.net:6543/postgres", "host=db.example.net port=6543 dbname=postgres user=app")]
    [InlineData("POSTGRESQL://app:pa%40%3A%2F%3F%23ss@db:5432/x", "host=db port=5432 dbname=x user=app password=pa@:/?#ss")]
    [InlineData("postgresql://app:p@ss@db/x", "host=db dbname=x user=app password=p@ss")]
    [InlineData("postgresql://[::1]:5433/x", "host=::1 port=5433 dbname=x")]
    [InlineData("postgresql://[2001:db8::7]/x", "host=2001:db8::7 dbname=x")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/x", "host=/var/run/postgresql dbname=x")]
    [InlineData("postgresql:///x?host=/tmp&port=5433", "host=/tmp port=5433 dbname=x")]
    [InlineData("postgresql://db/x?sslmode=verify-full&sslrootcert=%2Fetc%2Froot.crt", "host=db dbname=x sslmode=verify-full sslrootcert=/etc/root.crt")]
    [InlineData("postgresql://db/x?ssl=true", "host=db dbname=x sslmode=require")]
    [InlineData("postgresql://db/caf%C3%A9", "host=db dbname=café")]
    [InlineData("host=db port=5433 dbname=x", "host=db port=5433 dbname=x")]
    [InlineData("  host = db\n  dbname\t=\tx ", "host=db dbname=x")]
    [InlineData(@"host=db password='it\'s \\ here'", @"host=db password=it's \ here")]
    [InlineData(@"host=db password=it\'s\ here", "host=db password=it's here")]
    [InlineData("host=db password=''", "host=db")]
    [InlineData("host=db password='a;b=c'", "host=db password=a;b=c")]
    [InlineData("host=db password=a;b port=5433", "host=db port=5433 password=a;b")]
    [InlineData("Password=YWJj==;Host=db", "host=db password=YWJj==")]
    [InlineData("Host=db;Port=5433;Database=x;Username=app;Password=pa ss;SSL Mode=Require", "host=db port=5433 dbname=x user=app password=pa ss sslmode=Require")]
    [InlineData("Server=db;User Id=app;Pwd=\"a;b\"", "host=db user=app password=a;b")]
    public void Reads_every_way_to_write_an_address(string text, string expected)
    {
        Assert.Equal(Order(expected), Order(string.Join(' ', ConnectionText.Parse(text).Select(p => $"{p.Key}={p.Value}"))));

        // The values hold blanks of their own, so the texts are compared by their characters, in whatever order.
        static string Order(string pairs) => string.Concat(pairs.Where(c => c != ' ').Order());
    }

    [Fact]
    public void What_a_URL_escapes_comes_back()
    {
        Gen.Select(s_value, s_value, s_value).Sample((user, password, database) =>
        {
            string url = $"postgresql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@db.example.net:5433/"
                + $"{Uri.EscapeDataString(database)}?options={Uri.EscapeDataString(password)}";

            Dictionary<string, string> read = ConnectionText.Parse(url);

            Assert.Equal(
                [user, password, "db.example.net", "5433", database, password],
                [read["user"], read["password"], read["host"], read["port"], read["dbname"], read["options"]]);
        });
    }

    [Fact]
    public void What_a_pair_quotes_comes_back()
    {
        Gen.Select(s_value, s_value).Sample((user, password) =>
        {
            Dictionary<string, string> read = ConnectionText.Parse($"user='{Quote(user)}'  password = '{Quote(password)}' host=db");

            Assert.Equal([user, password, "db"], [read["user"], read["password"], read["host"]]);
        });

        static string Quote(string text) =>
            text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://a,b/x", "InvalidTarget")]
    [InlineData("postgresql://[::1/x", "InvalidTarget")]
    [InlineData("postgresql://[::1]x/x", "InvalidTarget")]
    [InlineData("postgresql://db/x y", "InvalidTarget")]
    [InlineData("postgresql://db/x\n", "InvalidTarget")]
    [InlineData("postgresql://db/%zz", "InvalidTarget")]
    [InlineData("postgresql://db/%4", "InvalidTarget")]
    [InlineData("postgresql://db/%00", "InvalidTarget")]
    [InlineData("postgresql://db/x?nonsense=1", "UnknownConnectionParameter")]
    [InlineData("host=db and more", "InvalidTarget")]
    [InlineData("host=db password='open", "InvalidTarget")]
    [InlineData("hots=db", "UnknownConnectionParameter")]
    [InlineData("Host=db;Nonsense=1", "UnknownConnectionParameter")]
    [InlineData("Host=db;;;Nonsense", "InvalidTarget")]
    public void What_cannot_be_read_says_why(string text, string errorId)
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => ConnectionText.Parse(text));

        Assert.Equal(errorId, fault.ErrorId);
    }

    [Theory]
    [InlineData("postgresql://app:pa/s3cret@db.example.net:5432/x")]
    [InlineData("postgresql://app:pa?s3cret@db.example.net:5432/x")]
    [InlineData("postgresql://app:pa?s3cret=1@db.example.net:5432/x")]
    [InlineData("postgresql://app:s3cret")]
    [InlineData("postgresql://app:s3cret%@db/x")]
    [InlineData("postgresql://app:s3cret @db/x")]
    [InlineData("postgresql+psycopg://app:s3cret@db/x?sslmode=require")]
    [InlineData("app:s3cret@db.example.net:5432/x?sslmode=require")]
    [InlineData("host=db password='s3cret")]
    [InlineData("host=db password=it s3cret")]
    [InlineData("host=db password=it s3cret=1")]
    [InlineData("Host=db;Password=it;s3cret")]
    [InlineData("Host=db;Password=it;s3cret=x")]
    [InlineData("postgresql://db/x?s3cret")]
    [InlineData("host=db password=s3cret #;")]
    public void No_message_repeats_what_may_be_a_password(string text) => Assert.DoesNotContain("s3cret", Said(text), StringComparison.Ordinal);

    [Fact]
    public void Hostile_input_meets_a_condition_and_leaks_nothing()
    {
        Gen<string> noise = Gen.String[Gen.OneOf<char>(Gen.OneOf("'\\%/?#@:;=&[] \n\t\0,*".ToCharArray()), Gen.Char), 0, 12];
        Gen<string> form = Gen.OneOf(
            "postgresql://app:{0}@db/x", "postgres://app:{0}@db", "host=db password={0}", "host=db password='{0}'", "Host=db;Password={0}", "{0}=x", "postgresql://db/x?password={0}");
        Gen.Select(form, noise, noise).Sample(
            (shape, left, right) =>
            {
                string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, left + "s3cret" + right);

                Assert.DoesNotContain("s3cret", Said(text), StringComparison.Ordinal);
            },
            iter: 5000);
    }

    /// <summary>All that a user could see of reading and resolving a text; what is no condition of ours fails the test.</summary>
    private static string Said(string text)
    {
        List<string> warnings = [];
        try
        {
            (DatabaseTarget target, _) = new TargetResolver(_ => null, warnings.Add).Resolve(ConnectionText.Parse(text));
            return $"{target} {string.Join(' ', warnings)}";
        }
        catch (XmrtException fault)
        {
            return $"{fault} {fault.Message} {fault.Remedy} {fault.Target} {fault.InnerException}";
        }
    }
}
