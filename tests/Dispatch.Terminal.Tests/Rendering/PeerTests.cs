using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

/// <summary>What a snapshot shows in @xterm/headless is what the engine shows, cell by cell.</summary>
public sealed class PeerTests
{
    // What @xterm/headless has no idea of: other widths, column margins, cells without their character.
    private static readonly string[] Unlike = ["cluster", "protected halves", "right margin", "margins and origin", "lowest keyboard", "combining", "a mark on", "below the screen", "far from any"];

    [Fact]
    public async Task Shows_the_same_as_a_peer()
    {
        await using var peer = Peer.Start();
        foreach (var row in ScreenVtTests.States)
        {
            var (what, written) = ((string)row[0], (string)row[1]);
            if (Unlike.Any(what.Contains))
            {
                continue;
            }

            var terminal = ScreenVtTests.Terminal(10, 5);
            terminal.Write(Encoding.UTF8.GetBytes(written));

            Peer.AssertSame(what, terminal, await peer.AskAsync(ScreenVtTests.Snapshot(terminal), 10, 5, scrollback: 100));
        }
    }
}
