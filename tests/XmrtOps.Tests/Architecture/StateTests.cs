using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace XmrtOps.Tests.Architecture;

/// <summary>One process has many runspaces: what is static is shared by all of them, so it is listed and explained.</summary>
public sealed class StateTests
{
    /// <summary>Static state that may exist, and why.</summary>
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["XmrtOps.Module.PrivateLoadContext.s_instance"] = "a second import has to meet the same types",
        ["XmrtOps.Module.PrivateLoadContext.s_importers"] = "counts the runspaces that need the bridges",
        ["XmrtOps.Connections.Session.s_sessions"] = "is the table by runspace itself",
        ["XmrtOps.Data.Sql.s_texts"] = "a cache of what never changes: the embedded files",
        ["XmrtOps.Sandbox.Server.OwnSandboxes.ByDirectory"] = "what this process has to remove when it ends",
    };

    private static readonly Type[] s_containers =
        [typeof(ConcurrentDictionary<,>), typeof(ConcurrentBag<>), typeof(ConcurrentQueue<>), typeof(ConditionalWeakTable<,>), typeof(AsyncLocal<>), typeof(ThreadLocal<>)];

    [Fact]
    public void No_static_field_can_change_but_those_that_are_listed()
    {
        string[] found =
        [
            .. Assemblies.Ours.SelectMany(a => a.GetTypes())
                .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(f => !IsGenerated(f) && IsState(f))
                .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}"),
        ];

        Assert.Empty(found.Except(s_allowed.Keys, StringComparer.Ordinal));
        Assert.Empty(s_allowed.Keys.Except(found, StringComparer.Ordinal));
    }

    private static bool IsState(FieldInfo field) => !field.IsLiteral
        && (!field.IsInitOnly
            || (field.FieldType.IsGenericType && s_containers.Contains(field.FieldType.GetGenericTypeDefinition())));

    private static bool IsGenerated(FieldInfo field) =>
        field.IsDefined(typeof(CompilerGeneratedAttribute))
        || field.Name.StartsWith('<')
        || HasGeneratedParent(field.DeclaringType);

    private static bool HasGeneratedParent(Type? type) => type is not null
        && (type.Name.StartsWith('<') || type.IsDefined(typeof(CompilerGeneratedAttribute))
            || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute)) || HasGeneratedParent(type.DeclaringType));
}
