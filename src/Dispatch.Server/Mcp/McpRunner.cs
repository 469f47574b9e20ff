using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Dispatch.Logging;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Mcp;

/// <summary>Asks the runner in a caller's name: with the token that the caller's own request would have, and so under the same capabilities.</summary>
internal sealed class McpRunner(RunnerClient runner, RunnerState state, TokenMint tokens, WorkspaceBoard workspaces, TimeProvider time)
{
    // As for a request that is forwarded.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    public IReadOnlyList<WorkspaceInfo> Workspaces(McpScope scope) =>
        [.. workspaces.All(scope.Caller).Items.Where(workspace => workspace.Broken is null && (scope.Workspace is null || workspace.Id == scope.Workspace))];

    /// <summary>Null when the workspace has none of the id, or the caller may not see that.</summary>
    public async Task<SessionInfo?> FindSessionAsync(McpScope scope, string workspace, string id, CancellationToken cancellation)
    {
        if (!id.All(char.IsAsciiLetterOrDigit) || AccessDecision.Decide(scope.Caller, Capabilities.SessionList, workspace) is not null)
        {
            return null;
        }

        try
        {
            using var response = await AskAsync(scope, HttpMethod.Get, workspace, $"/sessions/{id}", null, cancellation);
            return await response.Content.ReadFromJsonAsync(Wire.Default.SessionInfo, cancellation);
        }
        catch (McpFailure failure) when (failure.Error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gives an answer that means success as soon as its headers are there; its caller disposes of it.</summary>
    /// <param name="path">Below the workspace's own.</param>
    public async Task<HttpResponseMessage> AskAsync(
        McpScope scope, HttpMethod method, string workspace, string path, HttpContent? content, CancellationToken cancellation, RangeHeaderValue? range = null)
    {
        await state.WaitForStartAsync(LongestStart, time, cancellation);
        using var request = new HttpRequestMessage(method, RunnerClient.Uri($"/api/workspaces/{Uri.EscapeDataString(workspace)}{path}")) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.For(scope.Caller, workspace));
        request.Headers.Range = range;
        if (Tracing.Header is { } parent)
        {
            request.Headers.TryAddWithoutValidation(Tracing.Parent, parent);
        }

        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        HttpResponseMessage response;
        try
        {
            response = await runner.SendAsync(request, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && limit.IsCancellationRequested && !cancellation.IsCancellationRequested))
        {
            // What it was asked may have been done.
            throw new McpFailure(new Error(
                ErrorKind.Unavailable, "runner.unavailable", $"{state.Link.Reason ?? "The runner doesn't answer; it is looked after, try again in a moment."} Look whether it was done before you ask for it again."));
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new McpFailure(await ReadErrorAsync(response, cancellation));
        }
    }

    private static async Task<Error> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var kind = response.StatusCode switch
        {
            HttpStatusCode.NotFound => ErrorKind.NotFound,
            HttpStatusCode.Forbidden => ErrorKind.Forbidden,
            HttpStatusCode.BadRequest => ErrorKind.Invalid,
            HttpStatusCode.Conflict => ErrorKind.Conflict,
            _ => ErrorKind.Failed,
        };
        try
        {
            if (JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), Wire.Default.Problem) is { Code: { } code, Detail: { } detail })
            {
                return new Error(kind, code, detail);
            }
        }
        catch (JsonException)
        {
            // Told by its status, below.
        }

        return new Error(kind, "runner.unavailable", $"The runner answered {(int)response.StatusCode}; its log says why (dispatch logs runner).");
    }
}
