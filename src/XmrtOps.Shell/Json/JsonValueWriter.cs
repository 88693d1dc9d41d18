using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace XmrtOps.Shell.Json;

/// <summary>
/// Writes any object by its properties. It never fails: a getter that throws, a cycle and what lies deeper than
/// <see cref="MaxDepth"/> levels are null.
/// </summary>
internal sealed class JsonValueWriter(Utf8JsonWriter json)
{
    /// <summary>Levels of objects and lists within an element.</summary>
    public const int MaxDepth = 8;

    private readonly Stack<object> _open = new();

    public void Write(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (JsonScalar.TryWrite(json, plain))
        {
            return;
        }

        if (_open.Count == MaxDepth || _open.Contains(plain!, ReferenceEqualityComparer.Instance))
        {
            json.WriteNullValue();
            return;
        }

        // Parts of the engine and of the runtime lead to each other without end: inside a record their name is enough.
        if (_open.Count > 0 && JsonScalar.IsMachinery(plain!))
        {
            json.WriteStringValue(Safely(plain!.ToString));
            return;
        }

        _open.Push(plain!);
        switch (plain)
        {
            case IDictionary dictionary:
                WriteDictionary(dictionary);
                break;
            case IEnumerable sequence:
                WriteSequence(sequence);
                break;
            default:
                WriteProperties(value is PSObject shaped ? shaped : PSObject.AsPSObject(plain!));
                break;
        }

        _open.Pop();
    }

#pragma warning disable CA1031 // Whatever code of others throws while it is read: that value is unknown.
    private static T? Safely<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception)
        {
            return default;
        }
    }
#pragma warning restore CA1031

    private void WriteDictionary(IDictionary dictionary)
    {
        // Keys that differ only as objects, 1 and "1", would be one name twice.
        HashSet<string> names = new(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach ((string? name, object? value) in Entries(dictionary))
        {
            if (name is not null && names.Add(name))
            {
                json.WritePropertyName(name);
                Write(value);
            }
        }

        json.WriteEndObject();
    }

    private void WriteSequence(IEnumerable sequence)
    {
        json.WriteStartArray();
        foreach (object? item in Items(sequence))
        {
            Write(item);
        }

        json.WriteEndArray();
    }

    private void WriteProperties(PSObject shaped)
    {
        json.WriteStartObject();
        foreach (PSPropertyInfo property in Safely(() => shaped.Properties.ToArray()) ?? [])
        {
            // An alias only repeats another property under a second name.
            if (property is not PSAliasProperty && property.IsGettable)
            {
                json.WritePropertyName(property.Name);
                Write(Safely(() => property.Value));
            }
        }

        json.WriteEndObject();
    }

    private static IEnumerable<(string? Name, object? Value)> Entries(IDictionary dictionary)
    {
        IDictionaryEnumerator? entries = Safely(dictionary.GetEnumerator);
        while (entries is not null && Safely(entries.MoveNext))
        {
            yield return (
                Safely(() => LanguagePrimitives.ConvertTo<string>(entries.Key)), Safely(() => entries.Value));
        }
    }

    /// <summary>The items up to the first that cannot be had.</summary>
    private static IEnumerable<object?> Items(IEnumerable sequence)
    {
        IEnumerator? items = Safely(sequence.GetEnumerator);
        try
        {
            while (items is not null && Safely(items.MoveNext))
            {
                yield return Safely(() => items.Current);
            }
        }
        finally
        {
            Safely(() =>
            {
                (items as IDisposable)?.Dispose();
                return true;
            });
        }
    }
}
