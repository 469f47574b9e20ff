using System.Text;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Attach;

/// <summary>Shows a session on this terminal.</summary>
internal sealed class AttachView : SessionView
{
    private readonly Lock _writing = new();
    private TerminalFilter _filter = new();
    private bool _shown;
    private bool _lost;

    public override void OnOutput(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        lock (_writing)
        {
            _shown = true;
            Descriptors.Write(_filter.Filter(bytes), cancellation);
        }
    }

    public override void OnGap(Gap gap, CancellationToken cancellation)
    {
        if (_shown)
        {
            Say(_filter.Restore() + "\e[2J\e[H", cancellation);
            _filter = new TerminalFilter();
        }
    }

    public override bool OnLive(CancellationToken cancellation)
    {
        if (_lost)
        {
            _lost = false;
            Say(Notice("connected again"), cancellation);
        }

        return false;
    }

    public override void OnLost(CancellationToken cancellation)
    {
        _lost = true;
        Say(Notice(@"connection lost, trying again; Ctrl+\ d detaches"), cancellation);
    }

    /// <summary>The terminal as it was found, the cursor on a line of its own.</summary>
    public void Leave(string message) => Say($"{_filter.Restore()}\r\n{message}\r\n", CancellationToken.None);

    private static string Notice(string text) => $"\r\n\e[0m[dispatch: {text}]\r\n";

    private void Say(string text, CancellationToken cancellation)
    {
        lock (_writing)
        {
            Descriptors.Write(Encoding.UTF8.GetBytes(text), cancellation);
        }
    }
}
