using System.Net;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Addresses of the ranges that are reserved for documentation, so that none belongs to anyone.</summary>
internal static class Addresses
{
    /// <summary>How many different IPv4 addresses there are; from that position on they are IPv6.</summary>
    public const int V4Count = 3 * 254;

    public static IPAddress At(long position)
    {
        if (position < V4Count)
        {
            var host = (byte)(position % 254 + 1);
            return (position / 254) switch
            {
                0 => new IPAddress([203, 0, 113, host]),
                1 => new IPAddress([198, 51, 100, host]),
                _ => new IPAddress([192, 0, 2, host]),
            };
        }

        var rest = position - V4Count;
        return new IPAddress([
            0x20, 0x01, 0x0d, 0xb8, 0, (byte)(rest >> 24), (byte)(rest >> 16), (byte)(rest >> 8), 0, 0, 0, 0, 0, 0,
            (byte)rest, 1]);
    }
}
