using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp;

/// <summary>One call of a tool: its arguments, and what it may ask of the runner.</summary>
internal sealed class McpCall
{
    private readonly Dictionary<string, JsonElement> _arguments;
    private readonly McpTool _tool;
    private readonly McpRunner _runner;
    private readonly SessionWatch _watch;

    /// <summary>Throws <see cref="McpFailure"/> when an argument is missing, unknown, or something else than it has to be.</summary>
    public McpCall(McpTool tool, McpScope scope, IDictionary<string, JsonElement>? arguments, McpRunner runner, SessionWatch watch)
    {
        (_tool, Scope, _runner, _watch) = (tool, scope, runner, watch);

        // A client may write null for what it leaves out.
        _arguments = (arguments ?? new Dictionary<string, JsonElement>()).Where(argument => argument.Value.ValueKind != JsonValueKind.Null).ToDictionary(StringComparer.Ordinal);
        var known = tool.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var (name, value) in _arguments)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                throw McpFailure.Argument($"{tool.Name} has no argument '{McpText.Line(name, 100)}'; it takes: {string.Join(", ", known.Keys)}.");
            }

            if (parameter.Refuse(value) is { } wanted)
            {
                throw McpFailure.Argument($"The argument {name} of {tool.Name} has to be {wanted}.");
            }
        }

        if (tool.Parameters.FirstOrDefault(parameter => parameter.Required && !_arguments.ContainsKey(parameter.Name)) is { } missing)
        {
            throw McpFailure.Argument($"{tool.Name} needs the argument {missing.Name}: {missing.Description}");
        }
    }

    public McpScope Scope { get; }

    public string? Text(string name) => _arguments.TryGetValue(name, out var value) ? value.GetString() : null;

    public string RequiredText(string name) => Text(name) ?? throw new InvalidOperationException($"{_tool.Name} doesn't require {name}.");

    public IReadOnlyList<string>? Texts(string name) => _arguments.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : null;

    public int? Number(string name) => _arguments.TryGetValue(name, out var value) ? value.GetInt32() : null;

    public bool Flag(string name) => _arguments.TryGetValue(name, out var value) && value.GetBoolean();

    /// <summary>The workspace that the call names, else the only one that it may be for, else <c>default</c>.</summary>
    public string Workspace
    {
        get
        {
            var workspace = Text("workspace") ?? Scope.Workspace ?? "default";
            Demand(workspace);
            return workspace;
        }
    }

    /// <summary>The workspaces that the call may be about.</summary>
    public IReadOnlyList<WorkspaceInfo> Workspaces => [.. _runner.Workspaces(Scope).Where(workspace => Scope.Refuse(_tool, workspace.Id) is null)];

    /// <summary>The session that the call names, as it is now; from here on the call is for its workspace.</summary>
    public async Task<SessionInfo> SessionAsync(CancellationToken cancellation)
    {
        var id = RequiredText("session");
        foreach (var workspace in _runner.Workspaces(Scope))
        {
            if (await _runner.FindSessionAsync(Scope, workspace.Id, id, cancellation) is { } found)
            {
                Demand(workspace.Id);
                return found;
            }
        }

        throw new McpFailure(new Error(ErrorKind.NotFound, "session.not-found", $"There is no session '{McpText.Line(id, 100)}' that you may see. list_sessions tells which there are."));
    }

    /// <summary>Asks the runner for an answer that means success; its caller disposes of it.</summary>
    public Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string workspace, string path, HttpContent? content, CancellationToken cancellation, RangeHeaderValue? range = null)
    {
        Demand(workspace);
        return _runner.AskAsync(Scope, method, workspace, path, content, cancellation, range);
    }

    public async Task<T> GetAsync<T>(string workspace, string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await AskAsync(HttpMethod.Get, workspace, path, null, cancellation);
        return await response.Content.ReadFromJsonAsync(type, cancellation) ?? throw new JsonException("The runner answered nothing.");
    }

    /// <summary>The session's own path.</summary>
    public static string Path(SessionInfo session) => $"/sessions/{session.Id}";

    /// <summary>The session once it is so, or as it is when patience is over.</summary>
    public Task<SessionInfo> WaitAsync(SessionInfo session, Func<SessionInfo, bool> reached, TimeSpan patience, CancellationToken cancellation) =>
        _watch.UntilAsync(session.Id, reached, patience, c => GetAsync(session.Workspace, Path(session), Wire.Default.SessionInfo, c), cancellation);

    private void Demand(string workspace)
    {
        if (Scope.Refuse(_tool, workspace) is { } refusal)
        {
            throw new McpFailure(refusal);
        }
    }
}
