using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Terminals.Recordings;

public class CommandTests
{
    // As a shell with integration says it: prompt, command line, output, end.
    private const string Shell =
        @"printf '\033]7;file://host/src\033\\\033]2;a title\033\\'; " +
        @"run() { printf '\033]133;A\033\\$ \033]133;B\033\\%s\r\n\033]133;C;cmdline_url=%s\033\\' ""$1"" ""$1""; shift; ""$@""; printf '\033]133;D;%d\033\\' $?; }; " +
        @"run first%20one echo hello; run second false; read go; run third seq 1 5000; printf '\033]133;C;cmdline_url=fourth\033\\still'; read stay";

    [Fact]
    public async Task Commands_are_listed_with_folder_exit_code_and_output()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(Shell);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync<EventMessage>(message => message.Type == EventTypes.CommandEnded && message.Data!.Value.GetProperty("number").GetInt32() == 2);
        await client.TypeAsync("go\n");
        await client.UntilAsync<EventMessage>(message => message.Type == EventTypes.CommandStarted && message.Data!.Value.GetProperty("number").GetInt32() == 4);
        await client.UntilTextAsync("still");

        var commands = await CommandsAsync(runner, session.Id);
        Assert.Equal(
            [(1, "first one", "/src", 0), (2, "second", "/src", 1), (3, "third", "/src", 0), (4, "fourth", "/src", null)],
            commands.Select(command => (command.Number, command.Command!, command.Cwd!, command.ExitCode)));
        Assert.Equal([false, false, false, true], commands.Select(command => command.Running));
        Assert.Equal(["hello\r\n".Length, 0, Seq(5000).Length, 5], commands.Select(command => (int)command.OutputBytes));
        Assert.Equal("hello\n", await runner.TextAsync(session.Id, "commands/1/output"));
        Assert.Equal("", await runner.TextAsync(session.Id, "commands/2/output?format=ansi"));
        Assert.Equal(Seq(5000), await runner.TextAsync(session.Id, "commands/3/output?format=ansi"));
        Assert.Equal(Seq(5000).ReplaceLineEndings("\n"), await runner.TextAsync(session.Id, "commands/3/output"));
        Assert.Equal("still", await runner.TextAsync(session.Id, "commands/4/output?format=ansi"));

        var info = await runner.GetAsync(session.Id);
        Assert.Equal(("a title", "/src", 4, 3, 0), (info.Title, info.Folder, info.RunningCommand?.Number, info.LastCommand?.Number, info.LastCommand?.ExitCode));
        Assert.Equal(("fourth", "third"), (info.RunningCommand!.Command, info.LastCommand!.Command));
    }

    [Fact]
    public async Task The_output_of_a_command_ends_where_its_shell_did()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(@"printf 'before\033]133;C;cmdline_url=it\033\\cut off'");
        await runner.EndedAsync(session.Id);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart")).Status);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync<EventMessage>(message => message.Type == EventTypes.CommandStarted && message.Data!.Value.GetProperty("number").GetInt32() == 2);
        Assert.Equal("cut off", await runner.TextAsync(session.Id, "commands/1/output?format=ansi"));
    }

    [Fact]
    public async Task A_runners_death_neither_forgets_a_command_nor_records_it_again()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(Shell);
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync<EventMessage>(message => message.Type == EventTypes.CommandEnded && message.Data!.Value.GetProperty("number").GetInt32() == 2);
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Contains("hello", await runner.TextAsync(session.Id, "screen"), StringComparison.Ordinal);
        Assert.Equal([1, 2], (await CommandsAsync(runner, session.Id)).Select(command => command.Number));
        await using var again = await runner.AttachAsync(session.Id);
        await again.TypeAsync("go\n");
        await again.UntilAsync<EventMessage>(message => message.Type == EventTypes.CommandStarted && message.Data!.Value.GetProperty("number").GetInt32() == 4);
        Assert.Equal([1, 2, 3, 4], (await CommandsAsync(runner, session.Id)).Select(command => command.Number));
        Assert.Equal(Seq(5000), await runner.TextAsync(session.Id, "commands/3/output?format=ansi"));
        Assert.Equal(2, again.Messages.OfType<EventMessage>().Count(message => message.Type is EventTypes.TitleChanged or EventTypes.FolderChanged));
    }

    [Fact]
    public async Task A_title_that_never_stops_changing_is_recorded_a_few_times_and_the_last_one_for_sure()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(@"i=0; while [ $i -lt 3000 ]; do printf '\033]2;title %d\033\\\033]9;note\033\\' $i; i=$((i+1)); done; printf '\033]2;the last\033\\'; read stay");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync<EventMessage>(message => message.Type == EventTypes.TitleChanged && message.Data!.Value.GetProperty("title").GetString() == "the last");
        var titles = client.Messages.OfType<EventMessage>().Count(message => message.Type == EventTypes.TitleChanged);
        var notes = client.Messages.OfType<EventMessage>().Count(message => message.Type == EventTypes.Notified);
        Assert.InRange(titles, 1, 60);
        Assert.InRange(notes, 1, 40);
        Assert.Equal("the last", (await runner.GetAsync(session.Id)).Title);
    }

    private static string Seq(int last) => string.Concat(Enumerable.Range(1, last).Select(number => $"{number}\r\n"));

    private static async Task<IReadOnlyList<SessionCommand>> CommandsAsync(RunnerFixture runner, string session)
    {
        using var answer = await runner.AskAsync(session, "commands");
        return (await answer.Content.ReadFromJsonAsync(Wire.Default.CommandList))!.Items;
    }
}
