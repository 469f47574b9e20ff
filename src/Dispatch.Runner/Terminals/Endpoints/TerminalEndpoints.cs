using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Terminals.Endpoints;

/// <summary>What can be asked of a terminal's screen and past over HTTP, an action a file.</summary>
internal static class TerminalEndpoints
{
    public const string Item = SessionEndpoints.Item;

    public static void MapTerminals(this IEndpointRouteBuilder routes)
    {
        GetScreen.Map(routes);
        ListCommands.Map(routes);
        GetCommandOutput.Map(routes);
        GetTimeline.Map(routes);
        GetRecording.Map(routes);
        ImportSession.Map(routes);
    }
}
