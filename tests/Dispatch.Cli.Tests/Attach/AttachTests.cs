using System.Text;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Tests.Attach;

public sealed class AttachTests
{
    private const string Attach = "before=$(stty -g); $DISPATCH attach bash; echo code=$?; [ \"$before\" = \"$(stty -g)\" ] && echo same-terminal";

    [Fact]
    public async Task What_is_typed_reaches_the_session_key_by_key_and_detaching_puts_the_terminal_back()
    {
        await using var server = await FakeServer.StartAsync();
        var typed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Attachments.Enqueue(async attachment =>
        {
            Assert.Equal((100, 30), (attachment.Request.Cols, attachment.Request.Rows));
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "\e[?1049h\e[?25l\e[6n$ "u8);
            typed.SetResult(await attachment.InputAsync("!"));
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForAsync(@"Ctrl+\ d detaches.");
            await terminal.WaitForAsync("$ ");
            await terminal.TypeAsync("a\u0003\u001a\u001c\u001c\r!\u001cd");
            var seen = await terminal.WaitForAsync("same-terminal");

            // Who detaches may be gone before the server has read what he typed.
            Assert.Equal("a\u0003\u001a\u001c\r!", await typed.Task.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.DoesNotContain("\e[6n", seen, StringComparison.Ordinal);
            Assert.Contains("\e[?25h\e[?1049l", seen, StringComparison.Ordinal);
            Assert.Contains("[detached from bash; back with: dispatch attach 7k2m4p9xaz]", seen, StringComparison.Ordinal);
            Assert.Contains("code=0", seen, StringComparison.Ordinal);
        }
    }

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

    [Fact]
    public async Task Nothing_that_a_program_says_to_its_terminal_reaches_this_one_and_detaching_leaves_it_as_it_was()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "\e]0;evil\a\e]52;c;aGk=\a\e[c\e[6n\eP$qm\e\\\eP+q544e\e\\\e]10;?\a\e[>1u\e[?1049h\e[?1000;1006;1004;2004;5h\e[6 q\e[38;2;1;2;3m"u8);
            await attachment.OutputAsync(2, "\e[2;1Hharmless\e[?25l\a\a\a"u8);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, $"printf 'before\\033[33m'; {Attach}");
        using (terminal)
        {
            await terminal.WaitForRowAsync(1, "harmless");
            await terminal.TypeAsync("\u001cd");
            var seen = await terminal.WaitForAsync("same-terminal");
            foreach (var hostile in (string[])["evil", "aGk=", "\e]0", "\e]52", "\e]10", "\eP", "\e[c", "\e[6n", "\e[>1u"])
            {
                Assert.DoesNotContain(hostile, seen, StringComparison.Ordinal);
            }

            Assert.InRange(seen.Count(character => character == '\a'), 1, 2);
            var after = terminal.Look();
            Assert.True(after.Modes is
            {
                Mouse: Dispatch.Terminal.MouseTracking.None, FocusReports: false, BracketedPaste: false, ReverseVideo: false, AlternateScroll: true, CursorVisible: true,
                SynchronizedOutput: false,
            });
            Assert.Equal((false, "", Dispatch.Terminal.CursorShape.Block), (after.AlternateScreen, after.Title, after.Cursor.Shape));
            Assert.Contains(Enumerable.Range(0, 30), row => RealTerminal.RowOf(after, row).StartsWith("before", StringComparison.Ordinal));
            Assert.DoesNotContain(Enumerable.Range(0, 30), row => RealTerminal.RowOf(after, row).Contains("harmless", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_flood_is_painted_sixty_times_a_second_at_most()
    {
        await using var server = await FakeServer.StartAsync();
        var began = 0L;
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            began = TimeProvider.System.GetTimestamp();
            var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(line => $"line {line} of a flood that goes by\r\n")));
            for (var seq = 1; seq <= 300; seq++)
            {
                await attachment.OutputAsync(seq, lines);
            }

            await attachment.OutputAsync(301, "\e[2J\e[Hthe end"u8);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            var seen = await terminal.WaitForAsync("the end");
            var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            Assert.InRange(seen.Split("\e[?2026h").Length - 1, 1, (seconds * 60) + 3);
            await terminal.TypeAsync("\u001cd");
            await terminal.WaitForAsync("same-terminal");
        }
    }

    [Fact]
    public async Task A_stop_from_outside_gives_the_terminal_back_until_it_goes_on()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "\e[?1000hon the screen"u8);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(
            server.Folder, Attach.Replace("$DISPATCH attach bash", "bash -mc 'before=$(stty -g); $DISPATCH attach bash; [ \"$before\" = \"$(stty -g)\" ] && echo stopped-well; fg >/dev/null'", StringComparison.Ordinal));
        using (terminal)
        {
            await terminal.WaitForRowAsync(0, "on the screen");
            var child = await DispatchProgram.ShellAsync(server.Folder, "pgrep -n -f \"$1 attach bash\"", DispatchProgram.Program);
            await DispatchProgram.ShellAsync(server.Folder, "kill -TSTP \"$1\"", child.Output.Trim());
            var seen = await terminal.WaitForAsync("stopped-well");
            Assert.Contains("\e[?1000l", seen, StringComparison.Ordinal);
            await terminal.WaitForRowAsync(0, "on the screen");
            Assert.Equal(Dispatch.Terminal.MouseTracking.Normal, terminal.Look().Modes.Mouse);
            await terminal.TypeAsync("\u001cd");
            await terminal.WaitForAsync("same-terminal");
        }
    }

    [Fact]
    public async Task The_session_learns_of_a_new_size()
    {
        await using var server = await FakeServer.StartAsync();
        var resized = new TaskCompletionSource<Resize>();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "$ "u8);
            // stty sets one dimension after the other, so a size between the two may be told first.
            while (await attachment.NextAsync() is { } message)
            {
                if (message is Resize { Rows: 17 } last)
                {
                    resized.TrySetResult(last);
                }
            }
        });
        var (terminal, device) = await RealTerminal.OpenAsync(server.Folder, Attach);
        using (terminal)
        {
            await terminal.WaitForAsync("$ ");
            await DispatchProgram.ShellAsync(server.Folder, "stty -F \"$1\" cols 91 rows 17", device);
            Assert.Equal(new Resize(91, 17), await resized.Task.WaitAsync(TimeSpan.FromSeconds(30)));
            await terminal.TypeAsync("\u001cd");
            await terminal.WaitForAsync("same-terminal");
        }
    }

    [Fact]
    public async Task What_a_reader_only_types_goes_nowhere_and_Ctrl_C_detaches()
    {
        await using var server = await FakeServer.StartAsync();
        var received = new List<object>();
        server.Attachments.Enqueue(async attachment =>
        {
            Assert.True(attachment.Request.ReadOnly);
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "$ "u8);
            while (await attachment.NextAsync() is { } message)
            {
                received.Add(message);
            }
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, Attach.Replace("attach bash", "attach bash --read-only", StringComparison.Ordinal));
        using (terminal)
        {
            await terminal.WaitForAsync("$ ");
            await terminal.TypeAsync("rm -rf\r\u0003");
            await terminal.WaitForAsync("same-terminal");
        }

        Assert.Empty(received);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_leaves_the_terminal_as_it_was(string signal, int code)
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "\e[?1000h$ "u8);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(
            server.Folder, Attach.Replace("$DISPATCH attach bash", "sh -c 'echo pid=$$.; exec $DISPATCH attach bash'", StringComparison.Ordinal));
        using (terminal)
        {
            var seen = await terminal.WaitForAsync("$ ");
            var pid = seen[(seen.IndexOf("pid=", StringComparison.Ordinal) + 4)..].Split('.')[0];
            await DispatchProgram.ShellAsync(server.Folder, "kill -\"$1\" \"$2\"", signal, pid);
            seen = await terminal.WaitForAsync("same-terminal");
            Assert.Contains("\e[?1000l", seen, StringComparison.Ordinal);
            Assert.Contains($"code={code}", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Output_is_acknowledged_after_every_64_KiB()
    {
        await using var server = await FakeServer.StartAsync();
        var acknowledged = new List<long>();
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(head: 40);
            for (var seq = 1; seq <= 40; seq++)
            {
                await attachment.OutputAsync(seq, Encoding.ASCII.GetBytes(new string('x', 16 * 1024)));
            }

            await attachment.SendAsync(new Live(40));
            while (await attachment.NextAsync() is { } message)
            {
                acknowledged.Add(Assert.IsType<Ack>(message).Seq);
            }
        });
        var result = await server.RunAsync("output", "bash");
        Assert.Equal((0, 640 * 1024), (result.ExitCode, result.Output.Count(character => character == 'x')));
        Assert.Equal([4, 8, 12, 16, 20, 24, 28, 32, 36, 40], acknowledged);
    }
}
