using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces;

/// <summary>Workspaces are made one at a time, so that no two get one folder.</summary>
internal sealed class WorkspaceCreation(WorkspaceRegistry workspaces, WorkspacePlaces places, Sealer sealer, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<(Workspace? Made, Error? Error)> CreateAsync(CreateWorkspace request, CancellationToken cancellation)
    {
        var existing = request.Existing is true;
        var name = request.Name?.Trim() ?? NameOf(request.Folder);
        if (WorkspaceRules.Name(name) is { } bad)
        {
            return (null, bad);
        }

        if (existing && string.IsNullOrEmpty(request.Folder))
        {
            return (null, WorkspaceRules.FolderMissing("that is meant"));
        }

        if (request.Folder?.Contains('\0', StringComparison.Ordinal) is true)
        {
            return (null, SessionRules.FolderName(request.Folder));
        }

        await _one.WaitAsync(cancellation);
        try
        {
            var folder = WorkspacePlaces.Folder(request.Folder, name);
            var refusal = existing ? places.RefuseExisting(request.Folder, folder) : places.RefuseNew(request.Folder, folder);
            if (refusal is not null)
            {
                return (null, refusal);
            }

            if (!existing)
            {
                Directory.CreateDirectory(folder);
            }

            return (await AddAsync(name, folder, made: !existing, cancellation), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, WorkspaceRules.FolderUnusable(WorkspacePlaces.Folder(request.Folder, name), e.Message));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Of a folder that was just brought to its place.</summary>
    public async Task<Workspace> AdoptAsync(string name, string folder, Action bring, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            bring();
            return await AddAsync(name, folder, made: true, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public static string NameOf(string? folder) => Path.GetFileName((folder ?? "").TrimEnd('/')) is { Length: > 0 } last && last != "~" ? last : "Workspace";

    private async Task<Workspace> AddAsync(string name, string folder, bool made, CancellationToken cancellation)
    {
        var workspace = workspaces.Add(WorkspacePlaces.NewId(name), new WorkspaceRecord(name, folder, time.GetUtcNow(), Made: made));
        sealer.Follow(workspace);
        await Confirmation.AwaitAsync(workspace, $"The workspace '{name}' ({workspace.Id}) was made.", cancellation);
        return workspace;
    }
}
