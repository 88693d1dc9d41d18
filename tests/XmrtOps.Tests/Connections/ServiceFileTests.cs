using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Connections;

public sealed class ServiceFileTests : IDisposable
{
    private const string Text = """
        # what we have
        [other]
        host=other.example.net

        [xmrt]
        # the pooler
        host = db.example.net
        port=6543
          dbname=with=sign

        [late]
        host=late.example.net
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_section_is_read_to_its_end()
    {
        IReadOnlyDictionary<string, string> found = ServiceFile.Read("xmrt", _folder.Write("services", Text), _ => null);

        Assert.Equal(
            [("dbname", "with=sign"), ("host", "db.example.net"), ("port", "6543")],
            found.Select(p => (p.Key, p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_environment_names_the_file()
    {
        string path = _folder.Write("services", Text);

        Assert.Equal(
            "late.example.net", ServiceFile.Read("late", null, name => name == "PGSERVICEFILE" ? path : null)["host"]);
    }

    [Fact]
    public void The_systems_file_is_the_last_place()
    {
        _folder.Write("pg_service.conf", Text);

        Assert.Equal(
            "other.example.net", ServiceFile.Read("other", null, name => name == "PGSYSCONFDIR" ? _folder.Path : null)["host"]);
    }

    [Theory]
    [InlineData("absent", Text, "ServiceNotFound")]
    [InlineData("XMRT", Text, "ServiceNotFound")]
    [InlineData("bad", "[bad]\nhots=db", "UnknownConnectionParameter")]
    [InlineData("bad", "[bad]\nhost", "UnknownConnectionParameter")]
    public void What_is_not_there_or_unreadable_says_so(string service, string text, string errorId)
    {
        string path = _folder.Write("services", text);

        Assert.Equal(
            errorId, Assert.Throws<XmrtException>(() => ServiceFile.Read(service, path, _ => null)).ErrorId);
    }

    [Fact]
    public void A_missing_service_names_the_places_that_were_searched()
    {
        string path = Path.Combine(_folder.Path, "none");

        Assert.Contains(
            path, Assert.Throws<XmrtException>(() => ServiceFile.Read("xmrt", path, _ => null)).Message, StringComparison.Ordinal);
    }
}
