using System.Buffers.Binary;
using System.Text;

namespace XmrtOps.Sandbox.Seeding;

// The fields that are arrays.
internal sealed partial class CopyBuffer
{
    /// <summary>A text[] of no or one element.</summary>
    public CopyBuffer TextArray(string? element)
    {
        const int textOid = 25;
        BeginArray(textOid, element is null ? 0 : 1);
        if (element is not null)
        {
            Raw32(Encoding.UTF8.GetByteCount(element));
            Append(element);
        }

        return EndField();
    }

    /// <summary>A jsonb[] of no or one element.</summary>
    public CopyBuffer JsonArray(string? element)
    {
        const int jsonbOid = 3802;
        BeginArray(jsonbOid, element is null ? 0 : 1);
        if (element is not null)
        {
            Raw32(Encoding.UTF8.GetByteCount(element) + 1);
            Take(1)[0] = JsonbVersion;
            Append(element);
        }

        return EndField();
    }

    /// <summary>A double precision[] of random components between -1 and 1.</summary>
    public CopyBuffer Vector(int dimensions, ref SeededRandom random)
    {
        const int doubleOid = 701;
        BeginArray(doubleOid, dimensions);
        for (var i = 0; i < dimensions; i++)
        {
            Raw32(8);
            BinaryPrimitives.WriteDoubleBigEndian(Take(8), random.Fraction() * 2 - 1);
        }

        return EndField();
    }

    private void BeginArray(int elementOid, int count)
    {
        BeginField();
        Raw32(count == 0 ? 0 : 1);
        Raw32(0);
        Raw32(elementOid);
        if (count > 0)
        {
            Raw32(count);
            Raw32(1);
        }
    }
}
