using System.Buffers;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XmrtOps.Shell.Json;

/// <summary>
/// One JSON array, an element a line, written as the objects come. Each element is finished before any of it is
/// written, so that whatever happens, closing makes the whole valid.
/// </summary>
internal sealed class JsonArray(Action<ReadOnlySpan<byte>> write)
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // The text is read by programs, not embedded in HTML: other scripts than Latin stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Lock _gate = new();
    private bool _isOpen;
    private bool _isClosed;

    public void Add(PSObject? element)
    {
        // Objects of the pipeline come from one thread; closing may come from the one that handles a signal.
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _buffer.ResetWrittenCount();
            _buffer.Write(_isOpen ? ","u8 : "[\n"u8);
            using (Utf8JsonWriter json = new(_buffer, s_options))
            {
                new JsonValueWriter(json).Write(element);
            }

            // The comma leads the next line: this one is whole, for who follows and for errors on the same terminal.
            _buffer.Write("\n"u8);
            _isOpen = true;
            write(_buffer.WrittenSpan);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                write(_isOpen ? "]\n"u8 : "[]\n"u8);
            }
        }
    }
}
