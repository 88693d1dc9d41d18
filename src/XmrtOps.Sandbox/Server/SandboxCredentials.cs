using System.Globalization;
using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Server;

/// <summary>The passwords of one sandbox, made for it and gone with it.</summary>
internal sealed record SandboxCredentials
{
    public const string User = "postgres";
    public const string Authenticator = "authenticator";
    public const string Reader = "app_reader";

    public string UserPassword { get; } = NewPassword();

    public string AuthenticatorPassword { get; } = NewPassword();

    public string ReaderPassword { get; } = NewPassword();

    public string AdministratorPassword { get; } = NewPassword();

    /// <summary>The lines of a password file as libpq reads it, for the server on this port.</summary>
    public string ToPassFile(int port)
    {
        (string User, string Password)[] entries =
        [
            (User, UserPassword),
            (Authenticator, AuthenticatorPassword),
            (Reader, ReaderPassword),
            (PostgresServer.Administrator, AdministratorPassword),
        ];
        return string.Concat(entries.Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"127.0.0.1:{port}:*:{entry.User}:{entry.Password}\n")));
    }

    private static string NewPassword() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
