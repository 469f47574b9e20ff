using Dispatch.Terminal.Tests.Rendering;

namespace Dispatch.Terminal.Tests;

/// <summary>Real programs look the same here and in @xterm/headless, at many points on their way, whether it saw all of it or a snapshot.</summary>
public sealed class RecordingTests
{
    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public async Task A_program_looks_the_same_in_both(string program, int cols, int rows)
    {
        await using var peer = Peer.Start();
        foreach (var bytes in Recording.Points(program, cols, rows))
        {
            var terminal = new TestTerminal(cols, rows).Write(bytes.Span);

            var theirs = await peer.AskAsync(bytes, cols, rows);

            for (var y = 0; y < rows; y++)
            {
                var halves = CellRuns.Halves(terminal.Emulator, y);
                Assert.Equal(CellRuns.Of(theirs.GetProperty("lines")[y], halves), CellRuns.Of(terminal.Emulator, y, halves));
            }

            var cursor = theirs.GetProperty("cursor");
            Assert.Equal((cursor.GetProperty("y").GetInt32(), Math.Min(cursor.GetProperty("x").GetInt32(), cols - 1)), (terminal.Emulator.Cursor.Row, terminal.Emulator.Cursor.Col));
            Assert.Equal(theirs.GetProperty("alternate").GetBoolean(), terminal.Emulator.AlternateScreen);
        }
    }

    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public async Task A_programs_snapshot_shows_the_same_in_both(string program, int cols, int rows)
    {
        await using var peer = Peer.Start();
        foreach (var bytes in Recording.Points(program, cols, rows))
        {
            var terminal = new TestTerminal(cols, rows).Write(bytes.Span).Emulator;

            var theirs = await peer.AskAsync(ScreenVtTests.Snapshot(terminal), cols, rows, terminal.Options.Scrollback);

            Peer.AssertSame($"{program}, {bytes.Length} bytes", terminal, theirs);
        }
    }
}
