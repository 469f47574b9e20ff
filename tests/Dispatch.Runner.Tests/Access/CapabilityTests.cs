using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Runner.Tests.Access;

public class CapabilityTests
{
    [Fact]
    public async Task Every_endpoint_refuses_without_a_token_and_without_its_capability()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var guarded = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<PublicEndpoint>() is null).ToList();
        Assert.True(guarded.Count >= 12);
        foreach (var endpoint in guarded)
        {
            var needed = endpoint.Metadata.GetMetadata<RequiredCapability>();
            Assert.True(needed is not null, $"{endpoint.DisplayName} names no capability");
            var method = new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            var path = Regex.Replace(endpoint.RoutePattern.RawText!, @"\{workspace\}", "default").Replace("{id}", "0000000000", StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal);
            Assert.Equal(401, (await runner.SendAsync(method, path, token: "none")).Status);
            var others = Capabilities.All.Where(capability => capability != needed.Name).ToArray();
            Assert.Equal(403, (await runner.SendAsync(method, path, token: runner.Token(others))).Status);
        }
    }

    [Fact]
    public async Task What_isnt_possible_at_a_path_is_said_so_and_only_to_who_has_a_token()
    {
        await using var runner = await RunnerFixture.StartAsync();
        const string path = "/api/workspaces/default/sessions";
        Assert.Equal(401, (await runner.SendAsync(HttpMethod.Put, path, token: "none")).Status);
        var (status, body) = await runner.SendAsync(HttpMethod.Put, path);
        Assert.Equal(405, status);
        Assert.Contains("method.not-allowed", body, StringComparison.Ordinal);
        (status, body) = await runner.SendAsync(HttpMethod.Post, path + "/x/input", "{}");
        Assert.Equal(415, status);
        Assert.Contains("application/json", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_health_check_is_public()
    {
        var open = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<PublicEndpoint>() is not null);
        Assert.Equal(["/healthz"], open.Select(endpoint => endpoint.RoutePattern.RawText!));
    }

    [Fact]
    public async Task A_token_of_another_key_audience_workspace_or_time_opens_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync();
        const string path = "/api/workspaces/default/sessions";
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Get, path, token: runner.Token())).Status);
        Assert.Equal(401, (await runner.SendAsync(HttpMethod.Get, path, token: runner.Token(key: stranger))).Status);
        Assert.Equal(401, (await runner.SendAsync(HttpMethod.Get, path, token: runner.Token(audience: "elsewhere"))).Status);
        Assert.Equal(401, (await runner.SendAsync(HttpMethod.Get, path, token: runner.Token(lifetime: TimeSpan.FromHours(1)))).Status);
        Assert.Equal(403, (await runner.SendAsync(HttpMethod.Get, path, token: runner.Token(workspace: "other"))).Status);
        var parts = runner.Token().Split('.');
        var unsigned = $"eyJhbGciOiJub25lIn0.{parts[1]}.";
        Assert.Equal(401, (await runner.SendAsync(HttpMethod.Get, path, token: unsigned)).Status);
    }

    [Fact]
    public async Task The_socket_is_for_its_owner_alone()
    {
        await using var runner = await RunnerFixture.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(runner.Data.RunnerSocket));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(runner.Data.Run));
    }

    private static List<RouteEndpoint> Endpoints()
    {
        var options = new RunnerOptions(new DataFolder("/nowhere"), "test", new(), new Dictionary<string, IReadOnlyList<string>>());
        var app = RunnerHost.Build(options, silent: true);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
    }
}
