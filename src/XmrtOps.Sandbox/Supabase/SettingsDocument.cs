using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Settings of one part of the project that are read and patched as a JSON object.</summary>
public sealed class SettingsDocument
{
    private readonly Lock _gate = new();
    private readonly JsonObject _values;

    internal SettingsDocument(JsonObject values) => _values = values;

    /// <summary>A setting by its name at the platform; null where it is not set.</summary>
    public JsonNode? this[string name]
    {
        get
        {
            lock (_gate) return _values[name]?.DeepClone();
        }

        set
        {
            lock (_gate) _values[name] = value?.DeepClone();
        }
    }

    internal JsonObject Read()
    {
        lock (_gate) return _values.DeepClone().AsObject();
    }

    /// <summary>Takes over what the patch holds and returns the whole.</summary>
    internal JsonObject Merge(JsonObject patch)
    {
        lock (_gate)
        {
            foreach (var (name, value) in patch) _values[name] = value?.DeepClone();
            return _values.DeepClone().AsObject();
        }
    }
}
