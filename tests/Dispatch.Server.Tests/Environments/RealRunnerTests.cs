using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Environments;

/// <summary>With the runner's own program, as the server starts it.</summary>
public sealed class RealRunnerTests : IAsyncLifetime, IDisposable
{
    private const string List = "/api/workspaces/default/sessions";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var held in new[] { _folder.Data.RunnerLock, _folder.Data.KeeperLock })
        {
            Kill(held);
            (await LockFile.TryTakeAsync(held, TimeProvider.System, CancellationToken.None))?.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_runner_is_replaced_unasked_and_the_shell_is_still_there()
    {
        await using var server = await StartAsync();
        var program = server.Program();
        using var created = await program.PostAsJsonAsync(List, new CreateSession { Command = ["cat"] }, Wire.Default.CreateSession);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var before = (await created.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
        await TypeAndSeeAsync(server, before.Id, "before");

        await server.WaitForLinksAsync(() => Kill(_folder.Data.RunnerLock), RunnerState.Starting, RunnerState.Connected);

        var after = await program.GetFromJsonAsync($"{List}/{before.Id}", Wire.Default.SessionInfo);
        Assert.Equal((SessionState.Running, before.Pid), (after!.State, after.Pid));
        await TypeAndSeeAsync(server, before.Id, "after");
    }

    [Fact]
    public async Task The_next_server_finds_the_runner_and_its_sessions()
    {
        SessionInfo made;
        int? runner;
        await using (var first = await StartAsync())
        {
            using var created = await first.Program().PostAsJsonAsync(List, new CreateSession { Command = ["cat"] }, Wire.Default.CreateSession);
            made = (await created.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
            runner = LockFile.Holder(_folder.Data.RunnerLock);
        }

        await using var second = await StartAsync();

        Assert.Equal(runner, LockFile.Holder(_folder.Data.RunnerLock));
        var list = await second.Program().GetFromJsonAsync(List, Wire.Default.SessionList);
        Assert.Equal(made.Pid, Assert.Single(list!.Items).Pid);
    }

    [Fact]
    public async Task A_server_with_another_database_replaces_the_runner_and_its_shells_are_still_there()
    {
        SessionInfo made;
        await using (var first = await StartAsync())
        {
            using var created = await first.Program().PostAsJsonAsync(List, new CreateSession { Command = ["cat"] }, Wire.Default.CreateSession);
            made = (await created.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
        }

        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            File.Delete(_folder.Data.ServerDatabase + part);
        }

        await using var second = await StartAsync();

        var list = await second.Program().GetFromJsonAsync(List, Wire.Default.SessionList);
        Assert.Equal((SessionState.Running, made.Pid), (Assert.Single(list!.Items).State, list.Items[0].Pid));
        await TypeAndSeeAsync(second, made.Id, "after");
    }

    private async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(_folder, options => options with { Runner = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner") });
        await server.WaitForLinkAsync(RunnerState.Connected);
        return server;
    }

    private static async Task TypeAndSeeAsync(RunningServer server, string session, string word)
    {
        using var socket = await server.ConnectAsync($"{List}/{session}/attach");
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new AttachRequest(), Wire.Default.ClientMessage), WebSocketMessageType.Text, true, CancellationToken.None);
        var input = new byte[InputFrame.HeaderSize + word.Length + 1];
        InputFrame.WriteHeader(input, 1);
        Encoding.ASCII.GetBytes(word + "\n", input.AsSpan(InputFrame.HeaderSize));
        await socket.SendAsync(input, WebSocketMessageType.Binary, true, CancellationToken.None);

        var seen = "";
        var buffer = new byte[AttachProtocol.MaximumFrame];
        while (!seen.Contains(word, StringComparison.Ordinal))
        {
            var got = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
            Assert.NotEqual(WebSocketMessageType.Close, got.MessageType);
            if (OutputFrame.TryRead(buffer.AsSpan(0, got.Count), out _, out var bytes))
            {
                seen += Encoding.UTF8.GetString(bytes);
            }
        }
    }

    private static void Kill(string lockFile)
    {
        if (LockFile.Holder(lockFile) is { } pid)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
    }
}
