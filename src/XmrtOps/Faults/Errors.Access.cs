namespace XmrtOps.Faults;

/// <summary>Conditions of tokens, keys and policies.</summary>
internal static partial class Errors
{
    public static XmrtException NotAToken(string type) => new(
        "NotAToken",
        ErrorKind.InvalidArgument,
        $"A {type} is no token.",
        "Give a text, a SecureString, or a credential that has the token as its password.",
        type);

    public static XmrtException JwksUnreadable(string reason, Exception? cause = null) => new(
        "JwksUnreadable",
        ErrorKind.InvalidData,
        reason,
        "Give a file, the JSON, or https://<ref>.supabase.co/auth/v1/.well-known/jwks.json.",
        cause: cause);

    public static XmrtException ProjectConfigUnreadable(string path, string reason, Exception? cause = null) => new(
        "ProjectConfigUnreadable",
        ErrorKind.InvalidArgument,
        $"The project's configuration cannot be read from '{path}': {reason}.",
        "Give -ProjectPath the folder that holds supabase/config.toml, or that file; without it the hosted settings are shown.",
        path,
        cause: cause);
}
