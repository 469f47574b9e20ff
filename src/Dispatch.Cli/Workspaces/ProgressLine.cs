using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Workspaces;

/// <summary>How far git is, in one line of the terminal; nothing where nobody watches.</summary>
internal sealed class ProgressLine
{
    private readonly bool _isWatched = Descriptors.IsTerminal(LibC.StandardError);
    private string _last = "";

    public void Tell(string? doing, int? percent)
    {
        var said = doing is null ? "" : $"{SafeText.Line(doing)} {percent}%";
        if (_isWatched && said != _last)
        {
            Streams.Error.Write($"\r{said.PadRight(_last.Length)}");
            _last = said;
        }
    }

    public void Clear()
    {
        if (_last.Length > 0)
        {
            Streams.Error.Write($"\r{new string(' ', _last.Length)}\r");
            _last = "";
        }
    }
}
