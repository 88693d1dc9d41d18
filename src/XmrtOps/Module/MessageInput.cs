using System.Collections;
using System.Management.Automation;
using XmrtOps.Conversations;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>What was given as a message or as claims, without PowerShell's wrappers.</summary>
internal static class MessageInput
{
    /// <exception cref="XmrtException">UnreadableMessage.</exception>
    public static GivenMessage? Read(object? given)
    {
        object? plain = given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;
        return plain switch
        {
            null => null,
            string json => GivenMessage.Parse(json),
            IDictionary table => GivenMessage.Of(PlainValue.Table(table)),
            PSObject => GivenMessage.Of((Dictionary<string, object?>)PlainValue.Of(plain)!),
            IEnumerable or ValueType => throw Errors.UnreadableMessage(plain.GetType().Name),
            _ => GivenMessage.Of(PSObject.AsPSObject(plain).Properties
                .ToDictionary(property => property.Name, property => PlainValue.Of(property.Value), StringComparer.Ordinal)),
        };
    }

    /// <exception cref="XmrtException">UnreadableClaim.</exception>
    public static IReadOnlyDictionary<string, object?>? Claims(IDictionary? given)
    {
        if (given is null)
        {
            return null;
        }

        Dictionary<string, object?> claims = PlainValue.Table(given);
        return GivenMessage.Of(claims).Problem is { } problem ? throw Errors.UnreadableClaim(problem) : claims;
    }
}
