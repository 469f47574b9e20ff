using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Mcp;

/// <summary>A tool could not do what it was asked; told to the model, so that it may do something else.</summary>
internal sealed class McpFailure(Error error) : Exception(error.Message)
{
    public Error Error => error;

    public static McpFailure Argument(string message) => new(new Error(ErrorKind.Invalid, "mcp.argument", message));
}
