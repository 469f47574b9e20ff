namespace Dispatch.Terminal;

/// <summary>What a shell said at a line (OSC 133), in 8 bytes, so that it stays with its line wherever that goes.</summary>
public readonly record struct LineMark
{
    private const ulong Prompt = 1, Output = 2, End = 4, Code = 8;
    private const int CodeShift = 8, NumberShift = 32;

    internal LineMark(ulong bits) => Bits = bits;

    internal ulong Bits { get; }

    public bool IsNone => Bits == 0;

    /// <summary>A prompt begins here (A).</summary>
    public bool PromptStarted => (Bits & Prompt) != 0;

    /// <summary>A command's output begins here (C).</summary>
    public bool OutputStarted => (Bits & Output) != 0;

    /// <summary>A command ended here (D).</summary>
    public bool CommandFinished => (Bits & End) != 0;

    /// <summary>The exit code, 0 to 255, when the shell told it with the end.</summary>
    public int? ExitCode => (Bits & Code) != 0 ? (int)(Bits >> CodeShift & 0xFF) : null;

    /// <summary>The number of the command that began or ended here; from 1, counting what began. 0 when none did.</summary>
    public int Number => (int)(Bits >> NumberShift);

    internal LineMark WithPrompt() => new(Bits | Prompt);

    internal LineMark WithOutput(int number) => new(Numbered(number) | Output);

    internal LineMark WithEnd(int number, int? exitCode) =>
        new((Numbered(number) & ~(0xFFUL << CodeShift) & ~Code) | End | (exitCode is { } code ? Code | (ulong)(byte)code << CodeShift : 0));

    private ulong Numbered(int number) => (Bits & 0xFFFF_FFFF) | (ulong)(uint)number << NumberShift;
}
