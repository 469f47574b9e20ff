namespace Dispatch.Protocol;

/// <summary>
/// Lets a program go on with what came over a socket on the thread that noticed it, instead of handing it to another: a keystroke passes
/// four sockets. A program that is started with it must never block a thread on a socket. Read by .NET before any code of ours runs, so
/// whoever starts the program sets it; shells don't inherit it.
/// </summary>
public static class InlineSockets
{
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    public const string On = "1";
}
