using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Dispatch.Terminal.Tests.Rendering;

/// <summary>What a snapshot shows in @xterm/headless is what the engine shows.</summary>
public sealed class PeerTests
{
    // What @xterm/headless has no idea of: other widths, column margins, cells without their character.
    private static readonly string[] Unlike = ["cluster", "protected halves", "right margin", "margins and origin", "lowest keyboard", "combining", "a mark on", "below the screen", "far from any"];

    [Fact]
    public async Task Shows_the_same_as_a_peer()
    {
        var states = ScreenVtTests.States.Select(row => (Item1: (string)row[0], Item2: (string)row[1])).Where(state => !Unlike.Any(state.Item1.Contains)).ToList();
        var terminals = states.ConvertAll(state =>
        {
            var terminal = ScreenVtTests.Terminal(10, 5);
            terminal.Write(Encoding.UTF8.GetBytes(state.Item2));
            return terminal;
        });
        var requests = terminals.Select(terminal => JsonSerializer.Serialize(
            new { cols = 10, rows = 5, scrollback = 100, chunks = new[] { Convert.ToBase64String(ScreenVtTests.Snapshot(terminal)) } }));

        var answers = await AskAsync(string.Join('\n', requests));

        Assert.All(states.Zip(terminals, answers), pair => AssertSame(pair.First.Item1, pair.Second, pair.Third));
    }

    private static void AssertSame(string what, Emulator terminal, JsonElement peer)
    {
        var expected = new StringBuilder(what).Append('\n');
        var actual = new StringBuilder(what).Append('\n');
        for (var y = terminal.AlternateScreen ? 0 : -terminal.ScrollbackLines; y < terminal.Rows; y++)
        {
            var line = terminal.Line(y);
            var text = new StringBuilder();
            foreach (var cell in line.Cells)
            {
                terminal.AppendText(cell, text);
            }

            var wrapped = line.Wrapped && y < terminal.Rows - 1;
            expected.Append(text.ToString().TrimEnd(' ')).Append(wrapped).Append('\n');
            var other = y < 0 ? peer.GetProperty("scrollback")[terminal.ScrollbackLines + y] : peer.GetProperty("lines")[y];
            actual.Append(other.GetProperty("text").GetString()).Append(other.GetProperty("wrapped").GetBoolean()).Append('\n');
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

    private static async Task<List<JsonElement>> AskAsync(string requests, [CallerFilePath] string here = "")
    {
        var tests = Path.GetDirectoryName(Path.GetDirectoryName(here))!;
        var node = Path.GetFullPath(Path.Combine(tests, "../../node_modules/.bin/node"));
        var start = new ProcessStartInfo(File.Exists(node) ? node : "node", [Path.Combine(tests, "peer", "screen.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var peer = Process.Start(start)!;
        var answers = peer.StandardOutput.ReadToEndAsync();
        await peer.StandardInput.WriteAsync(requests);
        peer.StandardInput.Close();
        return [.. (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
