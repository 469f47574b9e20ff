namespace Dispatch.Protocol.Problems.Catalogue;

internal static class McpErrors
{
    public static readonly ErrorGroup Group = new("Model Context Protocol", "A tool of `/mcp` can't do what it was called for. Told to the agent as the tool's result.",
    [
        new("mcp.argument", "An argument is missing, unknown, or not what it has to be.", "Call it with what the message says."),
        new("mcp.binary", "The file is no text.", "Read it another way: in the page, or with `dispatch cp`."),
        new("mcp.busy", "The shell runs a command already.", "Wait for its end, or start another session."),
        new("mcp.other-workspace", "The connection is for one workspace, and this is another.", "Connect to `/mcp`, or to that workspace."),
        new("mcp.read-only", "The connection only reads.", "Connect without `read-only`, or with a token that may do more."),
        new("mcp.too-many", "Too many calls go on at a time.", "Try again when some of them have ended.", Retry: true),
    ]);
}
