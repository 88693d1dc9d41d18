using System.Reflection;

namespace XmrtOps.Tests.Architecture;

/// <summary>The types that a type shows to whoever may derive from it or use it.</summary>
internal static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Of(Type type) => Shown(type).SelectMany(Parts).Distinct();

    private static IEnumerable<Type> Shown(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetCustomAttributesData().Select(a => a.AttributeType),
        .. type.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()),
        .. type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(f => f.FieldType),
        .. type.GetConstructors(Declared).Where(IsShown).SelectMany(Parameters),
        .. type.GetMethods(Declared).Where(IsShown).SelectMany(m => Parameters(m).Append(m.ReturnType)),
        .. type.GetProperties(Declared)
            .Where(p => p.GetAccessors(nonPublic: true).Any(IsShown))
            .SelectMany(p => p.GetCustomAttributesData().Select(a => a.AttributeType)),
    ];

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parameters(MethodBase method) => method.GetParameters().Select(p => p.ParameterType);

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericParameter
            ? []
            : type.IsConstructedGenericType
                ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
                : [type];
}
