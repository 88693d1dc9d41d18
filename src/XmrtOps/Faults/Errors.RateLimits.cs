namespace XmrtOps.Faults;

/// <content>Conditions of replaying rate limits.</content>
internal static partial class Errors
{
    public static XmrtException InvalidEndpointLimit(string endpoint) => new(
        "InvalidEndpointLimit",
        ErrorKind.InvalidArgument,
        $"-EndpointLimit has to give endpoint '{Module.Display.OneLine(endpoint, 60)}' a whole number of requests, 1 at least, and a name.",
        "Write the endpoint to the letter: -EndpointLimit @{ '/api/mining-proxy' = 1000 }.",
        endpoint);

    public static XmrtException RecordsHidden(string target, string table, string role) => new(
        "RecordsHiddenByRls",
        ErrorKind.PermissionDenied,
        $"{target}: row level security hides rows of {table} from '{role}': a replay of what is left would show a limit as "
        + "harmless that is not.",
        "Connect as a role that bypasses row level security, such as 'postgres'.",
        target);

    public static XmrtException InvalidAddress(string address, string reason) => new(
        "InvalidAddress",
        ErrorKind.InvalidArgument,
        $"'{Module.Display.OneLine(address, 60)}' cannot be let through: {reason}.",
        "Give an address such as 203.0.113.7 or 2001:db8::1, or a range such as 203.0.113.0/24.",
        address);
}
