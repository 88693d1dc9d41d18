namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Text of a database or a client in a header: nothing of it may end the line.</summary>
internal static class HeaderText
{
    public static string Of(string text) => string.Concat(text.Select(letter => letter is >= ' ' and < '\x7f' ? letter : '?'));
}
