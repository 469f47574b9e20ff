namespace Dispatch.Terminal;

/// <summary>The states of the parser of DEC's terminals (vt100.net/emu/dec_ansi_parser).</summary>
internal enum State : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParam,
    CsiIntermediate,
    CsiIgnore,
    DcsEntry,
    DcsParam,
    DcsIntermediate,
    DcsPassthrough,
    DcsIgnore,
    OscString,
    IgnoredString,
}

/// <summary>What a byte makes the parser do, before it changes its state.</summary>
internal enum Action : byte
{
    Ignore,
    Print,
    Execute,
    Collect,
    Prefix,
    Digit,
    Separate,
    EscapeDispatch,
    CsiDispatch,
    Hook,
    Put,
}
