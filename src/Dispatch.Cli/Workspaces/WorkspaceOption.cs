using System.CommandLine;
using System.CommandLine.Completions;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

/// <summary>The workspace whose sessions or files a command is about.</summary>
internal static class WorkspaceOption
{
    public const string Variable = "DISPATCH_WORKSPACE";

    /// <summary>The home folder's, which is always there.</summary>
    public const string Default = "default";

    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(3);

    public static Option<string> Instance { get; } = Create();

    /// <summary>A workspace as an argument of its own.</summary>
    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("workspace") { Description = "Its name, its id, or the beginning of its id.", HelpName = "workspace" };
        argument.Validators.Add(UsageError.RefuseUnknownOption);
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    /// <returns>Null when none is named: then it is that of the home folder, and nothing has to be asked.</returns>
    /// <param name="named">What goes before the option and the variable; empty for nothing.</param>
    public static async Task<WorkspaceInfo?> FindAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation, string? named = null)
    {
        var text = named is { Length: > 0 } ? named : parsed.GetValue(Instance) ?? Environment.GetEnvironmentVariable(Variable);
        return text is null or "" or Default ? null : WorkspaceMatch.Find(await WorkspaceApi.ListAsync(connection, cancellation), text);
    }

    /// <summary>As <see cref="FindAsync"/>; when none is named, that of the folder one is in, by the innermost, before that of the home folder.</summary>
    public static async Task<WorkspaceInfo?> FindByFolderAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation)
    {
        if ((parsed.GetValue(Instance) ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 })
        {
            return await FindAsync(connection, parsed, cancellation);
        }

        return (await WorkspaceApi.ListAsync(connection, cancellation))
            .Where(workspace => workspace.Archived is not true && NewCommand.IsWithin(Environment.CurrentDirectory, workspace.Folder))
            .MaxBy(workspace => workspace.Folder.Length) is { } found && found.Id != Default ? found : null;
    }

    public static string Id(WorkspaceInfo? workspace) => workspace?.Id ?? Default;

    private static Option<string> Create()
    {
        var option = new Option<string>("--workspace", "-w")
        {
            Description = $"The workspace, by name or id; else ${Variable}, else that of the home folder.",
            HelpName = "NAME",
        };
        option.CompletionSources.Add(Complete);
        return option;
    }

    /// <summary>A shell's Tab: what can't be told at once is no completion.</summary>
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
                var workspaces = await WorkspaceApi.ListAsync(connection, patience.Token);
                return workspaces.Select(workspace => new CompletionItem(workspace.Id)).ToArray();
            }
            catch (Exception e) when (e is Failure or OperationCanceledException)
            {
                return [];
            }
        }).GetAwaiter().GetResult();
    }
}
