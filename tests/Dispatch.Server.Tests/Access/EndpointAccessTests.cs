using System.Net;
using System.Text;
using Dapper;
using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.Access;

/// <summary>Goes by the list of endpoints that the server itself has, so that a new one can't be forgotten.</summary>
public sealed class EndpointAccessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_is_listed_here_is_public()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var isPublic = Endpoints(server).Where(endpoint => Access(endpoint).Capability is null).Select(endpoint => endpoint.RoutePattern.RawText).Order();

        Assert.Equal(["/ai/{**rest}", "/api/sign-in", "/api/sign-in/link", "/healthz", "/readyz", "{**path}"], isPublic);
    }

    [Fact]
    public async Task Every_other_endpoint_refuses_whoever_is_not_signed_in()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var nobody = server.Browser();

        foreach (var endpoint in Guarded(server))
        {
            using var response = await nobody.SendAsync(Request(endpoint));
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
        }
    }

    [Fact]
    public async Task Every_other_endpoint_refuses_whoever_holds_all_capabilities_but_its_own()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var program = server.Program();

        foreach (var endpoint in Guarded(server))
        {
            await GrantAsync(server, Capabilities.All.Except([Access(endpoint).Capability!]));
            using var response = await program.SendAsync(Request(endpoint));
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "access.denied");
        }
    }

    [Fact]
    public async Task Every_capability_that_an_endpoint_declares_is_of_the_vocabulary()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        Assert.All(Guarded(server), endpoint => Assert.Contains(Access(endpoint).Capability!, Capabilities.All));
    }

    [Fact]
    public async Task An_endpoint_that_declares_nothing_is_refused_to_its_owner()
    {
        await using var server = await RunningServer.StartAsync(_folder, map: app => app.MapGet("/api/forgotten", () => "open"));

        using var response = await server.Program().GetAsync("/api/forgotten");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "access.undeclared");
    }

    [Fact]
    public async Task An_endpoint_that_declares_nothing_stops_the_start()
    {
        await using var server = await RunningServer.StartAsync(_folder, map: app =>
        {
            app.MapGet("/api/forgotten", () => "open");
            var stopped = Assert.Throws<InvalidOperationException>(app.DemandDeclaredAccess);
            Assert.Contains("/api/forgotten", stopped.Message, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<RouteEndpoint> Endpoints(RunningServer server) =>
        server.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>();

    private static List<RouteEndpoint> Guarded(RunningServer server)
    {
        var guarded = Endpoints(server).Where(endpoint => Access(endpoint).Capability is not null).ToList();
        Assert.True(guarded.Count >= 10);
        return guarded;
    }

    private static EndpointAccess Access(RouteEndpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<EndpointAccess>();

    private static HttpRequestMessage Request(RouteEndpoint endpoint)
    {
        var path = endpoint.RoutePattern.RawText!
            .Replace("{workspace}", "default", StringComparison.Ordinal)
            .Replace("{**rest}", "sessions", StringComparison.Ordinal)
            .Replace("{area}", "Requests", StringComparison.Ordinal)
            .Replace("{provider}", "anthropic", StringComparison.Ordinal)
            .Replace("{id}", "d_none", StringComparison.Ordinal)
            .Replace("{name}", "NAME", StringComparison.Ordinal);
        Assert.DoesNotContain('{', path);
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? HttpMethods.Get;
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (!HttpMethods.IsGet(method))
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static async Task GrantAsync(RunningServer server, IEnumerable<string> capabilities)
    {
        var owner = server.Services.GetRequiredService<Foundation>().Owner;
        await using var connection = await server.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("DELETE FROM grants");
        await connection.ExecuteAsync(
            "INSERT INTO grants (principal_id, workspace, capability, granted_by, granted_at) VALUES (@owner, '*', @capability, @owner, 0)",
            capabilities.Select(capability => new { owner, capability }));
    }
}
