namespace Dispatch.Protocol.Problems.Catalogue;

internal static class RequestErrors
{
    public static readonly ErrorGroup Group = new("Requests", "The server, or the runner behind it, can do nothing with the request as it is.",
    [
        new("content-type.not-taken", "The runner doesn't take a body of this type here.", "Set the Content-Type that `/openapi/v1.json` names for the operation."),
        new("method.not-allowed", "The runner knows the path, but not this method on it.", "See `/openapi/v1.json` for those there are."),
        new("path.not-found", "The runner has nothing at this path.", "See `/openapi/v1.json`; a runner of an older version may lack it: `dispatch version`, `dispatch upgrade`."),
        new("request.host", "The request names a host that the server doesn't go by. This keeps a foreign page from reaching it under a name of its own.", "Use the address that `dispatch status` shows, or start the server with `--allow-host NAME`."),
        new("request.invalid", "The server can't read the body or a parameter.", "See `/openapi/v1.json` for what the operation takes."),
        new("request.malformed", "The runner can't read the body or a parameter.", "See `/openapi/v1.json` for what the operation takes."),
        new("request.media-type", "The server doesn't take a body of this type here.", "Send `application/json`, and say so in Content-Type."),
        new("request.method-not-allowed", "The server knows the path, but not this method on it.", "The Allow header names those there are."),
        new("request.not-by-proxy", "The server was started behind a proxy, and the request didn't come through it.", "Use the proxy's address, or add the sender's with `--behind-proxy CIDR`."),
        new("request.not-found", "The server has nothing at this path.", "See `/openapi/v1.json` for what there is."),
        new("request.origin", "A page of another origin asked for a change or a WebSocket.", "Open the page at the server's own address."),
        new("request.refused", "The request was refused before anything looked at it; the status tells how.", "See `/openapi/v1.json` for what is expected."),
        new("request.timeout", "The request did not arrive in time.", "Send it again.", Retry: true),
        new("request.too-large", "The body is larger than is taken.", "Send it in parts; a recording is imported by `dispatch import`."),
        new("stream.not-websocket", "The path is a WebSocket, and was asked for as something else.", "Open it as a WebSocket with the subprotocol `dispatch.v1`."),
    ]);
}
