using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Files;

/// <summary>One side of a copy: a path here, or one in a workspace.</summary>
/// <param name="Workspace">Null for a path here; empty for the workspace that is meant where none is named.</param>
/// <param name="Path">Here, or from the workspace's folder.</param>
internal sealed record Place(string? Workspace, string Path)
{
    /// <summary>As scp has it: a colon before any slash is of a workspace; a file here whose name has one is written ./a:b.</summary>
    public static Place Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (colon < 0 || (slash >= 0 && slash < colon))
        {
            return text.Length > 0 ? new Place(null, text) : throw Failure.Usage("A path is empty. '.' is this folder, and ':' the workspace's");
        }

        var path = text[(colon + 1)..].Trim('/');
        return new Place(text[..colon], path is "." ? "" : path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path);
    }

    public string Name => Workspace is null
        ? System.IO.Path.GetFileName(System.IO.Path.GetFullPath(Path).TrimEnd('/'))
        : Path[(Path.LastIndexOf('/') + 1)..];

    public Place Child(string name) => this with
    {
        Path = Workspace is null ? System.IO.Path.Combine(Path, name) : Path.Length == 0 ? name : $"{Path}/{name}",
    };

    /// <summary>The same with its workspace's id.</summary>
    public async Task<Place> FindAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation) =>
        Workspace is null ? this
        : this with { Workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation, Workspace)) };

    public override string ToString() => Workspace is null ? Path : $"{(Workspace == WorkspaceOption.Default ? "" : Workspace)}:{Path}";
}
