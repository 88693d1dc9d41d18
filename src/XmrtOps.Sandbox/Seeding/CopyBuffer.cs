using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// Rows in the wire format of COPY BINARY. Written by ourselves because the driver's importer resolves types and awaits
/// once per value, which costs several times what the row does.
/// </summary>
internal sealed partial class CopyBuffer(int columns) : WireBuffer
{
    private const byte JsonbVersion = 1;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private int fieldsMissing;
    private int fieldStart;

    public void BeginStream()
    {
        ReadOnlySpan<byte> signature = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00];
        Raw(signature);
        Raw32(0);
        Raw32(0);
    }

    public void EndStream()
    {
        RequireWholeRow();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
    }

    public CopyBuffer Row()
    {
        RequireWholeRow();
        fieldsMissing = columns;
        BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)columns);
        return this;
    }

    public CopyBuffer Null()
    {
        fieldsMissing--;
        Raw32(-1);
        return this;
    }

    public CopyBuffer Bool(bool? value)
    {
        if (value is not { } known)
            return Null();
        Fixed(1)[0] = known ? (byte)1 : (byte)0;
        return this;
    }

    public CopyBuffer Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Fixed(2), value);
        return this;
    }

    public CopyBuffer Int32(int? value)
    {
        if (value is not { } known)
            return Null();
        BinaryPrimitives.WriteInt32BigEndian(Fixed(4), known);
        return this;
    }

    public CopyBuffer Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Fixed(8), value);
        return this;
    }

    public CopyBuffer Real(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(Fixed(4), value);
        return this;
    }

    public CopyBuffer Uuid(Guid? value)
    {
        if (value is not { } known)
            return Null();
        known.TryWriteBytes(Fixed(16), bigEndian: true, out _);
        return this;
    }

    /// <summary>A point in time (UTC), for columns with and without time zone.</summary>
    public CopyBuffer Time(DateTime? value)
    {
        if (value is not { } known)
            return Null();
        return Int64((known - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    public CopyBuffer Inet(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out var count);
        var field = Fixed(4 + count);
        field[0] = count == 4 ? (byte)2 : (byte)3;
        field[1] = (byte)(count * 8);
        field[2] = 0;
        field[3] = (byte)count;
        octets[..count].CopyTo(field[4..]);
        return this;
    }

    /// <summary>A numeric of that many digits and decimals: (875, 1) is 87.5.</summary>
    public CopyBuffer Numeric(long unscaled, int decimals)
    {
        Span<short> digits = stackalloc short[6];
        var fractionDigits = (decimals + 3) / 4;
        var rest = unscaled;
        for (var i = decimals; i < fractionDigits * 4; i++)
            rest *= 10;
        var count = 0;
        for (; rest > 0; rest /= 10_000)
            digits[count++] = (short)(rest % 10_000);
        var field = Fixed(8 + 2 * count);
        BinaryPrimitives.WriteInt16BigEndian(field, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], (short)(count - fractionDigits - 1));
        BinaryPrimitives.WriteInt16BigEndian(field[4..], 0);
        BinaryPrimitives.WriteInt16BigEndian(field[6..], (short)decimals);
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteInt16BigEndian(field[(8 + 2 * i)..], digits[count - 1 - i]);
        return this;
    }

    /// <summary>Text, also for varchar, json and enum columns.</summary>
    public CopyBuffer Text(string? value)
    {
        if (value is null)
            return Null();
        BeginField();
        Append(value);
        return EndField();
    }

    public CopyBuffer Text([InterpolatedStringHandlerArgument("")] ref CopyTextHandler text)
    {
        _ = text;
        return EndField();
    }

    public CopyBuffer Json(string? value)
    {
        if (value is null)
            return Null();
        BeginField();
        Take(1)[0] = JsonbVersion;
        Append(value);
        return EndField();
    }

    public CopyBuffer Json([InterpolatedStringHandlerArgument("")] ref CopyJsonHandler json)
    {
        _ = json;
        return EndField();
    }

    public void BeginField()
    {
        fieldsMissing--;
        fieldStart = Length;
        Take(4);
    }

    public CopyBuffer EndField()
    {
        BinaryPrimitives.WriteInt32BigEndian(From(fieldStart), Length - fieldStart - 4);
        return this;
    }

    private Span<byte> Fixed(int size)
    {
        fieldsMissing--;
        Raw32(size);
        return Take(size);
    }

    private void RequireWholeRow()
    {
        if (fieldsMissing != 0)
            throw new InvalidOperationException($"A row of {columns} columns was left with {fieldsMissing} missing.");
    }
}
