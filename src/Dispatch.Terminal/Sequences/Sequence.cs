namespace Dispatch.Terminal;

/// <summary>What a sequence asks for. <c>docs/terminal.md</c> is made from these, so it lists what there is and nothing else.</summary>
/// <param name="Notation">As written: <c>CSI Ps ; Ps H</c>.</param>
/// <param name="Name">The mnemonic, or the mode's number and name.</param>
/// <param name="Does">What it does, in a few words.</param>
/// <param name="Source">The standard or manual that says so.</param>
internal record SequenceInfo(string Notation, string Name, string Does, string Source);

/// <summary>A control character, an escape sequence or a control sequence: its parameters are the emulator's.</summary>
internal sealed record Sequence(string Notation, string Name, string Does, string Source, System.Action<Emulator> Run)
    : SequenceInfo(Notation, Name, Does, Source);

/// <summary>An OSC or a DCS: it has a text.</summary>
internal sealed record StringSequence(string Notation, string Name, string Does, string Source, StringHandler Run)
    : SequenceInfo(Notation, Name, Does, Source);

internal delegate void StringHandler(Emulator terminal, ReadOnlySpan<byte> text);

/// <summary>A mode, set and reset by SM and RM or DECSET and DECRST, asked for by DECRQM.</summary>
internal sealed record Mode(
    int Number, bool Private, string Name, string Does, string Source, Func<Emulator, bool> Get, Action<Emulator, bool> Set)
    : SequenceInfo(Private ? $"CSI ? {Number} h / l" : $"CSI {Number} h / l", Name, Does, Source);
