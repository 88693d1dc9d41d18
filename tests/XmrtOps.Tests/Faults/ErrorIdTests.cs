using System.Reflection;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Faults;

/// <summary>Scripts and alert rules match on ErrorIds: they never change, and every condition has one of its own.</summary>
public sealed class ErrorIdTests
{
    private const string ApprovedFile = "tests/XmrtOps.Tests/Faults/ErrorIds.approved.txt";

    private static readonly IReadOnlyList<(string Factory, XmrtException Fault)> s_faults =
    [
        .. typeof(Errors)
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType == typeof(XmrtException) && !m.Name.Contains('<', StringComparison.Ordinal))
            // This one passes on the conditions of the sandbox, each with the id that the sandbox gave it.
            .Where(m => m.Name != nameof(Errors.Sandbox))
            .Select(m => (m.Name, (XmrtException)m.Invoke(null, [.. m.GetParameters().Select(Sample)])!)),
    ];

    public static TheoryData<string> Factories => [.. s_faults.Select(f => f.Factory).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Each_condition_has_an_id_of_its_own()
    {
        Assert.NotEmpty(s_faults);
        Assert.Equal(
            s_faults.Select(f => f.Fault.ErrorId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            s_faults.Select(f => f.Fault.ErrorId).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void A_condition_has_a_Pascal_case_id_a_message_and_a_remedy(string factory)
    {
        Assert.All(s_faults.Where(f => f.Factory == factory), found =>
        {
            Assert.Matches("^[A-Z][A-Za-z0-9]+$", found.Fault.ErrorId);
            Assert.NotEmpty(found.Fault.Message);
            Assert.True(found.Fault.Remedy.Length > 10, $"{factory} says nothing to do: '{found.Fault.Remedy}'");
        });
    }

    [Fact]
    public void Ids_are_those_that_were_approved()
    {
        string[] approved = [.. File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, ApprovedFile)).Where(l => l.Length > 0 && l[0] != '#')];
        string[] found = [.. s_faults.Select(f => f.Fault.ErrorId).Order(StringComparer.Ordinal)];

        Assert.True(
            approved.SequenceEqual(found, StringComparer.Ordinal),
            $"""
            The ErrorIds are not those of {ApprovedFile}.
            New, to be added there: {string.Join(", ", found.Except(approved, StringComparer.Ordinal))}
            Gone or renamed, which breaks scripts that match on them: {string.Join(", ", approved.Except(found, StringComparer.Ordinal))}
            """);
    }

    private static object? Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        { } type when type == typeof(string) => "a sample text",
        { } type when type == typeof(XmrtException) => new XmrtException("Sample", default, "A sample.", "Nothing to do."),
        { } type when typeof(Exception).IsAssignableFrom(type) => parameter.HasDefaultValue ? null : new InvalidOperationException("SAMPLE"),
        { } type when type == typeof(PlatformFault) => parameter.HasDefaultValue
            ? null
            : new PlatformFault { Platform = "Sample", Method = "GET", Url = "https://sample.example/" },
        { IsValueType: true } type => Activator.CreateInstance(type),
        { IsArray: true } type => Array.CreateInstance(type.GetElementType()!, 0),
        { } type when type.IsAssignableFrom(typeof(string[])) => Array.Empty<string>(),
        { } type => throw new NotSupportedException($"Errors takes a {type}, of which this test knows no sample."),
    };
}
