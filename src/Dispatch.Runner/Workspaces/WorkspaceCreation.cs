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
        var (name, bad) = Name(request);
        if (bad is not null)
        {
            return (null, bad);
        }

        if (existing && string.IsNullOrEmpty(request.Folder))
        {
            return (null, WorkspaceRules.FolderMissing("that is meant"));
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

            return (await AddAsync(name, folder, made: !existing, null, cancellation), null);
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

    /// <summary>Of a folder that is brought to its place now, and was made elsewhere.</summary>
    /// <param name="variables">What its programs have in their environment.</param>
    public async Task<Workspace> AdoptAsync(
        string name, string folder, Action bring, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            // Meanwhile somebody may have put something there, or made a workspace of it.
            if (places.RefuseNew(folder, folder) is { } refusal)
            {
                throw new IOException(refusal.Message);
            }

            bring();
            return await AddAsync(name, folder, made: true, variables, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What it is to be called, or why nothing can be made.</summary>
    public static (string Name, Error? Bad) Name(CreateWorkspace request)
    {
        var name = request.Name?.Trim() ?? NameOf(request.Folder);
        return (name, WorkspaceRules.Name(name) ?? SessionRules.FolderName(request.Folder));
    }

    public void Dispose() => _one.Dispose();

    public static string NameOf(string? folder) => Path.GetFileName((folder ?? "").TrimEnd('/')) is { Length: > 0 } last && last != "~" ? last : "Workspace";

    private async Task<Workspace> AddAsync(string name, string folder, bool made, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellation)
    {
        var workspace = workspaces.Add(WorkspacePlaces.NewId(name), new WorkspaceRecord(name, folder, time.GetUtcNow(), Made: made, Variables: variables));
        sealer.Follow(workspace);
        await Confirmation.AwaitAsync(workspace, $"The workspace '{name}' ({workspace.Id}) was made.", cancellation);
        return workspace;
    }
}
