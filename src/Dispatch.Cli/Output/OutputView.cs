using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Output;

/// <summary>Writes a session's output as text.</summary>
/// <param name="follow">Goes on after what there is; then a line that isn't finished (a prompt) shows too.</param>
/// <param name="asked">A position was asked for, so that what can't be had is worth a word.</param>
internal sealed class OutputView(bool follow, bool asked) : SessionView
{
    private readonly PlainText _text = new();
    private bool _live;
    private bool _begun;

    public override void OnOutput(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        _begun = true;
        Descriptors.Write(_text.Take(bytes), cancellation);
        if (_live)
        {
            Descriptors.Write(_text.Unfinished(), cancellation);
        }
    }

    public override void OnGap(Gap gap, CancellationToken cancellation)
    {
        if (asked || _begun)
        {
            Streams.Error.WriteLine(gap.Reason switch
            {
                "pruned" => $"dispatch: older output was dropped; this begins at {gap.First}",
                "hole" => $"dispatch: the log lacks what is before {gap.First}: dispatch db verify tells what is wrong; this goes on at {gap.First}",
                _ => $"dispatch: the positions changed ({gap.Reason}); this begins at {gap.First}",
            });
        }
    }

    public override bool OnLive(CancellationToken cancellation)
    {
        _live = true;
        Descriptors.Write(follow ? _text.Unfinished() : _text.Finish(), cancellation);
        return !follow;
    }
}
