using System.Text;
using CsCheck;
using XmrtOps.Frontend;

namespace XmrtOps.Tests.Frontend;

public sealed class HealthReportTests
{
    [Theory]
    [InlineData("""{"status":"healthy"}""", true)]
    [InlineData("""{"status":"OK","uptime":12}""", true)]
    [InlineData("""{"ok":true}""", true)]
    [InlineData("""{"healthy":false}""", false)]
    [InlineData("""{"status":"degraded"}""", false)]
    [InlineData("""{"status":"ok","checks":{"database":{"status":"down"}}}""", false)]
    [InlineData("""{"checks":{"database":"up","cache":true}}""", true)]
    [InlineData("""{"checks":[{"name":"database","status":"unhealthy","error":"x"}]}""", false)]
    [InlineData("""{"database":"disconnected"}""", false)]
    [InlineData("""{"database":{"status":"connected"}}""", true)]
    [InlineData("""{"status":"reticulating"}""", null)]
    [InlineData("""{"version":"1.0","commit_hash":"abc"}""", null)]
    [InlineData("{}", null)]
    public void What_is_usual_is_understood_and_the_rest_is_unknown(string body, bool? healthy) =>
        Assert.Equal(healthy, Parse(body)!.IsHealthy);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"healthy\"")]
    [InlineData("<html>healthy</html>")]
    [InlineData("")]
    public void What_is_no_object_is_no_report(string body) => Assert.Null(Parse(body));

    [Fact]
    public void A_part_says_why_in_one_line_without_secrets()
    {
        string body = """{"checks":{"database":{"status":"unhealthy","error":"password=hunter2 refused\n\u001b[31mred\u001b[0m"}}}""";

        HealthReport.Part part = Assert.Single(Parse(body)!.Parts);

        Assert.True(part.IsDatabase);
        Assert.Equal("database: password=*** refused red", part.ToString());
    }

    [Theory]
    [InlineData("db", true)]
    [InlineData("Database", true)]
    [InlineData("primary-postgres", true)]
    [InlineData("supabase", true)]
    [InlineData("api", false)]
    [InlineData("feedback", false)]
    public void Databases_are_known_by_their_names(string name, bool expected) =>
        Assert.Equal(expected, HealthReport.IsDatabase(name));

    [Fact]
    public void No_body_is_an_exception() => Gen.String.Sample(text => { _ = Parse(text); });

    private static HealthReport? Parse(string body) => HealthReport.Parse(Encoding.UTF8.GetBytes(body));
}
