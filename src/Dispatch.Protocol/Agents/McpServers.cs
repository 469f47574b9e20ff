namespace Dispatch.Protocol.Agents;

/// <summary>A server of the Model Context Protocol that agents are given. Either <c>command</c> or <c>url</c> is there.</summary>
public sealed record McpServer
{
    /// <summary><c>stdio</c>, <c>http</c> or <c>sse</c>; absent for what <c>command</c> or <c>url</c> says by itself: stdio or http.</summary>
    public string? Type { get; init; }

    /// <summary>Of stdio: the program that the agent starts.</summary>
    public string? Command { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Of http and sse: where it is.</summary>
    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>What it is, told or not.</summary>
    public string Kind() => Type ?? (Command is not null ? Stdio : Http);

    public const string Stdio = "stdio", Http = "http", Sse = "sse";
}

/// <summary>A server as it is listed: without the values of variables and headers, which may be secret.</summary>
/// <param name="Name">What agents call it.</param>
/// <param name="Type"><c>stdio</c>, <c>http</c> or <c>sse</c>.</param>
/// <param name="Command">Of stdio: the program and its arguments.</param>
/// <param name="Url">Of http and sse.</param>
/// <param name="Secrets">The names of its variables or headers.</param>
/// <param name="Everywhere">True for one of <c>runner.json</c>, which all workspaces have.</param>
public sealed record McpServerInfo(string Name, string Type, IReadOnlyList<string>? Command, string? Url, IReadOnlyList<string>? Secrets, bool? Everywhere);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/mcp-servers</c>, by name.</summary>
public sealed record McpServerList(IReadOnlyList<McpServerInfo> Items);
