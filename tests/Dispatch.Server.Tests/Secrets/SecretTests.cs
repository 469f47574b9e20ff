using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Secrets;

public sealed class SecretTests : IDisposable
{
    private static readonly WorkspaceInfo[] Both = [new("default", "Home", "e_test", "/home/me"), new("shop-1", "Shop", "e_test", "/home/me/shop")];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_runner_has_them_when_it_is_reached_and_at_every_change_and_they_go_with_the_workspace()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data, Both);
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = server.Program();
        Assert.Equal("""{"workspaces":{}}""", await TakenAsync(runner));

        Assert.Equal(HttpStatusCode.NoContent, await SetAsync(program, "shop-1", "TOKEN", "hush"));
        Assert.Equal("""{"workspaces":{"shop-1":{"TOKEN":"hush"}}}""", await TakenAsync(runner));
        Assert.Equal(HttpStatusCode.NoContent, await SetAsync(program, "default", "KEY", "mum"));
        Assert.Equal("""{"workspaces":{"default":{"KEY":"mum"},"shop-1":{"TOKEN":"hush"}}}""", await TakenAsync(runner));
        var list = await program.GetStringAsync("/api/workspaces/shop-1/secrets");
        Assert.Contains("\"TOKEN\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", list, StringComparison.Ordinal);

        // What the runner refuses to remove keeps its secrets.
        runner.Answer = context => Task.FromResult(context.Response.StatusCode = 409);
        using (await program.DeleteAsync("/api/workspaces/shop-1?confirm=x"))
        {
            Assert.Equal("/api/workspaces/shop-1?confirm=x", runner.Last!.Target);
        }

        Assert.Contains("TOKEN", await program.GetStringAsync("/api/workspaces/shop-1/secrets"), StringComparison.Ordinal);
        runner.Answer = context => Task.FromResult(context.Response.StatusCode = 204);
        using (await program.DeleteAsync("/api/workspaces/shop-1?confirm=x"))
        {
        }

        Assert.Equal("""{"items":[]}""", await program.GetStringAsync("/api/workspaces/shop-1/secrets"));
    }

    [Fact]
    public async Task A_workspace_that_is_not_there_and_a_name_that_can_be_none_are_refused()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data, Both);
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = server.Program();
        await TakenAsync(runner);
        using (await program.GetAsync("/api/workspaces"))
        {
        }

        Assert.Equal(HttpStatusCode.NotFound, await SetAsync(program, "none", "TOKEN", "hush"));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync(program, "default", "9", "hush"));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync(program, "default", "TOKEN", "a\0b"));
        using var removed = await program.DeleteAsync("/api/workspaces/default/secrets/TOKEN");
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
    }

    private static async Task<HttpStatusCode> SetAsync(HttpClient program, string workspace, string name, string value)
    {
        while (true)
        {
            using var answer = await program.PutAsync(
                $"/api/workspaces/{workspace}/secrets/{name}", JsonContent.Create(new SetVariable(value), Wire.Default.SetVariable));
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return answer.StatusCode;
            }

            // The server has not read yet which workspaces there are.
            await Task.Delay(20);
        }
    }

    private static async Task<string> TakenAsync(FakeRunner runner) =>
        await runner.Secrets.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
}
