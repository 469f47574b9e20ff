using System.CommandLine;
using System.CommandLine.Completions;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>The session that a command is about.</summary>
internal static class SessionArgument
{
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(3);

    public static Argument<string> Create()
    {
        var argument = new Argument<string>("session")
        {
            Description = "Its id, its name, or the beginning of its id.",
            HelpName = "session",
        };
        argument.Validators.Add(UsageError.RefuseUnknownOption);
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    public static async Task<SessionInfo> ResolveAsync(ServerConnection connection, ParseResult parsed, string text, CancellationToken cancellation)
    {
        var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
        var sessions = await SessionApi.ListAsync(connection, WorkspaceOption.Id(workspace), cancellation);

        // An id is enough where nobody says in which workspace: no two sessions have the same.
        return workspace is null && !SessionMatch.IsAmong(sessions, text)
            && (await SessionApi.ListAllAsync(connection, cancellation)).FirstOrDefault(session => session.Id == text) is { } elsewhere
            ? elsewhere
            : SessionMatch.Find(sessions, text, workspace);
    }

    /// <summary>A shell's Tab: what can't be told at once is no completion. Names go first, ids for those whose name isn't a plain word.</summary>
    private static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        var data = context.ParseResult.DataFolder();
        if (RunningServer.Find(data) is not { } server)
        {
            return [];
        }

        return Task.Run(async () =>
        {
            try
            {
                using var patience = new CancellationTokenSource(CompletionPatience);
                using var connection = new ServerConnection(data, server);
                var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, context.ParseResult, patience.Token));
                var sessions = await SessionApi.ListAsync(connection, workspace, patience.Token);
                return sessions.Select(session => new CompletionItem(IsWord(session.Name) ? session.Name : session.Id)).ToArray();
            }
            catch (Exception e) when (e is Failure or OperationCanceledException)
            {
                return [];
            }
        }).GetAwaiter().GetResult();
    }

    private static bool IsWord(string name) => name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.');
}
