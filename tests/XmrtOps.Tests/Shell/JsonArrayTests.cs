using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Json;
using CsCheck;
using XmrtOps.Shell.Json;

namespace XmrtOps.Tests.Shell;

public sealed class JsonArrayTests
{
    [Fact]
    public void Without_elements_it_is_empty_and_closes_once()
    {
        StringBuilder text = new();
        JsonArray array = new(bytes => text.Append(Encoding.UTF8.GetString(bytes)));

        array.Close();
        array.Close();
        array.Add(PSObject.AsPSObject(1));

        Assert.Equal("[]\n", text.ToString());
    }

    [Fact]
    public void Every_element_is_a_whole_line_before_the_next_comes()
    {
        List<string> writes = [];
        JsonArray array = new(bytes => writes.Add(Encoding.UTF8.GetString(bytes)));

        array.Add(PSObject.AsPSObject(1));
        array.Add(null);
        array.Add(PSObject.AsPSObject("two\nlines"));
        array.Close();

        Assert.Equal(["[\n1\n", ",null\n", ",\"two\\nlines\"\n", "]\n"], writes);
    }

    [Fact]
    public void Whatever_is_nested_in_whatever_is_valid_and_means_the_same()
    {
        Gen<object?> value = Gen.Recursive<object?>((depth, nested) => depth == 6
            ? Scalars()
            : Gen.Frequency(
                (3, Scalars()),
                (1, nested.Array[0, 4].Select(items => (object?)items)),
                (1, Gen.Dictionary(Gen.String, nested)[0, 4].Select(d => (object?)new Hashtable(d)))));

        value.Sample(
            given =>
            {
                JsonElement read = Read(given);
                AssertSame(given, read);
            },
            iter: 2000);

        static Gen<object?> Scalars() => Gen.OneOf<object?>(
            Gen.Const((object?)null),
            Gen.Bool.Select(v => (object?)v),
            Gen.Int.Select(v => (object?)v),
            Gen.Long.Select(v => (object?)v),
            Gen.ULong.Select(v => (object?)v),
            Gen.Double.Select(v => (object?)v),
            Gen.Decimal.Select(v => (object?)v),
            Gen.String.Select(v => (object?)v));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_so_that_any_program_reads_it(object value, string expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(expected, Write(value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<object, string> Values => new()
    {
        { 1.5, "1.5" },
        { 0.1f, "0.1" },
        { double.NaN, "null" },
        { float.NegativeInfinity, "null" },
        { 1234567.80m, "1234567.80" },
        { BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture), "123456789012345678901234567890" },
        { DayOfWeek.Monday, "\"Monday\"" },
        { FileAttributes.Hidden | FileAttributes.System, "\"Hidden, System\"" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), "\"2026-01-02T03:04:05+02:00\"" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "\"2026-01-02T03:04:05Z\"" },
        { new DateOnly(2026, 1, 2), "\"2026-01-02\"" },
        { new TimeSpan(1, 2, 3, 4, 500), "\"1.02:03:04.5000000\"" },
        { new Version(15, 18), "\"15.18\"" },
        { new Uri("https://example.net/a?b=ü"), "\"https://example.net/a?b=ü\"" },
        { new byte[] { 0, 255 }, "\"AP8=\"" },
        { new SwitchParameter(isPresent: true), "true" },
        { DBNull.Value, "null" },
        { "</script> & <ü>", "\"</script> & <ü>\"" },
        { "😀", "\"\\uD83D\\uDE00\"" },
        { typeof(string), "\"System.String\"" },
        { new OrderedHashtable { ["b"] = 1, ["A"] = null }, "{\"b\":1,\"A\":null}" },
    };

    [Fact]
    public void Keys_that_are_one_name_are_written_once()
    {
        Assert.Equal("{\"1\":\"text\"}", Write(new OrderedHashtable { { "1", "text" }, { 1, "number" } }));
    }

    [Fact]
    public void Objects_have_their_own_properties_and_those_that_were_added()
    {
        PSObject value = PSObject.AsPSObject(new Sample { Name = "a" });
        value.Properties.Add(new PSNoteProperty("Note", 1));
        value.Properties.Add(new PSAliasProperty("Again", "Name"));

        JsonElement json = Read(value);

        Assert.Equal("a", json.GetProperty("Name").GetString());
        Assert.Equal(1, json.GetProperty("Note").GetInt32());
        Assert.False(json.TryGetProperty("Again", out _));
    }

    [Fact]
    public void A_getter_that_throws_a_cycle_and_a_secret_are_null()
    {
        Sample value = new() { Name = "a" };
        value.Self = value;

        JsonElement json = Read(value);

        Assert.Equal(JsonValueKind.Null, json.GetProperty("Broken").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("Self").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("Secret").ValueKind);
        Assert.DoesNotContain("hidden", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_object_twice_is_no_cycle()
    {
        object[] shared = [1];

        Assert.Equal("[[1],[1]]", Write(new object[] { shared, shared }));
    }

    [Fact]
    public void What_lies_deeper_than_eight_levels_is_null()
    {
        object value = "deep";
        for (int level = 0; level < JsonValueWriter.MaxDepth + 1; level++)
        {
            value = new[] { value };
        }

        Assert.Equal("[[[[[[[[null]]]]]]]]", Write(value));
    }

    [Fact]
    public void A_list_that_fails_half_way_keeps_what_it_had()
    {
        Assert.Equal("[1,2]", Write(Failing()));

        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_does_not_break_the_text()
    {
        Assert.Equal("a\uFFFDb", Read("a\ud83db").GetString());
    }

    [Fact]
    public void Parts_of_the_engine_within_a_record_are_only_named()
    {
        using PowerShell shell = PowerShell.Create();

        JsonElement json = Read(new { Shell = shell, Method = typeof(string).GetMethods()[0] });

        Assert.Equal(JsonValueKind.String, json.GetProperty("Shell").ValueKind);
        Assert.Equal(JsonValueKind.String, json.GetProperty("Method").ValueKind);
    }

    private static void AssertSame(object? given, JsonElement read)
    {
        switch (given)
        {
            case object?[] items:
                Assert.Equal(items.Length, read.GetArrayLength());
                Assert.All(items, (item, index) => AssertSame(item, read[index]));
                break;
            case Hashtable table:
                Assert.Equal(table.Count, read.EnumerateObject().Count());
                Assert.All(table.Cast<DictionaryEntry>(), e => AssertSame(e.Value, read.GetProperty(Legible((string)e.Key))));
                break;
            case double number when !double.IsFinite(number):
                Assert.Equal(JsonValueKind.Null, read.ValueKind);
                break;
            case double number:
                Assert.Equal(number, read.GetDouble());
                break;
            case decimal number:
                Assert.Equal(number, read.GetDecimal());
                break;
            case null:
                Assert.Equal(JsonValueKind.Null, read.ValueKind);
                break;
            case string text:
                Assert.Equal(Legible(text), read.GetString());
                break;
            default:
                Assert.Equal(Convert.ToString(given, CultureInfo.InvariantCulture)!.ToUpperInvariant(), read.GetRawText().ToUpperInvariant());
                break;
        }
    }

    /// <summary>Text as UTF-8 can hold it.</summary>
    private static string Legible(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static JsonElement Read(object? value) => JsonDocument.Parse(Write(value)).RootElement;

    private static string Write(object? value)
    {
        using MemoryStream stream = new();
        JsonArray array = new(stream.Write);
        array.Add(value is null ? null : PSObject.AsPSObject(value));
        array.Close();
        string text = Encoding.UTF8.GetString(stream.ToArray());
        return text["[\n".Length..^"\n]\n".Length];
    }

    private sealed class Sample
    {
        public string? Name { get; init; }

        public Sample? Self { get; set; }

        public string Broken => throw new InvalidOperationException("hidden");

        public SecureString Secret { get; } = Conceal("hidden");

        private static SecureString Conceal(string text)
        {
            SecureString secret = new();
            foreach (char c in text)
            {
                secret.AppendChar(c);
            }

            return secret;
        }
    }

    /// <summary>As [ordered]@{} makes it.</summary>
    private sealed class OrderedHashtable : System.Collections.Specialized.OrderedDictionary;
}
