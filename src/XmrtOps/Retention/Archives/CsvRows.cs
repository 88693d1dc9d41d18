using System.Text;
using XmrtOps.Faults;

namespace XmrtOps.Retention.Archives;

/// <summary>Reads the rows of a file of an archive, one by one: a value in quotes is a text, an empty one without is NULL.</summary>
/// <param name="text">The file, decompressed.</param>
/// <param name="columns">Values of a row.</param>
/// <param name="path">How messages name the archive.</param>
/// <param name="file">How they name the file.</param>
internal sealed class CsvRows(TextReader text, int columns, string path, string file)
{
    private const int BufferLength = 1 << 16;

    private readonly char[] _buffer = new char[BufferLength];
    private readonly StringBuilder _value = new();

    private int _at;
    private int _end;

    /// <summary>The next row; null after the last.</summary>
    /// <exception cref="XmrtException">ArchiveDamaged.</exception>
    public async ValueTask<string?[]?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await HasNextAsync(cancellation) ? await RowAsync(cancellation) : null;
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception) || exception is InvalidDataException or DecoderFallbackException)
        {
            throw Errors.ArchiveDamaged(path, $"{file} cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private async ValueTask<string?[]> RowAsync(CancellationToken cancellation)
    {
        string?[] row = new string?[columns];
        for (int column = 0; ; column++)
        {
            string? value = await ValueAsync(cancellation);
            if (column == columns || !await HasNextAsync(cancellation))
            {
                throw Damaged();
            }

            row[column] = value;
            switch (_buffer[_at++])
            {
                case '\n' when column == columns - 1:
                    return row;
                case ',':
                    break;
                default:
                    throw Damaged();
            }
        }
    }

    private async ValueTask<string?> ValueAsync(CancellationToken cancellation)
    {
        if (!await HasNextAsync(cancellation))
        {
            throw Damaged();
        }

        bool isQuoted = _buffer[_at] == '"';
        _value.Clear();
        if (!isQuoted)
        {
            // The line of names; of values only NULL is without quotes, and empty.
            await TakeUntilAsync(",\n", cancellation);
            return _value.Length == 0 ? null : _value.ToString();
        }

        _at++;
        while (true)
        {
            await TakeUntilAsync("\"", cancellation);
            _at++;
            if (!await HasNextAsync(cancellation) || _buffer[_at] != '"')
            {
                return _value.ToString();
            }

            _value.Append('"');
            _at++;
        }
    }

    private async ValueTask TakeUntilAsync(string ends, CancellationToken cancellation)
    {
        while (await HasNextAsync(cancellation))
        {
            int end = _buffer.AsSpan(_at, _end - _at).IndexOfAny(ends);
            int length = end < 0 ? _end - _at : end;
            _value.Append(_buffer, _at, length);
            _at += length;
            if (end >= 0)
            {
                return;
            }
        }

        throw Damaged();
    }

    private async ValueTask<bool> HasNextAsync(CancellationToken cancellation)
    {
        if (_at < _end)
        {
            return true;
        }

        (_at, _end) = (0, await text.ReadAsync(_buffer.AsMemory(), cancellation));
        return _end > 0;
    }

    private XmrtException Damaged() => Errors.ArchiveDamaged(path, $"{file} is no CSV of {columns} columns");
}
