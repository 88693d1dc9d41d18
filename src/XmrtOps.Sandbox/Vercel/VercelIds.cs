using System.Security.Cryptography;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Ids in Vercel's form.</summary>
internal static class VercelIds
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Project(int seed, string name) =>
        "prj_" + Make(new SeededRandom(seed, SeededRandom.Subject(name), 0), 28);

    public static string Deployment(ref SeededRandom random) => "dpl_" + Take(ref random, 28, LettersAndDigits);

    public static string Sha(ref SeededRandom random) => Take(ref random, 40, "0123456789abcdef");

    public static string HostPart(ref SeededRandom random) => Take(ref random, 9, Letters + "0123456789");

    public static string Variable(ref SeededRandom random) => Take(ref random, 16, LettersAndDigits);

    public static string Make(SeededRandom random, int length) => Take(ref random, length, LettersAndDigits);

    public static string Secret(int length) => RandomNumberGenerator.GetString(LettersAndDigits, length);

    private static string Take(ref SeededRandom random, int length, string letters)
    {
        var text = new char[length];
        for (var index = 0; index < length; index++) text[index] = letters[random.Below(letters.Length)];
        return new string(text);
    }
}
