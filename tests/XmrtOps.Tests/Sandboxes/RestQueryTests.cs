using System.Text.RegularExpressions;
using CsCheck;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase.Rest;

namespace XmrtOps.Tests.Sandboxes;

/// <summary>The REST stand-in's reading of queries: whatever comes is refused in its own form, or becomes harmless SQL.</summary>
public sealed partial class RestQueryTests
{
    private static readonly RestSource s_source = new("rest_source", Table: null);

    private static readonly string[] s_words =
    [
        "id", "name", "\"odd \"\"x\"", "eq", "not", "in", "is", "null", "or", "and", "like", "select", "order", "desc", "nullslast", "int",
        ".", ",", "(", ")", ":", "::", "->", "->>", "\"", "\\", "'", ";", "--", "/*", "*", "{", "}", "$1", "%", " ", "\0", "ü", "😀", "0", "-1",
    ];

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[0, 12],
        Gen.Int[0, s_words.Length - 1].Select(i => s_words[i]).Array[0, 12].Select(string.Concat));

    private static readonly string[] s_operators = ["eq.", "not.eq.", "in.(", "like.", "is.null", "cs.{", "eq(any).{", ""];

    private static readonly Gen<string> s_filter = Gen.Select(
        Gen.Int[0, s_operators.Length - 1].Select(i => s_operators[i]), s_text, (op, value) => op + value);

    [Fact]
    public void Whatever_comes_is_refused_in_its_own_form_or_becomes_harmless_SQL() => Gen
        .Select(s_text, s_filter, s_text, s_text, Gen.Select(s_text, s_filter))
        .Sample(
            (key, filter, select, order, logic) =>
            {
                StandInRequest request = Request(
                    (key, filter), ("select", select), ("order", order), ("or", $"({logic.Item1}.{logic.Item2},id.eq.1)"));
                try
                {
                    RestQuery query = RestQuery.Read(request);
                    SqlText sql = new();
                    s_source.Write(sql, query.Select);
                    s_source.WriteWhere(sql, query.Filters);
                    s_source.WriteOrder(sql, query.Order);
                    Assert.Matches(Harmless(), Quoted().Replace($"{sql}", "name"));
                }
                catch (RestException refusal)
                {
                    Assert.InRange(refusal.Status, 400, 499);
                    Assert.StartsWith("PGRST", refusal.Code, StringComparison.Ordinal);
                }
            },
            iter: 5_000,
            threads: 1);

    [Fact]
    public void A_list_reaches_the_database_as_it_was_meant() => Gen.String[0, 8].Array[1, 4].Sample(
        values =>
        {
            string list = string.Join(',', values.Select(value =>
                $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
            RestComparison comparison = (RestComparison)RestQuery.Read(Request(("id", $"in.({list})"))).Filters[0];

            Assert.Equal(values is [""] ? "{}" : $"{{{list}}}", comparison.Value);
        },
        iter: 2_000,
        threads: 1);

    private static StandInRequest Request(params (string Key, string Value)[] query) => new()
    {
        Method = "GET",
        Path = "/rest/v1/things",
        Query = query.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(
            same => same.Key, same => (IReadOnlyList<string>)[.. same.Select(pair => pair.Value)], StringComparer.Ordinal),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Body = default,
    };

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Quoted();

    // Names are taken out before: what is left is ours. Casts are words, which cannot end anything.
    [GeneratedRegex(@"\A(?:[A-Za-z0-9_ .,()*]|\$\d+|<>|[<>]=?|=|~|@>|<@|&&|&<|&>|<<|>>|-\|-|->>?|::)*\z", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Harmless();
}
