namespace Dispatch.Protocol.Problems.Catalogue;

internal static class PageErrors
{
    public static readonly ErrorGroup Group = new("The page", "The page itself, when no answer came or one that it can't read.",
    [
        new("page.unknown", "The answer is no problem that the page can read: something between it and the server answered, or a server of another version.", "Try again; look at the address and at what stands before the server.", Retry: true),
        new("page.unreachable", "The server doesn't answer.", "Check that it runs (`dispatch start`) and that this machine is online. The page tries again by itself.", Retry: true),
    ]);
}
