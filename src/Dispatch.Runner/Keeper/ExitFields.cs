namespace Dispatch.Runner.Keeper;

/// <summary>How an exit status is written: u8 (0 none, 1 code, 2 signal), value i32.</summary>
internal static class ExitFields
{
    public static FrameBuffer Put(this FrameBuffer frame, ExitStatus? exit) => exit switch
    {
        { Code: { } code } => frame.Put((byte)1).Put(code),
        { Signal: { } signal } => frame.Put((byte)2).Put(signal),
        _ => frame.Put((byte)0).Put(0),
    };

    public static ExitStatus? Exit(this ref FrameReader frame) => (frame.Byte(), frame.Int32()) switch
    {
        (1, var code) => new ExitStatus(code, null),
        (2, var signal) => new ExitStatus(null, signal),
        _ => null,
    };
}
