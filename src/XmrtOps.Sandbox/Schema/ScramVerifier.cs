using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Sandbox.Schema;

/// <summary>
/// Makes the verifier that PostgreSQL stores for a password, so that the password itself is never part of a statement
/// and can show up in no log and no statistics.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    public static string For(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var secret = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}");
    }
}
