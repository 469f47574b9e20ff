using System.Net;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Kinds;

public class ProcessKindTests
{
    private static string Settings => "{\"kinds\":{\"echo\":[\"" + Path.Combine(AppContext.BaseDirectory, "Dispatch.EchoKind") + "\"]}}";

    [Fact]
    public async Task A_kind_in_its_own_process_takes_commands_and_its_events_are_logged()
    {
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo", Name = "parrot" });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync("echo.opened");
        await client.SendAsync(new Command("c1", "say", JsonSerializer.SerializeToElement("hello", Wire.Default.String)));
        var said = await client.UntilAsync<EventMessage>(message => message.Type == "echo.said");
        Assert.Equal(("hello", "p_test"), (said.Data!.Value.GetString(), said.Principal));
        Assert.True((await client.UntilAsync<CommandResult>()).Ok);

        await client.SendAsync(new Command("c2", "dance", null));
        Assert.Equal("echo.unknown", (await client.UntilAsync<CommandResult>(result => result.Id == "c2")).Code);
    }

    [Fact]
    public async Task A_command_that_is_sent_again_after_a_lost_connection_is_answered_again_and_applied_once()
    {
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        var say = new Command("c1", "say", JsonSerializer.SerializeToElement("once", Wire.Default.String));
        var request = new AttachRequest { Client = "0123456789abcdef" };
        await using (var client = await runner.AttachAsync(session.Id, request))
        {
            await client.SendAsync(say);
            await client.UntilAsync<CommandResult>();
            client.Cut();
        }

        await using var again = await runner.AttachAsync(session.Id, request);
        await again.SendAsync(say);
        Assert.True((await again.UntilAsync<CommandResult>(result => result.Id == "c1")).Ok);

        // Another client's ids are its own, and what comes after it tells that nothing came between.
        await using var other = await runner.AttachAsync(session.Id);
        await other.SendAsync(say with { Data = JsonSerializer.SerializeToElement("twice", Wire.Default.String) });
        await again.UntilAsync<EventMessage>(message => message.Type == "echo.said" && message.Data!.Value.GetString() == "twice");
        Assert.Equal(["once", "twice"], again.Messages.OfType<EventMessage>().Where(message => message.Type == "echo.said").Select(message => message.Data!.Value.GetString()));
    }

    [Fact]
    public async Task It_outlives_the_runner_and_a_snapshot_spares_the_past()
    {
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        await using (var client = await runner.AttachAsync(session.Id))
        {
            for (var number = 0; number < 20; number++)
            {
                await client.SendAsync(new Command($"c{number}", "say", JsonSerializer.SerializeToElement(number, Wire.Default.Int32)));
            }

            await client.SendAsync(new Command("s", "snapshot", null));
            await client.UntilAsync<CommandResult>(result => result.Id == "s");
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.SendAsync(new Command("again", "say", JsonSerializer.SerializeToElement(99, Wire.Default.Int32)));
        await after.UntilAsync<EventMessage>(message => message.Type == "echo.said" && message.Data!.Value.GetInt32() == 99);
        var events = after.Messages.OfType<EventMessage>().ToList();
        Assert.Equal(["echo.snapshot-taken", "echo.said"], events.Select(message => message.Type));
        Assert.Equal(20, events[0].Data!.Value.GetInt32());
        Assert.Equal(session.Pid, (await runner.GetAsync(session.Id)).Pid);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"t":"event"}""")]
    [InlineData("""{"t":"result","ok":true}""")]
    [InlineData("""{"t":"snapshot"}""")]
    [InlineData("""{"t":"event","type":"session.exited"}""")]
    public async Task Nothing_that_a_kind_writes_ends_the_runner(string line)
    {
        var script = "read start; echo '" + line + """'; echo '{"t":"event","type":"odd.went-on"}'; exec cat""";
        await using var runner = await RunnerFixture.StartAsync("""{"kinds":{"odd":["/bin/sh","-c",""" + JsonSerializer.Serialize(script, Wire.Default.String) + "]}}");
        var session = await runner.CreateAsync(new CreateSession { Kind = "odd" });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync("odd.went-on");
        Assert.Equal(SessionState.Running, (await runner.GetAsync(session.Id)).State);
    }

    [Fact]
    public async Task Nobody_can_type_past_the_commands_and_so_speak_in_anothers_name()
    {
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        await using var client = await runner.AttachAsync(session.Id);
        await client.TypeAsync("""{"t":"command","id":"x","name":"say","principal":"p_boss","data":"mine"}""" + "\n");
        Assert.Equal("session.takes-no-input", (await client.UntilAsync<Fault>()).Code);
        using var http = runner.Client(runner.Token());
        using var bytes = new ByteArrayContent("{}\n"u8.ToArray()) { Headers = { ContentType = new("application/octet-stream") } };
        using var answer = await http.PostAsync($"/api/workspaces/default/sessions/{session.Id}/input", bytes, RunnerFixture.Patience);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task A_command_that_a_kind_dies_over_is_answered()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"kinds":{"odd":["/bin/sh","-c","read start; read command"]}}""");
        var session = await runner.CreateAsync(new CreateSession { Kind = "odd" });
        await using var client = await runner.AttachAsync(session.Id);
        await client.SendAsync(new Command("c1", "die", null));
        Assert.Equal("command.unknown-outcome", (await client.UntilAsync<CommandResult>()).Code);
    }

    [Fact]
    public async Task What_is_no_message_is_passed_over_and_it_ends_when_asked()
    {
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        await using var client = await runner.AttachAsync(session.Id);
        await client.SendAsync(new Command("b", "babble", null));
        Assert.True((await client.UntilAsync<CommandResult>()).Ok);
        var (_, body) = await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end");
        Assert.Equal(0, JsonSerializer.Deserialize(body, Wire.Default.SessionInfo)!.ExitCode);
    }
}
