using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Tests.Attach;

/// <summary>Over lost connections, and from a snapshot on: nothing is shown or typed twice, and nothing is missing.</summary>
public sealed class ResumeTests
{
    private const string Attach = AttachTests.Attach;

    [Fact]
    public async Task A_lost_connection_is_made_again_from_where_it_was()
    {
        await using var server = await FakeServer.StartAsync();
        Position? from = null;
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(7, "one "u8);
            await attachment.InputAsync("x");
            attachment.Cut();
        });
        server.Attachments.Enqueue(async attachment =>
        {
            from = attachment.Request.From;
            await attachment.AttachedAsync(head: 7, received: 1);
            await attachment.SendAsync(new Live(7));
            await attachment.OutputAsync(8, "two"u8);
            await attachment.InputAsync("y");
            await attachment.ExitedAsync(9, 3);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForAsync("one ");
            await terminal.TypeAsync("x");
            await terminal.WaitForAsync("connection lost, trying again");
            await terminal.WaitForRowAsync(0, "one two");
            await terminal.TypeAsync("y");
            var seen = await terminal.WaitForAsync("same-terminal");
            Assert.Equal(new Position(1, 7), from);
            Assert.Contains("[bash exited 3; its last screen: dispatch screen 7k2m4p9xaz]", seen, StringComparison.Ordinal);
            Assert.Contains("code=0", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_typed_without_a_connection_waits_and_is_sent_once_after_what_did_not_arrive()
    {
        await using var server = await FakeServer.StartAsync();
        var client = new List<string?>();
        server.Attachments.Enqueue(async attachment =>
        {
            client.Add(attachment.Request.Client);
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(7, "one "u8);
            await attachment.InputAsync("x");
            attachment.Cut();
        });
        server.Attachments.Enqueue(async attachment =>
        {
            client.Add(attachment.Request.Client);

            // As if it never came.
            await attachment.AttachedAsync(head: 7, received: 0);
            await attachment.SendAsync(new Live(7));
            Assert.Equal("xyz", await attachment.InputAsync("z"));
            await attachment.SendAsync(new Written(3));
            await attachment.OutputAsync(8, "two"u8);
            await attachment.InputAsync("!");
            attachment.Cut();
        });
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(head: 8);
            await attachment.SendAsync(new Live(8));
            await attachment.InputAsync("?");
            await attachment.ExitedAsync(9, 0);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForAsync("one ");
            await terminal.TypeAsync("x");
            await terminal.WaitForAsync("connection lost, trying again");
            await terminal.TypeAsync("y");
            await terminal.TypeAsync("z");
            await terminal.WaitForRowAsync(0, "one two");
            await terminal.TypeAsync("!");
            await terminal.WaitForAsync("the runner stopped: 1 typed bytes may be missing");
            await terminal.TypeAsync("?");
            await terminal.WaitForAsync("code=0");
        }

        Assert.Equal(client[0], client[1]);
        Assert.Equal(32, client[0]!.Length);
    }

    [Fact]
    public async Task A_snapshot_stands_for_all_before_and_the_tail_goes_on_from_it()
    {
        await using var server = await FakeServer.StartAsync();
        var acknowledged = new TaskCompletionSource<object?>();
        Position? from = null;
        server.Attachments.Enqueue(async attachment =>
        {
            Assert.Equal(["snapshot"], attachment.Request.Features);
            await attachment.AttachedAsync(head: 900);
            await attachment.SnapshotAsync(900, "\e[3;1Hfrom the snapshot\e[6n\e]0;no\a"u8.ToArray(), cols: 100, rows: 30);
            await attachment.SendAsync(new Live(900));
            acknowledged.SetResult(await attachment.NextAsync());
            await attachment.OutputAsync(901, "\r\nand the tail"u8);
            await attachment.InputAsync("x");
            attachment.Cut();
        });
        server.Attachments.Enqueue(async attachment =>
        {
            from = attachment.Request.From;
            await attachment.AttachedAsync(head: 2000, received: 1);
            await attachment.SnapshotAsync(2000, "another"u8.ToArray(), "behind", cols: 100, rows: 30);
            await attachment.SendAsync(new Live(2000));
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForRowAsync(3, "and the tail");
            Assert.Equal("from the snapshot", RealTerminal.RowOf(terminal.Look(), 2));
            Assert.Equal(new Ack(900), await acknowledged.Task);
            await terminal.TypeAsync("x");
            await terminal.WaitForRowAsync(0, "another");
            Assert.Equal("", RealTerminal.RowOf(terminal.Look(), 2));
            Assert.Equal(new Position(1, 901), from);
            await terminal.TypeAsync("\u001cd");
            Assert.DoesNotContain("\e[6n", await terminal.WaitForAsync("same-terminal"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_runner_without_snapshots_is_shown_as_well()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Gap("first", 1, 1, 80, 24));
            await attachment.OutputAsync(1, "old"u8);
            await attachment.SendAsync(new Gap("epoch", 2, 1, 80, 24));
            await attachment.OutputAsync(1, "new"u8);
            await attachment.SendAsync(new Live(1));
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForAsync("new");
            await terminal.WaitForAsync("The session is 80 by 24");
            await terminal.TypeAsync("\u001cd");
            Assert.DoesNotContain("old", await terminal.WaitForAsync("same-terminal"), StringComparison.Ordinal);
        }
    }
}
