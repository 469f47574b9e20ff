namespace Dispatch.Terminal;

/// <summary>
/// Hears what a program says to its terminal beside what it draws: within <see cref="Emulator.Write"/>, in order. All texts are
/// untrusted; control characters are taken out of them.
/// </summary>
public class EmulatorObserver
{
    /// <summary>Hears nothing.</summary>
    public static EmulatorObserver None { get; } = new();

    /// <summary>The answer to a question: input for the program.</summary>
    public virtual void Replied(ReadOnlySpan<byte> bytes)
    {
    }

    public virtual void TitleChanged(string title)
    {
    }

    /// <summary>OSC 7: the shell's folder, an absolute path.</summary>
    public virtual void FolderChanged(string path)
    {
    }

    public virtual void Bell()
    {
    }

    /// <summary>OSC 9 and OSC 777: the program wants a person to know.</summary>
    public virtual void Notified(string title, string body)
    {
    }

    /// <summary>OSC 52: text for the clipboard.</summary>
    /// <param name="selection">Which one: <c>c</c>, <c>p</c>, ….</param>
    public virtual void ClipboardSet(string selection, ReadOnlySpan<byte> text)
    {
    }

    /// <summary>OSC 9;4.</summary>
    public virtual void ProgressChanged(Progress progress)
    {
    }

    /// <summary>OSC 133: a shell marks its prompt and its commands.</summary>
    public virtual void Marked(in ShellMark mark)
    {
    }

    /// <summary>Mode 2026: a frame begins, or is whole.</summary>
    public virtual void SynchronizedOutput(bool on)
    {
    }
}

/// <summary>OSC 9;4: how far a command is.</summary>
/// <param name="State">What is shown.</param>
/// <param name="Percent">0 to 100.</param>
public readonly record struct Progress(ProgressState State, int Percent);

public enum ProgressState
{
    None,
    Normal,
    Error,

    /// <summary>It goes on, and nobody knows how long.</summary>
    Indeterminate,
    Paused,
}

public enum ShellMarkKind
{
    /// <summary>OSC 133;A.</summary>
    PromptStarted,

    /// <summary>OSC 133;B.</summary>
    CommandStarted,

    /// <summary>OSC 133;C.</summary>
    OutputStarted,

    /// <summary>OSC 133;D.</summary>
    CommandFinished,
}

/// <summary>What a shell said (OSC 133).</summary>
/// <param name="Kind">What of.</param>
/// <param name="Number">The command's number, from 1; with a prompt that of the command before it.</param>
/// <param name="CommandLine">What is run, when the shell told it.</param>
/// <param name="ExitCode">The exit code, when the shell told it.</param>
/// <param name="Offset">Where in the bytes written the mark ends.</param>
public readonly record struct ShellMark(ShellMarkKind Kind, int Number, string? CommandLine, int? ExitCode, int Offset);
