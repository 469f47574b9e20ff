namespace Dispatch.Protocol.Problems.Catalogue;

internal static class LayoutErrors
{
    public static readonly ErrorGroup Group = new("Layouts", "The server, when a page keeps how its window is arranged. What was kept before stays.",
    [
        new("layout.invalid", "The layout is none that a page could show; the message names the place.", "Send one that `/openapi/v1.json` describes."),
        new("layout.no-device", "A program with the access key asked, which has no windows.", "Sign in as a browser does, by key or link."),
        new("layout.stale", "Another window changed the layout since it was read.", "Read it again, and send yours with the ETag that comes with it."),
        new("layout.too-large", "The layout has more bytes than are kept.", "Close some tabs."),
    ]);
}
