namespace XmrtOps.Retention.Archives;

/// <summary>Counts the lines of CSV as they pass, in pieces of any size: an end of line in quotes is none.</summary>
internal struct CsvRowCounter
{
    private bool _isQuoted;

    /// <summary>Lines that have ended, the names' own among them.</summary>
    public long Lines { get; private set; }

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        int at;
        while ((at = _isQuoted ? piece.IndexOf((byte)'"') : piece.IndexOfAny((byte)'"', (byte)'\n')) >= 0)
        {
            // A doubled quote ends and begins: the same as if it were not there.
            if (piece[at] == '"')
            {
                _isQuoted = !_isQuoted;
            }
            else
            {
                Lines++;
            }

            piece = piece[(at + 1)..];
        }
    }
}
