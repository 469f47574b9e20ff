using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>What is said to the person beside the session's screen: how to get away, that the connection is lost, that the sizes differ.</summary>
internal sealed class Words(TimeProvider time)
{
    private static readonly TimeSpan HintFor = TimeSpan.FromSeconds(3);

    /// <summary>A size that is about to follow this terminal's isn't worth a word.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private long? _hint;
    private long? _differs;
    private bool _lost;
    private int _unknown;
    private (int Cols, int Rows) _here;
    private (int Cols, int Rows) _there;

    public volatile bool IsHinting;

    /// <summary>Below the session's screen.</summary>
    public string Note { get; private set; } = "";

    public Label Label => _lost
        ? new Label(0, @" connection lost, trying again; Ctrl+\ d detaches ")
        : _unknown > 0 ? new Label(0, $" the runner stopped: {_unknown} typed bytes may be missing, look before you type on ")
        : IsHinting ? new Label(0, @" Ctrl+\ d detaches ") : Label.None;

    /// <summary>How long until something changes by itself.</summary>
    public TimeSpan Wait
    {
        get
        {
            var hint = IsHinting && _unknown == 0 ? Left(_hint, HintFor) : Timeout.InfiniteTimeSpan;
            var note = _differs is not null && Note.Length == 0 ? Left(_differs, Settling) : Timeout.InfiniteTimeSpan;
            return hint == Timeout.InfiniteTimeSpan || (note != Timeout.InfiniteTimeSpan && note < hint) ? note : hint;
        }
    }

    public void Hint() => (_hint, IsHinting) = (time.GetTimestamp(), true);

    public void EndHint() => (IsHinting, _unknown) = (false, 0);

    /// <summary>Stays until a key is pressed.</summary>
    public void UnknownInput(int bytes) => (_unknown, IsHinting) = (bytes, true);

    public void Lost(bool lost) => _lost = lost;

    public void Resize(int cols, int rows) => _here = (cols, rows);

    /// <summary>Looks at the session's size and at the time.</summary>
    public void Measure(Emulator emulator)
    {
        if (IsHinting && _unknown == 0 && Left(_hint, HintFor) <= TimeSpan.Zero)
        {
            IsHinting = false;
        }

        var there = (emulator.Cols, emulator.Rows);
        if (there == _here)
        {
            (_differs, Note) = (null, "");
        }
        else if (_differs is null)
        {
            _differs = time.GetTimestamp();
        }
        else if (Left(_differs, Settling) <= TimeSpan.Zero && (Note.Length == 0 || there != _there))
        {
            Note = $"The session is {there.Cols} by {there.Rows}, as another window has it; whoever types decides.";
        }

        _there = there;
    }

    private TimeSpan Left(long? since, TimeSpan of)
    {
        var left = of - time.GetElapsedTime(since ?? 0);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }
}
