using Dispatch.Server.Mcp.Tools;

namespace Dispatch.Server.Mcp;

/// <summary>All tools, in the order in which they are listed.</summary>
internal static class McpTools
{
    public static IReadOnlyList<McpTool> All { get; } =
    [
        ListWorkspacesTool.Tool,
        ListSessionsTool.Tool,
        StartSessionTool.Tool,
        RunCommandTool.Tool,
        SendInputTool.Tool,
        WaitForCommandTool.Tool,
        ReadScreenTool.Tool,
        ReadCommandsTool.Tool,
        ReadOutputTool.Tool,
        EndSessionTool.Tool,
        SearchFilesTool.Tool,
        ReadFileTool.Tool,
    ];
}
