using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dispatch.Server.Tests.Mcp;

/// <summary>By a client of another make, over HTTP, against a real runner.</summary>
public sealed class McpToolTests : IAsyncLifetime, IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var held in new[] { _folder.Data.RunnerLock, _folder.Data.KeeperLock })
        {
            if (LockFile.Holder(held) is { } pid)
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }

            (await LockFile.TryTakeAsync(held, TimeProvider.System, Never))?.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_outside_agent_starts_a_shell_runs_a_command_and_reads_what_it_printed()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);

        Assert.Equal(
            ["end_session", "list_sessions", "list_workspaces", "read_commands", "read_file", "read_output", "read_screen", "run_command", "search_files", "send_input", "start_session", "wait_for_command"],
            (await client.ListToolsAsync()).Select(tool => tool.Name).Order());
        var session = await StartShellAsync(client);

        var ran = (await SayAsync(client, "run_command", new() { ["session"] = session, ["command"] = "echo one && sh -c 'exit 3'" })).Split('\n');
        var told = JsonDocument.Parse(ran[0]).RootElement;
        Assert.Equal((true, 3), (told.GetProperty("ended").GetBoolean(), told.GetProperty("exit_code").GetInt32()));
        Assert.Equal("one", ran[1]);

        var commands = JsonDocument.Parse(await SayAsync(client, "read_commands", new() { ["session"] = session })).RootElement;
        Assert.Equal("echo one && sh -c 'exit 3'", commands[commands.GetArrayLength() - 1].GetProperty("command").GetString());
        Assert.Contains("echo one", await SayAsync(client, "read_screen", new() { ["session"] = session }), StringComparison.Ordinal);
        Assert.Equal("one", await SayAsync(client, "read_output", new() { ["session"] = session }));

        // What waits for a person's key is typed into, and its end waited for.
        var typed = JsonDocument.Parse(await SayAsync(client, "send_input", new() { ["session"] = session, ["text"] = "read answer; echo got $answer", ["enter"] = true })).RootElement;
        while (!(await SayAsync(client, "list_sessions", [])).Contains("running_command", StringComparison.Ordinal))
        {
            // What is typed before the shell has handed its terminal over is the shell's.
            await Task.Yield();
        }

        await SayAsync(client, "send_input", new() { ["session"] = session, ["text"] = "fish", ["enter"] = true });
        var waited = await SayAsync(client, "wait_for_command", new() { ["session"] = session, ["command"] = typed.GetProperty("next_command").GetInt32() });
        Assert.Contains("got fish", waited, StringComparison.Ordinal);

        var ended = JsonDocument.Parse(await SayAsync(client, "end_session", new() { ["session"] = session })).RootElement;
        Assert.Equal("exited", ended.GetProperty("state").GetString());
        Assert.Equal("[]", await SayAsync(client, "list_sessions", []));
    }

    [Fact]
    public async Task What_takes_longer_than_is_waited_for_goes_on_and_is_waited_for_again()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);
        var session = await StartShellAsync(client);

        var first = await SayAsync(client, "run_command", new() { ["session"] = session, ["command"] = "read line; echo $line", ["timeout_seconds"] = 1 });
        Assert.False(JsonDocument.Parse(first.Split('\n')[0]).RootElement.GetProperty("ended").GetBoolean());

        // A shell on a busy machine may not have begun with it yet.
        while (!(await SayAsync(client, "list_sessions", [])).Contains("running_command", StringComparison.Ordinal))
        {
            await Task.Delay(50);
        }

        Assert.StartsWith("mcp.busy:", await RefusalAsync(client, "run_command", new() { ["session"] = session, ["command"] = "echo two" }), StringComparison.Ordinal);

        var waiting = SayAsync(client, "wait_for_command", new() { ["session"] = session });
        await SayAsync(client, "send_input", new() { ["session"] = session, ["text"] = "late\r" });
        Assert.Contains("late", await waiting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_output_is_told_by_its_end_and_nothing_in_it_moves_a_cursor_or_hides()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);
        var session = await StartShellAsync(client);

        var flood = await SayAsync(client, "run_command", new() { ["session"] = session, ["command"] = "seq 1 20000", ["max_bytes"] = 1000 });
        Assert.InRange(flood.Length, 1000, 1400);
        Assert.Contains("are left out", flood, StringComparison.Ordinal);
        Assert.EndsWith("19999\n20000", flood, StringComparison.Ordinal);

        const string hostile = @"printf 'red\033[31m \033]0;title\007 tag\U000E0041 turned\u202E end\n'";
        var told = await SayAsync(client, "run_command", new() { ["session"] = session, ["command"] = hostile });
        Assert.Contains("red", told, StringComparison.Ordinal);
        Assert.DoesNotContain(told.EnumerateRunes(), rune => rune.Value is 0x1B or 0x07 or 0x202E or 0xE0041);
    }

    [Fact]
    public async Task Files_are_searched_and_read_in_parts_and_what_is_none_is_said()
    {
        await using var server = await StartAsync();
        using var shop = new TestFolder();
        var folder = shop.Data.Root;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.txt"), "one needle\r\ntwo\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "long.txt"), new string('x', 5000));
        await File.WriteAllBytesAsync(Path.Combine(folder, "b.bin"), [0, 1, 2, 3]);
        using var made = await server.Program().PostAsJsonAsync("/api/workspaces", new CreateWorkspace { Name = "shop", Folder = folder, Existing = true }, Wire.Default.CreateWorkspace);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var workspace = (await made.Content.ReadFromJsonAsync(Wire.Default.WorkspaceInfo))!.Id;
        await using var client = await ConnectAsync(server, "/mcp/" + workspace);

        Assert.Equal("a.txt:1: one needle\n[1 matches in 1 files]", await SayAsync(client, "search_files", new() { ["query"] = "needle" }));
        Assert.Equal("one needle\ntwo", await SayAsync(client, "read_file", new() { ["path"] = "a.txt" }));
        var part = await SayAsync(client, "read_file", new() { ["path"] = "long.txt", ["offset"] = 4000, ["max_bytes"] = 300 });
        Assert.Equal(new string('x', 300) + "\n[Bytes 4000 to 4300 of 5000; offset tells the rest.]", part);
        await File.WriteAllTextAsync(Path.Combine(folder, "hostile.txt"), "tag\U000E0041 turned\u202E \u001b[31mred");
        Assert.Equal("tag\uFFFD turned\uFFFD \uFFFD[31mred", await SayAsync(client, "read_file", new() { ["path"] = "hostile.txt" }));
        Assert.StartsWith("mcp.binary:", await RefusalAsync(client, "read_file", new() { ["path"] = "b.bin" }), StringComparison.Ordinal);
        Assert.StartsWith("file.", await RefusalAsync(client, "read_file", new() { ["path"] = "../../etc/passwd" }), StringComparison.Ordinal);
        Assert.StartsWith("file.not-found:", await RefusalAsync(client, "read_file", new() { ["path"] = "none" }), StringComparison.Ordinal);
        Assert.StartsWith("mcp.other-workspace:", await RefusalAsync(client, "read_file", new() { ["path"] = "a.txt", ["workspace"] = "default" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_arguments_and_sessions_that_are_gone_are_told_with_what_to_do()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);

        Assert.Equal(
            "mcp.argument: run_command has no argument 'cwd'; it takes: session, command, timeout_seconds, max_bytes.",
            await RefusalAsync(client, "run_command", new() { ["session"] = "x", ["command"] = "ls", ["cwd"] = "/" }));
        Assert.StartsWith("mcp.argument: run_command needs the argument command:", await RefusalAsync(client, "run_command", new() { ["session"] = "x" }), StringComparison.Ordinal);
        Assert.Equal("mcp.argument: The argument scrollback of read_screen has to be a whole number from 0 to 5000.", await RefusalAsync(client, "read_screen", new() { ["session"] = "x", ["scrollback"] = -1 }));
        Assert.Equal("mcp.argument: The argument sandbox of start_session has to be one of none, workspace, offline.", await RefusalAsync(client, "start_session", new() { ["sandbox"] = "cage" }));
        Assert.StartsWith("mcp.argument: The command has to be one line", await RefusalAsync(client, "run_command", new() { ["session"] = "x", ["command"] = "a\nb" }), StringComparison.Ordinal);
        Assert.StartsWith("session.not-found:", await RefusalAsync(client, "read_screen", new() { ["session"] = "../../api/me" }), StringComparison.Ordinal);
        Assert.StartsWith("session.command-not-found:", await RefusalAsync(client, "start_session", new() { ["command"] = new[] { "/nowhere" } }), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ModelContextProtocol.McpProtocolException>(async () => await client.CallToolAsync("rm_rf"));
    }

    [Fact]
    public async Task A_connection_that_only_reads_is_offered_and_given_no_more()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, "/mcp?read-only");

        var tools = (await client.ListToolsAsync()).Select(tool => tool.Name).ToList();
        Assert.DoesNotContain("run_command", tools);
        Assert.Contains("read_screen", tools);
        Assert.StartsWith("mcp.read-only:", await RefusalAsync(client, "start_session", []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_token_does_is_its_own_and_ends_with_it()
    {
        await using var server = await StartAsync();
        var owner = server.Program();
        var made = await MakeTokenAsync(owner, new MakeAccessToken { Name = "agent" });
        var reading = await MakeTokenAsync(owner, new MakeAccessToken { Name = "reader", ReadOnly = true });
        await using var client = await ConnectAsync(server, token: made.Token);

        var session = await StartShellAsync(client);
        var info = (await owner.GetFromJsonAsync($"/api/workspaces/default/sessions/{session}", Wire.Default.SessionInfo))!;
        Assert.NotEqual((await owner.GetFromJsonAsync("/api/me", Wire.Default.Me))!.Principal, info.Principal);
        Assert.StartsWith("p_", info.Principal, StringComparison.Ordinal);

        await using (var reader = await ConnectAsync(server, token: reading.Token))
        {
            Assert.DoesNotContain("start_session", (await reader.ListToolsAsync()).Select(tool => tool.Name));
            Assert.StartsWith("access.denied:", await RefusalAsync(reader, "send_input", new() { ["session"] = session, ["text"] = "x" }), StringComparison.Ordinal);
            await SayAsync(reader, "read_screen", new() { ["session"] = session });
        }

        // Whoever waits is told at once.
        var waiting = RefusalAsync(client, "wait_for_command", new() { ["session"] = session, ["timeout_seconds"] = 600 });
        while (server.Services.GetRequiredService<LiveConnections>().Open.All(open => open.Device != made.Id))
        {
            await Task.Yield();
        }

        using var revoked = await owner.DeleteAsync("/api/devices/" + made.Id);
        Assert.StartsWith("access.not-signed-in:", await waiting.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await client.CallToolAsync("list_sessions"));
    }

    [Fact]
    public async Task A_page_of_another_origin_and_another_name_are_kept_out()
    {
        await using var server = await StartAsync();
        foreach (var (header, value) in new[] { ("Origin", "https://evil.example"), ("Host", "evil.example") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await server.Program().SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_no_message_is_refused_and_the_server_goes_on()
    {
        await using var server = await StartAsync();
        foreach (var garbage in new[] { "{", "[]", "{\"jsonrpc\":\"2.0\"}", "\"x\"", new string('[', 5000) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(garbage, Encoding.UTF8, "application/json") };
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var answer = await server.Program().SendAsync(request);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }

        await using var client = await ConnectAsync(server);
        Assert.Equal("[]", await SayAsync(client, "list_sessions", []));
    }

    internal static async Task<McpClient> ConnectAsync(RunningServer server, string path = "/mcp", string? token = null) => await McpClient.CreateAsync(new HttpClientTransport(
        new HttpClientTransportOptions
        {
            Endpoint = new Uri(server.Url, path),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + (token ?? server.Key) },
        }));

    internal static async Task<string> SayAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments);
        var text = Text(result);
        Assert.False(result.IsError ?? false, text);
        return text;
    }

    internal static async Task<string> RefusalAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments);
        Assert.True(result.IsError ?? false, Text(result));
        return Text(result);
    }

    private static async Task<AccessTokenMade> MakeTokenAsync(HttpClient owner, MakeAccessToken request)
    {
        using var answer = await owner.PostAsJsonAsync("/api/access-tokens", request, Wire.Default.MakeAccessToken);
        return (await answer.Content.ReadFromJsonAsync(Wire.Default.AccessTokenMade))!;
    }

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    private static async Task<string> StartShellAsync(McpClient client) => JsonDocument
        .Parse(await SayAsync(client, "start_session", new() { ["command"] = new[] { "bash" }, ["name"] = "an agent's" }))
        .RootElement.GetProperty("id").GetString()!;

    private async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(_folder, options => options with { Runner = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner") });
        await server.WaitForLinkAsync(RunnerState.Connected);
        return server;
    }
}
