using System.Data.Common;
using System.Management.Automation;
using CsCheck;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Data;

/// <summary>The database has to match what PowerShell would, whatever is in pattern and data.</summary>
public sealed class WildcardTests(SandboxServer server)
{
    private static readonly Gen<char> s_letter = Gen.OneOf("aAbBzZ019 _-.,;:!%$^|\\/(){}+'\"#~\n\täß€".ToCharArray().Select(Gen.Const).ToArray());

    [Fact]
    public async Task The_database_matches_as_PowerShell_does()
    {
        Gen<string> piece = Gen.OneOf(
            s_letter.Select(c => c.ToString()),
            Gen.Const("*"),
            Gen.Const("?"),
            s_letter.Select(c => $"`{c}"),
            Gen.OneOf("`*", "`?", "`[", "`]", "``"),
            Gen.OneOf("[a-b]", "[0-9z]", "[A_.]", "[%$^]", "[ab`]]"));
        Gen<(string Pattern, string Text)> pair = Gen.Select(
            piece.Array[0, 5].Select(string.Concat), s_letter.Array[0, 5].Select(letters => new string(letters)));
        // Random texts hardly ever match random patterns: half of them are what the pattern says, to the letter.
        Gen<(string Pattern, string Text)> literal = s_letter.Array[1, 6].Select(letters =>
            (WildcardPattern.Escape(new string(letters)), new string(letters)));
        List<(string Pattern, string Text)> cases = [];
        Gen.OneOf(pair, literal).Sample(cases.Add, iter: 3000, threads: 1);

        await using DbDataSource source = server.As(server.Sandbox.UserName, server.Sandbox.Password, "template1");
        await using DbCommand command = source.CreateCommand(
            "SELECT t ~* r FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x(t, r, n) ORDER BY n");
        Add(command, [.. cases.Select(c => c.Text)]);
        Add(command, [.. cases.Select(c => Wildcard.Parse("Name", [c.Pattern])?.Regex ?? "")]);
        await using DbDataReader row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        foreach ((string pattern, string text) in cases)
        {
            await row.ReadAsync(TestContext.Current.CancellationToken);
            bool expected = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(text);
            Assert.True(expected == row.GetBoolean(0), $"'{pattern}' on '{text}': PowerShell says {expected}");
        }
    }

    [Fact]
    public void All_is_no_condition()
    {
        Assert.Null(Wildcard.Parse("Name", null));
        Assert.Null(Wildcard.Parse("Name", ["x", "*"]));
    }

    private static void Add(DbCommand command, string[] values)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.Value = values;
        command.Parameters.Add(parameter);
    }
}
