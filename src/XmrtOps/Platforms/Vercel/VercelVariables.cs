using System.Text.Json;

namespace XmrtOps.Platforms.Vercel;

/// <summary>The variables of a project, of whose answer there are three forms: a list, a page, or a single one.</summary>
internal static class VercelVariables
{
    public static (IReadOnlyList<VercelVariable> Variables, long? Next) Of(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("envs", out JsonElement list)
            && list.ValueKind == JsonValueKind.Array)
        {
            return (
                [.. list.EnumerateArray().Select(Single)],
                answer.TryGetProperty("pagination", out JsonElement pagination)
                    ? pagination.Deserialize(VercelJson.Default.VercelPagination)?.Next
                    : null);
        }

        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("key", out _) ? ([Single(answer)], null) : ([], null);
    }

    private static VercelVariable Single(JsonElement element) =>
        element.Deserialize(VercelJson.Default.VercelVariable) ?? throw new JsonException();
}
