using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Services;

/// <summary>What Dispatch does for an agent that asks: files of the workspace, and terminals that are sessions like any other.</summary>
internal sealed class AgentServices(
    FileService files, TerminalService terminals, FileCommands commands, FolderSnapshots snapshots, BlobStores blobs, WorkspaceFolders folders, SessionRegistry sessions,
    ILogger<AgentServices> logger)
{
    public ILogger Logger => logger;

    /// <summary>What people ask for the files that an agent changed.</summary>
    public FileCommands Files => commands;

    public TurnChanges Changes(Session session) => new(
        new TurnFolder(snapshots, blobs, folders, sessions, session), session.Id, session.Workspace.Time, logger);

    public static bool Knows(string method) => method is FileService.Read or FileService.Write or TerminalService.Create or TerminalService.Output
        or TerminalService.Wait or TerminalService.Kill or TerminalService.Release;

    public Task<ServiceResult> ServeAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation) => request.Method switch
    {
        FileService.Read => files.ReadFileAsync(desk, request, cancellation),
        FileService.Write => files.WriteFileAsync(desk, request, cancellation),
        TerminalService.Create => terminals.CreateAsync(desk, request, cancellation),
        TerminalService.Output => terminals.OutputAsync(desk, request, cancellation),
        TerminalService.Wait => terminals.WaitAsync(desk, request, cancellation),
        TerminalService.Kill => terminals.EndAsync(desk, request, cancellation),
        TerminalService.Release => terminals.EndAsync(desk, request, cancellation),
        _ => throw new InvalidOperationException($"There is no service {request.Method}."),
    };

    /// <summary>The answer to what was done already, without doing it again.</summary>
    public Task<ServiceResult> RepeatAsync(ServiceDesk desk, PendingRequest request, AgentServed served, CancellationToken cancellation) => request.Method switch
    {
        FileService.Read => Task.FromResult(FileService.ReadAgain(desk, request)),
        TerminalService.Create => Task.FromResult(new ServiceResult(writer => writer.WriteString("terminalId", served.Terminal), null, served.Terminal)),
        TerminalService.Output => terminals.OutputAsync(desk, request, cancellation),
        TerminalService.Wait => terminals.WaitAsync(desk, request, cancellation),
        _ => Task.FromResult(ServiceResult.Done(served.Path)),
    };
}
