using System.Runtime.InteropServices;

namespace Dispatch.Runner.Native;

/// <summary>Linux's error numbers, as far as they decide something here.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoDevice = 6;
    public const int TooLong = 7;
    public const int NotExecutable = 8;
    public const int Again = 11;
    public const int Access = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int OtherDevice = 18;
    public const int NotFolder = 20;
    public const int IsFolder = 21;
    public const int Invalid = 22;
    public const int TooManyFiles = 24;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int BrokenPipe = 32;
    public const int NameTooLong = 36;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int NotSupported = 95;
    public const int Quota = 122;

    public static int Last => Marshal.GetLastPInvokeError();

    public static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);
}

/// <summary>A call of the system failed in a way that its caller doesn't expect.</summary>
internal sealed class ErrnoException(string what, int error) : IOException($"{what}: {Errno.Message(error)}")
{
    public int Error { get; } = error;

    public static ErrnoException Last(string what) => new(what, Errno.Last);
}
