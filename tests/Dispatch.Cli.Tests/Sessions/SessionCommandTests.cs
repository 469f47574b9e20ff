using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Sessions;

public sealed class SessionCommandTests
{
    private const string Session = "/api/workspaces/default/sessions/7k2m4p9xaz";

    [Fact]
    public async Task A_new_session_prints_its_id_alone_and_starts_where_the_caller_is()
    {
        await using var server = await FakeServer.StartAsync();
        var result = await server.RunAsync("new", "--name", "build", "--cols", "120", "--", "make", "-j4", "--", "--help");
        Assert.Equal((0, "7k2m4p9xaz\n", ""), (result.ExitCode, result.Output, result.Error));
        var request = JsonSerializer.Deserialize(Assert.Single(server.Requests).Body, Wire.Default.CreateSession)!;
        Assert.Equal(("build", server.Folder, 120), (request.Name, request.Cwd, request.Cols));
        Assert.Equal(["make", "-j4", "--", "--help"], request.Command);
    }

    [Fact]
    public async Task A_shell_is_left_as_it_is_when_that_is_wished()
    {
        await using var server = await FakeServer.StartAsync();
        await server.RunAsync("new", "--no-shell-integration");
        await server.RunAsync("new");
        Assert.Equal(
            [false, null], server.Requests.Select(request => JsonSerializer.Deserialize(request.Body, Wire.Default.CreateSession)!.ShellIntegration));
    }

    [Theory]
    [InlineData("sub/../x", "x")]
    [InlineData("/usr", "/usr")]
    [InlineData("~/x", "~/x")]
    public async Task A_relative_folder_is_the_callers(string cwd, string folder)
    {
        await using var server = await FakeServer.StartAsync();
        await server.RunAsync("new", "--cwd", cwd);
        var request = JsonSerializer.Deserialize(Assert.Single(server.Requests).Body, Wire.Default.CreateSession)!;
        Assert.Equal(folder.StartsWith('~') ? folder : Path.Combine(server.Folder, folder), request.Cwd);
    }

    [Fact]
    public async Task In_a_folder_that_is_gone_it_asks_for_another()
    {
        await using var server = await FakeServer.StartAsync();
        var result = await DispatchProgram.ShellAsync(server.Folder, "mkdir gone && cd gone && rmdir ../gone && exec $DISPATCH new");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--cwd", result.OneError, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_list_for_programs_is_JSON_and_one_for_a_pipe_is_plain()
    {
        await using var server = await FakeServer.StartAsync();
        using var json = JsonDocument.Parse((await server.RunAsync("ls", "--json")).Output);
        Assert.Equal("7k2m4p9xaz", json.RootElement[0].GetProperty("id").GetString());
        Assert.Equal("running", json.RootElement[0].GetProperty("state").GetString());

        var plain = (await server.RunAsync("ls")).Output;
        Assert.Matches("7k2m4p9xaz +bash +running", plain);
        Assert.DoesNotContain('\e', plain);
    }

    [Fact]
    public async Task Each_command_asks_the_server_for_its_thing()
    {
        await using var server = await FakeServer.StartAsync();
        Assert.Equal(0, (await server.RunAsync("rename", "7k2", "web")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("kill", "bash", "--signal", "SIGINT")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("restart", "bash")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("rm", "bash")).ExitCode);
        Assert.Equal(
        [
            ("PATCH", Session, """{"name":"web"}"""),
            ("POST", $"{Session}/end", """{"signal":"SIGINT"}"""),
            ("POST", $"{Session}/restart", ""),
            ("DELETE", Session, ""),
        ], server.Requests);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_own_words()
    {
        await using var server = await FakeServer.StartAsync();
        server.Refusal = new Error(ErrorKind.Conflict, "session.busy", "The session is \e[31mbusy. Wait.");
        var result = await server.RunAsync("ls");
        Assert.Equal((1, "dispatch: The session is \uFFFD[31mbusy. Wait."), (result.ExitCode, result.OneError));
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_take_names_where_it_came_from()
    {
        await using var server = await FakeServer.StartAsync();
        var result = await DispatchProgram.ShellAsync(server.Folder, "DISPATCH_KEY=wrong exec $DISPATCH ls");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("$DISPATCH_KEY", result.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_failure()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            for (var seq = 1; seq <= 100; seq++)
            {
                await attachment.OutputAsync(seq, "line\r\n"u8);
            }

            await attachment.SendAsync(new Protocol.Attach.Live(100));
            for (var seq = 101; !attachment.IsClosed; seq++)
            {
                await attachment.OutputAsync(seq, "line\r\n"u8);
            }
        });
        var result = await DispatchProgram.ShellAsync(server.Folder, "{ $DISPATCH output bash --follow; echo code=$? >&2; } | head -n 1");
        Assert.Equal(("line\n", "code=0\n"), (result.Output, result.Error));
    }

    [Fact]
    public async Task Output_of_a_session_without_any_ends_at_once()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(Sample.Session() with { State = SessionState.Failed, Reason = "no" });
            await attachment.SendAsync(new Protocol.Attach.Live(0));
            await attachment.UntilClosedAsync();
        });
        var result = await server.RunAsync("output", "bash");
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }
}
