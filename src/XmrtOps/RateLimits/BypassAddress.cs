using System.Globalization;
using System.Net;
using System.Net.Sockets;
using XmrtOps.Faults;

namespace XmrtOps.RateLimits;

/// <summary>An address or range of an exception, in one form: ranges without the bits of their hosts.</summary>
internal static class BypassAddress
{
    // Wider ones are no exceptions any more, but the end of the firewall.
    private const int WidestV4 = 8;
    private const int WidestV6 = 32;

    /// <exception cref="XmrtException">InvalidAddress.</exception>
    public static string Normalize(string given)
    {
        string text = given.Trim();
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? text : text[..slash];
        // IPAddress reads 1.2 as 1.0.0.2, and a leading zero as an octal number.
        if (!IPAddress.TryParse(host, out IPAddress? address) || address.ScopeId() != 0
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
        {
            throw Errors.InvalidAddress(given, "it is neither an address nor a range");
        }

        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        int bits = isV6 ? 128 : 32;
        if (slash < 0)
        {
            return address.ToString();
        }

        string prefix = text[(slash + 1)..];
        if (!int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) || wanted > bits)
        {
            throw Errors.InvalidAddress(given, $"after the / there has to be a number up to {bits}");
        }

        return wanted < (isV6 ? WidestV6 : WidestV4)
            ? throw Errors.InvalidAddress(given, $"it is wider than /{(isV6 ? WidestV6 : WidestV4)}, which would open the firewall to nearly everybody")
            : wanted == bits ? address.ToString() : $"{new IPNetwork(Masked(address, wanted), wanted)}";
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static long ScopeId(this IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
