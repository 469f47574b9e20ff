using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Dispatch.Server.Access;
using Dispatch.Server.OpenApi;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.OpenApi;

public sealed class OpenApiTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_names_the_capability_of_every_operation()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var response = await server.Program().GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);

        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true })
            {
                continue;
            }

            var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0];
            var operation = document["paths"]?[endpoint.RoutePattern.RawText!]?[method.ToLowerInvariant()];
            Assert.True(operation is not null, endpoint.RoutePattern.RawText);
            Assert.Equal(endpoint.Metadata.GetRequiredMetadata<EndpointAccess>().Capability, (string?)operation["x-capability"]);
        }
    }

    [Fact]
    public async Task The_committed_document_is_what_the_server_says()
    {
        var committed = Path.Combine(FindRoot(), "src", "Dispatch.Server", "openapi.v1.json");
        await using var server = await RunningServer.StartAsync(_folder);

        var current = await server.Program().GetStringAsync("/openapi/v1.json");

        Assert.True(
            current == await File.ReadAllTextAsync(committed),
            "src/Dispatch.Server/openapi.v1.json is stale; write it anew: dotnet run --project src/Dispatch.Server -- --openapi > src/Dispatch.Server/openapi.v1.json");
    }

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [Fact]
    public void The_runners_part_is_added_and_takes_nothing_over()
    {
        var own = JsonNode.Parse("""{"paths":{"/api/me":{"get":1}},"components":{"schemas":{"A":1}}}""")!.AsObject();
        var runner = JsonNode.Parse("""{"paths":{"/api/me":{"get":2},"/api/workspaces":{"get":3},"/runner/feed":{"get":4}},"components":{"schemas":{"A":2,"B":3}}}""")!.AsObject();

        MergedDocument.Merge(own, runner);

        Assert.Equal("""{"paths":{"/api/me":{"get":1},"/api/workspaces":{"get":3}},"components":{"schemas":{"A":1,"B":3}}}""", own.ToJsonString());
    }
}
