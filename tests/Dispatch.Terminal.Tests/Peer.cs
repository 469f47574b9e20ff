using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Dispatch.Terminal.Tests;

/// <summary>@xterm/headless in a process of its own, which is asked what it shows (peer/screen.mjs).</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public static Peer Start()
    {
        var folder = Folder();
        var own = Path.GetFullPath(Path.Combine(folder, "..", "..", "node_modules", ".bin", "node"));
        return new Peer(Process.Start(new ProcessStartInfo(File.Exists(own) ? own : "node", [Path.Combine(folder, "peer", "screen.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>What it shows after these bytes alone, with the look of each cell.</summary>
    public async Task<JsonElement> AskAsync(ReadOnlyMemory<byte> bytes, int cols, int rows, int scrollback = 0)
    {
        await _process.StandardInput.WriteLineAsync(
            JsonSerializer.Serialize(new { cols, rows, scrollback, cells = true, chunks = new[] { Convert.ToBase64String(bytes.Span) } }));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peer ended without an answer: run 'npm ci' in the repository's folder.");
        return JsonDocument.Parse(answer).RootElement;
    }

    /// <summary>After a snapshot of a terminal it shows what that one does, and nothing was answered.</summary>
    public static void AssertSame(string what, Emulator terminal, JsonElement peer)
    {
        var expected = new StringBuilder(what).Append('\n');
        var actual = new StringBuilder(what).Append('\n');
        for (var y = terminal.AlternateScreen ? 0 : -terminal.ScrollbackLines; y < terminal.Rows; y++)
        {
            expected.Append(CellRuns.Of(terminal, y)).Append(' ').Append(terminal.Line(y).Wrapped && y < terminal.Rows - 1).Append('\n');
            var other = y < 0 ? peer.GetProperty("scrollback")[terminal.ScrollbackLines + y] : peer.GetProperty("lines")[y];
            actual.Append(CellRuns.Of(other)).Append(' ').Append(other.GetProperty("wrapped").GetBoolean()).Append('\n');
        }

        var cursor = peer.GetProperty("cursor");
        expected.Append($"{terminal.Screen.X + (terminal.Screen.WrapPending ? 1 : 0)},{terminal.Cursor.Row} {terminal.AlternateScreen}");
        actual.Append($"{cursor.GetProperty("x")},{cursor.GetProperty("y")} {peer.GetProperty("alternate").GetBoolean()}");
        var modes = peer.GetProperty("modes");
        expected.Append($" {terminal.Modes.BracketedPaste} {terminal.Modes.ApplicationCursor} {terminal.Screen.Insert} {terminal.Screen.AutoWrap} {terminal.Modes.Mouse != MouseTracking.None} {terminal.Modes.SynchronizedOutput}");
        actual.Append($" {Flag("bracketedPasteMode")} {Flag("applicationCursorKeysMode")} {Flag("insertMode")} {Flag("wraparoundMode")} {modes.GetProperty("mouseTrackingMode").GetString() != "none"} {Flag("synchronizedOutputMode")}");
        expected.Append($" {terminal.Title} []");
        actual.Append($" {peer.GetProperty("title").GetString()} {peer.GetProperty("replies").GetRawText()}");
        Assert.Equal(expected.ToString(), actual.ToString());

        bool Flag(string name) => modes.GetProperty(name).GetBoolean();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // From this source file: a build may lie outside the repository.
    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
