using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Dispatch.Terminal.Tests;

/// <summary>Real programs look the same here and in @xterm/headless, at many points on their way.</summary>
public sealed class RecordingTests
{
    private const int Points = 12;

    [Theory]
    [InlineData("vim", 80, 24)]
    [InlineData("less", 80, 24)]
    [InlineData("htop", 100, 30)]
    [InlineData("tmux", 90, 28)]
    [InlineData("redraw", 80, 24)]
    public async Task A_program_shows_the_same_in_both(string program, int cols, int rows)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Recordings", $"{program}-{cols}x{rows}.bin"));
        using var peer = StartPeer();
        for (var point = 1; point <= Points; point++)
        {
            var end = bytes.Length * point / Points;
            var terminal = new TestTerminal(cols, rows).Write(bytes.AsSpan(0, end));

            var theirs = await Ask(peer, bytes.AsMemory(0, end), cols, rows);

            Assert.Equal(theirs.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("text").GetString()), terminal.Rows);
            var cursor = theirs.GetProperty("cursor");
            Assert.Equal((cursor.GetProperty("y").GetInt32(), Math.Min(cursor.GetProperty("x").GetInt32(), cols - 1)), (terminal.Emulator.Cursor.Row, terminal.Emulator.Cursor.Col));
            Assert.Equal(theirs.GetProperty("alternate").GetBoolean(), terminal.Emulator.AlternateScreen);
        }

        peer.StandardInput.Close();
        await peer.WaitForExitAsync();
    }

    private static async Task<JsonElement> Ask(Process peer, ReadOnlyMemory<byte> bytes, int cols, int rows)
    {
        await peer.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { cols, rows, chunks = new[] { Convert.ToBase64String(bytes.Span) } }));
        await peer.StandardInput.FlushAsync();
        var answer = await peer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peer ended without an answer: run 'npm ci' in the repository's folder.");
        return JsonDocument.Parse(answer).RootElement;
    }

    private static Process StartPeer([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file)!;
        var own = Path.Combine(folder, "..", "..", "node_modules", ".bin", "node");
        return Process.Start(new ProcessStartInfo(File.Exists(own) ? own : "node", [Path.Combine(folder, "peer", "screen.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
