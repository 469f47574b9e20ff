using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Agents.McpServers;

/// <summary>What can be a server for agents: each refusal says what would be right.</summary>
internal static class McpServerRules
{
    private const int LongestText = 4000;

    public static Error? Refuse(McpServer server)
    {
        if (server.Kind() is not (McpServer.Stdio or McpServer.Http or McpServer.Sse))
        {
            return Invalid($"its type is {McpServer.Stdio}, {McpServer.Http} or {McpServer.Sse}");
        }

        var texts = ((string?[])[server.Command, server.Url, .. server.Args ?? []]).Concat((server.Env ?? server.Headers ?? new Dictionary<string, string>()).SelectMany(pair => new[] { pair.Key, pair.Value }));
        if (texts.Any(text => text is not null && (text.Length > LongestText || text.Contains('\0', StringComparison.Ordinal))))
        {
            return Invalid($"no part of it is longer than {LongestText} characters, or has a NUL");
        }

        if (server.Kind() == McpServer.Stdio)
        {
            return server.Command is not { Length: > 0 } || server.Url is not null || server.Headers is not null ? Invalid("one that is started has a command, and neither a URL nor headers")
                : server.Env?.Keys.Any(name => name.Length == 0 || name.Contains('=', StringComparison.Ordinal)) == true ? Invalid("a variable has a name without '='")
                : null;
        }

        return !Uri.TryCreate(server.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ? Invalid("its URL begins with http:// or https://")
            : server.Command is not null || server.Args is not null || server.Env is not null ? Invalid("one at a URL has neither a command nor variables")
            : server.Headers?.Any(header => header.Key.Length == 0 || (header.Key + header.Value).Any(char.IsControl)) == true ? Invalid("a header has a name, and no control characters")
            : null;
    }

    public static Error NotFound(string name) => new(
        ErrorKind.NotFound, "mcp-server.not-found", $"The workspace has no server '{name}' of its own for agents. 'dispatch agents mcp' lists those there are; what runner.json names is removed there.");

    private static Error Invalid(string why) => new(ErrorKind.Invalid, "mcp-server.invalid", $"This can't be a server for agents: {why}.");
}
