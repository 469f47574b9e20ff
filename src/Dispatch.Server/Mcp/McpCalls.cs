using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dispatch.Server.Mcp;

/// <summary>Runs tools: those that the scope offers, a bounded number at a time, and no longer than their caller may.</summary>
internal sealed partial class McpCalls(McpRunner runner, SessionWatch watch, LiveConnections connections, ILogger<McpCalls> logger) : IDisposable
{
    /// <summary>Calls at a time, of all clients; many of them only wait.</summary>
    private const int Most = 64;

    private readonly SemaphoreSlim _room = new(Most);

    public static ListToolsResult List(McpScope scope) => new() { Tools = [.. McpTools.All.Where(scope.Offers).Select(tool => tool.Describe())] };

    public async Task<CallToolResult> RunAsync(McpScope scope, CallToolRequestParams? asked, CancellationToken cancellation)
    {
        var tool = McpTools.All.FirstOrDefault(tool => tool.Name == asked?.Name)
            ?? throw new McpProtocolException($"There is no tool '{McpText.Line(asked?.Name ?? "", 100)}'. tools/list tells which there are.", McpErrorCode.InvalidParams);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var registered = connections.Add(scope.Caller, cut.Cancel);
        if (!await _room.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            return Refuse(tool, scope, new Error(ErrorKind.Unavailable, "mcp.too-many", $"{Most} calls go on already. Try again when one of them has ended."));
        }

        try
        {
            if (scope.Refuse(tool, scope.Workspace) is { } refusal && !scope.Offers(tool))
            {
                return Refuse(tool, scope, refusal);
            }

            var text = await tool.Run(new McpCall(tool, scope, asked!.Arguments, runner, watch), cut.Token);
            LogCalled(logger, tool.Name, scope.Caller.Principal, scope.Caller.Device);
            return new CallToolResult { Content = [new TextContentBlock { Text = text }] };
        }
        catch (McpFailure failure)
        {
            return Refuse(tool, scope, failure.Error);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Refuse(tool, scope, new Error(ErrorKind.Unauthenticated, "access.not-signed-in", "This client's access was taken away, or the server stops."));
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private CallToolResult Refuse(McpTool tool, McpScope scope, Error error)
    {
        LogRefused(logger, tool.Name, scope.Caller.Principal, scope.Caller.Device, error.Code);
        return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = $"{error.Code}: {McpText.Clean(error.Message)}" }] };
    }

    [LoggerMessage(1, LogLevel.Information, "{Tool} was called by {Principal} on {Device}")]
    private static partial void LogCalled(ILogger logger, string tool, string principal, string? device);

    [LoggerMessage(2, LogLevel.Information, "{Tool} was refused to {Principal} on {Device}: {Code}")]
    private static partial void LogRefused(ILogger logger, string tool, string principal, string? device, string code);
}
