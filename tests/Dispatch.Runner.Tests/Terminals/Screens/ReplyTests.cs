using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Terminals.Screens;

/// <summary>The runner answers what a program asks its terminal (here DSR, "are you well": ECMA-48 8.3.35), so that no client has to.</summary>
public class ReplyTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    // What comes within a second of the question, as octal numbers or names of bytes.
    private const string AskAndShow = @"stty -icanon -echo min 0 time 10; printf '\033[5n'; dd bs=1 count=64 2>/dev/null | od -An -c; echo over";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_question_is_answered_once_however_many_are_attached(int clients)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("read go; " + AskAndShow);
        var attached = new List<AttachedTestClient>();
        for (var i = 0; i < clients; i++)
        {
            attached.Add(await runner.AttachAsync(session.Id, new AttachRequest { Features = [AttachProtocol.SnapshotFeature] }));
        }

        await runner.TypeAsync(session.Id, "go\n");
        await runner.EndedAsync(session.Id);
        var shown = await runner.TextAsync(session.Id, "screen");
        Assert.Equal(["033", "[", "0", "n", "over"], shown.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[1..]);
        foreach (var client in attached)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_question_of_before_a_runners_death_isnt_answered_again()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var go = Path.Combine(runner.Data.Root, "go");
        var session = await runner.ShellAsync(
            $"stty -icanon -echo min 1; printf '\\033[5n'; dd bs=4 count=1 2>/dev/null | od -An -c; while [ ! -e {go} ]; do sleep 0.1; done; " +
            "stty min 0 time 5; dd bs=1 count=64 2>/dev/null | od -An -c; echo over");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilTextAsync("n\r\n");
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Contains("033   [   0   n", await runner.TextAsync(session.Id, "screen"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(go, "");
        await runner.EndedAsync(session.Id);
        Assert.Equal(
            ["033", "[", "0", "n", "over"],
            (await runner.TextAsync(session.Id, "screen")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_program_that_asks_and_never_reads_costs_little_and_can_still_be_typed_into()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(@"stty raw -echo; i=0; while [ $i -lt 20000 ]; do printf '\033[6n\033[c\033[5n'; i=$((i+1)); done; echo asked; exec cat >/dev/null");
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { Features = [AttachProtocol.SnapshotFeature] });
        await client.UntilAsync(() => client.Terminal.Cursor.Row > 0 ? client : null);
        await client.TypeAsync("x");
        await client.UntilAsync<Written>();
        Assert.DoesNotContain(client.Messages, message => message is Fault);
    }

    [Fact]
    public async Task The_colours_told_are_those_of_the_client_that_decides_the_size()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(@"stty -icanon -echo min 1; read go; printf '\033]11;?\033\\'; dd bs=1 count=25 2>/dev/null | od -An -c; echo");
        await using var light = await runner.AttachAsync(session.Id, new AttachRequest { Colors = new ClientColors("#102030", "#fafbfc", null) });
        await using var dark = await runner.AttachAsync(session.Id, new AttachRequest { Colors = new ClientColors("#ffffff", "#000000", null) });
        await light.TypeAsync("go\n");
        await light.UntilAsync(EventTypes.SessionExited);
        Assert.Contains("fafa/fbfb/fcfc", light.Text.Replace(" ", "", StringComparison.Ordinal).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
