using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Attach;

internal static class AttachErrors
{
    public static readonly Error NoWebSocket = new(
        ErrorKind.Invalid, "attach.no-websocket", $"Attach by a WebSocket that asks for the subprotocol {AttachProtocol.Subprotocol}.");
}
