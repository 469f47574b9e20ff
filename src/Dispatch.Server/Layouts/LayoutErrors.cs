using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Layouts;

internal static class LayoutErrors
{
    public static readonly Error TooLarge = new(
        ErrorKind.TooLarge, "layout.too-large", $"The layout is larger than {LayoutLimits.Bytes} bytes; close some tabs. The one kept before stays.");

    public static readonly Error NoDevice = new(
        ErrorKind.Conflict, "layout.no-device", "Layouts are kept for browsers that are signed in; a program with the access key has none.");

    public static readonly Error Stale = new(
        ErrorKind.Stale, "layout.stale", "Another window has changed this layout meanwhile; read it again (GET), and send yours with the ETag that comes with it.");

    public static Error Invalid(string fault) =>
        new(ErrorKind.Invalid, "layout.invalid", $"The layout is not kept: {fault}. The one kept before stays.");
}
