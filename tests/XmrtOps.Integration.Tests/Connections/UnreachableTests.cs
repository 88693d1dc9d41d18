using System.Net;
using System.Net.Sockets;
using System.Runtime.Loader;

namespace XmrtOps.Integration.Tests.Connections;

public sealed class UnreachableTests
{
    [Fact]
    public void A_port_that_nothing_listens_on_is_one_clear_error()
    {
        using Socket unused = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)unused.LocalEndPoint!).Port;
        using PwshSession session = new();

        PwshResult result = session.Run($"Connect-Xmrt 'postgresql://postgres:s3cret@127.0.0.1:{port}/postgres'");

        Assert.Equal(["HostUnreachable"], result.ErrorIds);
        Assert.Contains("nothing listens there", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Screen, StringComparison.Ordinal);
        Assert.Empty(session.Run("Get-XmrtConnection").Output);
    }

    [Fact]
    public void The_driver_runs_from_deps_in_a_load_context_of_its_own()
    {
        System.Reflection.Assembly bridge = typeof(Adapters.Postgres).Assembly;
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(bridge)!;

        Assert.Equal(Path.Combine(StagedModule.Directory, "deps", "XmrtOps.Adapters.dll"), bridge.Location);
        Assert.NotSame(AssemblyLoadContext.Default, context);
        Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(typeof(UnreachableTests).Assembly));
        Assert.Equal(
            Path.Combine(StagedModule.Directory, "deps", "Npgsql.dll"),
            context.LoadFromAssemblyName(new System.Reflection.AssemblyName("Npgsql")).Location);
    }
}
